"""What hosts wrote about their own card: sealed, for staff alone, until somebody has seen to it or the card is archived."""

from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from domain.cards import HostCard
from storage.crypto import Vault
from storage.tables import host, host_words

#: characters that are kept of what a host writes at once
LONGEST: Final = 2000
#: of one card; whoever holds its link may write again and again, and the oldest give way then
MOST: Final = 50

_WORDS: Final = b"host_words.words"


@dataclass(frozen=True, slots=True)
class Written:
    """What a host wrote, when, and in the language of which page."""

    id: int
    words: str
    lang: str
    at: int


def add(connection: Connection, vault: Vault, now: int, host_id: int, lang: str, words: str) -> None:
    """Keep what a host wrote; the same once more is kept once."""
    before = of_card(connection, vault, host_id)
    if any(one.words == words for one in before):
        return
    values = {"host_id": host_id, "lang": lang, "words": vault.seal_text(words, _WORDS), "written_at": now}
    connection.execute(insert(host_words).values(values))
    oldest = [one.id for one in before[: max(0, len(before) + 1 - MOST)]]
    if oldest:
        connection.execute(delete(host_words).where(host_words.c.id.in_(oldest)))


def of_card(connection: Connection, vault: Vault, host_id: int) -> list[Written]:
    """All that a host wrote about its card, oldest first."""
    rows = connection.execute(select(host_words).where(host_words.c.host_id == host_id).order_by(host_words.c.id))
    return [Written(row.id, vault.open_text(row.words, _WORDS), row.lang, row.written_at) for row in rows]


def seen_to(connection: Connection, host_id: int, last: int) -> bool:
    """Forget what a host wrote up to this number: somebody has seen to it. False when there was nothing."""
    gone = delete(host_words).where(host_words.c.host_id == host_id, host_words.c.id <= last)
    return connection.execute(gone).rowcount > 0


def waiting(connection: Connection, most: int) -> list[tuple[int, HostCard]]:
    """The cards about which their hosts wrote something, those that wait longest first: number and card."""
    since = (
        select(host_words.c.host_id, func.min(host_words.c.id).label("first")).group_by(host_words.c.host_id).subquery()
    )
    query = select(host.c.id, host.c.card).join(since, since.c.host_id == host.c.id).order_by(since.c.first).limit(most)
    return [(row.id, msgspec.json.decode(row.card, type=HostCard)) for row in connection.execute(query)]
