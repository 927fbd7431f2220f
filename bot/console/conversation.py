"""The page of one conversation: what was said, how it stands, what may be done, and the dossier beside it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import dossiers, readings
from bot.console.console import Console
from bot.console.door import POLL, READER, HttpRequest, Visit, visit_of
from bot.console.dossiers import Dossier
from bot.console.glances import Glances
from bot.console.helping import Helps, common_helps, helps
from bot.console.numbers import known, number_of
from bot.console.pages import Piece
from bot.console.reading import Record
from bot.console.standing import Standing, standing, where_parked
from bot.console.timeline import Item, timeline
from bot.console.wording import Wording
from handlers.parked import Parked
from storage import access, conversations
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    pass

#: stands for the token of a session in what is the same for all; nobody can guess it
_TOKEN = secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Told:
    """Why something was not done, in a sentence, with what had been filled in; `action` names the form."""

    action: str = ""
    said: str = ""
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Common:
    """What is the same for all who read it in one language; `parts` are the pieces of the page made of it."""

    conversation: Conversation
    dossier: Dossier
    items: tuple[Item, ...]
    parked: Parked
    helps: Helps
    parts: dict[tuple[str, bool], Piece] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    common: _Common
    standing: Standing
    helps: Helps


class ConversationPage:
    """Shows a conversation to whoever may see it; to all others it does not exist."""

    def __init__(self, console: Console) -> None:
        self._console, self._app, self._pages = console, console.app, console.pages
        self._record = Record(console.app, console.now)
        self._glances: Glances[_Common | None] = Glances(console.app.bell)

    async def show(self, request: HttpRequest, number: int, told: Told | None = None) -> Response[Any]:
        """The page; with `told` once more, because something was refused. Raises Problem(404)."""
        wording, visit = self._console.wording(request), visit_of(request)
        before = None if told else number_of(request.query_params.get("before", ""))
        found = await self._find(request, wording, visit, known(number), before)
        if found is None:
            raise Problem(404, "not-found")
        await self._record.read(request, visit, "dossier.read", f"conversation:{number}")
        token, common = self._console.door.tokens.for_forms(visit.token), found.common
        values: dict[str, object] = {
            "visit": visit,
            "token": token,
            "dossier": common.dossier,
            "stand": found.standing,
            "may_act": visit.may("agent"),
            "key": _key(visit, found),
            "before": before or "",
            "told": told or Told(),
            "helps": found.helps,
            "lines": self._part("talk.html", wording, common, before).filled(_TOKEN, token),
            "side": self._part("side.html", wording, common, before, visit.may("agent")),
        }
        page = self._pages.page("conversation.html", wording, values, 409 if told else 200)
        return page if told else self._pages.live(request, page)

    def _part(
        self, template: str, wording: Wording, common: _Common, before: int | None, may_act: bool = False
    ) -> Piece:
        if (template, may_act) not in common.parts:
            values: dict[str, object] = {
                "token": _TOKEN,
                "dossier": common.dossier,
                "items": common.items,
                "may_act": may_act,
                "before": before or "",
                "meant": readings.choices(wording),
                "helps": common.helps,
            }
            common.parts[template, may_act] = self._pages.piece(template, wording, values)
        return common.parts[template, may_act]

    async def _find(
        self, request: HttpRequest, wording: Wording, visit: Visit, number: int, before: int | None
    ) -> _Found | None:
        database, query = self._app.database, request.query_params

        def mine(connection: Connection, common: _Common | None) -> _Found | None:
            return self._mine(connection, wording, visit, common, query) if common is not None else None

        def seen(connection: Connection) -> bool:
            return access.sees_conversation(connection, visit.account, number)

        if POLL not in request.headers:
            return await database.read(lambda c: mine(c, self._common(c, wording, number, before)) if seen(c) else None)
        if not await database.read(seen):
            return None
        # all open pages ask at once when something has happened
        common = await self._glances.get(
            number,
            (wording.lang, before),
            lambda: database.read(lambda c: self._common(c, wording, number, before)),
        )
        return await database.read(lambda c: mine(c, common))

    def _common(self, connection: Connection, wording: Wording, number: int, before: int | None) -> _Common | None:
        app = self._app
        found = dossiers.dossier(connection, app.vault, wording, number, before=before)
        conversation = conversations.load(connection, app.vault, number) if found is not None else None
        if found is None or conversation is None:
            return None
        items = timeline(connection, app.vault, wording, found)
        parked = where_parked(UnitOfWork(connection, app.vault, wording.now), app.services, conversation)
        helped = common_helps(connection, app, wording, conversation, items)
        return _Common(conversation, found, items, parked, helped)

    def _mine(
        self, connection: Connection, wording: Wording, visit: Visit, common: _Common, query: Mapping[str, str]
    ) -> _Found:
        app, conversation = self._app, common.conversation
        stand = standing(
            connection, app.vault, app.services, wording, conversation, visit.account, self._pages.languages,
            common.parked,
        )  # fmt: skip
        helped = helps(connection, app, wording, visit.account, conversation, common.helps, query)
        return _Found(common, stand, helped)


def create_conversation(page: ConversationPage) -> list[HTTPRouteHandler]:
    """The route to read a conversation."""

    @get("/conversations/{number:int}", opt=READER, include_in_schema=False)
    async def conversation(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await page.show(request, number)

    return [conversation]


def _key(visit: Visit, found: _Found) -> str:
    """What the forms of this page carry so that one sent twice is done once: another one as soon as anything has happened,
    the same as long as nothing has, so that a page that looks for news finds none."""
    last = [f"{item.kind}{item.id}" for item in found.common.items[-3:]]
    parts = (visit.token, str(found.common.conversation.id), str(found.standing.epoch), *last)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
