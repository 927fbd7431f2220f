"""Finding a host by its name, organisation, town or id, as staff type them: any case, without accents, words in any order."""

from heapq import nsmallest
from threading import Lock
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from domain.answers.cleaning import fold
from storage import catalogue
from storage.tables import host

#: cards read at a time
_AT_ONCE: Final = 500


class Named(msgspec.Struct):
    """What a card is called, where it is and its status."""

    external_id: str = ""
    name: str = ""
    organisation: str = ""
    department: str = ""
    city: str = ""
    country: str = ""
    status: str = ""


_named = msgspec.json.Decoder(Named).decode


class HostNames:
    """The folded names of all hosts, in memory: no database compares without accents, and reading 100,000 cards takes a second.

    Takes 200 bytes a card, from the first search on; after that, only cards that were written since are read. Any thread.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: Any = None
        self._revisions: dict[int, int] = {}
        self._texts: dict[int, str] = {}

    def find(self, connection: Connection, words: str, limit: int) -> list[Named]:
        """Hosts of any status that have all of these words, at most `limit`: those whose name begins with them first."""
        wanted = fold(words).split()
        if not wanted:
            return []
        with self._lock:
            self._refresh(connection)
            found = [(text, number) for number, text in self._texts.items() if wanted[0] in text]
        found = [entry for entry in found if all(word in entry[0] for word in wanted)]
        # a text begins with the name
        first = nsmallest(limit, found, key=lambda entry: (not entry[0].startswith(wanted[0]), *entry))
        numbers = [number for _, number in first]
        rows = connection.execute(select(host.c.id, host.c.card).where(host.c.id.in_(numbers)))
        cards = {row.id: _named(row.card) for row in rows}
        return [cards[number] for number in numbers if number in cards]

    def _refresh(self, connection: Connection) -> None:
        version, _ = catalogue.version(connection)
        if version == self._version:
            return
        now = dict(catalogue.revisions(connection, host))
        for number in self._texts.keys() - now.keys():
            del self._texts[number]
        cards = select(host.c.id, host.c.card)
        if self._revisions:
            changed = [number for number, revision in now.items() if self._revisions.get(number) != revision]
            parts = [cards.where(host.c.id.in_(changed[at : at + _AT_ONCE])) for at in range(0, len(changed), _AT_ONCE)]
        else:
            parts = [cards.execution_options(yield_per=_AT_ONCE)]
        for part in parts:
            self._texts |= {row.id: _text(_named(row.card)) for row in connection.execute(part)}
        self._revisions, self._version = now, version


def _text(card: Named) -> str:
    folded = (fold(part) for part in (card.name, f"{card.organisation} {card.department} {card.city}"))
    return "\n".join((*folded, card.external_id.casefold()))
