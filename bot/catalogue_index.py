"""The catalogue that turns search: read when first needed; after that, only cards that were written since are read again."""

import threading
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

from domain.cards import HostCard, PracticeCard
from domain.matching import CardIndex, WordsKept
from storage import catalogue
from storage.tables import host, practice
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.semantic import Semantic
    from domain.matching_index import Hosts, Indexed, Practices

#: seconds during which the catalogue is taken to be what it was
FRESH = 5.0
#: cards read before they are packed into columns: what they take meanwhile is bounded
_AT_ONCE = 10_000


class Catalogue:
    """Callable: the current index. Safe to call from several threads; one reads what has changed, the others wait."""

    def __init__(self, semantic: "Semantic | None" = None) -> None:
        """`semantic` compares hosts by their meaning too."""
        self._semantic = semantic
        self._lock = threading.Lock()
        self._words = WordsKept()
        self._known: dict[str, Any] = {}
        self._hosts: Hosts | None = None
        self._practices: Practices | None = None
        self._indexed: Indexed | None = None
        self._version: Any = None
        self._looked_at = 0.0

    def __call__(self, work: UnitOfWork) -> CardIndex:
        """The index as of a few seconds ago at the most; it reads with the connection of `work`."""
        connection = work.connection
        now = time.monotonic()
        with self._lock:
            if self._indexed is None or not self._looked_at or now - self._looked_at > FRESH:
                self._indexed = self._look(connection, datetime.fromtimestamp(work.now / 1000, UTC))
                self._looked_at = now
            indexed = self._indexed
        return CardIndex.over(
            indexed,
            partial(catalogue.cards_of, connection),
            partial(catalogue.practices_of, connection),
            self._words,
            self._semantic.points if self._semantic is not None else None,
        )

    def look_again(self) -> None:
        """Take the catalogue for changed: whoever searches next looks."""
        self._looked_at = 0.0

    def _look(self, connection: Connection, now: datetime) -> "Indexed":
        # Numpy takes memory and a tenth of a second: a program that never searches does without
        from domain.matching_index import indexed, nothing

        if self._hosts is None or self._practices is None:
            self._hosts, self._practices = nothing()
        version = catalogue.version(connection)
        if version != self._version:
            self._read_hosts(connection, self._hosts)
            self._read_practices(connection, self._practices)
            self._version = version
        today = now.date()
        day = int(now.timestamp() // 86_400)
        return indexed(self._hosts, self._practices, catalogue.standings(connection, today), day)

    def _read_hosts(self, connection: Connection, hosts: "Hosts") -> None:
        from domain.matching_columns import Packed
        from domain.matching_filters import Practical
        from domain.matching_index import HostRow

        changed, gone, states = self._changed(connection, host, hosts.columns.ids)
        for start in range(0, len(changed), _AT_ONCE):
            out, rows = set(gone), []
            for row in catalogue.rows(connection, host, changed[start : start + _AT_ONCE]):
                if isinstance(row.card, HostCard) and row.card.suggestible:
                    packed = Packed(row.card.external_id, row.revision, row.tags)
                    rows.append(HostRow(packed, Practical.of(row.card, row.day)))
                    if self._semantic is not None:
                        self._semantic.note(row.card)
                else:
                    out.add(row.card.external_id)
            hosts = hosts.changed(frozenset(out), rows)
        self._hosts, self._known["host"] = hosts if changed or not gone else hosts.changed(gone, []), states

    def _read_practices(self, connection: Connection, practices: "Practices") -> None:
        from domain.matching_columns import Packed
        from domain.matching_index import PracticeRow

        changed, gone, states = self._changed(connection, practice, practices.columns.ids)
        for start in range(0, len(changed), _AT_ONCE):
            out, rows = set(gone), []
            for row in catalogue.rows(connection, practice, changed[start : start + _AT_ONCE]):
                if isinstance(row.card, PracticeCard) and row.card.suggestible:
                    packed = Packed(row.card.external_id, row.revision, row.tags)
                    rows.append(PracticeRow(packed, row.card.host_external_id))
                    if self._semantic is not None:
                        self._semantic.note(row.card)
                else:
                    out.add(row.card.external_id)
            practices = practices.changed(frozenset(out), rows)
        self._practices = practices if changed or not gone else practices.changed(gone, [])
        self._known["practice"] = states

    def _changed(self, connection: Connection, table: Table, known: list[str]) -> tuple[list[int], frozenset[str], Any]:
        """The numbers of cards written since the last look, the external ids of cards that are no more, and how all cards stand
        now, to be kept once they are read.
        """
        import numpy as np

        found = np.array(catalogue.revisions(connection, table), np.int64).reshape(-1, 2)
        # one number for each state of a card
        states = found[:, 0] << 24 | found[:, 1] & 0xFFFFFF
        before = self._known.get(table.name, np.zeros(0, np.int64))
        gone = frozenset[str]()
        if len(np.setdiff1d(before >> 24, found[:, 0])):
            gone = frozenset(known) - catalogue.external_ids(connection, table)
        return (np.setdiff1d(states, before) >> 24).tolist(), gone, states
