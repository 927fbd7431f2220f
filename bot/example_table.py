"""The examples of what was read wrongly as CSV, for the desk and the command line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, fields

from storage.misreadings import Example

#: how a cell begins that a spreadsheet takes for something to compute
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = tuple(field.name for field in fields(Example))


def file(examples: Iterable[Example]) -> bytes:
    """The whole file, column names first, with the mark by which Excel knows UTF-8. What a spreadsheet would compute has an
    apostrophe before it: the words are those of strangers."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    lines.writerows(["" if value is None else cell(value) for value in astuple(example)] for example in examples)
    return written.getvalue().encode("utf-8-sig", "replace")


def cell(value: object) -> str:
    """A cell as a spreadsheet shows it, whatever a stranger wrote."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    written = str(value)
    return f"'{written}" if isinstance(value, str) and written.startswith(_FORMULA) else written
