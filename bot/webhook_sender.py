"""Sends events to the programs of the organisation, and tries again where one does not answer."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.api.addresses import check, is_inside
from bot.inbox import milliseconds
from bot.webhooks import body_of, signature
from storage import webhooks
from storage.crypto import Vault
from storage.database import Database
from storage.webhooks import DELIVERED, GIVEN_UP, WAITS, Delivery

log = structlog.get_logger(__name__)

#: seconds before each further try; after the last one the address hears nothing any more
RETRY_AFTER = (5, 30, 120, 600, 3_600, 6 * 3_600, 24 * 3_600)
#: seconds between two looks, and until an address must have answered
LOOK_EVERY, PATIENCE = 1.0, 10.0
AT_ONCE = 20


class Sender:
    """Sends what is due. With `inside`, also to our own network and without TLS."""

    def __init__(
        self, database: Database, vault: Vault, *, inside: bool, now: Callable[[], int] = milliseconds
    ) -> None:
        self._database, self._vault, self._inside, self._now = database, vault, inside, now

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            if not await self.send_due():
                await asyncio.sleep(LOOK_EVERY)

    async def send_due(self) -> int:
        """One round; returns how many were tried."""
        due = await self._database.read(lambda c: webhooks.due(c, self._vault, self._now(), AT_ONCE))
        if not due:
            return 0
        connector = aiohttp.TCPConnector(resolver=None if self._inside else OpenInternet(), limit=AT_ONCE)
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
            await asyncio.gather(*(self._send(session, one) for one in due))
        return len(due)

    async def _send(self, session: aiohttp.ClientSession, one: Delivery) -> None:
        body, seconds = body_of(one), self._now() // 1000
        name = f"evt_{one.event_id}_{one.webhook_id}"
        headers = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(one.secret, name, seconds, body),
        }
        try:
            # whatever was allowed when it was set up, and numbers, for which nobody asks a resolver
            check(one.url, inside=self._inside)
            async with session.post(one.url, data=body, headers=headers, allow_redirects=False) as answer:
                problem = None if answer.status < 300 else f"status {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            problem = type(error).__name__
        await self._settle(one, problem)

    async def _settle(self, one: Delivery, problem: str | None) -> None:
        now, tries = self._now(), one.attempts + 1
        last = problem is not None and tries > len(RETRY_AFTER)
        state = DELIVERED if problem is None else GIVEN_UP if last else WAITS
        due = now if state != WAITS else now + RETRY_AFTER[tries - 1] * 1000
        await self._database.write(
            lambda c: webhooks.settle(c, one.id, state, attempts=tries, due_at=due, problem=problem)
        )
        if last:
            log.warning("webhook.stopped", webhook=one.webhook_id, problem=problem)
            await self._database.write(lambda c: webhooks.stop(c, now, one.webhook_id))


class OpenInternet(AbstractResolver):
    """Finds the machines of a name, but for those of our own network: a name may lead there at any time."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host; OSError when none of them may be used."""
        loop = asyncio.get_running_loop()
        found: list[Any] = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        allowed = [
            ResolveResult(
                hostname=host, host=address[0], port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _, proto, _, address in found
            if not is_inside(address[0])
        ]
        if not allowed:
            raise OSError("the address is inside our own network")
        return allowed

    async def close(self) -> None:
        """Nothing is kept open."""
