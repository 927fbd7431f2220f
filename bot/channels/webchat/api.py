"""The HTTP API of the page: open a session, send, listen, read back.

    POST /chat/session                  201 {"token"}
    POST /chat/messages  {id, kind, …}  202 {"id"}      when the update is stored durably (see `wire`)
    POST /chat/files     form           202 {"id"}      fields id, file, text (caption), lang
    GET  /chat/events?after=7           200 events      also by `Last-Event-ID`
    GET  /chat/history?before=7&limit=  200 {"lang", "entries", "earlier"}
    GET  /chat/texts?lang=fr            200 {"lang", "texts"}

All but the first and the last want `Authorization: Bearer <token>`. An update is known by the conversation and the
client's own id: sent again, it is the same update. Errors are {"error": code}; 429 comes with `Retry-After`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import HTTPException, InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from bot.channels.base import RawUpdate
from bot.channels.webchat import events, wire
from bot.channels.webchat.backend import ChatBackend
from bot.channels.webchat.channel import NAME
from bot.channels.webchat.forms import OVERHEAD_BYTES, FormError, read_upload
from bot.channels.webchat.limits import Buckets, Tally, network_of
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import Problem, too_many
from bot.channels.webchat.sessions import new_token, place_of_header
from bot.channels.webchat.settings import ChatSettings
from domain.uploads import MAX_BYTES, UploadRefused, display_name, sniff

#: Ids are signed 64-bit numbers in any database.
_LAST_ID = 2**63 - 1
_HISTORY = 100
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

HttpRequest = Request[Any, Any, Any]


class Door:
    """Lets a request in, or raises a Problem: 401 without a session, 429 when there were too many."""

    def __init__(self, settings: ChatSettings, clock: Callable[[], float]) -> None:
        self._addresses = Buckets(settings.address_rate, settings.address_burst, clock)
        self._sessions = Buckets(settings.session_rate, settings.session_burst, clock)
        self._files = Buckets(settings.file_rate, settings.file_burst, clock)

    def anyone(self, request: HttpRequest) -> None:
        """A request that needs no session."""
        if wait := self._addresses.take(network_of(request.client.host if request.client else "")):
            raise too_many(wait)

    def session(self, request: HttpRequest) -> str:
        """A request of a session; its conversation."""
        self.anyone(request)
        place = place_of_header(request.headers.get("authorization", ""))
        if place is None:
            raise Problem(401, "session", {"WWW-Authenticate": "Bearer"})
        if wait := self._sessions.take(place):
            raise too_many(wait)
        return place

    def file(self, request: HttpRequest) -> str:
        """An upload of a session; its conversation."""
        place = self.session(request)
        if wait := self._files.take(place):
            raise too_many(wait)
        return place


def create_api(
    backend: ChatBackend, pages: Pages, settings: ChatSettings, closing: Callable[[], bool], clock: Callable[[], float]
) -> list[HTTPRouteHandler]:
    """The route handlers of the API."""
    door = Door(settings, clock)
    streams = Tally(settings.streams)

    @post("/chat/session", include_in_schema=False)
    async def open_session(request: HttpRequest) -> Response[dict[str, str]]:
        door.anyone(request)
        return Response({"token": new_token()}, status_code=201, headers=_HEADERS)

    @post("/chat/messages", request_max_body_size=wire.BODY_BYTES, include_in_schema=False)
    async def take_message(request: HttpRequest) -> Response[dict[str, str]]:
        place = door.session(request)
        body = await _body(request, "too-long")
        update = _parsed(body)
        if isinstance(update, wire.Attached):
            raise Problem(400, "malformed")  # only the server says which file it has kept
        await backend.store([_raw(place, update, body)])
        return Response({"id": update.id}, status_code=202, headers=_HEADERS)

    @post("/chat/files", request_max_body_size=MAX_BYTES + OVERHEAD_BYTES, include_in_schema=False)
    async def take_file(request: HttpRequest) -> Response[dict[str, str]]:
        place = door.file(request)
        body = await _body(request, "file.too-big")
        try:
            upload = read_upload(request.headers.get("content-type", ""), body)
        except FormError:
            raise Problem(400, "malformed") from None
        attached = wire.Attached(
            id=upload.fields.get("id", ""),
            lang=upload.fields.get("lang", ""),
            text=upload.fields.get("text", ""),
            file=wire.Attachment("", "", 0, ""),
        )
        _parsed(msgspec.json.encode(attached))  # before anything is kept
        try:
            sniffed = await asyncio.to_thread(sniff, upload.content, upload.name, upload.mime)
        except UploadRefused as refusal:
            raise Problem(413 if refusal.code == "too-big" else 415, f"file.{refusal.code}") from None
        attachment = wire.Attachment(
            name=display_name(upload.name, sniffed),
            mime=sniffed.mime,
            size=len(upload.content),
            stored=await backend.keep_file(upload.content),
        )
        update = msgspec.structs.replace(attached, file=attachment)
        await backend.store([_raw(place, update, msgspec.json.encode(update))])
        return Response({"id": update.id}, status_code=202, headers=_HEADERS)

    @get("/chat/events", include_in_schema=False)
    async def listen(request: HttpRequest) -> Stream:
        place = door.session(request)
        seen = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        after = _number(seen)
        if streams.full(place):
            raise too_many(settings.heartbeat)

        async def counted() -> AsyncIterator[bytes]:
            streams.enter(place)
            try:
                async for piece in events.stream(backend, place, after, settings.heartbeat, closing):
                    yield piece
            finally:
                streams.leave(place)

        headers = {**_HEADERS, "X-Accel-Buffering": "no"}
        return Stream(counted(), media_type="text/event-stream", headers=headers)

    @get("/chat/history", include_in_schema=False)
    async def history(request: HttpRequest) -> Response[dict[str, Any]]:
        place = door.session(request)
        before = request.query_params.get("before")
        limit = min(_number(request.query_params.get("limit") or str(_HISTORY)), _HISTORY)
        entries = await backend.earlier(place, None if before is None else _number(before), limit + 1)
        content = {
            "lang": await backend.language(place),
            "entries": [events.wire_entry(entry) for entry in entries[-limit:]] if limit else [],
            "earlier": len(entries) > limit,
        }
        return Response(content, headers=_HEADERS)

    @get("/chat/texts", include_in_schema=False)
    async def texts(request: HttpRequest) -> Response[dict[str, Any]]:
        door.anyone(request)
        lang = pages.language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        headers = {**_HEADERS, "Cache-Control": "public, max-age=300", "Vary": "Accept-Language"}
        return Response({"lang": lang, "texts": dict(pages.chat_texts(lang))}, headers=headers)

    return [open_session, take_message, take_file, listen, history, texts]


async def _body(request: HttpRequest, too_much: str) -> bytes:
    try:
        return await request.body()
    except InternalServerException:
        raise Problem(400, "malformed") from None  # the sender went away in the middle
    except HTTPException as error:
        raise Problem(error.status_code, too_much if error.status_code == 413 else "malformed") from None


def _parsed(body: bytes) -> wire.Update:
    try:
        return wire.parse(body)
    except wire.UpdateError as error:
        raise Problem(413 if error.code == "too-long" else 400, error.code) from None


def _raw(place: str, update: wire.Update, body: bytes) -> RawUpdate:
    return RawUpdate(
        channel=NAME, update_id=f"{place}:{update.id}", place=place, address={"place": place}, body=body,
        files=isinstance(update, wire.Attached),
    )  # fmt: skip


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 20):
        raise Problem(400, "malformed")
    return min(int(written), _LAST_ID)
