"""Every route of the API under /api/v1; `/api/v1/openapi.json` describes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

from litestar import Request, Router, delete, get, post
from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.spec import Example
from litestar.params import Body, PathParameter, QueryParameter
from sqlalchemy import Connection, select

from bot.api import addresses, shapes
from bot.api.actions import Id, create_actions
from bot.api.errors import documented, failed
from bot.api.tokens import ApiDoor, caller_of
from bot.channels.webchat.problems import Problem
from bot.inbox import milliseconds
from bot.webhooks import new_secret
from domain.texts import render
from storage import access, desk, requests, staff, transcripts, webhooks
from storage.outbox import YOU
from storage.tables import conversation

if TYPE_CHECKING:
    from bot.app import App

PATH = "/api/v1"
#: items of a page
PAGE = 50

HttpRequest = Request[Any, Any, Any]
_HOOKING = shapes.Hooking("https://planning.example.org/compagnon", ["queued", "resolved"])
After = Annotated[int, QueryParameter(ge=0, le=2**53, description="the `next` of the page before")]


def create_api(app: "App", now: Callable[[], int] = milliseconds) -> Router:
    """The routes, each with the scope it needs."""
    door = ApiDoor(app, now)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        await door.let_in(connection, handler)

    return Router(
        PATH,
        guards=[guard],
        route_handlers=[
            *_reading(app),
            *create_actions(app, lambda c, number: _shown(c, app.vault, number)),
            *_hooks(app, now),
        ],
        exception_handlers={HTTPException: failed},
        request_max_body_size=100_000,
        response_headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        tags=["desk"],
    )


def _reading(app: "App") -> list[HTTPRouteHandler]:
    vault = app.vault

    opt = {"scope": "read"}

    @get(
        "/conversations",
        opt=opt,
        operation_id="conversations",
        summary="Conversations you may see",
        description="Those with the lowest numbers first, 50 at a time; with `owner` only those that it answers.",
        response_description="A page of them.",
        responses=documented(),
    )
    async def conversations(
        request: HttpRequest,
        owner: Annotated[
            shapes.Owner | None, QueryParameter(description="who answers there; anybody without it")
        ] = None,
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

    @get(
        "/conversations/{number:int}",
        opt=opt,
        operation_id="conversation",
        summary="One conversation",
        description="As it is now. Reading it is in the record of the desk.",
        response_description="The conversation.",
        responses=documented(404),
    )
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

    @get(
        "/conversations/{number:int}/messages",
        opt=opt,
        operation_id="messages",
        summary="What was said",
        description="The oldest first, 50 at a time, as the trainee reads it. Reading it is in the record of the desk.",
        response_description="A page of it.",
        responses=documented(404),
    )
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

    @get(
        "/conversations/{number:int}/requests",
        opt=opt,
        operation_id="requests",
        summary="Requests to hosts",
        description="Those of the trainee of this conversation, the oldest first. Reading them is in the record of the desk.",
        response_description="All of them.",
        responses=documented(404),
    )
    async def host_requests(request: HttpRequest, number: Id) -> list[shapes.HostRequest]:
        account = caller_of(request).account

        def read(connection: Connection) -> list[shapes.HostRequest] | None:
            listed = desk.conversation_of(connection, vault, number)
            if listed is None or not access.sees_conversation(connection, account, number):
                return None
            found = requests.of_person(connection, listed.person_id) if listed.person_id is not None else []
            return [_asked(one) for one in found]

        found = await app.database.read(read)
        if found is None:
            raise Problem(404, "not-found")
        await app.database.write(
            lambda c: staff.record(c, milliseconds(), f"staff:{account.id}", "api.read", f"conversation:{number}")
        )
        return found

    return [conversations, one, messages, host_requests]


def _asked(one: requests.Asked) -> shapes.HostRequest:
    return shapes.HostRequest(
        one.id, one.host_name, one.rank, cast("shapes.State", one.state), one.first_day, one.last_day, one.other_first_day,
        one.other_last_day, one.people, one.score, one.told, one.version,
    )  # fmt: skip


def _shown(connection: Connection, vault: Any, number: int) -> shapes.Conversation | None:
    found = desk.conversation_of(connection, vault, number)
    if found is None:
        return None
    row = connection.execute(select(conversation.c.work, conversation.c.epoch).where(conversation.c.id == number)).one()
    return shapes.Conversation(
        found.id, found.channel, found.lang, cast("shapes.Owner", found.owner), found.team, found.staff_name, row.work, row.epoch,
        found.waiting_since, found.active_at, found.reachable, found.name,
    )  # fmt: skip


def _hooks(app: "App", now: Callable[[], int]) -> list[HTTPRouteHandler]:
    opt = {"scope": "webhooks"}

    @get(
        "/webhooks",
        opt=opt,
        operation_id="webhooks",
        summary="Where events are sent",
        description="The addresses of this account; `stopped_at` says since when one is given up.",
        response_description="All of them.",
        responses=documented(),
    )
    async def hooks(request: HttpRequest) -> list[shapes.Hook]:
        account = caller_of(request).account
        found = await app.database.read(lambda c: webhooks.of_account(c, account.id))
        return [shapes.Hook(one.id, one.url, list(one.events), one.stopped_at) for one in found]

    @post(
        "/webhooks",
        opt=opt,
        operation_id="add-webhook",
        summary="Send events to an address",
        description="From now on, those of conversations that this account may see; of all kinds unless `events` names some.",
        response_description="The address, and the secret that signs what is sent there: it is shown this once.",
        responses=documented(413),
    )
    async def add(
        request: HttpRequest,
        data: Annotated[
            shapes.Hooking,
            Body(media_type=RequestEncodingType.JSON, examples=[Example(value=shapes.plain(_HOOKING))]),
        ],
    ) -> shapes.Hook:
        account = caller_of(request).account
        try:
            url = addresses.check(data.url, inside=app.settings.webhooks_inside)
        except addresses.NotAllowed as error:
            raise ValidationException(extra=[{"message": str(error)}]) from error
        secret, events = new_secret(), sorted(set(data.events))

        def write(connection: Connection) -> int:
            staff.record(connection, now(), f"staff:{account.id}", "webhook.added")
            return webhooks.add(connection, app.vault, now(), account.id, url, secret, events)

        number = await app.database.write(write)
        return shapes.Hook(number, url, events, None, secret)

    @delete(
        "/webhooks/{number:int}",
        opt=opt,
        operation_id="remove-webhook",
        summary="Send nothing there any more",
        description="What still waits to be sent there is dropped.",
        response_description="Nothing is sent there any more.",
        responses=documented(404),
    )
    async def remove(request: HttpRequest, number: Annotated[int, PathParameter(ge=1, le=2**53)]) -> None:
        account = caller_of(request).account

        def write(connection: Connection) -> bool:
            gone = webhooks.remove(connection, account.id, number)
            if gone:
                staff.record(connection, now(), f"staff:{account.id}", "webhook.removed")
            return gone

        if not await app.database.write(write):
            raise Problem(404, "not-found")

    return [hooks, add, remove]
