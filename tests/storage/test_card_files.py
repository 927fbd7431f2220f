"""Files of cards as people make them, and what is told when one cannot be read."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.cards import HostCard
from storage.card_files import CardKind, ImportReport, check
from storage.card_lines import CardFileError

HEADING = "external_id,name,country,languages\n"


def report(folder: Path, content: str | bytes, name: str = "cards.csv", kind: CardKind = "hosts") -> ImportReport:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check(path, kind)


def refused(folder: Path, content: str | bytes, name: str = "cards.csv") -> str:
    with pytest.raises(CardFileError) as raised:
        report(folder, content, name)
    told = str(raised.value)
    assert told.startswith(name)
    assert "\n" not in told
    return told


def sheet(*lines: list[Any]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_columns_may_stand_in_any_order_and_case(tmp_path: Path) -> None:
    found = report(tmp_path, "Country,NAME,External ID\nBE,Le Pont,H1\n")
    assert found.cards == (HostCard("H1", "Le Pont", country="BE"),)
    assert "languages" in found.table.missing


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_any_usual_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    found = report(tmp_path, "external_id,name,city\nH1,Pont,Lyon\n".replace(",", delimiter))
    assert found.cards == (HostCard("H1", "Pont", city="Lyon"),)


def test_excels_own_first_line_names_the_delimiter(tmp_path: Path) -> None:
    found = report(tmp_path, "sep=;\r\nexternal_id;name\r\nH1;\r\n")
    assert [problem.line for problem in found.problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encodings_of_spreadsheet_programs_are_read(tmp_path: Path, encoding: str) -> None:
    assert report(tmp_path, "external_id,name\nH1,Café Zoé\n".encode(encoding)).cards == (HostCard("H1", "Café Zoé"),)


def test_unknown_columns_are_told_and_ignored(tmp_path: Path) -> None:
    found = report(tmp_path, "external_id,name,phone,Colour\nH1,Pont,12,red\n")
    assert found.table.unknown == ("phone", "Colour")
    assert len(found.cards) == 1


def test_every_problem_of_a_line_is_told_and_the_other_lines_go_on(tmp_path: Path) -> None:
    found = report(tmp_path, HEADING + "H1,,Atlantis,klingon\nH2,Pont,BE,fr\n")
    assert [(p.line, p.column, p.value) for p in found.problems] == [
        (2, "name", ""),
        (2, "country", "Atlantis"),
        (2, "languages", "klingon"),
    ]
    assert [card.external_id for card in found.cards] == ["H2"]


def test_a_line_with_more_cells_than_columns_is_told(tmp_path: Path) -> None:
    found = report(tmp_path, HEADING + "H1,Pont,BE,fr,,much,more\n")
    assert [(p.line, p.code, p.value) for p in found.problems] == [(2, "too-many-cells", "much")]


def test_line_numbers_are_those_of_the_file_also_after_empty_lines_and_line_breaks_in_cells(tmp_path: Path) -> None:
    found = report(tmp_path, '\n\nexternal_id,name\nH1,"Le\nPont"\n\n,x\n')
    assert [problem.line for problem in found.problems] == [7]
    assert [card.name for card in found.cards if isinstance(card, HostCard)] == ["Le Pont"]


def test_the_second_line_with_an_id_is_a_duplicate_and_left_out(tmp_path: Path) -> None:
    found = report(tmp_path, HEADING + "H1,Pont,BE,fr\nH1,Other,BE,fr\n")
    assert [(d.line, d.first_line, d.external_id, d.alike) for d in found.duplicates] == [(3, 2, "H1", False)]
    assert [card.external_id for card in found.cards] == ["H1"]


def test_a_nearly_equal_name_in_the_same_town_is_shown_to_a_person_but_kept(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        "external_id,name,city\nH1,Centre Le Pont,Lyon\nH2,Le Pont Centre,Lyon\nH3,Centre Le Pont,Lille\nH4,Haus am See,Lyon\n",
    )
    assert [(d.line, d.first_line, d.alike) for d in found.lookalikes] == [(3, 2, True)]
    assert len(found.cards) == 4


def test_practices_are_read_with_their_own_columns(tmp_path: Path) -> None:
    found = report(tmp_path, "id,title,language,host\nG1,Buddy,en,H1\n", kind="practices")
    assert found.table.found == ("external_id", "title", "lang", "host_external_id")


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "name" in refused(tmp_path, "external_id,name,Name\nH1,a,b\n")


def test_numbers_and_dates_of_a_sheet_are_read_as_they_look(tmp_path: Path) -> None:
    lines = [
        ["external_id", "name", "min_days", "months_open"],
        [17, "Pont", 2.0, "4;5"],
        [18, date(2027, 5, 3), None, 9],
    ]
    found = report(tmp_path, sheet(*lines), "cards.xlsx")
    assert found.cards == (
        HostCard("17", "Pont", min_days=2, months_open=(4, 5)),
        HostCard("18", "2027-05-03", months_open=(9,)),
    )


def test_empty_rows_at_the_end_of_a_sheet_are_no_lines(tmp_path: Path) -> None:
    found = report(tmp_path, sheet(["external_id", "name"], ["H1", "Pont"], *[["", None]] * 50), "cards.XLSX")
    assert (len(found.cards), found.problems) == (1, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cards.csv", b""),
        ("cards.csv", b"hello\nworld\n"),
        ("cards.csv", b"external_id,name\nH1,a\x00b\n"),
        ("cards.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("cards.csv", b"\x81\x8d\x8f\x90"),
        ("cards.csv", b'external_id,name\nH1,"never closed\n'),
        ("cards.csv", b"external_id,name\nH1," + b"x" * 60_000),
        ("cards.csv", b"external_id,name\nH1" + b"," * 300),
        ("cards.xlsx", b"not a zip"),
        ("cards.xlsx", b"PK\x03\x04 broken"),
        ("cards.pdf", b"%PDF-1.7"),
        ("cards.xls", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_clear_line(tmp_path: Path, name: str, content: bytes) -> None:
    refused(tmp_path, content, name)


def test_a_sheet_saved_under_the_name_of_a_csv_file_is_told(tmp_path: Path) -> None:
    assert "CSV" in refused(tmp_path, sheet(["external_id", "name"], ["H1", "Pont"]))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as entry:
        for _ in range(110):
            entry.write(bytes(1_000_000))
    assert "unpacked" in refused(tmp_path, file.getvalue(), "cards.xlsx")


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    refused(tmp_path, file.getvalue(), "cards.xlsx")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CardFileError, match="cannot be opened"):
            check(path, "hosts")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=300), headed=st.booleans())
def test_whatever_the_bytes_a_file_is_read_or_refused(tmp_path: Path, content: bytes, headed: bool) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(HEADING.encode() * headed + content)
    told = ""
    try:
        check(path, "hosts")
    except CardFileError as error:
        told = str(error)
    assert "\n" not in told
