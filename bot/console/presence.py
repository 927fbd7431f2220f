"""Who of the helpdesk looks at a conversation now, and who is writing there.

Kept in memory for half a minute after the last sign, by each process for itself; signs travel to other processes with the rings
of the bell, where there is a way (`bot/wire.py`).
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from bot.bell import Bell, Topic
from bot.channels.webchat.problems import Problem
from bot.console.door import READER, HttpRequest, visit_of
from bot.console.numbers import known
from bot.console.pages import headers
from storage import access

if TYPE_CHECKING:
    from bot.app import App

#: seconds for which somebody who looked or wrote is remembered
LOOKING: Final = 30.0
WRITING: Final = 8.0
#: what somebody may be doing: answering is writing in the box for replies, gone takes them away
DOING: Final = ("looking", "writing", "answering", "gone")
#: how many conversations are remembered
MOST: Final = 10_000

_PREFIX = "presence"


@dataclass(slots=True)
class _Sign:
    looked: float
    wrote: float


@dataclass(frozen=True, slots=True)
class Others:
    """The numbers of the colleagues who write here, and of those who only look."""

    writing: tuple[int, ...] = ()
    looking: tuple[int, ...] = ()


class Presence:
    """Signs of presence by conversation and member of staff. All calls belong to one event loop; `clock` counts seconds."""

    def __init__(self, bell: Bell, clock: Callable[[], float] = time.monotonic) -> None:
        self._bell, self._clock = bell, clock
        self._signs: dict[int, dict[int, _Sign]] = {}
        bell.taps.add(self._heard)

    def sign(self, conversation: int, staff_id: int, doing: str) -> None:
        """Somebody looks, writes or goes; whoever looks at the same page is told when that is news."""
        before = self.others(conversation, 0)
        self._note(conversation, staff_id, doing)
        if self.others(conversation, 0) != before:
            self._bell.ring([f"{_PREFIX}|{conversation}|{staff_id}|{doing}"])
        elif self._bell.carry is not None:
            # no news here, but the others count the seconds too
            self._bell.carry([f"{_PREFIX}|{conversation}|{staff_id}|{doing}"])

    def others(self, conversation: int, me: int) -> Others:
        """Who else is there, those who write first."""
        now = self._clock()
        signs = self._signs.get(conversation, {})
        here = {one: sign for one, sign in sorted(signs.items()) if one != me and now - sign.looked < LOOKING}
        writing = tuple(one for one, sign in here.items() if now - sign.wrote < WRITING)
        return Others(writing, tuple(one for one in here if one not in writing))

    def _note(self, conversation: int, staff_id: int, doing: str) -> None:
        now = self._clock()
        if len(self._signs) > MOST:
            self._signs.clear()
        signs = self._signs.setdefault(conversation, {})
        if doing == "gone":
            signs.pop(staff_id, None)
        else:
            wrote = now if doing in ("writing", "answering") else -WRITING
            signs[staff_id] = _Sign(now, wrote)
        for one in [one for one, sign in signs.items() if now - sign.looked >= LOOKING]:
            del signs[one]
        if not signs:
            del self._signs[conversation]

    def _heard(self, topics: Collection[Topic]) -> None:
        for conversation, staff_id, doing in filter(None, map(read, topics)):
            self._note(conversation, staff_id, doing)


def read(topic: Topic) -> tuple[int, int, str] | None:
    """The sign that a ring carries: conversation, member of staff, what they do; None for any other ring."""
    if not isinstance(topic, str) or not topic.startswith(f"{_PREFIX}|"):
        return None
    _, conversation, staff_id, doing = topic.split("|")
    return int(conversation), int(staff_id), doing


def create_presence(app: "App", presence: Presence) -> list[HTTPRouteHandler]:
    """The route by which a page says that somebody is there."""

    @post("/conversations/{number:int}/presence", opt=READER, include_in_schema=False, status_code=204)
    async def here(request: HttpRequest, number: FromPath[int]) -> Response[None]:
        account = visit_of(request).account
        doing = str((await request.form()).get("doing", ""))
        seen = await app.database.read(lambda c: access.sees_conversation(c, account, known(number)))
        if not seen or doing not in DOING:
            raise Problem(404, "not-found")
        presence.sign(number, account.id, doing)
        if doing == "answering" and await app.database.read(lambda c: bool(access.addresses(c, number, account.id))):
            app.writing.sign(number, account.id)
        return Response(None, status_code=204, headers=headers())

    return [here]
