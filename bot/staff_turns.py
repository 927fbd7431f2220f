"""The way in for what staff do: one transaction each, with the conversation locked as for a turn of the inbox.

They do not pass through the stored inbox: whoever presses wants to know at once whether it was they who got the conversation.
The lock orders them with the trainee's messages all the same (docs/decisions/0007).
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from bot.bell import Bell
from bot.inbox import Post, milliseconds
from domain.staff_actions import Action, Colleague, Outcome
from handlers.desk import DeskHandler
from storage import conversations, handovers, staff
from storage.crypto import Vault
from storage.database import Database
from storage.unit_of_work import UnitOfWork

#: rung when something has changed that people at the desk look at
DESK = "desk"


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
        """Do it and say what came of it. What was sent before with the same `key` is not done again.

        Raises LookupError when there is no such conversation.
        """

        def turn(connection: Connection) -> tuple[Outcome, str]:
            now = self._now()
            conversation = conversations.lock(connection, self._vault, conversation_id)
            if conversation is None:
                raise LookupError(conversation_id)
            if key and not handovers.is_new(connection, now, key, conversation_id):
                return Outcome("repeated"), conversation.channel
            work = UnitOfWork(connection, self._vault, now)
            outcome = self._handler(work, conversation, who, wanted)
            if not outcome.done:
                if key:
                    handovers.forget(connection, key)
                return outcome, conversation.channel
            conversations.save(connection, self._vault, [conversation])
            work.flush()
            staff.record(
                connection, now, f"staff:{who.id}", f"conversation.{wanted.__struct_config__.tag}",
                f"conversation:{conversation_id}",
            )  # fmt: skip
            return outcome, conversation.channel

        outcome, channel = await self._database.write(turn)
        if outcome.done:
            if channel in self._posts:
                self._posts[channel].doubt(conversation_id)
            self._bell.ring([conversation_id, channel, DESK])
        return outcome
