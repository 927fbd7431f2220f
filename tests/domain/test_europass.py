"""Europass CVs are read in both formats and every language, without what nobody needs to know (DOMAIN T4, 4.4)."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import europass, pdf
from domain.europass import Education, EuropassCv, Position
from domain.europass_values import Language
from domain.uploads import REFUSALS, UploadRefused
from tests.doubles import europass_samples as samples

#: codes that differ from what the CV writes
CODES = {"eng": "en", "fre": "fr", "fra": "fr", "nld": "nl", "dut": "nl", "ger": "de", "deu": "de", "spa": "es",
         "por": "pt", "ita": "it"}  # fmt: skip


def read(data: bytes) -> EuropassCv:
    cv = europass.read(data)
    assert cv is not None
    return cv


@pytest.mark.parametrize("lang", samples.PEOPLE)
def test_a_cv_of_the_editor_is_read_in_every_language(lang: str) -> None:
    who = samples.PEOPLE[lang]
    cv = read(samples.candidate_xml(lang))
    assert (cv.given, cv.family, cv.email) == (who.given, who.family, who.email)
    assert (cv.city, cv.country) == (who.city, who.country.upper())
    assert cv.headline == who.post
    assert cv.positions == (Position(who.post, who.employer, "2021-10", "", True),)
    assert cv.education == (Education(who.diploma, who.school, "2016", "2019-06-30"),)
    assert cv.languages == (
        Language(CODES[who.mother_tongue], "native"),
        Language(CODES[who.second_language], "B2"),
    )
    assert cv.skills == (who.skill,)
    assert "<" not in cv.summary
    assert cv.summary


@pytest.mark.parametrize("lang", samples.PEOPLE)
def test_a_cv_of_the_old_editor_is_read_in_every_language(lang: str) -> None:
    who = samples.PEOPLE[lang]
    cv = read(samples.skills_passport_xml(lang))
    assert (cv.given, cv.family, cv.email) == (who.given, who.family, who.email)
    assert (cv.city, cv.country, cv.headline) == (who.city, who.country.upper(), who.post)
    assert cv.phone == f"+{who.dialling} {who.phone}"
    assert cv.positions == (Position(who.post, who.employer, "2005-10-03", "2010-09"),)
    assert cv.education == (Education(who.diploma, who.school, "2001", "2004"),)
    assert cv.languages == (Language(lang, "native"), Language("pt", "B1"))
    assert cv.skills == (f"{who.skill}; 2",)


def test_a_personal_statement_is_a_summary_and_no_profession() -> None:
    cv = read(samples.skills_passport_xml(headline="personal_statement").replace(b"<Position>", b"<Nothing>").replace(
        b"</Position>", b"</Nothing>"))  # fmt: skip
    assert cv.summary == samples.PEOPLE["de"].post
    assert cv.headline == ""


@pytest.mark.parametrize("wrap", [samples.pdf_with, samples.pdf_with_deflated])
@pytest.mark.parametrize("make", [samples.candidate_xml, samples.skills_passport_xml])
def test_the_cv_inside_a_pdf_equals_the_xml(wrap, make) -> None:
    assert europass.read(wrap(make())) == europass.read(make())


def test_the_newest_of_several_versions_inside_a_pdf_counts() -> None:
    assert read(
        samples.pdf_with(samples.candidate_xml("fr")) + samples.pdf_with(samples.candidate_xml("it"))
    ).given == (samples.PEOPLE["it"].given)


@pytest.mark.parametrize(
    "data",
    [
        *(samples.candidate_xml(lang) for lang in samples.PEOPLE),
        *(samples.skills_passport_xml(lang) for lang in samples.PEOPLE),
        samples.pdf_with(samples.candidate_xml()),
    ],
    ids=range(13),
)
def test_nationality_birth_date_sex_photo_and_disability_never_enter_the_value(data: bytes) -> None:
    shown = repr(europass.read(data))
    assert not [canary for canary in samples.CANARIES if canary in shown]


@pytest.mark.parametrize(
    "data",
    [
        samples.pdf_with(),
        samples.pdf_with(b"<Invoice xmlns='urn:Candidate'/>"),
        samples.pdf_with(b"some notes on a Candidate"),
        samples.pdf_with(samples.candidate_xml()[:-20]),
        samples.pdf_with_deflated(samples.candidate_xml()).replace(b"x\x9c", b"\0\0"),
        samples.pdf_with(samples.candidate_xml(), user_password="secret"),
        b"<Candidate/>",
        b"<SkillsPassport><LearnerInfo/></SkillsPassport>",
        b"<other/>",
        b"no XML at all",
        b"",
        samples.png(),
    ],
    ids=range(12),
)
def test_a_file_without_a_readable_europass_cv_gives_none(data: bytes) -> None:
    assert europass.read(data) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.billion_laughs(), "bomb"),
        (samples.external_entity(), "bomb"),
        (samples.pdf_with(samples.billion_laughs()), "bomb"),
        (samples.pdf_with_deflated(b"<Candidate>" + b" " * 11_000_000), "bomb"),
        (samples.candidate_xml()[:-20], "broken"),
        (samples.candidate_xml().replace(b"<oa:", b"<unbound:"), "broken"),
    ],
    ids=range(6),
)
def test_hostile_and_damaged_cvs_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(UploadRefused, match=code):
        europass.read(data)


def test_namespaces_and_their_prefixes_do_not_matter() -> None:
    plain = re.sub(rb' (?:xsi:\w+|xmlns(?::\w+)?)="[^"]*"', b"", samples.candidate_xml())
    assert europass.read(re.sub(rb"(</?)(?:hr|oa|eures):", rb"\1", plain)) == europass.read(samples.candidate_xml())


@pytest.mark.parametrize(
    ("dialling", "number", "phone"),
    [
        ("32", "0470123456", "+32 470123456"),
        ("39", "0612345678", "+39 0612345678"),
        ("+32", "470 12 34 56", "+32 470 12 34 56"),
        ("0032", "470123456", "+32 470123456"),
        ("32", "+32470123456", "+32470123456"),
        ("", "0470123456", "0470123456"),
        ("32", "", ""),
    ],
)
def test_a_telephone_number_can_be_dialled_from_abroad(dialling: str, number: str, phone: str) -> None:
    data = samples.candidate_xml("fr").decode()
    data = data.replace(">33</CountryDialing>", f">{dialling}</CountryDialing>").replace(">0612345678<", f">{number}<")
    assert read(data.encode()).phone == phone


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("eng", Language("en", "C1")),
        ("ENG", Language("en", "C1")),
        ("http://publications.europa.eu/resource/authority/language/ENG", Language("en", "C1")),
        ("en-GB", Language("en", "C1")),
        ("Anglais", Language("en", "C1")),
        ("English", Language("en", "C1")),
        ("gre", Language("el", "C1")),
        ("Langue des signes de Belgique", Language("", "C1", "Langue des signes de Belgique")),
        ("xqz", Language("", "C1", "xqz")),
    ],
)
def test_a_language_is_known_by_code_by_address_and_by_name(words: str, language: Language) -> None:
    extra = samples.language_xml(words, "FREE_TEXT", listening="c1", reading="A1")
    assert read(samples.candidate_xml("fr", qualifications=extra)).languages[-1] == language


def test_the_level_of_a_language_is_the_lowest_of_what_is_heard_and_spoken() -> None:
    def level(**scores: str) -> str:
        extra = samples.language_xml("swe", **scores)
        return read(samples.candidate_xml(qualifications=extra)).languages[-1].cefr

    assert level(listening="C2", interaction="B1", production="B2", writing="A1") == "B1"
    assert level(reading="C2", writing="B2") == "B2"
    assert level(listening="fluent") == ""
    assert level() == ""


def test_a_language_mentioned_twice_is_listed_once() -> None:
    extra = "<PrimaryLanguageCode name='FREE_TEXT'>français</PrimaryLanguageCode>"
    assert [language.code for language in read(samples.candidate_xml(person=extra)).languages] == ["fr", "nl"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("be", "BE"),
        ("BEL", "BE"),
        ("UK", "GB"),
        ("el", "GR"),
        ("Belgique", "BE"),
        ("Belgium", "BE"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_a_country_becomes_its_code(words: str, code: str) -> None:
    data = samples.candidate_xml("fr").replace(b"<CountryCode>be<", f"<CountryCode>{words}<".encode())
    assert read(data).country == code


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-10-03", "2021-10-03"),
        ("2021-10-03T00:00:00Z", "2021-10-03"),
        ("2021-1", "2021-01"),
        ("2021-02-31", "2021-02"),
        ("2021-13", "2021"),
        ("0021", ""),
        ("last year", ""),
        ("", ""),
    ],
)
def test_a_date_keeps_the_precision_it_was_given_with(written: str, day: str) -> None:
    assert read(samples.candidate_xml().replace(b">2016<", f">{written}<".encode())).education[0].start == day


def test_long_texts_come_out_as_plain_lines() -> None:
    assert read(samples.candidate_xml("fr")).summary == "J’accompagne des personnes sans abri.\nmaraudes\naccueil"
    assert read(samples.candidate_xml("nl")).summary == "Ik werk in de verslavingszorg & geef les."


def test_skills_are_found_in_every_section_without_their_headings() -> None:
    profile = (
        "<DigitalSkills><DigitalSkillsGroup><Title>Office</Title><DigitalSkill>Sheets</DigitalSkill></DigitalSkillsGroup>"
        "</DigitalSkills><CommunicationAndInterpersonalSkills><CommunicationAndInterpersonalSkill><Title>Listening</Title>"
        "<Description>&lt;ul&gt;&lt;li&gt;• Groups&lt;/li&gt;&lt;li&gt;Listening&lt;/li&gt;&lt;/ul&gt;</Description>"
        "</CommunicationAndInterpersonalSkill></CommunicationAndInterpersonalSkills>"
    )
    assert read(samples.candidate_xml("en", profile=profile)).skills == ("Group work", "Sheets", "Listening", "Groups")


def test_invisible_and_direction_turning_characters_are_left_out() -> None:
    data = samples.candidate_xml("en").replace(b">Aoife<", ">A\u202eo\u200bi\u2067fe<".encode())
    assert read(data).given == "Aoife"


def test_lists_and_texts_are_kept_within_bounds() -> None:
    many = "".join(samples.language_xml(f"tongue {number}") for number in range(500))
    data = samples.candidate_xml("en", qualifications=many).replace(b">Aoife<", b">" + b"Aoife " * 1000 + b"<")
    cv = read(data)
    assert len(cv.languages) == 50
    assert len(cv.given) <= 200


@pytest.mark.timeout(60)  # of which it takes one or two
@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"1 0 obj<</Type/EmbeddedFile>>stream\n" * 200_000 + b"%%EOF",
        b"%PDF-1.7\n" + samples.pdf_with_deflated(b"<Candidate>" + b" " * 9_000_000) * 100,
        b"%PDF-1.7\n" + b"/EmbeddedFile" * 700_000,
        b"%PDF-1.7\n" + b"[" * 9_000_000 + b"/Encrypt 1 0 R/ID[" + b"[" * 1_000,
        b"<Candidate>" + b"<!---->" * 1_400_000 + b"</Candidate>",
        b"<Candidate><CandidatePerson>" + b"<Communication/>" * 90_000 + b"</CandidatePerson></Candidate>",
    ],
    ids=range(6),
)
def test_a_file_made_to_keep_the_reader_busy_is_read_or_refused(data: bytes) -> None:
    with suppress(UploadRefused):
        europass.read(data)
        pdf.opens_without_password(data)


def outcome(data: bytes) -> str:
    try:
        return type(europass.read(data)).__name__
    except UploadRefused as refused:
        return refused.code


OUTCOMES = {"NoneType", "EuropassCv", *REFUSALS}
_WHOLE = [samples.candidate_xml(), samples.skills_passport_xml(), samples.pdf_with(samples.candidate_xml()),
          samples.pdf_with_deflated(samples.skills_passport_xml())]  # fmt: skip


@given(st.sampled_from([b"", b"%PDF-1.7\n", b"<", b"<?xml version='1.0'?><Candidate>"]), st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_but_a_refusal(start: bytes, body: bytes) -> None:
    assert outcome(start + body) in OUTCOMES


@given(
    st.sampled_from(_WHOLE), st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=6)), min_size=1, max_size=5)
)
def test_damaged_cvs_raise_nothing_but_a_refusal(whole: bytes, damages: list[tuple[int, bytes]]) -> None:
    for at, piece in damages:
        at %= len(whole)
        whole = whole[:at] + piece + whole[at + len(piece) :]
    assert outcome(whole) in OUTCOMES


@given(st.sampled_from(_WHOLE[:2]), st.data(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_text_in_any_place_is_read_or_refused(whole: bytes, data: st.DataObject, text: str) -> None:
    places = list(re.finditer(r'(?<=>)[^<>]+(?=<)|(?<=")[^"<>]+(?=")', whole.decode()))
    place = data.draw(st.sampled_from(places))
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    assert outcome((whole.decode()[: place.start()] + written + whole.decode()[place.end() :]).encode()) in OUTCOMES
