"""Reading host and practice cards from CSV and XLSX files, and checking them before anything is stored.

Files come from people: made with Excel or LibreOffice in any country, with whichever delimiter and encoding that
country uses. A file that cannot be read raises one error that says what to do. A line that is no card is reported and
the others go on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from domain.card_cells import CardProblem
from domain.cards import HOST_COLUMNS, PRACTICE_COLUMNS, CardError, HostCard, PracticeCard, parse_host, parse_practice
from domain.matching_words import words
from storage.card_lines import MOST_LINES, CardFileError, read_lines

CardKind = Literal["hosts", "practices"]

_COLUMNS: dict[CardKind, tuple[str, ...]] = {"hosts": HOST_COLUMNS, "practices": PRACTICE_COLUMNS}
_REQUIRED: dict[CardKind, tuple[str, ...]] = {"hosts": ("external_id", "name"), "practices": ("external_id", "title")}
# What people write above a column instead of its name.
_ALIASES: dict[CardKind, dict[str, str]] = {
    "hosts": {"id": "external_id", "organization": "organisation", "lang": "description_lang", "url": "website"},
    "practices": {"id": "external_id", "language": "lang", "host": "host_external_id", "host_id": "host_external_id"},
}
_ALIKE = 92  # of 100: a typing slip or an article more, words in another order
_MOST_COMPARED = 2_000  # cards of one town that are compared pair by pair; of more only equal names are found


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A wrong cell of line `line` (1 is the first line of the file, the column names)."""

    line: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class CardTable:
    """The lines of a file: cells by column name.

    `found` and `missing` are columns we know, `unknown` headings we do not (their cells are ignored). `rows` leaves out
    empty lines and lines with more cells than the first line, which are in `problems` with the code `too-many-cells`.
    """

    found: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[LineProblem, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Line `line` speaks of the same card as `first_line`: the same `external_id` (it is left out) or, with `alike`, a
    similar one.
    """

    line: int
    first_line: int
    external_id: str
    alike: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file holds: the cards that can be stored, and all that its owner should look at.

    `duplicates` have the `external_id` of an earlier line and are not in `cards`; `lookalikes` are in `cards`, a person
    decides.
    """

    kind: CardKind
    table: CardTable
    cards: tuple[HostCard | PracticeCard, ...]
    problems: tuple[LineProblem, ...]
    duplicates: tuple[Duplicate, ...]
    lookalikes: tuple[Duplicate, ...]


def check(path: Path, kind: CardKind) -> ImportReport:
    """Read a file and parse every line of it; nothing is stored. Raises CardFileError when the file itself cannot be
    read.
    """
    table = read_rows(path, kind)
    problems = list(table.problems)
    duplicates: list[Duplicate] = []
    lines: dict[str, int] = {}
    cards: list[tuple[int, HostCard | PracticeCard]] = []
    for line, row in table:
        try:
            card: HostCard | PracticeCard = parse_host(row) if kind == "hosts" else parse_practice(row)
        except CardError as error:
            problems += (_at(line, problem) for problem in error.problems)
            continue
        first = lines.setdefault(card.external_id, line)
        if first != line:
            duplicates.append(Duplicate(line, first, card.external_id))
        else:
            cards.append((line, card))
    problems.sort(key=lambda problem: problem.line)
    return ImportReport(
        kind, table, tuple(card for _, card in cards), tuple(problems), tuple(duplicates), tuple(_lookalikes(cards))
    )


def read_rows(path: Path, kind: CardKind) -> CardTable:
    """Return the lines of a .csv or .xlsx file. Raises CardFileError when it cannot be read or holds none of our
    columns.
    """
    return _table(path.name, kind, read_lines(path, lambda cell: bool(_column(kind, cell))))


def _at(line: int, problem: CardProblem) -> LineProblem:
    return LineProblem(line, problem.column, problem.value, problem.code)


def _column(kind: CardKind, heading: str) -> str:
    """Return the column a heading means, "" when it is none of ours. "Client Group" is understood as client_groups."""
    name = "_".join(heading.replace("-", " ").replace("_", " ").casefold().split())
    for candidate in (name, f"{name}s", f"{name[:-1]}ies"):
        if candidate in _COLUMNS[kind]:
            return candidate
    return _ALIASES[kind].get(name, "")


def _columns(kind: CardKind, headings: Sequence[str]) -> list[str]:
    """Return the column of each heading; an alias gives way to a heading with the column's own name ("id" beside
    "external_id").
    """
    columns = [_column(kind, heading) for heading in headings]
    return [
        "" if columns.count(column) > 1 and heading.strip().casefold() in _ALIASES[kind] else column
        for heading, column in zip(headings, columns, strict=True)
    ]


def _table(name: str, kind: CardKind, lines: Iterable[tuple[int, Sequence[str]]]) -> CardTable:
    source = iter(lines)
    heading_line, headings = next((line for line in source if any(cell.strip() for cell in line[1])), (1, []))
    columns = _columns(kind, headings)
    found = tuple(column for column in columns if column)
    if lost := [column for column in _REQUIRED[kind] if column not in found]:
        wanted = " and ".join(_REQUIRED[kind])
        raise CardFileError(
            f"{name}: line {heading_line} names no column {' or '.join(lost)}; add a first line with at least {wanted}"
        )
    if twice := next((column for column in found if found.count(column) > 1), None):
        raise CardFileError(f"{name}: the column {twice} stands twice in line {heading_line}; delete or rename one")
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[LineProblem] = []
    for line, cells in source:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_LINES:
            raise CardFileError(f"{name}: more than {MOST_LINES} lines; split it into several files")
        if surplus := next((cell for cell in cells[len(columns) :] if cell.strip()), None):
            problems.append(LineProblem(line, "", surplus[:120], "too-many-cells"))
            continue
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append((line, {column: cell for column, cell in zip(columns, padded, strict=False) if column}))
    unknown = tuple(
        heading.strip() for heading, column in zip(headings, columns, strict=True) if heading.strip() and not column
    )
    missing = tuple(column for column in _COLUMNS[kind] if column not in found)
    return CardTable(found, missing, unknown, tuple(rows), tuple(problems))


def _lookalikes(cards: list[tuple[int, HostCard | PracticeCard]]) -> Iterator[Duplicate]:
    """Yield cards whose name is nearly that of an earlier card of the same town (a practice: of the same host)."""
    groups: dict[str, list[tuple[int, str, str]]] = {}
    for line, card in cards:
        if isinstance(card, HostCard):
            group, name = f"{card.country} {_plain(card.city)}", _plain(f"{card.name} {card.department}")
        else:
            group, name = card.host_external_id, _plain(card.title)
        groups.setdefault(group, []).append((line, card.external_id, name))
    for members in groups.values():
        seen: dict[str, int] = {}
        for line, external_id, name in members:
            if name in seen:
                yield Duplicate(line, seen[name], external_id, alike=True)
                continue
            if len(members) <= _MOST_COMPARED:
                near = process.extractOne(name, seen.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
                if near is not None:
                    yield Duplicate(line, seen[near[0]], external_id, alike=True)
            seen[name] = line


def _plain(text: str) -> str:
    return " ".join(word.folded for word in words(text))
