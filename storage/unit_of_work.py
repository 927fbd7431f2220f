"""What one turn may read and change; all of it is committed together, or none of it."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from domain.messages import Event, Message
from domain.topics import Wire
from domain.traces import Heard
from storage import outbox
from storage.conversations import Conversation
from storage.crypto import Vault
from storage.outbox import LIVE, Letter

#: characters of what a channel tells of a message; no channel that tells anything needs as many
LONGEST_WIRE = 150


@dataclass(slots=True)
class UnitOfWork:
    """One turn's view of the store: a connection inside a transaction, the vault, the time, and what is to be sent.

    `now` is in milliseconds since 1970 (UTC). Messages are collected and queued when the turns of a transaction are done.
    """

    connection: Connection
    vault: Vault
    now: int
    letters: list[Letter] = field(default_factory=list)
    #: ids of stored files that nothing needs any more once this is committed
    orphans: list[str] = field(default_factory=list)

    def say(
        self,
        to: Conversation,
        message: Message,
        *,
        lane: int = LIVE,
        replaces: int | None = None,
    ) -> None:
        """Queue a message, fenced by the owner the conversation has now."""
        self.letters.append(Letter(to.id, to.channel, to.epoch, to.lang, message, lane=lane, replaces=replaces))
        to.last_out_at = self.now

    def heard(self, from_: Conversation, said: Heard, at: int, update_id: str, event: Event | None = None) -> None:
        """Keep what the person said, before what is answered to it: at place `at` of the letters."""
        wire = None if event is None or event.kind in ("press", "command") else _wire(event)
        self.letters.insert(
            at,
            Letter(
                from_.id,
                from_.channel,
                from_.epoch,
                from_.lang,
                said.message,
                external_id=update_id,
                trace=said.trace,
                wire=wire,
            ),
        )

    def flush(self) -> None:
        """Queue what was said."""
        outbox.put(self.connection, self.vault, self.now, self.letters)
        self.letters.clear()


def _wire(event: Event) -> Wire | None:
    known = sum(map(len, (event.reference, event.reply_to, event.album)))
    return Wire(event.reference, event.reply_to, event.album) if 0 < known <= LONGEST_WIRE else None
