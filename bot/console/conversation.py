"""The page of one conversation: what was said, how it stands, what may be done, and the dossier beside it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import dossiers, readings
from bot.console.door import READER, Door, HttpRequest, Visit, visit_of
from bot.console.dossiers import Dossier
from bot.console.helping import Helps, helps
from bot.console.numbers import known, number_of
from bot.console.pages import DeskPages
from bot.console.reading import Record
from bot.console.standing import Standing, standing
from bot.console.timeline import Item, timeline
from bot.console.wording import Reader, Wording
from storage import conversations

if TYPE_CHECKING:
    from bot.app import App


@dataclass(frozen=True, slots=True)
class Told:
    """Why something was not done, in a sentence, with what had been filled in; `action` names the form."""

    action: str = ""
    said: str = ""
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    dossier: Dossier
    standing: Standing
    items: tuple[Item, ...]
    helps: Helps


class ConversationPage:
    """Shows a conversation to whoever may see it; to all others it does not exist."""

    def __init__(self, app: "App", door: Door, pages: DeskPages, reader: Reader, now: Callable[[], int]) -> None:
        self._app, self._door, self._pages, self._reader = app, door, pages, reader
        self._record = Record(app, now)

    async def show(self, request: HttpRequest, number: int, told: Told | None = None) -> Response[Any]:
        """The page; with `told` once more, because something was refused. Raises Problem(404)."""
        wording, visit = self._reader(self._pages.language(request)), visit_of(request)
        before = None if told else number_of(request.query_params.get("before", ""))
        found = await self._app.database.read(
            lambda c: self._find(c, wording, visit, known(number), before, request.query_params)
        )
        if found is None:
            raise Problem(404, "not-found")
        await self._record.read(request, visit, "dossier.read", f"conversation:{number}")
        values: dict[str, object] = {
            "visit": visit,
            "token": self._door.tokens.for_forms(visit.token),
            "dossier": found.dossier,
            "stand": found.standing,
            "items": found.items,
            "may_act": visit.may("agent"),
            "key": _key(visit, found),
            "before": before or "",
            "told": told or Told(),
            "meant": readings.choices(wording),
            "helps": found.helps,
        }
        page = self._pages.page("conversation.html", wording, values, 409 if told else 200)
        return page if told else self._pages.live(request, page)

    def _find(
        self,
        connection: Connection,
        wording: Wording,
        visit: Visit,
        number: int,
        before: int | None,
        query: Mapping[str, str],
    ) -> _Found | None:
        vault = self._app.vault
        found = dossiers.dossier(connection, vault, wording, number, account=visit.account, before=before)
        conversation = conversations.load(connection, vault, number) if found is not None else None
        if found is None or conversation is None:
            return None
        stand = standing(
            connection, vault, self._app.services, wording, conversation, visit.account, self._pages.languages
        )
        items = timeline(connection, vault, wording, found)
        helped = helps(connection, self._app, wording, visit.account, conversation, items, query)
        return _Found(found, stand, items, helped)


def create_conversation(page: ConversationPage) -> list[HTTPRouteHandler]:
    """The route to read a conversation."""

    @get("/conversations/{number:int}", opt=READER, include_in_schema=False)
    async def conversation(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await page.show(request, number)

    return [conversation]


def _key(visit: Visit, found: _Found) -> str:
    """What the forms of this page carry so that one sent twice is done once: another one as soon as anything has happened,
    the same as long as nothing has, so that a page that looks for news finds none."""
    last = [f"{item.kind}{item.id}" for item in found.items[-3:]]
    parts = (visit.token, str(found.dossier.row.id), str(found.standing.epoch), *last)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
