"""Receiving over the wire: nothing is acknowledged before it is kept, and nothing stops the loop for long."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.channels.telegram.decode import decode
from bot.channels.telegram.receive import LONGEST_PAUSE, Receiver
from bot.channels.telegram.updates import ALLOWED_UPDATES
from tests.bot.channels.telegram.kept import Kept, Naps
from tests.doubles.bot_api import TOKEN, BotApiDouble, Fault


@asynccontextmanager
async def polling(url: str, kept: Kept, naps: Naps, token: str = TOKEN) -> AsyncIterator["asyncio.Task[None]"]:
    receiver = Receiver(token, url, naps, long_poll=5)
    task = asyncio.create_task(receiver.poll(kept))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await receiver.close()


async def test_what_people_do_arrives_in_order_and_is_then_acknowledged() -> None:
    kept, naps = Kept(), Naps()
    async with BotApiDouble() as double:
        ann = double.user(1001, first_name="Ann", language_code="fr")
        ann.start("practice-7")
        ann.says("Bonjour")
        async with polling(double.url, kept, naps):
            await kept.until(lambda kept: len(kept.updates) == 2)
            ann.blocks()
            await kept.until(lambda kept: len(kept.updates) == 3)
            await double.until(lambda: double.pending_updates == 0)
        events = [decode(update.body) for update in kept.updates.values()]
        assert [(event.kind, event.text, event.argument) for event in events] == [
            ("command", "start", "practice-7"),
            ("text", "Bonjour", ""),
            ("blocked", "", ""),
        ]
        assert {update.place for update in kept.updates.values()} == {"1001"}
        assert double.core.updates.allowed == set(ALLOWED_UPDATES)
    assert naps.seconds == []


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again() -> None:
    kept, naps = Kept(OSError("disk full"), OSError("disk full")), Naps()
    async with BotApiDouble() as double:
        double.user(1001).says("Bonjour")
        async with polling(double.url, kept, naps):
            await kept.until(lambda kept: len(kept.updates) == 1)
    assert naps.seconds == [1.0, 2.0]


async def test_an_update_the_library_cannot_parse_blocks_nobody() -> None:
    kept, naps = Kept(), Naps()
    async with BotApiDouble() as double:
        ann = double.user(1001)
        ann.says("before")
        poison = double.push_raw({"my_chat_member": {"chat": "?", "new_chat_member": {"status": 5}}})
        double.push_raw({"message": [1, {"deep": None}]})
        ann.says("after")
        async with polling(double.url, kept, naps):
            await double.until(lambda: double.pending_updates == 0)
    assert [decode(u.body).text for u in kept.updates.values() if u.place] == ["before", "after"]
    assert str(poison) in kept.updates
    assert len(kept.updates) == 4
    assert naps.seconds == []


async def test_a_webhook_left_behind_is_taken_away() -> None:
    kept, naps = Kept(), Naps()
    async with BotApiDouble(pace=0.001) as double:
        receiver = Receiver(TOKEN, double.url, naps, long_poll=5)
        listening = asyncio.create_task(receiver.listen("http://127.0.0.1:9/telegram/webhook", "secret"))
        await double.until(lambda: double.core.webhook.is_set)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await receiver.close()
        double.user(1001).says("Bonjour")
        async with polling(double.url, kept, naps):
            await kept.until(lambda kept: len(kept.updates) == 1)


async def test_a_webhook_set_meanwhile_by_somebody_is_taken_away_too() -> None:
    kept, naps = Kept(), Naps()
    async with BotApiDouble(pace=0.001) as double:
        other = Receiver(TOKEN, double.url, naps)
        async with polling(double.url, kept, naps):
            double.user(1001).says("one")
            await kept.until(lambda kept: len(kept.updates) == 1)
            await other._bot.set_webhook("http://127.0.0.1:9/elsewhere")
            await double.until(lambda: not double.core.webhook.is_set)
            double.user(1001).says("two")
            await kept.until(lambda kept: len(kept.updates) == 2)
        await other.close()


async def test_telegram_is_told_where_to_push_and_with_which_secret() -> None:
    naps = Naps()
    async with BotApiDouble() as double:
        double.faults.script([Fault("500", "setWebhook"), Fault("429", "setWebhook", retry_after=7)])
        receiver = Receiver(TOKEN, double.url, naps)
        task = asyncio.create_task(receiver.listen("http://127.0.0.1:9/telegram/webhook", "correct_horse"))
        await double.until(lambda: double.core.webhook.is_set)
        target = double.core.webhook.target
        assert (target.url, target.secret) == ("http://127.0.0.1:9/telegram/webhook", "correct_horse")
        assert double.core.updates.allowed == set(ALLOWED_UPDATES)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await receiver.close()
    assert naps.seconds == [1.0, 7.0]


async def test_a_refused_token_ends_receiving_with_a_clear_line(caplog: pytest.LogCaptureFixture) -> None:
    kept, naps = Kept(), Naps()
    wrong = "4839574812:AAthisTokenWasRevokedLongAgo"
    async with BotApiDouble() as double, polling(double.url, kept, naps, wrong) as task:
        async with asyncio.timeout(5):
            await task
    assert "COMPAGNON_TELEGRAM_TOKEN" in caplog.text
    assert wrong not in caplog.text


async def test_another_poller_is_reported_once_and_we_go_on(caplog: pytest.LogCaptureFixture) -> None:
    kept, naps = Kept(), Naps()
    answers = ["conflict"] * 3
    async with scripted(answers) as url, polling(url, kept, naps):
        await kept.until(lambda kept: "3" in kept.updates)
    assert caplog.text.count("only one can") == 1
    assert naps.seconds == [1.0, 2.0, 4.0]


async def test_pauses_grow_to_a_limit_and_start_anew_after_success() -> None:
    kept, naps = Kept(), Naps()
    answers = ["502", "html", "closed", "not json", "empty object", "no description", "502", "ok", "502"]
    async with scripted(answers) as url, polling(url, kept, naps):
        await kept.until(lambda kept: "9" in kept.updates)
    assert naps.seconds[:7] == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]
    assert naps.seconds[7:] == [1.0]


async def test_half_a_surrogate_pair_in_one_text_costs_nobody_anything() -> None:
    kept, naps = Kept(), Naps()
    async with scripted(["surrogate"]) as url, polling(url, kept, naps):
        await kept.until(lambda kept: "1" in kept.updates)
    assert decode(kept.updates["77"].body).text == "? Bonjour"
    assert decode(kept.updates["78"].body).text == "fine"
    assert naps.seconds == []


async def test_updates_that_tell_no_number_do_not_spin_the_loop() -> None:
    kept, naps = Kept(), Naps()
    async with scripted(["no number", "no number"]) as url, polling(url, kept, naps):
        await kept.until(lambda kept: "2" in kept.updates)
    assert naps.seconds == [1.0, 2.0]
    assert len(kept.updates) == 2


async def test_nobody_at_home_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    kept, naps = Kept(), Naps()
    async with BotApiDouble() as double:
        url = double.url
    async with polling(url, kept, naps):
        await naps.until(7)
    assert naps.seconds[:7] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert caplog.text.count("trying again") == 1
    assert TOKEN not in caplog.text


@asynccontextmanager
async def scripted(answers: list[str]) -> AsyncIterator[str]:
    """A server whose getUpdates answers in the given ways, and afterwards with one update, numbered by the calls."""
    calls = 0
    person = '"from":{"id":1,"is_bot":false,"first_name":"A"},"chat":{"id":1,"type":"private"},"date":1,"message_id":1'
    half = f'{{"update_id":77,"message":{{{person},"text":"\\ud83d Bonjour"}}}}'
    fine = f'{{"update_id":78,"message":{{{person},"text":"fine"}}}}'

    async def answer(request: web.Request) -> web.Response:
        nonlocal calls
        if request.match_info["method"] != "getUpdates":
            return web.json_response({"ok": True, "result": True})
        way = answers[calls] if calls < len(answers) else "update"
        if calls > len(answers):
            await asyncio.Event().wait()
        calls += 1
        if way == "closed" and request.transport is not None:
            request.transport.close()
        replies = {
            "conflict": (409, '{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates"}'),
            "502": (502, '{"ok":false,"error_code":502,"description":"Bad Gateway"}'),
            "html": (502, "<html>502 Bad Gateway</html>"),
            "closed": (500, ""),
            "not json": (200, "["),
            "empty object": (200, "{}"),
            "no description": (500, '{"ok":false}'),
            "ok": (200, '{"ok":true,"result":[]}'),
            "no number": (200, '{"ok":true,"result":[{"message":5}]}'),
            "surrogate": (200, f'{{"ok":true,"result":[{half},{fine}]}}'),
            "update": (200, f'{{"ok":true,"result":[{{"update_id":{calls - 1}}}]}}'),
        }
        status, text = replies[way]
        return web.Response(status=status, text=text, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
