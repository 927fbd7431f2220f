"""Sending over the wire: each way a send can end has its own meaning, and no log or error ever shows the token."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import Busy, Outgoing, Receipt, Refused, SendError, Unavailable, Unreachable, Unsure
from bot.channels.telegram import request as http
from bot.channels.telegram.channel import TelegramChannel
from domain.messages import Choice, FileRef, Message, Part, verbatim
from tests.bot.channels.telegram.kept import Kept, Naps
from tests.doubles.bot_api import TOKEN, BotApiDouble, Fault

ADDRESS = {"chat_id": 1001}
HELLO = Outgoing({"text": "Hello"})


@asynccontextmanager
async def channel_to(url: str, token: str = TOKEN) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(token, api_base=url, sleep=Naps())
    try:
        yield channel
    finally:
        await channel.close()


async def test_a_rendered_message_appears_on_the_screen_and_its_buttons_answer() -> None:
    message = Message(
        (Part(verbatim("Your <name> & https://example.org?"), "title"), Part(verbatim("👋 Take your time."), "note")),
        (Choice(verbatim("Yes"), "yes", style="primary"), Choice(verbatim("No"), "no", selected=True)),
    )
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        ann = double.user(1001, started=True)
        (piece,) = channel.render(message, "en", "token-{}".format)
        receipt = await channel.send(ADDRESS, piece)
        (seen,) = ann.screen()
        assert receipt == Receipt(str(seen.message_id))
        assert seen.text == "Your <name> & https://example.org?\n\n👋 Take your time."
        assert {(entity["type"], entity["offset"]) for entity in seen.entities} >= {("bold", 0), ("italic", 36)}
        assert [(b.label, b.data, b.style) for row in seen.buttons for b in row] == [
            ("Yes", "token-0", "primary"),
            ("✅ No", "token-1", None),
        ]
        kept = Kept()
        press = ann.presses("Yes")
        task = asyncio.create_task(channel.receive(kept))
        await kept.until(lambda kept: len(kept.updates) == 1)
        event = channel.decode(next(iter(kept.updates.values())).body)
        assert (event.kind, event.token) == ("press", "token-0")
        await channel.acknowledge(event.reference)
        assert press.answered
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_that_a_person_writes_is_shown_and_a_failure_has_its_meaning() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        double.user(1001, started=True)
        await channel.show_writing(ADDRESS)
        assert double.actions == [(1001, "typing")]
        with pytest.raises(SendError):
            await channel.show_writing({"chat_id": 999})


async def test_a_text_of_any_length_arrives_in_order() -> None:
    text = "Une phrase assez longue, avec des accents & des <signes>. 👋 " * 400
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        ann = double.user(1001, started=True)
        for piece in channel.render(Message((Part(verbatim(text)),)), "fr", str):
            await channel.send(ADDRESS, piece)
        assert " ".join(shown.text for shown in ann.screen()) == text.strip()
        assert len(ann.screen()) > 5


async def test_who_blocked_us_or_is_gone_is_unreachable() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        blocking, leaving = double.user(1001, started=True), double.user(1002, started=True)
        double.user(1003, seen=True)
        blocking.blocks()
        leaving.leaves_telegram()
        for chat_id in (1001, 1002, 1003, 1004):
            with pytest.raises(Unreachable):
                await channel.send({"chat_id": chat_id}, HELLO)
        with pytest.raises(Unreachable):
            await channel.send({}, HELLO)


async def test_a_chat_that_moved_and_a_text_telegram_cannot_parse_are_refused() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        double.user(1001, started=True)
        group = double.group(-50, kind="group")
        group.becomes_supergroup(-1_000_000_000_051)
        with pytest.raises(Refused, match="upgraded"):
            await channel.send({"chat_id": -50}, HELLO)
        with pytest.raises(Refused, match="parse entities"):
            await channel.send(ADDRESS, Outgoing({"text": "<b>", "parse_mode": "HTML"}))


@pytest.mark.parametrize(
    ("fault", "meaning", "delivered"),
    [
        ("500", Unavailable, 0),
        ("502", Unavailable, 0),
        ("accepted_then_500", Unavailable, 1),
        ("accepted_then_closed", Unsure, 1),
    ],
)
async def test_a_fault_has_one_meaning_and_is_not_repeated_here(
    fault: Any, meaning: type[SendError], delivered: int
) -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        ann = double.user(1001, started=True)
        double.faults.script([Fault(fault)])
        with pytest.raises(meaning) as caught:
            await channel.send(ADDRESS, HELLO)
        assert type(caught.value) is meaning
        assert len(ann.screen()) == delivered
        await channel.send(ADDRESS, HELLO)
        assert len(ann.screen()) == delivered + 1


async def test_busy_tells_how_long_to_wait() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        double.user(1001, started=True)
        double.faults.script([Fault("429", retry_after=17)])
        with pytest.raises(Busy) as caught:
            await channel.send(ADDRESS, HELLO)
        assert caught.value.retry_after == 17


async def test_no_answer_in_time_leaves_us_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_TIMEOUT", http.ClientTimeout(total=0.05))
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        double.user(1001, started=True)
        double.faults.script([Fault("hang")])
        with pytest.raises(Unsure):
            await channel.send(ADDRESS, HELLO)


async def test_nobody_at_home_means_nothing_was_delivered() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with channel_to(f"http://127.0.0.1:{unused.getsockname()[1]}") as channel:
            with pytest.raises(Unavailable):
                await channel.send(ADDRESS, HELLO)


async def test_a_wrong_token_is_not_the_fault_of_the_message() -> None:
    async with BotApiDouble() as double, channel_to(double.url, "4839574812:AAwrong") as channel:
        with pytest.raises(Unavailable):
            await channel.send(ADDRESS, HELLO)


async def test_nothing_to_change_counts_as_sent() -> None:
    text = "Bad Request: message is not modified: specified new message content is exactly the same"
    async with answering(400, {"ok": False, "description": text}) as url, channel_to(url) as channel:
        assert await channel.send(ADDRESS, HELLO) == Receipt("")


@pytest.mark.parametrize("answer", ["<html>a captive portal</html>", [1], {"ok": True}])
async def test_a_good_status_with_a_strange_answer_leaves_us_unsure(answer: Any) -> None:
    async with answering(200, answer) as url, channel_to(url) as channel:
        with pytest.raises(Unsure):
            await channel.send(ADDRESS, HELLO)


async def test_a_redirection_is_not_followed() -> None:
    async with answering(302, {}, {"Location": "http://127.0.0.1:9/"}) as url, channel_to(url) as channel:
        with pytest.raises(SendError):
            await channel.send(ADDRESS, HELLO)


async def test_an_old_press_is_no_trouble() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        await channel.acknowledge("123")
        assert double.calls[-1].status == 400
        await double.stop()
        await channel.acknowledge("123")


async def test_a_file_is_fetched() -> None:
    content = bytes(range(256)) * 40
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        sent = double.user(1001).sends_document("CV.pdf", "application/pdf", content)
        assert await channel.fetch(FileRef("CV.pdf", source=sent["document"]["file_id"])) == content


async def test_a_file_too_big_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.LARGEST_FILE", 10_000)
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        sent = double.user(1001).sends_document("CV.pdf", "application/pdf", b"x" * 10_001)
        source = sent["document"]["file_id"]
        with pytest.raises(Refused, match=r"^too-big$"):
            await channel.fetch(FileRef("CV.pdf", source=source))
        with pytest.raises(Refused, match=r"^too-big$"):
            await channel.fetch(FileRef("CV.pdf", size=10_001, source=source))
        assert [call.method for call in double.calls] == ["getfile"]


async def test_a_file_that_lied_about_its_size_is_not_read_to_its_end() -> None:
    async with answering(200, "y" * 5_000) as url:
        request = http.Request()
        with pytest.raises(http.AnswerError, match="too-big"):
            await request.download(f"{url}/botx/file", 4_999)
        assert len(await request.download(f"{url}/botx/file", 5_000)) == 5_000
        await request.shutdown()


async def test_a_file_that_is_gone_says_so() -> None:
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        with pytest.raises(Refused, match=r"^gone$"):
            await channel.fetch(FileRef("CV.pdf", source="unknown"))
        double.faults.script([Fault("500", "getFile"), Fault("accepted_then_closed", "getFile")])
        source = double.user(1001).sends_document("a", "b", b"c")["document"]["file_id"]
        for _ in range(2):
            with pytest.raises(Unavailable):
                await channel.fetch(FileRef("CV.pdf", source=source))
        assert await channel.fetch(FileRef("CV.pdf", source=source)) == b"c"


async def test_no_log_and_no_error_ever_shows_the_token_or_an_address(caplog: pytest.LogCaptureFixture) -> None:
    for name in (None, "telegram", "telegram.Bot", "telegram.BaseRequest", "aiogram", "aiohttp.client", "bot"):
        caplog.set_level(logging.DEBUG, name)
    secret = TOKEN.partition(":")[2]
    told: list[str] = []
    kept = Kept(OSError("full"))
    async with BotApiDouble() as double, channel_to(double.url) as channel:
        ann = double.user(1001)
        ann.says("Something personal")
        double.faults.script([Fault("502", "sendMessage"), Fault("accepted_then_closed", "sendMessage")])
        task = asyncio.create_task(channel.receive(kept))
        await kept.until(lambda kept: bool(kept.updates))
        for payload in (HELLO, HELLO, HELLO, Outgoing({"text": "<b>personal", "parse_mode": "HTML"})):
            try:
                await channel.send(ADDRESS, payload)
            except SendError as error:
                told.append(repr(error))
        await channel.acknowledge("1")
        source = ann.sends_document("a.txt", "text/plain", b"abc")["document"]["file_id"]
        assert await channel.fetch(FileRef("a.txt", source=source)) == b"abc"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        url = double.url
    async with channel_to(url) as lonely:
        for attempt in (lonely.send(ADDRESS, HELLO), lonely.fetch(FileRef("x", source="y"))):
            try:
                await attempt
            except SendError as error:
                told.append(repr(error))
    assert len(told) == 5
    everything = caplog.text + "".join(told) + repr([record.__dict__ for record in caplog.records])
    assert secret not in everything
    assert "ersonal" not in everything


@asynccontextmanager
async def answering(status: int, answer: Any, headers: dict[str, str] | None = None) -> AsyncIterator[str]:
    """A server that answers everything alike."""

    async def answer_alike(_: web.Request) -> web.Response:
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, headers=headers)
        return web.json_response(answer, status=status, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer_alike)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
