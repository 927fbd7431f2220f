"""A webhook: its rules when it is set, and the delivery of updates to it.

Follows `Client::process_set_webhook_query` and `WebhookActor` of telegram-bot-api. One difference: the double only ever
talks to this machine, so like a server in local mode it takes plain HTTP and any port on a loopback address;
`public=True` brings back the rules of api.telegram.org (HTTPS, ports 443, 80, 88, 8443), and then nothing can be set.
"""

import asyncio
import json
import random
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from tests.doubles.bot_api.call import Call
from tests.doubles.bot_api.errors import MalformedError, too_many_requests
from tests.doubles.bot_api.updates import DEFAULT_KINDS, Update, UpdateQueue

PORTS: Final = frozenset({443, 80, 88, 8443})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_CONNECTIONS: Final = 40
MAX_DELAY: Final = 60
MAX_RETRY_AFTER: Final = 3600
ANSWER_SECONDS: Final = 60
GONE_SECONDS: Final = 23 * 3600
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_NOT_IN_ANSWERS: Final = frozenset({"deletewebhook", "setwebhook", "close", "logout"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, as setWebhook gave it."""

    url: str = ""
    secret: str = ""
    max_connections: int = 0
    ip_address: str = ""
    certificate: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A result with a description, as setWebhook and deleteWebhook give it."""

    result: bool
    description: str


class Webhook:
    """The webhook of a bot. `run` carries out a call that came as the answer to a delivery."""

    def __init__(
        self,
        updates: UpdateQueue,
        clock: Callable[[], float],
        pace: float,
        run: Callable[[Call], None],
        *,
        public: bool = False,
    ) -> None:
        self.target = Target()
        self.deliveries = 0
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._clock = clock
        self._pace = pace
        self._run = run
        self._public = public
        self._random = random.Random(0)
        self._next_allowed = float("-inf")
        self._gone_since: float | None = None
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(1)
        self._queues: dict[int, deque[Update]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def is_set(self) -> bool:
        return bool(self.target.url)

    def set(self, call: Call) -> Said:
        """setWebhook. Raises ApiError 429 (more than one a second) or MalformedError."""
        url = call.text("url")
        if not url:
            return self.delete(call)
        now = self._clock()
        if now < self._next_allowed:
            raise too_many_requests(1)
        self._next_allowed = now + 1.0
        secret = call.text("secret_token")
        target = Target(
            url=url,
            secret=secret,
            max_connections=call.integer("max_connections", DEFAULT_CONNECTIONS, 1, 100),
            ip_address=call.text("ip_address"),
            certificate="certificate" in call.files,
        )
        drop = call.flag("drop_pending_updates")
        if target == self.target and not target.certificate and not drop:
            self._updates.allow(call)
            return Said(True, "Webhook is already set")
        self._check(url, secret)
        self._updates.interrupt("terminated by setWebhook request")
        self._stop_delivery()
        if drop:
            self._updates.clear()
        self.target, self.last_error, self._gone_since = target, None, None
        self._updates.allow(call)
        self._start_delivery()
        return Said(True, "Webhook was set")

    def delete(self, call: Call) -> Said:
        """deleteWebhook: updates wait for getUpdates from now on."""
        was_set = self.is_set
        self.close()
        if call.flag("drop_pending_updates"):
            self._updates.clear()
        return Said(True, "Webhook was deleted" if was_set else "Webhook is already deleted")

    def info(self) -> dict[str, Any]:
        """The answer of getWebhookInfo."""
        info: dict[str, Any] = {
            "url": self.target.url,
            "has_custom_certificate": self.target.certificate,
            "pending_update_count": len(self._updates),
        }
        if self.last_error is not None:
            info |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        if self.is_set:
            info |= {
                "max_connections": self.target.max_connections,
                "ip_address": self.target.ip_address or "127.0.0.1",
            }
        if self._updates.allowed != DEFAULT_KINDS:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    def close(self) -> None:
        """No further delivery; what was not delivered stays in the queue."""
        self._stop_delivery()
        self.target, self.last_error = Target(), None
        self._updates.on_change()

    async def stop(self) -> None:
        """Close the connections, at the end of the double."""
        tasks = list(self._tasks.values())
        self.close()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _check(self, url: str, secret: str) -> None:
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or parts.scheme not in {"http", "https"}:
            raise MalformedError("invalid webhook URL specified")
        if len(secret) > 256:
            raise MalformedError("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise MalformedError("secret token contains unallowed characters")
        if self._public and parts.scheme != "https":
            raise MalformedError("bad webhook: An HTTPS URL must be provided for webhook")
        if self._public and (port or 443) not in PORTS:
            raise MalformedError("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if self._public and host in LOOPBACK:
            raise MalformedError("bad webhook: IP address 127.0.0.1 is reserved")
        if host not in LOOPBACK:
            raise MalformedError("bad webhook: Failed to resolve host: Name or service not known")

    def _start_delivery(self) -> None:
        self._slots = asyncio.Semaphore(self.target.max_connections)
        self._updates.on_push = self._enqueue
        for update in self._updates:
            self._enqueue(update)

    def _stop_delivery(self) -> None:
        self._updates.on_push = None
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        self._queues.clear()

    def _enqueue(self, update: Update) -> None:
        key = update.queue or -update.id  # updates without a queue are delivered on their own
        self._queues.setdefault(key, deque()).append(update)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._drain(key))

    async def _drain(self, key: int) -> None:
        """Deliver one queue in order: the next update goes only after the one before was taken or has expired."""
        queue = self._queues[key]
        while queue:
            update = queue[0]
            await self._deliver(update)
            if not queue or queue[0] is not update:
                return  # the webhook was replaced meanwhile
            queue.popleft()
            self._updates.forget(update.id)
        del self._queues[key], self._tasks[key]

    async def _deliver(self, update: Update) -> None:
        delay, fails = 1.0, 0
        while True:
            async with self._slots:
                error, retry_after = await self._post(update)
            if error is None:
                return
            self.last_error = (int(self._clock()), error)
            self._updates.on_change()
            wait = float(min(max(retry_after, 0), MAX_RETRY_AFTER))
            if not wait and fails:
                delay = wait = min(float(self._random.randint(MAX_DELAY, 2 * MAX_DELAY)), delay * 2)
            if self._clock() + wait > update.expires_at:
                return
            fails += 1
            await asyncio.sleep(wait * self._pace)

    async def _post(self, update: Update) -> tuple[str | None, int]:
        """One attempt: None when the bot took the update, else what went wrong and the Retry-After it asked for."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers[SECRET_HEADER] = self.target.secret
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS * self._pace)
        self.deliveries += 1
        try:
            async with self._session.post(
                self.target.url, data=update.body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0
        except TimeoutError:
            return "Read timeout expired", 0
        except aiohttp.ClientError:
            return "Connection closed", 0
        if 200 <= answer.status <= 299:
            self._gone_since = None
            self._answered(body)
            return None, 0
        self._gone(answer.status)
        retry_after = answer.headers.get("Retry-After", "")
        wait = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0
        return f"Wrong response from the webhook: {answer.status} {answer.reason}", wait

    def _gone(self, status: int) -> None:
        """HTTP 410 for 23 hours on end closes a webhook."""
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = self._clock()
        elif self._clock() > self._gone_since + GONE_SECONDS:
            asyncio.get_running_loop().call_soon(self.close)

    def _answered(self, body: bytes) -> None:
        """Carry out the method that stands in the answer; its result is seen by nobody."""
        try:
            values = json.loads(body) if body.startswith(b"{") else {}
        except ValueError:
            return
        method = str(values.pop("method", "")).lower()
        if not method or method in _NOT_IN_ANSWERS or method.startswith("get"):
            return
        self._run(Call(method, values))
