"""A conversation store in memory with a tiny scripted bot: enough to use the page and to test its API.

    from tests.doubles.chat_backend import MemoryBackend
    backend = MemoryBackend(script)

Each text, file or button of the person brings the next message of the script; a ticked box brings the same question
again; "/human" lets a person answer, "/language" switches between English and French.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.channels.base import RawUpdate
from bot.channels.webchat import wire
from bot.channels.webchat.backend import BOT, YOU, Entry, Writer
from bot.channels.webchat.channel import WebChat
from domain.messages import Choice, Message, Part, verbatim


@dataclass(slots=True)
class Talk:
    """One conversation."""

    entries: list[Entry] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    step: int = 0
    asked: Message | None = None
    lang: str | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)


class MemoryBackend:
    """A `ChatBackend` that forgets everything with the process."""

    def __init__(self, script: Sequence[Message] = (), delay: float = 0.0) -> None:
        self.script = list(script)
        self.delay = delay
        self.talks: defaultdict[str, Talk] = defaultdict(Talk)
        self.files: dict[str, bytes] = {}
        self.writers: dict[str, Writer] = {}
        self.updates: list[RawUpdate] = []
        self.failure: Exception | None = None
        self._channel = WebChat()
        self._answers: set[asyncio.Task[None]] = set()

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        if self.failure:
            raise self.failure
        for update in updates:
            talk = self.talks[update.place]
            if update.update_id in talk.seen:
                continue
            talk.seen.add(update.update_id)
            self.updates.append(update)
            self.add(update.place, YOU, wire.shown(update.body))
            if self.script:
                answer = asyncio.create_task(self._answer(update))
                self._answers.add(answer)
                answer.add_done_callback(self._answers.discard)

    async def entries(self, place: str, after: int, limit: int) -> list[Entry]:
        return [entry for entry in self._of(place) if entry.id > after][:limit]

    async def earlier(self, place: str, before: int | None, limit: int) -> list[Entry]:
        found = [entry for entry in self._of(place) if before is None or entry.id < before]
        return found[-limit:] if limit else []

    async def writer(self, place: str) -> Writer | None:
        return self.writers.get(place)

    async def wait(self, place: str, after: int, timeout: float) -> None:  # noqa: ASYNC109
        talk = self.talks[place]
        if talk.entries and talk.entries[-1].id > after:
            return
        talk.news.clear()
        try:
            await asyncio.wait_for(talk.news.wait(), timeout)
        except TimeoutError:
            return

    async def keep_file(self, content: bytes) -> str:
        stored = hashlib.sha256(content).hexdigest()
        self.files[stored] = content
        return stored

    async def language(self, place: str) -> str | None:
        return self.talks[place].lang if place in self.talks else None

    def add(self, place: str, author: str, payload: dict[str, Any]) -> Entry:
        """Put one entry at the end of a conversation."""
        talk = self.talks[place]
        entry = Entry(len(talk.entries) + 1, author, datetime.now(UTC), payload)
        talk.entries.append(entry)
        talk.news.set()
        return entry

    def say(self, place: str, message: Message) -> Entry:
        """Let the bot, or the person named as its author, say something."""
        talk = self.talks[place]
        number = len(talk.entries) + 1
        talk.asked = message
        payload = self._channel.render(message, talk.lang or "en", lambda i: f"{number}.{i}")[0].payload
        return self.add(place, BOT if message.author == "bot" else message.author, payload)

    def _of(self, place: str) -> list[Entry]:
        return self.talks[place].entries if place in self.talks else []

    async def _answer(self, update: RawUpdate) -> None:
        if self.delay:
            await asyncio.sleep(self.delay)
        talk = self.talks[update.place]
        event = self._channel.decode(update.body)
        if event.kind == "command" and event.text == "human":
            self.say(update.place, Message((Part(verbatim("Hello, how can I help?")),), author="Marie Lambert"))
            return
        if event.kind == "command" and event.text == "language":
            talk.lang = "en" if talk.lang == "fr" else "fr"
            self.say(update.place, Message((Part(verbatim({"fr": "Bonjour !"}.get(talk.lang, "Hello!"))),)))
            return
        if event.kind == "press" and talk.asked and talk.asked.wants == "choices":
            number = int(event.token.partition(".")[2])
            if talk.asked.choices[number].style == "":
                self.say(update.place, _ticked(talk.asked, number))
                return
        self.say(update.place, self.script[talk.step % len(self.script)])
        talk.step += 1


def _ticked(message: Message, number: int) -> Message:
    choices = list(message.choices)
    choices[number] = msgspec.structs.replace(choices[number], selected=not choices[number].selected)
    return msgspec.structs.replace(message, choices=tuple(choices))


def ask(words: str, *choices: str, done: str = "", **more: Any) -> Message:
    """A message with these words, and a button for each choice; `done` adds the button that ends a list of boxes."""
    buttons = [Choice(verbatim(label), f"pick:{label}") for label in choices]
    if done:
        buttons.append(Choice(verbatim(done), "done", style="primary"))
    return Message((Part(verbatim(words)),), tuple(buttons), **more)
