"""The way in for what staff do: one transaction each, with the conversation locked as for a turn of the inbox.

They do not pass through the stored inbox: whoever presses wants to know at once whether it was they who got the conversation.
The lock orders them with the trainee's messages all the same (docs/decisions/0007).
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from sqlalchemy import Connection

from bot.bell import DESK as DESK
from bot.bell import Bell
from bot.inbox import WORK, Post, milliseconds
from domain.staff_actions import Action, Colleague, Outcome, recorded
from handlers.desk import DeskHandler
from storage import conversations, handovers, staff
from storage.crypto import Vault
from storage.database import Database
from storage.unit_of_work import UnitOfWork


class StaffTurns:
    """Does what staff want with a conversation."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        handler: DeskHandler,
        posts: Mapping[str, Post],
        bell: Bell,
        now: Callable[[], int] = milliseconds,
    ) -> None:
        self._database, self._vault, self._handler = database, vault, handler
        self._posts, self._bell, self._now = posts, bell, now

    async def do(self, conversation_id: int, who: Colleague, wanted: Action, key: str = "") -> Outcome:
        """Do it and say what came of it; refused, it has changed nothing. What the same person has sent with the same `key` about
        the same conversation is not done again.

        Raises LookupError when there is no such conversation.
        """
        with ExitStack() as doubted:
            for post in self._posts.values():
                doubted.enter_context(post.doubt(conversation_id))
            outcome, channel = await self._database.write(
                lambda connection: self._turn(connection, conversation_id, who, wanted, key)
            )
        if outcome.done:
            # the inbox passes over a conversation that is locked: what has come in meanwhile is looked after now
            self._bell.ring([conversation_id, channel, DESK, WORK])
        return outcome

    def _turn(
        self, connection: Connection, conversation_id: int, who: Colleague, wanted: Action, key: str
    ) -> tuple[Outcome, str]:
        now = self._now()
        conversation = conversations.lock(connection, self._vault, conversation_id)
        if conversation is None:
            raise LookupError(conversation_id)
        # what is refused half way leaves nothing behind
        with connection.begin_nested() as attempt:
            if key and not handovers.is_new(connection, now, _own(key, conversation_id, who), conversation_id):
                return Outcome("repeated"), conversation.channel
            work = UnitOfWork(connection, self._vault, now)
            outcome = self._handler(work, conversation, who, wanted)
            if not outcome.done:
                attempt.rollback()
                return outcome, conversation.channel
            conversations.save(connection, self._vault, [conversation])
            work.flush()
            staff.record(connection, now, f"staff:{who.id}", *recorded(wanted, conversation_id))
        return outcome, conversation.channel


def _own(key: str, conversation_id: int, who: Colleague) -> str:
    """A key means something beside its sender and the conversation only: two programs may both count from one."""
    return hashlib.blake2s(f"{conversation_id}:{who.id}:{key}".encode(), digest_size=16).hexdigest()
