"""Updates reach the bot as Telegram sends them: getUpdates and its one consumer, webhooks and their queues."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.doubles.bot_api.testing import Answer, keyboard, scene
from tests.doubles.bot_api.updates import MAX_ANSWER_BYTES

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


# --- getUpdates


async def test_an_offset_confirms_what_is_before_it() -> None:
    async with scene() as play:
        for text in "abc":
            play.ana.says(text)
        updates = await play.bot.updates()
        ids = [update["update_id"] for update in updates]
        assert (texts(updates), ids) == (["a", "b", "c"], list(range(ids[0], ids[0] + 3)))
        play.clock.advance(5)
        assert texts(await play.bot.updates()) == ["a", "b", "c"]
        assert texts(await play.bot.updates(offset=ids[1])) == ["b", "c"]
        assert play.double.pending_updates == 2
        assert await play.bot.updates(offset=ids[2] + 1) == []
        play.clock.advance(5)
        assert await play.bot.updates() == []


async def test_ids_grow_also_when_the_queue_was_empty() -> None:
    async with scene() as play:
        play.ana.says("a")
        first = (await play.bot.updates())[0]["update_id"]
        await play.bot.updates(offset=first + 1)
        play.ana.says("b")
        assert (await play.bot.updates(offset=first + 1))[0]["update_id"] == first + 1


async def test_a_negative_offset_keeps_only_the_last() -> None:
    async with scene() as play:
        for text in "abcd":
            play.ana.says(text)
        assert texts(await play.bot.updates(offset=-2)) == ["c", "d"]
        assert play.double.pending_updates == 2


async def test_at_most_a_hundred_come_at_once() -> None:
    async with scene() as play:
        for number in range(120):
            play.ana.says(str(number))
        assert len(await play.bot.updates(limit=500)) == 100
        play.clock.advance(5)
        assert len(await play.bot.updates(limit=3)) == 3
        play.clock.advance(5)
        assert len(await play.bot.updates(limit=0)) == 1


async def test_an_offset_far_ahead_confirms_nothing() -> None:
    async with scene() as play:
        play.ana.says("a")
        assert texts(await play.bot.updates(offset=2_000_000_000)) == ["a"]


async def test_an_answer_stays_under_four_megabytes() -> None:
    async with scene() as play:
        for _ in range(60):
            play.double.push_raw({"custom": "x" * 100_000})
        answer = await play.bot.updates()
        assert 30 < len(answer) < 60
        assert sum(len(update["custom"]) for update in answer) < MAX_ANSWER_BYTES


async def test_a_long_poll_is_answered_as_soon_as_something_happens() -> None:
    async with scene(pace=1.0) as play:
        poll = asyncio.create_task(play.bot.updates(timeout=50))
        await play.double.until(lambda: play.double.polled)
        play.ana.says("now")
        assert texts(await asyncio.wait_for(poll, 5)) == ["now"]


async def test_a_long_poll_ends_empty_after_its_time_and_50_s_at_most() -> None:
    async with scene(pace=0.001) as play:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        assert await play.bot.updates(timeout=100_000) == []
        assert 0.05 <= loop.time() - begun < 5


async def test_asking_again_at_once_for_the_same_is_slowed_down() -> None:
    async with scene(pace=0.01) as play:
        assert await play.bot.updates(offset=5, timeout=0) == []
        begun = asyncio.get_running_loop().time()
        assert await play.bot.updates(offset=5, timeout=0) == []
        assert asyncio.get_running_loop().time() - begun >= 0.03
        for text in "abc":
            play.ana.says(text)
        assert texts(await play.bot.updates(offset=5)) == ["a"]
        play.clock.advance(1)
        assert texts(await play.bot.updates(offset=5)) == ["a", "b", "c"]


async def test_a_second_consumer_ends_the_first() -> None:
    async with scene() as play:
        first = asyncio.create_task(play.bot.call("getUpdates", timeout=50))
        await play.double.until(lambda: play.double.polled)
        second = asyncio.create_task(play.bot.call("getUpdates", timeout=50))
        refused = await first
        assert (refused.status, refused.error) == (409, CONFLICT)
        play.ana.says("hi")
        assert texts((await second).result) == ["hi"]


async def test_updates_expire_after_a_day_and_presses_after_150_seconds() -> None:
    async with scene() as play:
        await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        play.ana.says("text")
        play.ana.presses("A")
        play.clock.advance(151)
        assert [set(update) - {"update_id"} for update in await play.bot.updates()] == [{"message"}]
        play.clock.advance(86_400 - 152)
        assert len(await play.bot.updates()) == 1
        play.clock.advance(2)
        assert await play.bot.updates() == []
        assert play.double.pending_updates == 0


async def test_kinds_that_were_not_asked_for_are_dropped_when_they_happen() -> None:
    async with scene() as play:
        first = play.ana.says("a")
        play.ana.reacts(first, "👍")
        assert play.double.pending_updates == 1
        await play.bot.updates(offset=-1, allowed_updates=["message_reaction", "callback_query"])
        play.ana.says("b")
        play.ana.reacts(first, "❤")
        assert play.double.pending_updates == 2
        play.clock.advance(5)
        assert [set(update) - {"update_id"} for update in await play.bot.updates()] == [
            {"message"},
            {"message_reaction"},
        ]
        await play.bot.updates(offset=-1, allowed_updates=[])
        play.ana.says("c")
        play.ana.reacts(first, None)
        assert play.double.pending_updates == 2


async def test_updates_of_any_shape_can_be_sent() -> None:
    async with scene() as play:
        update_id = play.double.push_raw({"message": {"nonsense": True}})
        assert await play.bot.updates() == [{"update_id": update_id, "message": {"nonsense": True}}]


# --- webhooks


class Hook:
    """A bot's webhook on a local port: keeps what arrives, answers what `answers` says, or by itself when it can."""

    def __init__(self) -> None:
        self.url = ""
        self.arrived: asyncio.Queue[tuple[dict[str, Any], str | None]] = asyncio.Queue()
        self.answer: Callable[[dict[str, Any]], Awaitable[web.Response]] = self._ok

    async def _ok(self, update: dict[str, Any]) -> web.Response:
        return web.Response()

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        await self.arrived.put((update, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return await self.answer(update)

    async def next(self) -> dict[str, Any]:
        return (await asyncio.wait_for(self.arrived.get(), 5))[0]


@asynccontextmanager
async def hook() -> AsyncIterator[Hook]:
    place = Hook()
    app = web.Application()
    app.router.add_post("/hook", place.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield place
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_each_update_with_its_secret() -> None:
    async with scene() as play, hook() as place:
        play.ana.says("before")
        answer = await play.bot.call("setWebhook", url=place.url, secret_token="aB_9-")
        assert (answer.result, answer.body["description"]) == (True, "Webhook was set")
        play.ana.says("after")
        arrived = [await asyncio.wait_for(place.arrived.get(), 5) for _ in range(2)]
        assert [(update["message"]["text"], secret) for update, secret in arrived] == [
            ("before", "aB_9-"),
            ("after", "aB_9-"),
        ]
        await play.double.until(lambda: play.double.pending_updates == 0)


async def test_get_updates_and_a_webhook_exclude_each_other() -> None:
    async with scene() as play, hook() as place:
        poll = asyncio.create_task(play.bot.call("getUpdates", timeout=50))
        await play.double.until(lambda: play.double.polled)
        await play.bot.call("setWebhook", url=place.url)
        assert (await poll).error == "Conflict: terminated by setWebhook request"
        answer = await play.bot.call("getUpdates")
        assert answer.status == 409
        assert answer.error == (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        deleted = await play.bot.call("deleteWebhook")
        assert deleted.body["description"] == "Webhook was deleted"
        assert (await play.bot.call("deleteWebhook")).body["description"] == "Webhook is already deleted"
        play.ana.says("polled")
        assert texts(await play.bot.updates()) == ["polled"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://"}, "invalid webhook URL specified"),
        ({"url": "ftp://127.0.0.1/"}, "invalid webhook URL specified"),
        ({"url": "https://example.org/hook"}, "bad webhook: Failed to resolve host: Name or service not known"),
    ],
)
async def test_a_wrong_webhook_is_refused(values: dict[str, str], error: str) -> None:
    async with scene() as play:
        answer = await play.bot.call("setWebhook", **{"url": "http://127.0.0.1:1/"} | values)
        assert answer.error == f"Bad Request: {error}"
        assert (await play.bot.call("getWebhookInfo")).result["url"] == ""


async def test_the_public_server_wants_https_and_a_known_port() -> None:
    async with scene(public_webhook=True) as play:
        errors = []
        for url in ("http://example.org/", "https://example.org:8080/", "https://127.0.0.1/"):
            errors.append((await play.bot.call("setWebhook", url=url)).error.removeprefix("Bad Request: bad webhook: "))
            play.clock.advance(2)
    assert errors == [
        "An HTTPS URL must be provided for webhook",
        "Webhook can be set up only on ports 80, 88, 443 or 8443",
        "IP address 127.0.0.1 is reserved",
    ]


async def test_a_webhook_can_be_set_once_a_second() -> None:
    async with scene() as play, hook() as place:
        await play.bot.call("setWebhook", url=place.url)
        answer = await play.bot.call("setWebhook", url=place.url + "?again")
        assert (answer.status, answer.body["parameters"], answer.headers["retry-after"]) == (
            429,
            {"retry_after": 1},
            "1",
        )
        play.clock.advance(1)
        assert (await play.bot.call("setWebhook", url=place.url)).body["description"] == "Webhook is already set"


async def test_webhook_info_tells_the_state_and_the_last_error() -> None:
    async with scene() as play, hook() as place:

        async def refuse(update: dict[str, Any]) -> web.Response:
            return web.Response(status=503)

        place.answer = refuse
        kinds = ["message", "callback_query"]
        await play.bot.call("setWebhook", url=place.url, max_connections=5, allowed_updates=kinds)
        play.ana.says("x")
        play.ana.blocks()
        await place.next()
        await play.double.until(lambda: play.double.core.webhook.last_error is not None)
        info = (await play.bot.call("getWebhookInfo")).result
    assert info == {
        "url": place.url,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "last_error_date": int(play.clock()),
        "last_error_message": "Wrong response from the webhook: 503 Service Unavailable",
        "max_connections": 5,
        "ip_address": "127.0.0.1",
        "allowed_updates": ["callback_query", "message"],
    }


async def test_a_chat_is_delivered_in_order_and_others_go_on() -> None:
    async with scene() as play, hook() as place:
        gate = asyncio.Event()

        async def slow_for_ana(update: dict[str, Any]) -> web.Response:
            if "message" in update and update["message"]["chat"]["id"] == 1001:
                await gate.wait()
            return web.Response()

        place.answer = slow_for_ana
        await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        await play.bot.call("setWebhook", url=place.url)
        ben = play.double.user(2, first_name="Ben")
        play.ana.says("first")
        play.ana.says("second")
        press = play.ana.presses("A")
        ben.says("from Ben")
        arrived = [await place.next() for _ in range(3)]
        assert {next(iter(set(update) - {"update_id"})) for update in arrived} == {"message", "callback_query"}
        assert sorted(update["message"]["text"] for update in arrived if "message" in update) == ["first", "from Ben"]
        assert press.id in {update["callback_query"]["id"] for update in arrived if "callback_query" in update}
        assert place.arrived.empty()
        gate.set()
        assert (await place.next())["message"]["text"] == "second"


async def test_no_more_than_max_connections_are_open_at_once() -> None:
    async with scene() as play, hook() as place:
        gate, inside, peak = asyncio.Event(), 0, 0

        async def counting(update: dict[str, Any]) -> web.Response:
            nonlocal inside, peak
            inside += 1
            peak = max(peak, inside)
            await gate.wait()
            inside -= 1
            return web.Response()

        place.answer = counting
        await play.bot.call("setWebhook", url=place.url, max_connections=2)
        for number in range(6):
            play.double.user(100 + number).says("x")
        await place.next()
        await place.next()
        gate.set()
        for _ in range(4):
            await place.next()
        await play.double.until(lambda: play.double.pending_updates == 0)
        assert peak == 2


async def test_a_refused_update_comes_again_until_it_is_taken() -> None:
    async with scene(pace=0.001) as play, hook() as place:
        statuses = iter([500, 302, 404, 200])

        async def at_last(update: dict[str, Any]) -> web.Response:
            return web.Response(status=next(statuses))

        place.answer = at_last
        await play.bot.call("setWebhook", url=place.url)
        play.ana.says("again")
        arrived = [await place.next() for _ in range(4)]
        assert len({update["update_id"] for update in arrived}) == 1
        await play.double.until(lambda: play.double.pending_updates == 0)
        assert play.double.core.webhook.deliveries == 4


async def test_the_delay_between_attempts_doubles_and_retry_after_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    real_sleep = asyncio.sleep

    async def sleep(seconds: float) -> None:
        if seconds:
            waits.append(seconds)
        await real_sleep(0)

    async with scene(pace=1.0) as play, hook() as place:
        answers = iter(
            [*[web.Response(status=500) for _ in range(9)], web.Response(status=429, headers={"Retry-After": "7"})]
        )

        async def refuse(update: dict[str, Any]) -> web.Response:
            return next(answers, web.Response())

        place.answer = refuse
        await play.bot.call("setWebhook", url=place.url)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        play.ana.says("again")
        await play.double.until(lambda: play.double.pending_updates == 0)
        assert play.double.core.webhook.deliveries == 11
    # the first repetition comes at once, which is no wait at all
    assert waits[:5] == [2, 4, 8, 16, 32]
    assert 60 <= waits[5] <= 64
    assert all(60 <= wait <= 120 for wait in waits[6:8])
    assert waits[8:] == [7]


async def test_a_press_that_nobody_takes_is_dropped_after_150_seconds() -> None:
    async with scene(pace=0.001) as play, hook() as place:

        async def refuse(update: dict[str, Any]) -> web.Response:
            play.clock.advance(100)
            return web.Response(status=500)

        place.answer = refuse
        await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        await play.bot.call("setWebhook", url=place.url)
        play.ana.presses("A")
        await play.double.until(lambda: play.double.pending_updates == 0)
        assert play.double.core.webhook.deliveries == 2


async def test_a_closed_connection_counts_as_not_delivered() -> None:
    async with scene() as play:
        await play.bot.call("setWebhook", url="http://127.0.0.1:9/nobody")
        play.ana.says("x")
        await play.double.until(lambda: play.double.core.webhook.last_error is not None)
        assert (await play.bot.call("getWebhookInfo")).result["last_error_message"] == "Connection refused"
        await play.bot.call("deleteWebhook")
        assert texts(await play.bot.updates()) == ["x"]


async def test_a_bot_may_answer_a_delivery_with_a_call() -> None:
    async with scene() as play, hook() as place:

        async def reply(update: dict[str, Any]) -> web.Response:
            return web.json_response(
                {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "pong"}
            )

        place.answer = reply
        await play.bot.call("setWebhook", url=place.url)
        play.ana.says("ping")
        assert [shown.text for shown in await play.ana.waits_for(1)] == ["pong"]
        assert [call.method for call in play.double.calls] == ["setwebhook", "sendmessage"]


async def test_a_webhook_that_is_gone_for_23_hours_is_closed() -> None:
    async with scene(pace=0.001) as play, hook() as place:

        async def gone(update: dict[str, Any]) -> web.Response:
            play.clock.advance(12 * 3600)
            return web.Response(status=410)

        place.answer = gone
        await play.bot.call("setWebhook", url=place.url)
        for text in "abc":
            play.ana.says(text)
            await place.next()
        await play.double.until(lambda: not play.double.core.webhook.is_set)


async def test_dropping_pending_updates_empties_the_queue() -> None:
    async with scene() as play, hook() as place:
        play.ana.says("old")
        await play.bot.call("setWebhook", url=place.url, drop_pending_updates=True)
        play.ana.says("new")
        assert (await place.next())["message"]["text"] == "new"
        await play.double.until(lambda: play.double.pending_updates == 0)


async def test_a_callback_without_its_message_is_inaccessible() -> None:
    async with scene() as play:
        message = await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        await play.bot.call("deleteMessage", chat_id=1001, message_id=message["message_id"])
        play.ana.forges("A", message["message_id"])
        (update,) = await play.bot.updates()
        assert update["callback_query"]["message"]["date"] == 0


def test_answers_tell_refusals_from_results() -> None:
    with pytest.raises(AssertionError):
        _ = Answer(400, {}, {"ok": False, "error_code": 400, "description": "x"}).result
    with pytest.raises(AssertionError):
        _ = Answer(200, {}, {"ok": True, "result": True}).error
