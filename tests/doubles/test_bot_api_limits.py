"""Limits and faults: a bot is slowed down as Telegram would, fails on order, and every failure is written down."""

import asyncio
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.bot_api import Fault
from tests.doubles.bot_api.faults import Faults
from tests.doubles.bot_api.limits import Counters, Limits
from tests.doubles.bot_api.testing import keyboard, scene

# --- limits


async def test_more_than_the_rate_in_any_second_is_refused_for_retry_after() -> None:
    async with scene(rate=3, retry_after=2) as play:
        for number in range(3):
            await play.bot.says(1001, str(number))
            play.clock.advance(0.3)
        answer = await play.bot.call("sendMessage", chat_id=1001, text="too many")
        assert answer.status == 429
        assert answer.error == "Too Many Requests: retry after 2"
        assert answer.body["parameters"] == {"retry_after": 2}
        assert answer.headers["retry-after"] == "2"
        play.clock.advance(1.5)
        answer = await play.bot.call("sendMessage", chat_id=1001, text="too soon")
        assert answer.body["parameters"] == {"retry_after": 1}
        play.clock.advance(0.5)
        await play.bot.says(1001, "now")
        assert (play.double.counters.sent, play.double.counters.rejected) == (4, 2)
        assert play.double.counters.max_in_a_second == 3


async def test_the_full_rate_passes_again_after_exactly_one_second() -> None:
    async with scene(rate=1) as play:
        for _ in range(3):
            await play.bot.says(1001, "x")
            play.clock.advance(1)
        await play.bot.says(1001, "x")
        play.clock.advance(0.99)
        assert (await play.bot.call("sendMessage", chat_id=1001, text="x")).status == 429


async def test_refused_calls_do_not_use_up_the_rate() -> None:
    async with scene(rate=1) as play:
        for text in ("", "<b>", "x" * 5000):
            assert (await play.bot.call("sendMessage", chat_id=1001, text=text, parse_mode="HTML")).status == 400
        await play.bot.says(1001, "fine")


async def test_a_chat_takes_a_short_burst_then_one_a_second() -> None:
    async with scene(chat_rate=1.0, chat_burst=2) as play:
        play.double.user(2, started=True)
        await play.bot.says(1001, "1")
        await play.bot.says(1001, "2")
        answer = await play.bot.call("sendMessage", chat_id=1001, text="3")
        assert answer.body["parameters"] == {"retry_after": 1}
        await play.bot.says(2, "another chat")
        play.clock.advance(1)
        await play.bot.says(1001, "3")
        assert (await play.bot.call("sendMessage", chat_id=1001, text="4")).status == 429


async def test_a_group_takes_20_a_minute_and_a_person_more() -> None:
    async with scene(group_per_minute=20) as play:
        group = play.double.group(-1000000000001)
        for number in range(20):
            await play.bot.says(group.id, str(number))
            await play.bot.says(1001, str(number))
            play.clock.advance(1)
        answer = await play.bot.call("sendMessage", chat_id=group.id, text="21st")
        assert answer.body["parameters"] == {"retry_after": 40}
        await play.bot.says(1001, "21st")
        play.clock.advance(40)
        await play.bot.says(group.id, "21st")


async def test_edits_and_answers_are_not_messages() -> None:
    async with scene(rate=1) as play:
        message = await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        press = play.ana.presses("A")
        values = {"chat_id": 1001, "message_id": message["message_id"], "text": "y"}
        assert (await play.bot.call("editMessageText", **values)).result
        assert (await play.bot.call("answerCallbackQuery", callback_query_id=press.id)).result


@given(st.lists(st.floats(0, 0.5), max_size=80), st.integers(1, 10))
def test_no_second_ever_has_more_than_the_rate(pauses: list[float], rate: int) -> None:
    limits, counters, now = Limits(rate=rate, retry_after=1), Counters(), 1000.0
    for pause in pauses:
        now += pause
        if limits.admit(1, group=False, now=now) == 0:
            counters.count_sent(1, "x", now)
    assert counters.max_in_a_second <= rate


async def test_counters_tell_calls_errors_peaks_and_duplicates() -> None:
    async with scene(lean=True) as play:
        for text in ("a", "b", "a"):
            await play.bot.says(1001, text)
        play.clock.advance(2)
        await play.bot.says(1001, "c")
        await play.bot.call("sendMessage", chat_id=1001)
        counters = play.double.counters
        assert (counters.sent, counters.duplicates, counters.max_in_a_second) == (4, 1, 3)
        assert counters.per_second == [3, 0, 1]
        assert (counters.calls["sendmessage"], counters.errors[400]) == (5, 1)
        assert (play.double.calls, play.double.sent) == ([], [])


async def test_a_full_history_is_kept_unless_lean() -> None:
    async with scene() as play:
        await play.bot.says(1001, "a", disable_notification=True)
        await play.bot.call("sendMessage", chat_id=7, text="b")
        await play.bot.updates()
        first, second = play.double.calls
        assert (first.method, first.status, first.values["disable_notification"]) == ("sendmessage", 200, True)
        assert (second.status, second.description) == (400, "Bad Request: chat not found")
        assert [(sent.chat_id, sent.text) for sent in play.double.sent] == [(1001, "a")]


# --- faults


async def test_a_script_is_played_once_in_order() -> None:
    async with scene() as play:
        play.double.faults.script(
            [
                Fault("429", retry_after=5),
                Fault("500"),
                Fault("502", method="editMessageText"),
                Fault("502", chat_id=1001),
            ]
        )
        first = await play.bot.call("sendMessage", chat_id=1001, text="x")
        assert (first.status, first.headers["retry-after"], first.body["parameters"]) == (429, "5", {"retry_after": 5})
        assert (await play.bot.call("sendMessage", chat_id=1001, text="x")).error == "Internal Server Error"
        async with play.bot.session.post(
            play.bot.address("sendMessage"), json={"chat_id": 1001, "text": "x"}
        ) as answer:
            assert (answer.status, answer.content_type) == (502, "text/html")
        await play.bot.says(1001, "x")
        assert [shown.text for shown in play.ana.screen()] == ["x"]
        assert [(record.kind, record.delivered, record.ambiguous) for record in play.double.fault_log] == [
            ("429", False, False),
            ("500", False, True),
            ("502", False, True),
        ]


async def test_a_message_may_arrive_though_the_answer_says_no() -> None:
    async with scene() as play:
        play.double.faults.script([Fault("accepted_then_500"), Fault("accepted_then_closed")])
        assert (await play.bot.call("sendMessage", chat_id=1001, text="one")).status == 500
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await play.bot.call("sendMessage", chat_id=1001, text="two")
        assert [shown.text for shown in play.ana.screen()] == ["one", "two"]
        assert [(record.text, record.delivered, record.ambiguous) for record in play.double.fault_log] == [
            ("one", True, True),
            ("two", True, True),
        ]


async def test_a_call_that_is_refused_anyway_is_not_delivered_by_its_fault() -> None:
    async with scene() as play:
        play.double.faults.script([Fault("accepted_then_500")])
        play.ana.blocks()
        assert (await play.bot.call("sendMessage", chat_id=1001, text="x")).status == 403
        assert [record.delivered for record in play.double.fault_log] == [False]


async def test_a_hanging_call_ends_when_the_client_gives_up() -> None:
    async with scene() as play:
        play.double.faults.script([Fault("hang")])
        with pytest.raises(TimeoutError):
            await play.bot.request(
                "POST",
                play.bot.address("sendMessage"),
                json={"chat_id": 1001, "text": "x"},
                timeout=aiohttp.ClientTimeout(total=0.05),
            )
        assert play.ana.screen() == []
        assert [(record.kind, record.delivered, record.ambiguous) for record in play.double.fault_log] == [
            ("hang", False, True)
        ]
        await play.bot.says(1001, "x")


async def test_a_double_that_stops_lets_go_of_hanging_and_polling_clients() -> None:
    async with scene(pace=1.0) as play:
        play.double.faults.script([Fault("hang", method="sendMessage")])
        hanging = asyncio.create_task(play.bot.call("sendMessage", chat_id=1001, text="x"))
        polling = asyncio.create_task(play.bot.call("getUpdates", timeout=50))
        await play.double.until(lambda: bool(play.double.fault_log))
        await play.double.until(lambda: play.double.polled)
        await asyncio.wait_for(play.double.stop(), 3)
        with pytest.raises(aiohttp.ClientError):
            await hanging
        assert (await polling).result == []


async def _outcomes(seed: int) -> tuple[list[int], list[str]]:
    async with scene() as play:
        play.double.faults.chances({"429": 0.2, "500": 0.2, "accepted_then_500": 0.1}, seed=seed)
        statuses = [(await play.bot.call("sendMessage", chat_id=1001, text=str(n))).status for n in range(40)]
        return statuses, [record.kind for record in play.double.fault_log]


async def test_chance_follows_its_seed() -> None:
    first, again, other = [await _outcomes(seed) for seed in (1, 1, 2)]
    assert first == again
    assert first != other
    statuses, kinds = first
    assert {429, 500, 200} == set(statuses)
    assert len(kinds) == sum(status != 200 for status in statuses)


async def test_a_message_that_met_chance_passes_the_second_time() -> None:
    async with scene() as play:
        play.double.faults.chances({"502": 1.0}, methods=["sendMessage"])
        statuses = []
        for text in ("a", "a", "b", "b"):
            url = play.bot.address("sendMessage")
            async with play.bot.session.post(url, json={"chat_id": 1001, "text": text}) as answer:
                statuses.append(answer.status)
        assert statuses == [502, 200, 502, 200]
        await play.bot.call("getMe")
        play.double.faults.clear()
        await play.bot.says(1001, "c")


@pytest.mark.parametrize("wrong", [{"418": 0.5}, {"500": 0.7, "502": 0.4}])
def test_wrong_chances_are_an_error(wrong: dict[Any, float]) -> None:
    with pytest.raises(ValueError, match=r"chances|no such fault"):
        Faults().chances(wrong)
    with pytest.raises(ValueError, match="no such fault"):
        Fault("418")  # type: ignore[arg-type]
