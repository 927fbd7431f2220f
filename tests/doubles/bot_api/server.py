"""The double over HTTP, and what a test holds in its hand: `BotApiDouble`."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final, Literal, Self
from urllib.parse import unquote

import msgspec
from aiohttp import web

from tests.doubles.bot_api.call import Call
from tests.doubles.bot_api.control import control
from tests.doubles.bot_api.core import CallRecord, Core, Sent
from tests.doubles.bot_api.errors import ApiError, MalformedError, refused
from tests.doubles.bot_api.faults import Fault, FaultRecord, Faults
from tests.doubles.bot_api.incoming import MAX_UPLOAD, read_call
from tests.doubles.bot_api.limits import Counters, Limits
from tests.doubles.bot_api.methods import METHODS
from tests.doubles.bot_api.people import Group, Person
from tests.doubles.bot_api.webhook import Said

TOKEN: Final = "1000000001:token-of-the-double"
_UPDATES_AND_WEBHOOK: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class BotApiDouble:
    """A local Telegram Bot API server for one bot, with Telegram's rules and the people on the other side.

    Usage::

        async with BotApiDouble(rate=30) as double:
            ana = double.user(1001, first_name="Ana", language_code="fr")
            ...  # point a bot at double.url with double.token
            ana.start()
            await ana.waits_for(1)
            ana.presses("Oui")

    `clock` gives unix seconds: dates, retention and limits follow it. `pace` scales every wait that the double makes
    (long polls, delays of conflicts, webhook back-off), so 0.01 makes a minute of back-off 0.6 s. `rate`, `chat_rate`,
    `chat_burst`, `group_per_minute` and `retry_after` are those of `Limits`; None switches a limit off. `lean` keeps no
    history of calls and messages; every check and counter stays. A call that is done is answered `answer_after` seconds
    later, as over a network; a long poll is answered at once.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "compagnon_bot",
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], float] = time.time,
        pace: float = 1.0,
        rate: int | None = None,
        chat_rate: float | None = None,
        chat_burst: int = 3,
        group_per_minute: int | None = None,
        retry_after: int = 3,
        lean: bool = False,
        public_webhook: bool = False,
        answer_after: float = 0.0,
    ) -> None:
        self.core = Core(
            token=token,
            username=username,
            clock=clock,
            pace=pace,
            limits=Limits(rate, chat_rate, chat_burst, group_per_minute, retry_after),
            lean=lean,
            public_webhook=public_webhook,
        )
        self._host = host
        self._answer_after = answer_after
        self.port = port
        self._closing = asyncio.Event()
        self._runner: web.ServerRunner | None = None
        self._api_path = f"/bot{token}/"
        self._file_path = f"/file/bot{token}/"

    async def start(self) -> None:
        """Listen; `port` is known after it."""
        server = web.Server(
            self._handle,
            request_factory=self._request,
            handler_cancellation=True,
            access_log=None,
            keepalive_timeout=75,
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Let go of every caller and close."""
        self._closing.set()
        self.core.updates.release()
        await self.core.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Base address: methods are under `{url}/bot{token}/`, files under `{url}/file/bot{token}/`."""
        return f"http://{self._host}:{self.port}"

    @property
    def token(self) -> str:
        return self.core.token

    @property
    def counters(self) -> Counters:
        """Calls, errors, messages, duplicates, peaks."""
        return self.core.counters

    @property
    def faults(self) -> Faults:
        """What shall go wrong, and what did."""
        return self.core.faults

    @property
    def fault_log(self) -> list[FaultRecord]:
        """The faults that happened, in order."""
        return self.core.faults.log

    @property
    def calls(self) -> list[CallRecord]:
        """Every call but getUpdates, in order (none when lean)."""
        return self.core.calls

    @property
    def sent(self) -> list[Sent]:
        """Every message that reached a chat, in order (none when lean)."""
        return self.core.sent

    @property
    def actions(self) -> list[tuple[int, str]]:
        """Chat actions as (chat id, action), in order (none when lean)."""
        return self.core.actions

    @property
    def pending_updates(self) -> int:
        """Updates that the bot has not confirmed yet."""
        return len(self.core.updates)

    @property
    def polled(self) -> bool:
        """Whether the bot waits in a long poll now."""
        return self.core.updates.polled

    def user(
        self,
        user_id: int,
        *,
        first_name: str = "Ana",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        started: bool = False,
        seen: bool = False,
        blocked: bool = False,
        deactivated: bool = False,
    ) -> Person:
        """The person with that id, made at the first call with these names.

        What is true of the person already, without an update about it: `started` a chat with the bot, was `seen` by
        the bot in a group, has `blocked` the bot, has left Telegram (`deactivated`).
        """
        person = self.core.people.get(user_id)
        if person is None:
            json: dict[str, Any] = {"id": user_id, "is_bot": False, "first_name": first_name}
            optional = {"last_name": last_name, "username": username, "language_code": language_code}
            json |= {name: value for name, value in optional.items() if value is not None}
            person = self.core.people[user_id] = Person(self.core, json)
        chat = self.core.chats.by_id[user_id]
        chat.started = chat.started or started
        chat.seen = chat.seen or seen
        chat.blocked = chat.blocked or blocked
        chat.deactivated = chat.deactivated or deactivated
        return person

    def group(
        self,
        chat_id: int,
        *,
        title: str = "Helpdesk",
        kind: Literal["group", "supergroup"] = "supergroup",
        forum: bool = False,
    ) -> Group:
        """A new group with the bot in it."""
        return Group(self.core, self.core.chats.open_group(chat_id, title, kind, forum=forum))

    def push_raw(self, update: dict[str, Any]) -> int:
        """Send an update of any shape (its id is added); returns the id."""
        return self.core.updates.push_raw(update)

    async def until(self, reached: Callable[[], bool], timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait, without polling, until `reached()` holds of the double. Raises TimeoutError after `timeout` seconds."""
        if not await self.core.changes.until(reached, timeout):
            raise TimeoutError("waited in vain")

    @staticmethod
    def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_UPLOAD + (1 << 16))

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/_double/"):
            return await control(self, request, path.removeprefix("/_double/"))
        if "%" in path:
            path = unquote(path)
        if path.startswith("/file/bot"):
            return self._download(path)
        if not path.startswith("/bot") or path.count("/") < 2:
            return _failure(ApiError(404, "Not Found"))
        if request.method not in {"GET", "POST"}:
            return _failure(ApiError(501, "Not Implemented"))
        if not path.startswith(self._api_path):
            return _failure(ApiError(401, _why_unauthorized(path)))
        try:
            call = await read_call(request, path[len(self._api_path) :], query)
            if call.method != "getupdates" and call.method not in METHODS:
                raise ApiError(404, "Not Found: method not found")
        except ApiError as error:
            return _failure(error)
        fault = self.core.faults.pick(call)
        return await (self._answer(call) if fault is None else self._faulty(request, call, fault))

    def _download(self, path: str) -> web.Response:
        if not path.startswith(self._file_path):
            return _failure(ApiError(401, "Unauthorized"))
        file = self.core.chats.download(path[len(self._file_path) :])
        if file is None:
            return _failure(ApiError(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _answer(self, call: Call) -> web.Response:
        core = self.core
        try:
            if call.method == "getupdates":
                result = b'{"ok":true,"result":' + await self._updates(call) + b"}"
            else:
                result = _success(core.run(call))
                if self._answer_after:
                    await asyncio.sleep(self._answer_after)
        except ApiError as error:
            core.record(call, error.code, error.description)
            return _failure(error)
        except MalformedError as error:
            refusal = refused(str(error))
            core.record(call, refusal.code, refusal.description)
            return _failure(refusal)
        core.record(call, 200)
        return web.Response(body=result, content_type="application/json")

    async def _updates(self, call: Call) -> bytes:
        if self.core.webhook.is_set:
            raise await self.core.updates.refuse(_UPDATES_AND_WEBHOOK)
        return await self.core.updates.get(call)

    async def _faulty(self, request: web.BaseRequest, call: Call, fault: Fault) -> web.Response:
        """Answer a call the wrong way; a call that was accepted and then failed by itself is answered as ever."""
        record = self.core.faults.record(fault, call, self.core.clock())
        if fault.kind in {"accepted_then_500", "accepted_then_closed"}:
            answer = await self._answer(call)
            if answer.status != 200:
                return answer
            record.delivered = True
        else:
            status = {"429": 429, "500": 500, "502": 502}.get(fault.kind, 0)
            self.core.record(call, status, f"fault {fault.kind}")
        self.core.changes.notify()
        if fault.kind == "429":
            description = f"Too Many Requests: retry after {fault.retry_after}"
            return _failure(ApiError(429, description, {"retry_after": fault.retry_after}))
        if fault.kind == "502":
            return web.Response(status=502, body=b"<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        if fault.kind in {"500", "accepted_then_500"}:
            return _failure(ApiError(500, "Internal Server Error"))
        if fault.kind == "hang":
            await self._closing.wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)


def _why_unauthorized(path: str) -> str:
    token = path.removeprefix("/bot").partition("/")[0]
    well_formed = ":" in token and len(token) <= 80 and not token.startswith("0")
    return "Unauthorized" if well_formed else "Unauthorized: invalid token specified"


def _success(result: object) -> bytes:
    if isinstance(result, Said):
        return msgspec.json.encode({"ok": True, "result": result.result, "description": result.description})
    return b'{"ok":true,"result":' + msgspec.json.encode(result) + b"}"


def _failure(error: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
    if retry_after := error.parameters.get("retry_after"):
        headers["Retry-After"] = str(retry_after)
    return web.Response(
        status=error.code, body=msgspec.json.encode(body), headers=headers, content_type="application/json"
    )
