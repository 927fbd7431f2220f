""" "That was wrong": staff mark what the bot read, and take it back; each mark gives an example without anybody in it."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console.console import Console
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.numbers import known, number_of
from bot.console.pages import go
from bot.console.readings import MEANT
from domain import anonymous
from domain.texts import render
from storage import access, misreadings, staff
from storage.misreadings import NOTHING_OF_THESE, Example, Read

if TYPE_CHECKING:
    pass


def create_marking(console: Console) -> list[HTTPRouteHandler]:
    """The routes to mark a reading as wrong, and to take that back."""
    vault = console.app.vault

    async def found(request: HttpRequest, number: int) -> tuple[int, int, Read, dict[str, str]]:
        """The message, the place of the reading in its trace, what was read, and the form; 404 when there is none."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        message, place = number_of(form.get("message", "")) or 0, number_of(form.get("place", ""))
        account = visit_of(request).account

        def look(connection: Connection) -> Read | None:
            if not access.sees_conversation(connection, account, known(number)):
                return None
            return misreadings.read(connection, vault, known(number), known(message))

        read = await console.app.database.read(look)
        if read is None or place is None or place >= len(read.trace.read):
            raise Problem(404, "not-found")
        return message, place, read, form

    async def write(request: HttpRequest, number: int, what: str, change: Callable[[Connection], bool]) -> None:
        actor = f"staff:{visit_of(request).account.id}"

        def job(connection: Connection) -> None:
            if change(connection):
                staff.record(connection, console.now(), actor, what, f"conversation:{number}")

        await console.app.database.write(job)

    def back(number: int, message: int, form: dict[str, str]) -> Response[Any]:
        before = number_of(form.get("before", ""))
        return go(f"/desk/conversations/{number}{f'?before={before}' if before else ''}#m{message}")

    @post("/conversations/{number:int}/readings", opt=AGENT, include_in_schema=False)
    async def mark(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        message, place, read, form = await found(request, number)
        day = console.wording(request).today().isoformat()
        # word lists are read from files the first time: not in the thread that writes
        example = await asyncio.to_thread(example_of, read, place, form.get("meant", ""), day)
        await write(
            request, number, "reading.marked", lambda c: misreadings.mark(c, vault, known(message), place, example)
        )
        return back(number, message, form)

    @post("/conversations/{number:int}/readings/undo", opt=AGENT, include_in_schema=False)
    async def take_back(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        message, place, _, form = await found(request, number)
        await write(
            request, number, "reading.taken_back", lambda c: misreadings.take_back(c, vault, known(message), place)
        )
        return back(number, message, form)

    return [mark, take_back]


def example_of(read: Read, place: int, meant: str, day: str) -> Example:
    """The example that a wrong reading gives: words that everybody uses, and no way back to who wrote them.

    `meant` is what would have been right; what is none of the values there are counts as not said.
    """
    one, asked = read.trace.read[place], read.trace.asked
    if meant != NOTHING_OF_THESE or one.kind not in MEANT:
        meant = meant if meant in MEANT.get(one.kind, ()) else ""
    langs = {"en", read.lang, *(other.value for other in read.trace.read if other.kind == "language")}
    if one.kind == "language" and meant != NOTHING_OF_THESE:
        langs.add(meant)
    words = "\n".join(render(part.text, read.lang or "en") for part in read.message.parts)
    return Example(
        day=day,
        kind=one.kind,
        read=anonymous.value(one.kind, one.value, asked),
        confidence=one.confidence,
        sure=one.sure,
        meant=meant,
        asked=asked,
        lang=read.lang,
        words="" if anonymous.hides(asked) else anonymous.scrub(words, langs - {""}),
    )
