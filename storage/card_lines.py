"""The lines of a CSV or XLSX file as lists of cells, whatever program and country the file comes from.

Nothing here knows what the cells mean. Sizes are bounded, since a file is somebody else's: a small XLSX may hide a huge
table.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

MOST_LINES = 50_000
_MOST_COLUMNS, _MOST_LETTERS = 200, 50_000
_MOST_BYTES, _MOST_UNPACKED = 20_000_000, 100_000_000  # unpacked: an XLSX file once unzipped
_DELIMITERS = (";", ",", "\t", "|")

Lines = Iterator[tuple[int, list[str]]]


class CardFileError(Exception):
    """A file of cards that cannot be read; its text is one line that says what is wrong and what to do."""


def read_lines(path: Path, is_heading: Callable[[str], bool]) -> Lines:
    """Return (line number, cells) for each line of a .csv or .xlsx file (first sheet), from 1; the caller skips empty
    ones.

    `is_heading` says whether a cell of the first line names a column: the delimiter that yields most of them is taken.
    Raises CardFileError, at once or while lines are read.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise CardFileError(
            f"{path.name}: cannot be opened ({error.strerror}); check the name and the rights"
        ) from None
    if size > _MOST_BYTES:
        raise CardFileError(f"{path.name}: larger than {_MOST_BYTES // 1_000_000} MB; split it into several files")
    if not data:
        raise CardFileError(f"{path.name}: the file is empty; export the table again")
    suffix = path.suffix.casefold()
    if suffix == ".xlsx":
        return _xlsx_lines(path.name, data)
    if suffix in (".csv", ".tsv", ".txt"):
        return _csv_lines(path.name, data, is_heading)
    raise CardFileError(f"{path.name}: not a .csv or .xlsx file; save the table in one of these formats")


def _csv_lines(name: str, data: bytes, is_heading: Callable[[str], bool]) -> Lines:
    text = _decode(name, data)
    first, *others = text.split("\n", 1)
    declared = first.strip().casefold()
    skipped = 0
    if declared.startswith("sep=") and len(declared) == 5:  # Excel's own way to name the delimiter
        delimiter, text, skipped = declared[4], "".join(others), 1
    else:
        lines = re.split(r"[\r\n]+", text[:_MOST_LETTERS])
        delimiter = _delimiter(next((line for line in lines if line.strip()), ""), is_heading)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1 + skipped
    try:
        for cells in reader:
            if len(cells) > _MOST_COLUMNS:
                raise CardFileError(
                    f"{name}: line {begins} has more than {_MOST_COLUMNS} columns; delete the empty ones"
                )
            if any(len(cell) > _MOST_LETTERS for cell in cells):
                raise CardFileError(
                    f"{name}: line {begins} has a cell of more than {_MOST_LETTERS} characters; is a quote unclosed?"
                )
            yield begins, cells
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise CardFileError(
            f"{name}: line {begins}: a quote or delimiter is out of place ({error}); double the quotes inside a cell"
        ) from None


def _decode(name: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
        if b"\x00" in data or data.startswith(b"%PDF"):
            raise CardFileError(f"{name}: not a text file in spite of its name; save the table as CSV UTF-8")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CardFileError(f"{name}: its encoding is unknown; save the table as CSV UTF-8")


def _delimiter(heading: str, is_heading: Callable[[str], bool]) -> str:
    """Return the delimiter that makes the most of our columns out of the line of headings."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=delimiter), [])
        return sum(is_heading(cell) for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _xlsx_lines(name: str, data: bytes) -> Lines:
    broken = f"{name}: not a readable .xlsx file; open it and save it again as .xlsx, without a password"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise CardFileError(broken) from None
    if unpacked > _MOST_UNPACKED:
        raise CardFileError(f"{name}: too large once unpacked; copy the table into a new file")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl lets every error of zipfile, XML and its own descriptors through
        raise CardFileError(broken) from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the sheet's own word for its size may be a lie
        blank = 0
        for line, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS + 1, values_only=True), 1):
            texts = [_cell_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if len(texts) > _MOST_COLUMNS:
                raise CardFileError(f"{name}: line {line} has more than {_MOST_COLUMNS} columns; delete the empty ones")
            blank = 0 if texts else blank + 1
            if blank > MOST_LINES:
                raise CardFileError(f"{name}: thousands of empty lines; copy the table into a new file")
            if texts or line == 1:
                yield line, texts
    except CardFileError:
        raise
    except Exception:
        raise CardFileError(broken) from None
    finally:
        book.close()


def _cell_text(cell: object) -> str:
    """Return what a reader of the sheet sees: 5 for 5.0, 2027-05-03 for a date."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).casefold()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
