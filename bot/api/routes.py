"""Every route of the API under /api/v1; `/api/v1/openapi.json` describes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Request, Response, Router, delete, get, post
from litestar.connection import ASGIConnection
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter
from sqlalchemy import Connection, select

from bot.api import addresses, shapes
from bot.api.tokens import ApiDoor, caller_of
from bot.channels.webchat.problems import Problem
from bot.inbox import milliseconds
from bot.webhooks import new_secret
from domain import staff_actions
from domain.staff_actions import Colleague
from domain.texts import render
from storage import access, desk, staff, transcripts, webhooks
from storage.outbox import YOU
from storage.tables import conversation

if TYPE_CHECKING:
    from bot.app import App

PATH = "/api/v1"
#: items of a page
PAGE = 50
#: what an action may be answered with: the code of `domain.staff_actions.Outcome`, and its status
_STATUS = {"held": 409, "changed": 409, "unreachable": 409}

HttpRequest = Request[Any, Any, Any]
Id = Annotated[int, PathParameter(ge=1, le=2**53)]
After = Annotated[int, QueryParameter(ge=0, le=2**53, description="the `next` of the page before")]
Key = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key", max_length=48, min_length=8, pattern=r"^[A-Za-z0-9_-]+$",
        description="chosen by you: sent twice, it is done once",
    ),
]  # fmt: skip


def create_api(app: "App", now: Callable[[], int] = milliseconds) -> Router:
    """The routes, each with the scope it needs."""
    door = ApiDoor(app, now)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        await door.let_in(connection, handler)

    return Router(
        PATH,
        guards=[guard],
        route_handlers=[*_reading(app), *_acting(app), *_hooks(app, now)],
        exception_handlers={HTTPException: _problem},
        request_max_body_size=100_000,
        response_headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        tags=["desk"],
    )


def _problem(_request: HttpRequest, error: HTTPException) -> Response[Any]:
    """Errors are JSON: a code, and where a value is wrong, what is wrong with it."""
    if isinstance(error, Problem):
        body: dict[str, Any] = {"error": error.code}
    elif isinstance(error, ValidationException):
        told = error.extra if isinstance(error.extra, list) else []
        body = {"error": "invalid", "detail": [str(one.get("message", "")) for one in told if isinstance(one, dict)]}
    else:
        body = {"error": {404: "not-found", 405: "method", 413: "too-big"}.get(error.status_code, "malformed")}
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    return Response(body, status_code=error.status_code, headers=headers, media_type=MediaType.JSON)


def _reading(app: "App") -> list[HTTPRouteHandler]:
    vault = app.vault

    @get("/conversations", opt={"scope": "read"}, summary="Conversations you may see")
    async def conversations(
        request: HttpRequest,
        owner: Annotated[str | None, QueryParameter(pattern="^(bot|queue|human)$")] = None,
        after: After = 0,
    ) -> shapes.Conversations:
        account = caller_of(request).account

        def read(connection: Connection) -> list[shapes.Conversation]:
            query = select(conversation.c.id).where(conversation.c.id > after, access.sees(connection, account))
            if owner is not None:
                query = query.where(conversation.c.owner == owner)
            ids = connection.execute(query.order_by(conversation.c.id).limit(PAGE)).scalars().all()
            return [one for number in ids if (one := _shown(connection, vault, number)) is not None]

        found = await app.database.read(read)
        return shapes.Conversations(found, found[-1].id if len(found) == PAGE else None)

    @get("/conversations/{number:int}", opt={"scope": "read"}, summary="One conversation")
    async def one(request: HttpRequest, number: Id) -> shapes.Conversation:
        account = caller_of(request).account
        found = await app.database.read(
            lambda c: _shown(c, vault, number) if access.sees_conversation(c, account, number) else None
        )
        if found is None:
            raise Problem(404, "not-found")
        await app.database.write(
            lambda c: staff.record(c, milliseconds(), f"staff:{account.id}", "api.read", f"conversation:{number}")
        )
        return found

    @get("/conversations/{number:int}/messages", opt={"scope": "read"}, summary="What was said")
    async def messages(request: HttpRequest, number: Id, after: After = 0) -> shapes.Messages:
        account = caller_of(request).account

        def read(connection: Connection) -> list[shapes.Said] | None:
            if not access.sees_conversation(connection, account, number):
                return None
            return [
                shapes.Said(
                    row.id,
                    row.author,
                    message.author if row.author not in ("bot", YOU) else "",
                    row.lang,
                    row.created_at,
                    "\n".join(render(part.text, row.lang or "en") for part in message.parts)
                    or " ".join(render(choice.label, row.lang or "en") for choice in message.choices),
                )
                for row, message in transcripts.page(connection, vault, number, after=after, limit=PAGE)
            ]

        found = await app.database.read(read)
        if found is None:
            raise Problem(404, "not-found")
        await app.database.write(
            lambda c: staff.record(c, milliseconds(), f"staff:{account.id}", "api.read", f"conversation:{number}")
        )
        return shapes.Messages(found, found[-1].id if len(found) == PAGE else None)

    return [conversations, one, messages]


def _shown(connection: Connection, vault: Any, number: int) -> shapes.Conversation | None:
    found = desk.conversation_of(connection, vault, number)
    if found is None:
        return None
    row = connection.execute(select(conversation.c.work, conversation.c.epoch).where(conversation.c.id == number)).one()
    return shapes.Conversation(
        found.id, found.channel, found.lang, found.owner, found.team, found.staff_name, row.work, row.epoch,
        found.waiting_since, found.active_at, found.reachable, found.name,
    )  # fmt: skip


def _acting(app: "App") -> list[HTTPRouteHandler]:
    async def do(request: HttpRequest, number: int, action: staff_actions.Action, key: str | None) -> Response[Any]:
        account = caller_of(request).account
        allowed = await app.database.read(
            lambda c: access.sees_conversation(c, account, number) and access.may(account, "agent")
        )
        if not allowed:
            raise Problem(404, "not-found")
        # keys of one token are its own
        name = f"api:{account.id}:{key}" if key else ""
        outcome = await app.staff_turns.do(number, Colleague(account.id, account.name), action, name)
        now = await app.database.read(lambda c: _shown(c, app.vault, number))
        if now is None:
            raise Problem(404, "not-found")
        if not outcome.done:
            body = {"error": outcome.code, "key": outcome.key, "conversation": now}
            return Response(body, status_code=_STATUS.get(outcome.code, 422), media_type=MediaType.JSON)
        return Response(shapes.Done(outcome.code or "done", now), status_code=200, media_type=MediaType.JSON)

    opt, status = {"scope": "write"}, 200

    @post("/conversations/{number:int}/take", opt=opt, status_code=status, summary="Take it over")
    async def take(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Taking], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Take(data.epoch, data.force), key)

    @post("/conversations/{number:int}/reply", opt=opt, status_code=status, summary="Answer the trainee")
    async def reply(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Replying], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Reply(data.epoch, data.text, anyway=data.anyway), key)

    @post("/conversations/{number:int}/note", opt=opt, status_code=status, summary="Write a note")
    async def note(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Noting], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Note(data.text), key)

    @post("/conversations/{number:int}/hand-back", opt=opt, status_code=status, summary="Hand it back to the bot")
    async def hand_back(
        request: HttpRequest, number: Id, data: JSONBody[shapes.HandingBack], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.HandBack(data.epoch, data.facts, data.seen), key)

    @post("/conversations/{number:int}/assign", opt=opt, status_code=status, summary="Give it to somebody else")
    async def assign(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Assigning], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Assign(data.epoch, data.team, data.staff), key)

    @post("/conversations/{number:int}/snooze", opt=opt, status_code=status, summary="Look at it later")
    async def snooze(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Snoozing], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Snooze(data.epoch, data.until), key)

    @post("/conversations/{number:int}/resolve", opt=opt, status_code=status, summary="All is said")
    async def resolve(
        request: HttpRequest, number: Id, data: JSONBody[shapes.Seen], key: Key = None
    ) -> Response[shapes.Done]:
        return await do(request, number, staff_actions.Resolve(data.epoch, data.seen), key)

    return [take, reply, note, hand_back, assign, snooze, resolve]


def _hooks(app: "App", now: Callable[[], int]) -> list[HTTPRouteHandler]:
    opt = {"scope": "webhooks"}

    @get("/webhooks", opt=opt, summary="Where events are sent")
    async def hooks(request: HttpRequest) -> list[shapes.Hook]:
        account = caller_of(request).account
        found = await app.database.read(lambda c: webhooks.of_account(c, account.id))
        return [shapes.Hook(one.id, one.url, list(one.events), one.stopped_at) for one in found]

    @post("/webhooks", opt=opt, summary="Send events to an address")
    async def add(request: HttpRequest, data: JSONBody[shapes.Hooking]) -> shapes.Hook:
        account = caller_of(request).account
        try:
            url = addresses.check(data.url, inside=app.settings.webhooks_inside)
        except addresses.NotAllowed as error:
            raise ValidationException(extra=[{"message": str(error)}]) from error
        if unknown := sorted(set(data.events) - set(webhooks.EVENTS)):
            raise ValidationException(extra=[{"message": f"no such event: {', '.join(unknown)[:100]}"}])
        secret, events = new_secret(), sorted(set(data.events))

        def write(connection: Connection) -> int:
            staff.record(connection, now(), f"staff:{account.id}", "webhook.added")
            return webhooks.add(connection, app.vault, now(), account.id, url, secret, events)

        number = await app.database.write(write)
        return shapes.Hook(number, url, events, None, secret)

    @delete("/webhooks/{number:int}", opt=opt, summary="Send nothing there any more")
    async def remove(request: HttpRequest, number: Id) -> None:
        account = caller_of(request).account
        if not await app.database.write(lambda c: webhooks.remove(c, account.id, number)):
            raise Problem(404, "not-found")

    return [hooks, add, remove]
