"""Receiving, by aiogram: the polling loop, and telling Telegram which way we want our updates.

aiogram's own polling decodes a whole answer at once (one update it cannot read blocks the bot for 24 h) and asks for
the next ones before anything is kept. So its session is given another JSON reader, which cuts an answer into updates
without looking inside, and the next offset is asked only after they are stored.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiohttp import BytesPayload

from bot.channels.base import Store
from bot.channels.telegram.updates import ALLOWED_UPDATES, raw_update, update_number

Sleep = Callable[[float], Awaitable[None]]

#: seconds Telegram keeps a request open until there is something to tell (it allows 50)
LONG_POLL: Final = 30
#: seconds between tries when something is wrong: the first, and the longest
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

_log = logging.getLogger(__name__)


class RawGetUpdates(TelegramMethod[list[Any]]):
    """getUpdates, whose result stays as it came over the wire (`msgspec.Raw`)."""

    __returning__ = list[Any]
    __api_method__ = GetUpdates.__api_method__

    offset: int | None
    limit: int
    timeout: int
    allowed_updates: list[str]


#: held for its sake: pydantic forgets a parametrized class that nobody holds, and making it anew costs a poll 1-2 ms
_RESPONSE: Final = Response[list[Any]]


class LeanSession(AiohttpSession):
    """aiogram's session with other JSON: requests as one JSON object instead of a form, answers cut but not read."""

    def __init__(self, api_base: str, timeout: float) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api_base), json_loads=_read_json, timeout=timeout)

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> BytesPayload:  # type: ignore[override]  # noqa: ARG002
        """The parameters of a method without files, as aiohttp takes them."""
        parameters = method.model_dump(exclude_none=True, warnings=False)
        return BytesPayload(msgspec.json.encode(parameters), content_type="application/json")


class _Reply(msgspec.Struct):
    ok: bool = False
    result: list[msgspec.Raw] | bool | None = None
    description: str = ""
    error_code: int | None = None
    parameters: dict[str, int] | None = None


_read_reply = msgspec.json.Decoder(_Reply).decode


class Receiver:
    """Takes updates from Telegram and hands them to a store, by polling or by asking for webhook calls."""

    def __init__(self, token: str, api_base: str, sleep: Sleep = asyncio.sleep, long_poll: int = LONG_POLL) -> None:
        self._bot = Bot(token, session=LeanSession(api_base, timeout=long_poll + 15.0))
        self._sleep = sleep
        self._long_poll = long_poll

    async def poll(self, store: Store) -> None:
        """Take updates until cancelled; returns only when Telegram refuses the token."""
        if not await self._persist(self._drop_webhook):
            return
        offset: int | None = None

        async def take() -> None:
            nonlocal offset
            offset = await self._take(offset, store)

        while await self._persist(take):
            pass

    async def listen(self, url: str, secret: str) -> None:
        """Ask Telegram to push updates to `url`, then wait until cancelled; returns when the token is refused."""

        async def ask() -> None:
            await self._bot.set_webhook(
                url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES), drop_pending_updates=False
            )

        if await self._persist(ask):
            _log.info("telegram: updates are pushed to us")
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.session.close()

    async def _drop_webhook(self) -> None:
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _take(self, offset: int | None, store: Store) -> int | None:
        """One long poll. The offset to ask next; ValueError when there is no way past what came."""
        answers: list[msgspec.Raw] = await self._bot(
            RawGetUpdates(offset=offset, limit=100, timeout=self._long_poll, allowed_updates=list(ALLOWED_UPDATES))
        )
        if not answers:
            return offset
        updates = [raw_update(bytes(answer)) for answer in answers]
        await store(updates)
        numbers = [number for number in map(update_number, updates) if number is not None]
        if not numbers:
            raise ValueError("updates without a number")
        return max(numbers) + 1

    async def _persist(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Do `step` until it succeeds, with growing pauses; False when the token is refused, which no pause cures."""
        pause, failures = FIRST_PAUSE, 0
        while True:
            try:
                await step()
            except (TelegramUnauthorizedError, TelegramNotFound):
                _log.error("telegram: the token is refused, no updates are received (COMPAGNON_TELEGRAM_TOKEN)")
                return False
            except TelegramRetryAfter as busy:
                wait = float(busy.retry_after)
            except TelegramConflictError as conflict:
                wait = pause
                await self._explain(conflict, failures)
            except Exception as error:
                wait = pause
                if failures == 0:
                    _log.warning("telegram: receiving fails, trying again (%s)", type(error).__name__)
            else:
                if failures:
                    _log.info("telegram: receiving works again after %d tries", failures)
                return True
            failures += 1
            pause = min(pause * 2, LONGEST_PAUSE)
            await self._sleep(wait)

    async def _explain(self, conflict: TelegramConflictError, failures: int) -> None:
        """Two consumers of one token: a webhook left behind is taken away, another poller is reported."""
        if "webhook" in conflict.message:
            _log.warning("telegram: a webhook is set; taking it away, this program polls")
            try:
                await self._drop_webhook()
            except Exception as error:
                _log.warning("telegram: the webhook stays (%s)", type(error).__name__)
        elif failures == 0:
            _log.warning("telegram: another program polls with the same token; only one can")


def _read_json(text: str) -> dict[str, Any]:
    """An answer of the Bot API with its updates uncut (`msgspec.Raw`); ValueError when it is no such answer."""
    try:
        reply = _read_reply(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return _read_odd_json(text)
    return {
        "ok": reply.ok,
        "result": reply.result,
        "description": reply.description,
        "error_code": reply.error_code,
        "parameters": reply.parameters,
    }


def _read_odd_json(text: str) -> dict[str, Any]:
    """As `_read_json`, for what a strict reader refuses (half a surrogate pair in one person's text)."""
    try:
        value = json.loads(text, strict=False)
        if isinstance(value.get("result"), list):
            value["result"] = [msgspec.Raw(json.dumps(update).encode()) for update in value["result"]]
    except (AttributeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None
    return {"description": "", **value}
