"""Finding a host by its name, organisation, town or id, as staff type them: any case, without accents, words in any order."""

from typing import Final

import msgspec
from sqlalchemy import Connection, select

from domain.answers.cleaning import fold
from storage.tables import host

#: cards read at a time
_AT_ONCE: Final = 2_000


class _Named(msgspec.Struct):
    external_id: str = ""
    name: str = ""
    organisation: str = ""
    department: str = ""
    city: str = ""
    country: str = ""
    status: str = ""


_named = msgspec.json.Decoder(_Named).decode


def find(connection: Connection, words: str, limit: int) -> list[_Named]:
    """Hosts of any status that have all of these words, at most `limit`: those whose name begins with them first."""
    wanted = fold(words).split()
    if not wanted:
        return []
    found: list[tuple[bool, str, _Named]] = []
    rows = connection.execute(select(host.c.card), execution_options={"yield_per": _AT_ONCE})
    for card in rows.scalars():
        one = _named(card)
        name = fold(one.name)
        text = " ".join((name, fold(f"{one.organisation} {one.department} {one.city}"), one.external_id.casefold()))
        if all(word in text for word in wanted):
            found.append((not name.startswith(wanted[0]), name, one))
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])[:limit]]
