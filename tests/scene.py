"""A trainee in front of the whole program, without a network: says, presses, sends files, reads what came back."""

import asyncio
import hashlib
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection

from bot.app import App
from bot.channels.base import RawUpdate
from bot.settings import Settings
from domain.messages import Message
from domain.texts import render
from storage import transcripts
from storage.outbox import YOU
from tests.fresh import migrated

#: the time when the story begins: 2027-01-11 09:00 UTC, a Monday
MONDAY = 1_799_658_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the trainee sees it."""

    id: int
    text: str
    buttons: tuple[str, ...]
    message: Message
    lang: str


class Scene:
    """One trainee on the web chat."""

    def __init__(self, app: App, place: str = "ana", app_language: str = "en") -> None:
        self.app, self.place, self.app_language = app, place, app_language
        self.lines: list[Line] = []
        self.seen = 0
        self.way = Way(self)

    async def says(self, *answers: str) -> "Scene":
        """Type one answer after the other; what came back to the last is read."""
        for words in answers:
            await self._give({"kind": "text", "text": words})
        return self

    async def runs(self, command: str) -> "Scene":
        return await self._give({"kind": "command", "text": command})

    async def presses(self, *labels: str, line: Line | None = None) -> "Scene":
        """Press the first button that has the label in its own, on the last message with buttons or on `line`; then the next."""
        for label in labels:
            shown = line or next(one for one in reversed(self.lines) if one.buttons)
            index = next((n for n, text in enumerate(shown.buttons) if label in text), None)
            assert index is not None, f"no button {label!r} among {shown.buttons}"
            await self.presses_token(self.app.buttons.sign(self.conversation, shown.id, index))
        return self

    async def presses_token(self, token: str) -> "Scene":
        return await self._give({"kind": "press", "token": token})

    async def sends(self, name: str, content: bytes) -> "Scene":
        stored = self.app.files.put(content)
        file = {"name": name, "mime": "", "size": len(content), "stored": stored}
        return await self._give({"kind": "file", "file": file, "text": ""}, files=True)

    async def _give(self, body: dict[str, Any], *, files: bool = False) -> "Scene":
        number = str(uuid.uuid4())
        raw = msgspec.json.encode({"id": number, "lang": self.app_language, **body})
        update = RawUpdate("web", f"{self.place}:{number}", self.place, {"place": self.place}, raw, files)
        await self.app.inbox.store([update])
        if files:
            await self.app.inbox.fetch_waiting()
        while await self.app.inbox.work_once():
            pass
        return self.hears()

    @property
    def conversation(self) -> int:
        return self.app.database.read_now(self._found)

    def _found(self, connection: Connection) -> int:
        found = transcripts.conversation_at(connection, "web", self.app.vault.lookup(f"web:{self.place}"))
        assert found is not None
        return found

    def hears(self) -> "Scene":
        """Read what has come since."""
        self.lines = []
        rows = self.app.database.read_now(
            lambda c: transcripts.page(c, self.app.vault, self._found(c), after=self.seen, limit=50)
        )
        for row, message in rows:
            self.seen = row.id
            if row.author == YOU:
                continue
            text = "\n".join(render(part.text, row.lang) for part in message.parts)
            buttons = tuple(render(choice.label, row.lang) for choice in message.choices)
            self.lines.append(Line(row.id, text, buttons, message, row.lang))
        return self

    @property
    def text(self) -> str:
        """All that came back to the last input."""
        return "\n".join(line.text for line in self.lines)

    @property
    def buttons(self) -> tuple[str, ...]:
        return next((line.buttons for line in reversed(self.lines) if line.buttons), ())

    @property
    def last(self) -> Line:
        return self.lines[-1]


class Way:
    """The beginning of a conversation that many tests have in common: gone once, its database is copied for the others.

    Only from a database with the same content, and that nobody else has written to between the steps.
    """

    _known: ClassVar[dict[tuple[object, ...], tuple[bytes, list[Line], int]]] = {}

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._gone: tuple[object, ...] = ()
        self._watch: sqlite3.Connection | None = None
        self._version = -1

    async def go(self, step: str, walk: Callable[[], Awaitable[object]]) -> Scene:
        """Take a step by walking it, or by copying what it led to before."""
        scene, url = self._scene, self._scene.app.settings.database
        if not url.startswith("sqlite:///") or type(scene) is not Scene:
            # whoever looks on at each message wants to see it
            await walk()
            return scene
        if self._watch is None:
            self._watch = sqlite3.connect(url.removeprefix("sqlite:///"))
            self._gone = (hashlib.blake2b(self._watch.serialize()).digest(), scene.place, scene.app_language)
        elif self._is_elsewhere():
            await walk()
            return scene
        self._gone = (*self._gone, scene.app.inbox._now(), step)
        known = self._known.get(self._gone)
        if known is None:
            await walk()
            content = bytearray(self._watch.serialize())
            # a database in memory has no journal beside it (file format, 18: the versions of writing and reading)
            content[18:20] = b"\1\1"
            self._known[self._gone] = bytes(content), list(scene.lines), scene.seen
        else:
            content, lines, scene.seen = known
            scene.lines = list(lines)
            with closing(sqlite3.connect(":memory:")) as copy:
                copy.deserialize(content)
                copy.backup(self._watch)
        self._version = self._found()
        return scene

    def _is_elsewhere(self) -> bool:
        return self._found() != self._version

    def _found(self) -> int:
        assert self._watch is not None
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])


class Clock:
    """Milliseconds, moved by hand."""

    def __init__(self, now: int = MONDAY) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, **of: float) -> None:
        from datetime import timedelta

        self.now += int(timedelta(**of).total_seconds() * 1000)


def make_app(folder: Path, clock: Clock | None = None) -> App:
    """The whole program on a database of its own, with the sample catalogue."""
    migrated(folder / "compagnon.db")
    return App(Settings(data_dir=folder, secret_key="a-secret-of-the-tests-that-is-long-enough"), now=clock or Clock())


async def welcomed(scene: Scene, hello: str = "Hello, I would like to visit a team abroad.") -> Scene:
    """Through the welcome: ends at the first question of the enquiry."""

    async def walk() -> None:
        await scene.says(hello)
        await scene.presses("agree" if scene.app_language == "en" else scene.buttons[0])
        await scene.presses(scene.buttons[0])

    return await scene.way.go(f"welcomed: {hello}", walk)


def run(coroutine: Any) -> Any:
    """For scripts."""
    return asyncio.run(coroutine)
