"""`try match`: which hosts of a file fit each query, and why."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from bot.commands.line_answers import Answer, answer_each, asked
from bot.commands.remedies import OperatorError
from bot.settings import load, semantic_is_installed
from domain.card_cells import CardProblem, clean, country_code, language_code
from domain.cards import CardError, HostCard, parse_host
from domain.matching import CardIndex, Match, Meant
from domain.matching_wish import Wish
from storage.card_files import read_rows
from storage.card_lines import CardFileError

_CODES, _LABELS = re.compile(r"[;|,/\n]"), re.compile(r"[;|\n]")
_LISTS = {
    "languages": _CODES,
    "months_open": _CODES,
    "sectors": _LABELS,
    "client_groups": _LABELS,
    "expertise": _LABELS,
}
_QUOTED = 120  # characters of an entry that a problem quotes
_CUT = 300  # characters kept of a text that is too long


def try_match(hosts: Path, queries: Path, top: int, *, semantic: bool = False) -> None:
    """Answer each query of a JSONL file ("-": standard input) with the external ids of the best hosts."""
    cards = _cards(hosts)
    index = CardIndex(cards, meant=_meant(cards) if semantic else None)

    def reply(line: str) -> Answer:
        text, fields = asked(line)
        matches = index.search(_wish(text, fields), top)
        return {
            "id": _id(fields.get("id")),
            "hosts": [match.card.external_id for match in matches],
            "why": [_why(match) for match in matches],
        }

    with _opened(queries) as lines:
        answer_each(lines, reply, {"id": None, "hosts": [], "why": []})


def _meant(cards: Sequence[HostCard]) -> Meant:
    """What compares cards by their meaning; their vectors are made now, or kept in the data folder from another time."""
    if not semantic_is_installed():
        raise OperatorError("--semantic: needs the extra; run `make install-semantic`")
    from bot.semantic import E5, Semantic

    semantic = Semantic(E5(), load().data_dir)
    for card in cards:
        semantic.note(card)
    try:
        while semantic.make_some():
            pass
    except OSError as error:
        raise OperatorError(f"{load().data_dir}: cannot be written to ({error.strerror})") from None
    return semantic.points


def _opened(path: Path) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        raise OperatorError(f"{path}: cannot be opened ({error.strerror}); check the name and the rights") from None


def _cards(path: Path) -> list[HostCard]:
    """The cards of a file. What is wrong in a cell is left out; lines without a usable id are skipped, and told."""
    try:
        table = read_rows(path, "hosts")
    except CardFileError as error:
        raise OperatorError(str(error)) from None
    cards: dict[str, HostCard] = {}
    mended = 0
    for problem in table.problems:
        _tell(f"line {problem.line} is skipped: more cells than columns")
    for line, row in table:
        try:
            card = parse_host(row)
        except CardError as error:
            if any(problem.column == "external_id" for problem in error.problems):
                _tell(f"line {line} is skipped: no usable external_id")
                continue
            card = _mended(row, error.problems)
            mended += 1
        if cards.setdefault(card.external_id, card) is not card:
            _tell(f"line {line} is skipped: {card.external_id!r} stands in an earlier line")
    if mended:
        _tell(f"{mended} lines have wrong cells, which were left out; `import hosts --dry-run` lists them")
    return list(cards.values())


def _mended(row: Mapping[str, str], problems: tuple[CardProblem, ...]) -> HostCard:
    """The card of a line without what is wrong in it: without the entry of a list or the cell that is to blame."""
    cells = dict(row)
    for problem in problems:
        column, cell = problem.column, cells.pop(problem.column, "")
        if column in _LISTS:
            pieces = _LISTS[column].split(cell)
            cells[column] = ";".join(piece for piece in pieces if clean(piece)[:_QUOTED] != problem.value)
        elif problem.code == "too-long":
            cells[column] = clean(cell)[:_CUT]
    cells["name"] = clean(cells.get("name", "")) or cells["external_id"]
    try:
        return parse_host(cells)
    except CardError as error:
        wrong = {problem.column for problem in error.problems}
        return parse_host({column: cell for column, cell in cells.items() if column not in wrong})


def _wish(text: str, fields: Mapping[str, Any]) -> Wish:
    lang = fields.get("lang")
    return Wish(
        problem=text,
        lang=(language_code(lang) or None) if isinstance(lang, str) else None,
        working_languages=_codes(fields.get("working_languages"), language_code),
        countries=_codes(fields.get("countries"), country_code),
        months=_months(fields.get("month")),
        days=_number(fields.get("days"), 366),
        receives=fields.get("receives") is True,
    )


def _codes(value: object, code_of: Callable[[str], str]) -> tuple[str, ...]:
    """The codes of a list or of a single one; what is none asks for nothing."""
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(code for item in items if isinstance(item, str) and (code := code_of(item))))


def _months(value: object) -> tuple[int, ...]:
    """The months of a list or a single one, as numbers or `YYYY-MM`; what is none asks for nothing."""
    items = value if isinstance(value, list) else [value]
    named = [item.partition("-")[2] if isinstance(item, str) and "-" in item else item for item in items]
    return tuple(dict.fromkeys(month for item in named if (month := _number(item, 12))))


def _number(value: object, most: int) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value[:9])
    return int(value) if isinstance(value, int | float) and value in range(1, most + 1) else None


def _id(value: object) -> str | int | None:
    return value if isinstance(value, str) or (isinstance(value, int) and abs(value) < 2**63) else None


def _why(match: Match) -> list[str]:
    """Reasons as "code:value"."""
    return [f"{reason.code}:{reason.value}" for reason in match.reasons]


def _tell(words: str) -> None:
    print(f"compagnon: {words}", file=sys.stderr)
