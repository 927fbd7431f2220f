"""The groups of staff at Telegram, all of it: what is noted (`bot.topics`), what is written there (`bot.topic_writer`), presses."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy import Connection

from bot.bell import DESK, Bell
from bot.channels.base import RawUpdate, SendError
from bot.channels.telegram.render import render
from bot.channels.telegram.topics import Group, full_album
from bot.topic_payloads import shown
from bot.topic_writer import TOPICS, Store, Writer
from bot.topics import LOOK_EVERY, Mirror
from domain.messages import Message
from domain.texts import render as words
from domain.topics import Post
from handlers.topics import language
from storage import conversations, topics

log = structlog.get_logger(__name__)

Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]


class StaffGroups:
    """Runs in the process that speaks for the bot."""

    def __init__(self, store: Store, configured: Mapping[str, int], group: Group, bell: Bell, keep: Keep) -> None:
        self._store, self._group, self._bell, self._keep = store, group, bell, keep
        self._mirror = Mirror(store.database, store.vault, configured, _pieces, store.now)
        self._writers: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Work until cancelled, or until something fails."""
        self._writers.clear()
        async with asyncio.TaskGroup() as tasks:
            while True:
                now = self._store.now()
                if albums := await self._store.database.read(lambda c, now=now: topics.full_albums(c, now)):  # type: ignore[misc]
                    await self._keep([full_album(*album) for album in albums])
                for chat in await self._mirror.look():
                    if chat not in self._writers or self._writers[chat].done():
                        writer = Writer(self._store, self._group, chat, self._bell)
                        self._writers[chat] = tasks.create_task(writer.run())
                self._bell.wake([TOPICS])
                await self._answer_presses()
                await self._bell.wait(DESK, LOOK_EVERY)

    async def _answer_presses(self) -> None:
        """Tell those who pressed a button what came of it: as long as they look, or never."""
        for number, press, said in await self._store.database.read(self._answers):
            try:
                await self._group.answer(press, said)
            except SendError as error:
                log.info("topics.press_not_answered", error=type(error).__name__)
            await self._store.database.write(
                lambda c, number=number: topics.update_message(c, number, state=topics.DONE)  # type: ignore[misc]
            )

    def _answers(self, connection: Connection) -> list[tuple[int, str, str]]:
        found = []
        for row in topics.answers(connection):
            where = topics.load(connection, row.topic_id)
            post = topics.body_of(self._store.vault, row, Post)
            conversation = (
                conversations.load(connection, self._store.vault, where.conversation_id) if where is not None else None
            )
            lang = language(conversation) if conversation is not None else "en"
            found.append((row.id, post.press, words(post.message.parts[0].text, lang)))
        return found


def _pieces(message: Message, lang: str, kind: str) -> int:
    """How many messages it takes to show one of ours."""
    return len(render(shown(message, kind), lang, str))
