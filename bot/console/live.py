"""News as they happen: an event stream that tells an open page of the desk when to look again, and who else is there.

The stream carries no words of anybody: a page is told that something has changed, and asks for itself.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Collection
from typing import TYPE_CHECKING, Any, Final

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from bot.bell import DESK, Topic
from bot.console.console import Console
from bot.console.door import READER, HttpRequest, Visit, visit_of
from bot.console.numbers import known, number_of
from bot.console.pages import headers
from bot.console.presence import Others, Presence, read
from bot.console.wording import Wording
from storage import access, staff

if TYPE_CHECKING:
    from bot.app import App

#: seconds between two looks whether the session still lasts, with a sign of life for the line
HEARTBEAT: Final = 15.0
#: seconds between two hints, about the conversation that is open and about all others
SOON, LATER = 0.1, 2.0
#: seconds within which the open lists are told of the same news, one after the other: they ask for much, and none is in a hurry
APART = 1.0
#: seconds after which somebody who has gone away without a word is noticed
LOOK_AFTER: Final = 5.0


class _Ears:
    """What one open page has not been told yet."""

    def __init__(self, watched: int) -> None:
        self.watched = watched
        self.mine = self.presence = False
        #: since when there is news of others, in seconds of the loop's clock
        self.other: float | None = None
        self.woken = asyncio.Event()

    def hear(self, topics: Collection[Topic]) -> None:
        """A tap of the bell; without topics because the program is about to end."""
        numbers = {topic for topic in topics if isinstance(topic, int)}
        if self.other is None and (DESK in topics or numbers - {self.watched}):
            self.other = asyncio.get_running_loop().time()
        # a ring that names no conversation may be about any
        self.mine = self.mine or (bool(self.watched) and (self.watched in numbers or (DESK in topics and not numbers)))
        self.presence = self.presence or any(sign[0] == self.watched for sign in filter(None, map(read, topics)))
        if not topics or self.mine or self.other is not None or self.presence:
            self.woken.set()


def create_live(console: Console, presence: Presence, closing: Callable[[], bool]) -> list[HTTPRouteHandler]:
    """The route of the event stream."""

    @get("/events", opt=READER, include_in_schema=False)
    async def events(request: HttpRequest) -> Stream:
        visit, wording = visit_of(request), console.wording(request)
        asked = known(number_of(request.query_params.get("conversation", "")) or 0)
        seen = (
            await console.app.database.read(lambda c: access.sees_conversation(c, visit.account, asked))
            if asked
            else False
        )
        told = _stream(console, visit, wording, presence, asked if seen else 0, closing)
        return Stream(
            told,
            media_type="text/event-stream",
            headers={**headers(), "X-Accel-Buffering": "no"},
        )

    return [events]


async def _stream(
    console: Console, visit: Visit, wording: Wording, presence: Presence, watched: int, closing: Callable[[], bool]
) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    ears, apart = _Ears(watched), random.random() * APART
    console.app.bell.taps.add(ears.hear)
    stored, me = console.door.tokens.stored(visit.token), visit.account.id
    checked = told_mine = told_other = clock()
    told_mine -= SOON
    told_other -= LATER
    shown = Others()
    try:
        yield b": here\n\n"
        while not closing():
            if clock() - checked >= HEARTBEAT:
                if await console.app.database.read(lambda c: staff.session(c, console.now(), stored)) is None:
                    return
                yield b": here\n\n"
                checked = clock()
            if ears.mine and clock() - told_mine >= SOON:
                ears.mine, told_mine = False, clock()
                yield _event("changed", watched)
            if ears.other is not None and clock() >= max(ears.other + apart, told_other + LATER):
                ears.other, told_other = None, clock()
                yield _event("changed", 0)
            ears.presence = False
            if watched and (others := presence.others(watched, me)) != shown:
                shown = others
                yield _event("presence", await _in_words(console.app, wording, others))
            ears.woken.clear()
            await _pause(
                ears,
                _until(
                    ears, clock(), checked, told_mine, told_other + LATER, apart, bool(shown.writing or shown.looking)
                ),
            )
    finally:
        console.app.bell.taps.discard(ears.hear)


def _until(
    ears: _Ears, now: float, checked: float, mine: float, next_other: float, apart: float, anybody: bool
) -> float:
    """Seconds until there is something to do if nobody rings."""
    ends = [checked + HEARTBEAT]
    if ears.mine:
        ends.append(mine + SOON)
    if ears.other is not None:
        ends.append(max(ears.other + apart, next_other))
    if anybody:
        ends.append(now + LOOK_AFTER)
    return max(0.01, min(ends) - now)


async def _pause(ears: _Ears, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await ears.woken.wait()
    except TimeoutError:
        pass


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {msgspec.json.encode(data).decode()}\n\n".encode()


async def _in_words(app: "App", wording: Wording, others: Others) -> str:
    """ "Ben is writing… Cleo is looking too." """
    everybody = await app.database.read(staff.everybody)
    names = {one.id: one.name for one in everybody}
    said = []
    for key, some in (("writing", others.writing), ("looking", others.looking)):
        known_names = [names[one] for one in some if one in names]
        if known_names:
            which = "one" if len(known_names) == 1 else "many"
            said.append(wording.t(f"presence.{key}.{which}", names=wording.joined(known_names)))
    return " ".join(said)
