"""Events reach the programs of the organisation: signed, tried again, and nothing of what people said is in them."""

import asyncio
import base64
import hashlib
import hmac
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.app import App
from bot.webhook_sender import RETRY_AFTER, OpenInternet, Sender
from bot.webhooks import new_secret
from domain.staff_actions import Colleague, HostAnswered, Reply
from storage import audit, people, staff, webhooks
from storage.tables import webhook_delivery
from storage.unit_of_work import UnitOfWork
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock"]


@dataclass
class Receiver:
    """A program of the organisation on this machine; `status` is what it answers."""

    url: str = ""
    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers={"Location": self.url} if self.status == 302 else {})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    served = web.Application()
    served.router.add_post("/hook", found.hear)
    runner = web.AppRunner(served)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


@pytest.fixture
def anna(app: App) -> Colleague:
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    return Colleague(number or 0, "Anna")


def listens(app: App, anna: Colleague, receiver: Receiver, *events: str) -> str:
    secret = new_secret()
    app.database.write_now(lambda c: webhooks.add(c, app.vault, 1, anna.id, receiver.url, secret, events))
    return secret


def states(app: App) -> list[int]:
    return list(
        app.database.read_now(
            lambda c: c.execute(select(webhook_delivery.c.state).order_by(webhook_delivery.c.id)).scalars()
        )
    )


async def test_what_happens_is_told_with_a_signature_that_proves_it(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver
) -> None:
    secret = listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await ana.says("my secret worry")
    await app.staff_turns.do(ana.conversation, anna, Reply(1, "a secret answer"))
    assert await Sender(app.database, app.vault, inside=True, now=clock).send_due() == 3
    told = sorted((msgspec.json.decode(body) for _, body in receiver.got), key=lambda one: one["data"]["event"])
    assert [one["type"] for one in told] == ["conversation.queued", "conversation.taken", "conversation.replied"]
    assert told[2]["data"]["staff"] == "Anna"
    for headers, body in receiver.got:
        assert b"secret" not in body
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
        assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert await Sender(app.database, app.vault, inside=True, now=clock).send_due() == 0


async def test_what_a_host_answered_is_an_event_of_the_request(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver
) -> None:
    listens(app, anna, receiver, "request_answered")
    ana = await welcomed(Scene(app))
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "a secret wish"}
    app.database.write_now(lambda c: people.request_hosts(UnitOfWork(c, app.vault, 1), 1, ["H1"], details))
    wanted = HostAnswered(1, 0, "declined", reason="a secret reason")
    assert (await app.staff_turns.do(ana.conversation, anna, wanted)).done
    assert await Sender(app.database, app.vault, inside=True, now=clock).send_due() == 1
    ((_, body),) = receiver.got
    told = msgspec.json.decode(body)
    assert told["type"] == "conversation.request_answered"
    assert (told["data"]["request"], told["data"]["state"], told["data"]["staff"]) == (1, "declined", "Anna")
    assert b"secret" not in body


async def test_who_does_not_answer_is_asked_again_and_given_up_at_last(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver
) -> None:
    listens(app, anna, receiver, "queued")
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    sender = Sender(app.database, app.vault, inside=True, now=clock)
    receiver.status = 503
    for pause in (0, *RETRY_AFTER):
        clock.forward(seconds=pause - 1 if pause else 0)
        assert await sender.send_due() == (0 if pause else 1)
        if pause:
            clock.forward(seconds=1)
            assert await sender.send_due() == 1
    assert states(app) == [webhooks.GIVEN_UP]
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    (kept,) = app.database.read_now(lambda c: webhooks.of_account(c, anna.id))
    assert kept.stopped_at == clock()
    assert app.database.read_now(webhooks.stopped) == [webhooks.Stopped(receiver.url, "Anna", clock())]
    (entry, *_), _ = app.database.read_now(lambda c: audit.page(c, audit.Wanted(), 1, 10))
    assert (entry.actor, entry.what) == ("system", "webhook.stopped")


async def test_one_that_fails_holds_up_no_other(app: App, clock: Clock, anna: Colleague, receiver: Receiver) -> None:
    app.database.write_now(
        lambda c: webhooks.add(c, app.vault, 1, anna.id, "http://127.0.0.1:1/gone", new_secret(), ())
    )
    listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await Sender(app.database, app.vault, inside=True, now=clock).send_due()
    assert sorted(states(app)) == [webhooks.WAITS, webhooks.DELIVERED]


async def test_only_wished_events_of_visible_conversations_are_told(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver
) -> None:
    listens(app, anna, receiver, "resolved")
    app.database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    assert states(app) == []


async def test_a_redirection_is_not_followed(app: App, clock: Clock, anna: Colleague, receiver: Receiver) -> None:
    listens(app, anna, receiver)
    receiver.status = 302
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await Sender(app.database, app.vault, inside=True, now=clock).send_due()
    assert (len(receiver.got), states(app)) == (1, [webhooks.WAITS])


async def test_a_name_that_leads_into_our_own_network_is_not_used() -> None:
    for name in ("localhost", "127.1", "2130706433", "0x7f000001"):
        with pytest.raises(OSError, match="inside our own network"):
            await OpenInternet().resolve(name, 443)


class Names:
    """A resolver's answers, one after the other: a name that leads elsewhere each time it is asked for."""

    def __init__(self, *numbers: str) -> None:
        self.numbers, self.asked = list(numbers), 0

    async def __call__(self, host: str, port: int, **_how: Any) -> list[Any]:
        self.asked += 1
        number = self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]


async def test_a_name_is_asked_for_once_and_what_was_checked_is_what_is_connected_to(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: good when it is looked at, ours when it is connected to."""
    names, connected = Names("93.184.216.34", "127.0.0.1"), []
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", names)

    async def connect(self: Any, *_what: Any, addr_infos: Any, **_how: Any) -> Any:
        connected.extend(one[4][0] for one in addr_infos)
        raise OSError

    monkeypatch.setattr(aiohttp.TCPConnector, "_wrap_create_connection", connect)
    receiver.url = receiver.url.replace("http://127.0.0.1", "https://hooks.example.org")
    listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    sender = Sender(app.database, app.vault, inside=False, now=clock)
    assert await sender.send_due() == 1
    assert (names.asked, set(connected)) == (1, {"93.184.216.34"})
    # the next time it is ours from the start, and nothing is connected to
    clock.forward(seconds=RETRY_AFTER[0])
    assert await sender.send_due() == 1
    assert (names.asked, set(connected), receiver.got) == (2, {"93.184.216.34"}, [])


INSIDE = (
    "127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "192.168.0.1", "0.0.0.0", "224.0.0.1", "localhost", "localhost.",
    "x.internal", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:0:0:0:0:80ff:fffe]",
)  # fmt: skip


async def test_what_was_set_up_while_our_own_network_was_allowed_is_refused_later(
    app: App, clock: Clock, anna: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aiohttp.TCPConnector, "connect", None)  # whoever gets that far fails
    for host in INSIDE:
        url = f"https://{host}:8443/hook"
        app.database.write_now(lambda c, url=url: webhooks.add(c, app.vault, 1, anna.id, url, new_secret(), ()))  # type: ignore[misc]
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await Sender(app.database, app.vault, inside=False, now=clock).send_due()
    query = select(webhook_delivery.c.state, webhook_delivery.c.problem)
    assert app.database.read_now(lambda c: c.execute(query).all()) == [(webhooks.WAITS, "NotAllowed")] * len(INSIDE)


@pytest.fixture
async def odd() -> AsyncIterator[Callable[[Callable[[asyncio.StreamWriter], Awaitable[None]]], Awaitable[str]]]:
    """Makes receivers that speak no proper HTTP: gives the address of one that answers like this."""
    servers: list[asyncio.Server] = []
    under_way: set[asyncio.Task[Any]] = set()

    async def make(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> str:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            under_way.add(asyncio.current_task())  # type: ignore[arg-type]
            with suppress(ConnectionError):
                try:
                    await reader.readuntil(b"\r\n\r\n")
                    await answer(writer)
                finally:
                    writer.close()
                    await writer.wait_closed()

        servers.append(await asyncio.start_server(serve, "127.0.0.1", 0))
        return f"http://127.0.0.1:{servers[-1].sockets[0].getsockname()[1]}/hook"

    yield make
    for one in servers:
        one.close()
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


async def test_an_answer_without_end_is_not_read(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver, odd: Any
) -> None:
    written = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while written < 1 << 28:
            writer.write(b"100000\r\n" + bytes(0x100000) + b"\r\n")
            written += 0x100000
            await writer.drain()

    receiver.url = await odd(endless)
    listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await Sender(app.database, app.vault, inside=True, now=clock).send_due()
    assert states(app) == [webhooks.DELIVERED]
    assert written < 1 << 26


async def test_who_answers_drop_by_drop_is_given_so_long_and_no_longer(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver, odd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webhook_sender.PATIENCE", 0.3)

    async def drops(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Drops: ")
        for _ in range(500):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    receiver.url = await odd(drops)
    listens(app, anna, receiver)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    async with asyncio.timeout(3):
        await Sender(app.database, app.vault, inside=True, now=clock).send_due()
    assert states(app) == [webhooks.WAITS]


async def test_one_that_is_slow_takes_no_place_of_another(
    app: App, clock: Clock, anna: Colleague, receiver: Receiver
) -> None:
    listens(app, anna, receiver)
    for place in range(5):
        scene = await welcomed(Scene(app, f"p{place}"))
        await scene.runs("/human")
    listens(app, anna, receiver)
    late = await welcomed(Scene(app, "late"))
    await late.runs("/human")
    due = app.database.read_now(lambda c: webhooks.due(c, app.vault, clock(), 5))
    assert {one.webhook_id for one in due} == {1, 2}
