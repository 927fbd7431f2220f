"""Events reach the programs of the organisation: signed, tried again, and nothing of what people said is in them."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import msgspec
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.app import App
from bot.webhook_sender import RETRY_AFTER, OpenInternet, Sender
from bot.webhooks import new_secret
from domain.staff_actions import Colleague, Reply
from storage import staff, webhooks
from storage.tables import webhook_delivery
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
    with pytest.raises(OSError, match="inside our own network"):
        await OpenInternet().resolve("localhost", 443)
