"""`import`: host cards and good practices from a CSV or XLSX file, all of them or none."""

import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, inspect

from bot.commands import screens, stores
from bot.commands.card_words import sentence
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from bot.vocabulary_index import Vocabulary
from domain.cards import COLUMN_OF, HostCard, PracticeCard
from storage import catalogue
from storage.card_files import CardKind, CardTable, ImportReport, check
from storage.card_lines import CardFileError
from storage.tables import host, practice

MOST_SHOWN = 200
"""Lines about problems printed of one file: who has more mends these first."""
_AT_ONCE, _READ_AT_ONCE = 200, 20  # cards written by one statement, and read until the bar moves on

Card = HostCard | PracticeCard


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does to the catalogue; `strangers` are hosts that practices name and the catalogue lacks, `said` are the
    cards of which the file says something else than a person did.
    """

    new: tuple[Card, ...]
    changed: tuple[Card, ...]
    same: int
    strangers: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        same = f", {self.same:,} as they were" if self.same else ""
        return f"{len(self.new):,} new, {len(self.changed):,} changed{same}"


def import_cards(settings: Settings, kind: CardKind, path: Path, *, dry_run: bool) -> None:
    """Check the file, say what is in it and store its cards. Raises OperatorError when nothing was stored."""
    console = screens.printer()
    _take_own_words(settings)
    try:
        report = check(path, kind)
    except CardFileError as error:
        raise OperatorError(screens.printable(str(error))) from None
    _show_columns(console, report.table)
    wrong = _show_problems(console, report)
    if wrong:
        raise OperatorError(
            f"nothing was imported: mend {screens.amount(wrong, 'lines')} of {path.name} and import it again", 1
        )
    told = frozenset(COLUMN_OF) & frozenset(report.table.found)
    todo = _foreseen(settings, kind, report.cards, told) if dry_run else _stored(settings, kind, report.cards, told)
    if todo.strangers:
        named = screens.printable(", ".join(todo.strangers[:10])) + (" …" if len(todo.strangers) > 10 else "")
        _show(console, "yellow", [f"not in the catalogue of hosts: {named}; import the hosts too"])
    cards = screens.amount(len(report.cards), kind)
    if dry_run:
        console.print(f"{cards} would be imported: {todo}; nothing was stored")
    else:
        console.print(f"{cards}: {todo}")


def _take_own_words(settings: Settings) -> None:
    """The organisation's own vocabulary holds for a file too."""
    if not stores.is_there(settings):
        return
    with stores.opened(settings, upgrade=False) as database:
        database.read_now(lambda c: Vocabulary().refresh(c) if inspect(c).has_table("concept_change") else None)


def _compared(connection: Connection, kind: CardKind, cards: Sequence[Card], told: Set[str]) -> Plan:
    """Compare the cards of a file with those of the catalogue. What a person confirmed stays where the file has no such column
    (`told` are those it has).
    """
    hosts = catalogue.hosts(connection)
    stored: Sequence[Card] = hosts if kind == "hosts" else catalogue.practices(connection)
    known = {card.external_id: card for card in stored}
    cards = [_with_confirmed(card, known.get(card.external_id), told) for card in cards]
    new = tuple(card for card in cards if card.external_id not in known)
    changed = tuple(card for card in cards if known.get(card.external_id, card) != card)
    named = dict.fromkeys(card.host_external_id for card in cards if isinstance(card, PracticeCard))
    strangers = tuple(host for host in named if host and host not in {card.external_id for card in hosts})
    said = tuple(card.external_id for card in changed if _said(card) != _said(known[card.external_id]))
    return Plan(new, changed, len(cards) - len(new) - len(changed), strangers, said)


def _said(card: Card) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return card.confirmed, card.denied


def _with_confirmed(card: Card, known: Card | None, told: Set[str]) -> Card:
    if known is None:
        return card
    return replace(card, **{field: getattr(known, field) for column, field in COLUMN_OF.items() if column not in told})


def _foreseen(settings: Settings, kind: CardKind, cards: Sequence[Card], told: Set[str]) -> Plan:
    """What an import would do. Makes no database where there is none, and changes none."""
    if not stores.is_there(settings):
        return Plan(tuple(cards), (), 0)
    with stores.opened(settings, upgrade=False) as database:
        return database.read_now(
            lambda c: _compared(c, kind, cards, told) if inspect(c).has_table("host") else Plan(tuple(cards), (), 0)
        )


def _stored(settings: Settings, kind: CardKind, cards: Sequence[Card], told: Set[str]) -> Plan:
    with stores.opened(settings) as database:
        # reading a card takes milliseconds: nobody who writes waits for that
        todo = database.read_now(lambda c: _compared(c, kind, cards, told))
        written = (*todo.new, *todo.changed)
        parts = [written[start : start + _READ_AT_ONCE] for start in range(0, len(written), _READ_AT_ONCE)]
        with screens.counted(f"Reading {kind}", parts) as each:
            tags = {card.external_id: (card, catalogue.tags_of(card)) for part in each for card in part}
        return database.write_now(lambda c: _store(c, kind, cards, told, tags))


def _store(
    connection: Connection,
    kind: CardKind,
    cards: Sequence[Card],
    told: Set[str],
    tags: Mapping[str, tuple[Card, bytes]],
) -> Plan:
    todo = _compared(connection, kind, cards, told)
    written = (*todo.new, *todo.changed)
    now = time.time_ns() // 1_000_000
    parts = [written[start : start + _AT_ONCE] for start in range(0, len(written), _AT_ONCE)]
    with screens.counted(f"Storing {kind}", parts) as each:
        for part in each:
            # a card that changed a moment ago is read again
            read = {card.external_id: tags.get(card.external_id) for card in part}
            known = {card.external_id: its[1] for card in part if (its := read[card.external_id]) and its[0] == card}
            catalogue.save_hosts(connection, now, [card for card in part if isinstance(card, HostCard)], known)
            catalogue.save_practices(connection, now, [card for card in part if isinstance(card, PracticeCard)], known)
    catalogue.said_by_nobody(connection, host if kind == "hosts" else practice, todo.said)
    return todo


def _show_columns(console: Console, columns: CardTable) -> None:
    found = {"found": columns.found, "missing, left empty": columns.missing, "unknown, not read": columns.unknown}
    if console.is_terminal:
        drawn = Table("column", "in this file")
        for what, names in found.items():
            for name in names:
                drawn.add_row(screens.printable(name), what)
        console.print(drawn, soft_wrap=False)
    else:
        for what, names in found.items():
            console.print(f"columns {what}: {screens.printable(', '.join(names)) or 'none'}")


def _show_problems(console: Console, report: ImportReport) -> int:
    """Print what keeps the file from being imported, and what its owner should look at; returns how many lines are
    wrong.
    """
    found = [(p.line, sentence(report.kind, p)) for p in report.problems]
    found += [
        (d.line, f"external_id: {d.external_id!r} stands in line {d.first_line} already; keep one of the two")
        for d in report.duplicates
    ]
    found.sort(key=lambda problem: problem[0])
    _show(console, "red", [f"line {line}: {words}" for line, words in found])
    alike = [f"line {d.line}: warning: looks like line {d.first_line}; is it the same?" for d in report.lookalikes]
    _show(console, "yellow", alike)
    return len({line for line, _ in found})


def _show(console: Console, style: str, lines: Sequence[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        console.print(line, style=style)
    if len(lines) > MOST_SHOWN:
        console.print(f"and {len(lines) - MOST_SHOWN:,} more", style=style)
