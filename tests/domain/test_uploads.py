"""Uploads are told by their bytes, and only harmless ones are taken (DOMAIN T4, S9)."""

import unicodedata
import zipfile
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.uploads import (
    MAX_BYTES,
    REFUSALS,
    FileKind,
    Sniffed,
    UploadRefused,
    display_name,
    sniff,
    xml_root,
)
from tests.doubles import europass_samples as samples

PDF = Sniffed(FileKind.PDF, "application/pdf", ".pdf")


OUTCOMES = {*FileKind, *REFUSALS}


def outcome(data: bytes) -> str:
    try:
        return sniff(data).kind
    except UploadRefused as refused:
        return refused.code


def refusal(data: bytes, name: str = "", mime: str = "") -> str:
    with pytest.raises(UploadRefused) as refused:
        sniff(data, name, mime)
    assert refused.value.code in REFUSALS
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "kind", "mime", "extension"),
    [
        (samples.pdf_with(), "pdf", "application/pdf", ".pdf"),
        (samples.pdf_with(samples.candidate_xml()), "pdf", "application/pdf", ".pdf"),
        (b"\xef\xbb\xbf\r\n" + samples.pdf_with() + b"\0" * 5000, "pdf", "application/pdf", ".pdf"),
        (
            samples.docx(),
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
        (samples.candidate_xml(), "xml", "application/xml", ".xml"),
        (
            samples.candidate_xml().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
            "xml",
            "application/xml",
            ".xml",
        ),
        (samples.skills_passport_xml(), "xml", "application/xml", ".xml"),
        (samples.jpeg(), "jpeg", "image/jpeg", ".jpg"),
        (samples.png(), "png", "image/png", ".png"),
        ("J’ai travaillé 5\u202fans à Liège.\n".encode(), "text", "text/plain", ".txt"),
        ("Я сестра, 😀".encode("utf-16"), "text", "text/plain", ".txt"),
        ("J'ai travaillé à Liège.\r\n".encode("cp1252"), "text", "text/plain", ".txt"),
    ],
)
@pytest.mark.parametrize("claimed", ["", "no dot", "cv v1.2", "x.txt"])
def test_the_kinds_that_are_taken_are_told_by_content(
    data: bytes, kind: str, mime: str, extension: str, claimed: str
) -> None:
    assert sniff(data, claimed, "application/octet-stream") == Sniffed(FileKind(kind), mime, extension)


def test_a_wrong_name_or_type_does_not_change_what_a_file_is() -> None:
    assert sniff(samples.pdf_with(), "cv.exe", "text/html") == PDF
    assert sniff(samples.png(), "cv.pdf", "application/pdf").kind is FileKind.PNG


@pytest.mark.parametrize(("name", "data"), samples.DISGUISED)
def test_pages_drawings_and_programs_are_refused_under_any_name(name: str, data: bytes) -> None:
    assert refusal(data, name) == "type"


def test_plain_text_is_refused_when_its_name_or_type_says_otherwise() -> None:
    assert sniff(b"hello", "notes.TXT", "text/plain; charset=utf-8").kind is FileKind.TEXT
    assert refusal(b"hello", "page.html") == "type"
    assert refusal(b"hello", "notes.txt", "text/html") == "type"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\0" * 100])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "empty"


def test_ten_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    assert sniff(b"a" * MAX_BYTES).kind is FileKind.TEXT
    assert refusal(b"a" * (MAX_BYTES + 1)) == "too-big"


@pytest.mark.parametrize(
    "data",
    [
        samples.pdf_with()[:-200],
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        samples.docx()[:-30],
        samples.docx()[:200],
        samples.png()[:-12],
        samples.png()[:20],
        samples.jpeg()[:-2],
        samples.jpeg()[:24] + b"\xff\xd9",
        b"\xff\xd8\xff" * 3_000_000 + b"\xff\xd9",
        samples.png(0, 4),
        samples.candidate_xml()[:-20],
        b'<?xml version="1.0" encoding="klingon"?><Candidate/>',
    ],
)
def test_a_damaged_file_is_refused_as_broken(data: bytes) -> None:
    assert refusal(data) == "broken"


def test_a_damaged_part_of_a_word_document_is_found() -> None:
    data = samples.docx({"word/media/image1.png": samples.png() * 20})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        at = archive.infolist()[-1].header_offset + 60
    assert refusal(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]) == "broken"


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_pdf_locked_with_a_password_is_refused_and_one_that_only_forbids_changes_is_taken(algorithm: str) -> None:
    assert refusal(samples.pdf_with(user_password="secret", algorithm=algorithm)) == "encrypted"
    assert sniff(samples.pdf_with(user_password="", algorithm=algorithm)) == PDF


@pytest.mark.parametrize(
    "lock", [b"/Encrypt 999 0 R", b"/Encrypt <</Filter/Unheard>>", b"/Encrypt << /V [[[[[[", b"/Encrypt<<"]
)
def test_a_lock_that_cannot_be_understood_counts_as_locked(lock: bytes) -> None:
    assert refusal(samples.pdf_with().replace(b"trailer", b"trailer\n<<" + lock + b">>")) == "encrypted"


def test_nothing_that_a_damaged_lock_holds_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    whole = samples.pdf_with(user_password="secret")
    at = whole.index(b"/Filter /Standard")
    for piece in (b"canary", b"<canary>", b"(canary", b"[canary]", b"/canary canary", b"<<canary>>", b"/O (canary)"):
        for place in (at, at + 8, at + 17, at + 22):
            assert outcome(whole[:place] + piece + whole[place:]) in OUTCOMES
    assert "canary" not in caplog.text


def test_locked_word_documents_are_refused_as_locked() -> None:
    assert refusal(samples.locked_docx()) == "encrypted"
    data = bytearray(samples.docx())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    assert refusal(bytes(data)) == "encrypted"


def test_documents_with_macros_are_refused_whatever_they_call_themselves() -> None:
    assert refusal(samples.docm(), "cv.docx") == "type"
    assert refusal(samples.docx({"word/VBAPROJECT.BIN": b""})) == "type"
    assert refusal(samples.docx({"word/activeX/activeX1.bin": b""})) == "type"
    assert (
        refusal(samples.docx(content_type="application/vnd.ms-word.template.macroEnabledTemplate.main+xml")) == "type"
    )


def test_archives_that_are_no_word_document_are_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert refusal(file.getvalue()) == "type"


@pytest.mark.parametrize(
    "data",
    [
        samples.docx_bomb(),
        samples.docx_bomb_that_lies(),
        samples.docx_bomb_that_lies(200_000),
        samples.docx({f"word/{number}.xml": b"" for number in range(2_001)}),
        samples.png(60_000, 60_000),
        samples.jpeg(60_000, 60_000),
        samples.billion_laughs(),
        samples.external_entity(),
        b"<x>" * 101 + b"</x>" * 101,
        b"<x>" + b"<y/>" * 100_001 + b"</x>",
    ],
    ids=range(10),
)
def test_what_grows_without_measure_is_refused_as_a_bomb(data: bytes) -> None:
    assert refusal(data) == "bomb"


def test_a_document_type_is_refused_even_without_entities() -> None:
    with pytest.raises(UploadRefused, match="type"):
        xml_root(b'<!DOCTYPE Candidate SYSTEM "http://127.0.0.1/x.dtd"><Candidate/>')


@pytest.mark.parametrize("name", samples.NASTY_NAMES)
def test_a_nasty_name_becomes_a_short_plain_one(name: str) -> None:
    shown = display_name(name, PDF)
    assert shown.endswith(".pdf")
    assert len(shown) <= 60
    assert not shown.startswith((".", "-", " "))
    assert not set(shown) & set('/\\<>:"|?*\0\n\r')
    assert all(unicodedata.category(char)[0] != "C" for char in shown)


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("CV Zoé Lefèvre.pdf", "CV Zoé Lefèvre.pdf"),
        ("CV.PDF", "CV.pdf"),
        ("Резюме.pdf", "Резюме.pdf"),
        ("cv.v2.final", "cv.v2.final.pdf"),
        ("../../CV\u202efdp.exe", "CVfdp.exe.pdf"),
        ("nul.pdf", "_nul.pdf"),
        ("COM1.old.pdf", "_COM1.old.pdf"),
        ("console.pdf", "console.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_keeps_what_the_person_gave_it_and_gets_the_extension_of_the_content(claimed: str, shown: str) -> None:
    assert display_name(claimed, PDF) == shown


def test_other_spellings_of_an_extension_are_not_doubled() -> None:
    assert display_name("me.jpeg", sniff(samples.jpeg())) == "me.jpg"
    assert display_name("notes.md", sniff(b"# hello")) == "notes.txt"


@given(st.text())
def test_any_name_becomes_a_safe_one_and_stays_it(name: str) -> None:
    shown = display_name(name, PDF)
    assert 4 < len(shown) <= 60
    assert display_name(shown, PDF) == shown
    shown.encode()


_STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"<?xml version='1.0'?>",
        b"<",
        b"\xff\xfe",
        b"\xfe\xff<",
    ]
)
_WHOLE = [
    samples.pdf_with(samples.candidate_xml()), samples.pdf_with(user_password="x"), samples.docx(), samples.png(),
    samples.jpeg(), samples.candidate_xml(), samples.billion_laughs(), samples.locked_docx(),
]  # fmt: skip


@given(
    _STARTS,
    st.binary(max_size=300),
    st.sampled_from([b"", b"%%EOF", b"/Encrypt 1 0 R/ID[<>]1 0 obj<<>>%%EOF", b"\xff\xd9"]),
)
@example(b"\xff\xfe", b"<\0", b"")
def test_arbitrary_bytes_raise_nothing_but_a_refusal(start: bytes, body: bytes, end: bytes) -> None:
    assert outcome(start + body + end) in OUTCOMES


@given(
    st.sampled_from(_WHOLE), st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=6)), min_size=1, max_size=5)
)
def test_damaged_files_raise_nothing_but_a_refusal(whole: bytes, damages: list[tuple[int, bytes]]) -> None:
    for at, piece in damages:
        at %= len(whole)
        whole = whole[:at] + piece + whole[at + len(piece) :]
    assert outcome(whole) in OUTCOMES
