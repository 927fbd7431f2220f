"""People on the other side see what the bot did; their acts are updates that both Telegram libraries can read."""

import asyncio
import json
import os
import sys
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import GetUpdates
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Update

from tests.doubles.bot_api import BotApiDouble, Button
from tests.doubles.bot_api.testing import Scene, keyboard, scene

# --- the screen


async def test_a_screen_shows_messages_after_edits_and_deletions() -> None:
    async with scene() as play:
        play.ana.says("hello")
        gone = await play.bot.says(1001, "gone")
        asked = await play.bot.says(1001, "pick", reply_markup=keyboard(["Oui", "Non"]))
        await play.bot.call("deleteMessage", chat_id=1001, message_id=gone["message_id"])
        hers, his = play.ana.screen()
        assert (hers.text, hers.mine, his.labels, his.edited) == ("hello", True, ["Oui", "Non"], False)
        assert his.buttons == ((Button("Oui", "Oui"), Button("Non", "Non")),)
        await play.bot.call("editMessageText", chat_id=1001, message_id=asked["message_id"], text="thanks")
        his = play.ana.screen()[-1]
        assert (his.text, his.labels, his.edited) == ("thanks", [], True)


async def test_waiting_ends_with_the_message_and_counts_from_the_last_own_act() -> None:
    async with scene() as play:
        await play.bot.says(1001, "old news")
        play.ana.says("hi")
        waiting = asyncio.create_task(play.ana.waits_for(2))
        await play.bot.says(1001, "one")
        assert not waiting.done()
        await play.bot.says(1001, "two")
        assert [shown.text for shown in await waiting] == ["one", "two"]
        seen = await play.ana.waits_for(lambda screen: screen[0].text == "old news")
        assert [shown.text for shown in seen] == ["one", "two"]


async def test_waiting_in_vain_tells_what_is_on_the_screen() -> None:
    async with scene() as play:
        play.ana.says("hi")
        with pytest.raises(TimeoutError, match="> hi"):
            await play.ana.waits_for(1, timeout=0.01)
        with pytest.raises(TimeoutError):
            await play.double.until(lambda: False, timeout=0.01)


async def test_a_mistake_in_a_wait_is_the_waiters_own() -> None:
    async with scene() as play:
        waiting = asyncio.create_task(play.ana.waits_for(lambda screen: screen and screen[1]))
        await asyncio.sleep(0)
        assert await play.bot.says(1001, "x")
        with pytest.raises(IndexError):
            await waiting


async def test_buttons_are_pressed_by_label_or_data_on_the_latest_message_that_has_them() -> None:
    async with scene() as play:
        first = await play.bot.says(1001, "1", reply_markup=keyboard(["A"], prefix="1."))
        await play.bot.says(1001, "2", reply_markup=keyboard(["A"], prefix="2."))
        await play.bot.says(1001, "3", reply_markup={"inline_keyboard": [[{"text": "Link", "url": "https://a.org"}]]})
        assert play.ana.presses("A").data == "2.A"
        assert play.ana.presses("1.A").data == "1.A"
        assert play.ana.presses("A", first).data == "1.A"
        assert play.ana.presses("A", play.ana.screen()[0]).data == "1.A"
        for label in ("Link", "B"):
            with pytest.raises(LookupError, match="Link"):
                play.ana.presses(label)


async def test_forged_data_is_passed_on() -> None:
    async with scene() as play:
        message = await play.bot.says(1001, "1")
        press = play.ana.forges("admin:erase", message)
        (update,) = await play.bot.updates()
        assert (update["callback_query"]["id"], update["callback_query"]["data"]) == (press.id, "admin:erase")


async def test_keys_of_a_reply_keyboard_send_their_label() -> None:
    async with scene() as play:
        await play.bot.says(1001, "x", reply_markup={"keyboard": [["Menu"]]})
        assert play.ana.taps("Menu")["text"] == "Menu"
        with pytest.raises(LookupError):
            play.ana.taps("Other")


async def test_people_can_only_do_what_a_telegram_client_can() -> None:
    async with scene() as play:
        for text in ("", " \n", "x" * 4097):
            with pytest.raises(ValueError, match="4096"):
                play.ana.says(text)
        mine = await play.bot.says(1001, "x")
        with pytest.raises(ValueError, match="own"):
            play.ana.edits(mine, "y")
        play.ana.blocks()
        with pytest.raises(ValueError, match="blocked"):
            play.ana.says("x")
        play.ana.start("again")
        assert play.ana.screen()[-1].text == "/start again"


async def test_blocking_and_unblocking_tell_the_bot() -> None:
    async with scene() as play:
        play.ana.blocks()
        play.ana.blocks()
        play.ana.unblocks()
        changes = [update["my_chat_member"] for update in await play.bot.updates()]
        statuses = [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes]
        assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_groups_show_what_is_said_and_each_topic() -> None:
    async with scene() as play:
        group = play.double.group(-1000000000001, forum=True)
        topic = group.topic("Ana")
        play.ana.says("hello", chat=group, thread=topic)
        await play.bot.says(group.id, "noted", message_thread_id=topic, reply_markup=keyboard(["Take over"]))
        screen = await group.waits_for(lambda screen: screen[-1].text == "noted")
        assert [(shown.text, shown.thread) for shown in screen[1:]] == [("hello", topic), ("noted", topic)]
        play.ana.presses("Take over", chat=group)
        updates = await play.bot.updates()
        assert updates[-1]["callback_query"]["message"]["chat"]["id"] == group.id


# --- both libraries read every kind of update


async def _all_kinds(play: Scene) -> list[dict[str, Any]]:
    """One update of each kind that people cause."""
    await play.bot.updates(allowed_updates=["message_reaction", *_KINDS])
    group = play.double.group(-1000000000001, title="Staff", forum=True)
    ben = play.double.user(1002, first_name="Ben", last_name="B", username="ben_b", language_code="pt-br")
    written = play.ana.says("see https://ecett.eu and write to a@b.org, @somebody, /help")
    play.ana.edits(written, "changed")
    play.ana.sends_document("cv.pdf", "application/pdf", b"%PDF", "caption")
    ben.start("link_1")
    ben.says("reply", reply_to=ben.says("first")["message_id"])
    asked = await play.bot.says(1001, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard(["A"]))
    play.ana.presses("A")
    play.ana.forges("old", 9999)
    play.ana.reacts(asked, "👍")
    play.ana.blocks()
    play.ana.unblocks()
    ben.says("in a topic", chat=group, thread=group.topic("T"))
    group.removes_bot(ben)
    group.adds_bot(ben)
    play.clock.advance(5)
    updates: list[dict[str, Any]] = await play.bot.updates()
    assert {kind for update in updates for kind in update} - {"update_id"} == {*_KINDS, "message_reaction"}
    return updates


_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")


async def test_aiogram_reads_every_update_and_loses_nothing() -> None:
    async with scene() as play:
        for raw in await _all_kinds(play):
            update = Update.model_validate(raw)
            assert update.event is not None
            assert _plain(update.model_dump(mode="json", by_alias=True, exclude_none=True)) == _plain(raw)


async def test_python_telegram_bot_reads_every_update_and_loses_nothing() -> None:
    async with scene() as play:
        for raw in await _all_kinds(play):
            update = telegram.Update.de_json(json.loads(json.dumps(raw)), None)
            assert update.effective_user is not None
            again = json.loads(update.to_json())
            assert _covers(again, raw), (again, raw)


def _plain(value: Any, name: str = "") -> Any:
    """A dumped update without its dates, which aiogram writes as ISO texts; everything else must be equal."""
    if name in {"date", "edit_date", "until_date"}:
        return name
    if isinstance(value, dict):
        return {key: _plain(inner, key) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _covers(got: Any, wanted: Any) -> bool:
    """Whether everything wanted was kept; python-telegram-bot leaves out empty lists."""
    if isinstance(wanted, dict):
        return all(_covers(got.get(key, []), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return len(got) == len(wanted) and all(_covers(one, other) for one, other in zip(got, wanted, strict=True))
    return bool(got == wanted)


# --- both libraries as clients


async def test_aiogram_talks_to_the_double() -> None:
    async with scene(rate=4) as play:
        session = AiohttpSession(api=TelegramAPIServer.from_base(play.double.url))
        async with Bot(play.double.token, session=session) as bot:
            assert (await bot.get_me()).username == "compagnon_bot"
            await bot.set_my_commands([BotCommand(command="start", description="Begin")], language_code="fr")
            assert [command.command for command in await bot.get_my_commands(language_code="fr")] == ["start"]
            buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Oui", callback_data="y")]])
            sent = await bot.send_message(1001, "<b>Ça va&nbsp;?</b>", parse_mode="HTML", reply_markup=buttons)
            press = play.ana.presses("Oui")
            (update,) = await bot(GetUpdates(timeout=1))
            assert update.callback_query is not None
            assert await bot.answer_callback_query(update.callback_query.id, text="ok")
            assert press.text == "ok"
            assert (await bot.edit_message_text("done", chat_id=1001, message_id=sent.message_id)).text == "done"  # type: ignore[union-attr]
            with pytest.raises(TelegramBadRequest, match="message is not modified"):
                await bot.edit_message_text("done", chat_id=1001, message_id=sent.message_id)
            document = (await bot.send_document(1001, BufferedInputFile(b"%PDF", "é.pdf"), caption="c")).document
            assert document is not None
            file = await bot.download(document)
            assert file is not None
            assert (document.file_name, file.read()) == ("é.pdf", b"%PDF")
            assert (await bot.get_chat(1001)).first_name == "Ana"
            assert await bot.set_webhook("http://127.0.0.1:1/", secret_token="s")
            assert (await bot.get_webhook_info()).url == "http://127.0.0.1:1/"
            assert await bot.delete_webhook()
            play.ana.blocks()
            with pytest.raises(TelegramForbiddenError, match="blocked"):
                await bot.send_message(1001, "x")
            play.ana.unblocks()
            await bot.send_message(1001, "x")
            with pytest.raises(TelegramRetryAfter) as slowed:
                await bot.send_message(1001, "y")
            assert slowed.value.retry_after == 3


async def test_python_telegram_bot_talks_to_the_double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # RetryAfter warns as it is made otherwise
    async with scene(rate=4) as play:
        base = play.double.url
        async with telegram.Bot(play.double.token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as bot:
            assert (await bot.get_me()).username == "compagnon_bot"
            buttons = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Oui", callback_data="y")]])
            sent = await bot.send_message(1001, "<b>Ça va ?</b>", parse_mode="HTML", reply_markup=buttons)
            press = play.ana.presses("Oui")
            (update,) = await bot.get_updates(timeout=1)
            assert update.callback_query is not None
            assert await bot.answer_callback_query(update.callback_query.id, text="ok")
            assert press.text == "ok"
            edited = await bot.edit_message_text("done", chat_id=1001, message_id=sent.message_id)
            assert isinstance(edited, telegram.Message)
            with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
                await bot.edit_message_text("done", chat_id=1001, message_id=sent.message_id)
            document = (await bot.send_document(1001, b"%PDF", filename="é.pdf", caption="c")).document
            assert document is not None
            file = await bot.get_file(document)
            assert (document.file_name, bytes(await file.download_as_bytearray())) == ("é.pdf", b"%PDF")
            assert (await bot.copy_message(1001, 1001, sent.message_id)).message_id > sent.message_id
            assert await bot.set_message_reaction(1001, play.ana.says("x")["message_id"], "👍")
            play.ana.blocks()
            with pytest.raises(telegram.error.Forbidden, match="blocked"):
                await bot.send_message(1001, "x")
            play.ana.unblocks()
            with pytest.raises(telegram.error.RetryAfter) as slowed:
                await bot.send_message(1001, "y")
            assert slowed.value.retry_after == timedelta(seconds=3)


# --- as a process of its own


async def test_another_process_can_hold_the_double() -> None:
    command = (sys.executable, "-m", "tests.doubles.bot_api", "--rate", "30", "--lean", "--until-eof")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONWARNINGS": "error"}
    )
    assert process.stdout is not None
    assert process.stdin is not None
    place = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    api, control = f"{place['url']}/bot{place['token']}", f"{place['url']}/_double"
    async with aiohttp.ClientSession() as session:

        async def post(path: str, body: Any = None) -> Any:
            async with session.post(f"{control}/{path}", json=body) as answer:
                return await answer.json()

        async def read(path: str) -> Any:
            async with session.get(f"{control}/{path}") as answer:
                return await answer.json()

        assert await post("people", {"first": 1, "count": 50, "started": True, "language_code": "nl"}) == 50
        await post("act", [{"user": 1, "does": "start", "payload": "p"}, {"user": 2, "does": "says", "text": "hoi"}])
        assert len(await post("updates", [{"message": {"odd": 1}}])) == 1
        await post("faults", {"script": [{"kind": "502", "chat_id": 3}], "blocked": [4], "deactivated": [5]})
        statuses = []
        for user in range(1, 36):
            async with session.post(f"{api}/sendMessage", json={"chat_id": user, "text": "x"}) as answer:
                statuses.append(answer.status)
        waited = await post("wait", {"sent": 20, "timeout": 5})
        figures = await read("counters")
        assert waited["reached"]
        assert statuses[2:5] == [502, 403, 403]
        assert statuses.count(429) == figures["rejected"]
        assert figures["max_in_a_second"] <= 30
        assert figures["pending_updates"] == 3
        assert [shown["text"] for shown in await read("screen?user=1")] == ["/start p", "x"]
        assert [record["kind"] for record in await read("faults")] == ["502"]
        assert await read("sent") == []
        assert await post("limits", {"rate": None}) is True
        assert "error" in await post("limits", {"speed": 1})
        assert "error" in await post("act", [{"user": 1, "does": "dances"}])
        assert "error" in await read("nothing")
        assert await post("reset") is True
        assert (await read("counters"))["sent"] == 0
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_another_process_can_do_everything_a_person_does() -> None:
    async with scene() as play, aiohttp.ClientSession() as session:
        message = await play.bot.says(1001, "x", reply_markup=keyboard(["A"]))
        await play.bot.says(1001, "keys", reply_markup={"keyboard": [["K"]]})
        said = play.ana.says("y")
        acts: list[dict[str, Any]] = [
            {"does": "presses", "what": "A"},
            {"does": "forges", "data": "f", "message": message["message_id"]},
            {"does": "taps", "label": "K"},
            {"does": "edits", "message": said["message_id"], "text": "z"},
            {"does": "reacts", "message": message["message_id"], "emoji": "👍"},
            {"does": "sends_document", "name": "a.txt", "mime": "text/plain", "base64": "eA==", "caption": "c"},
            {"does": "blocks"},
            {"does": "unblocks"},
            {"does": "leaves_telegram"},
        ]
        async with session.post(
            f"{play.double.url}/_double/act", json=[{"user": 1001, **act} for act in acts]
        ) as answer:
            results = await answer.json()
        assert answer.status == 200, results
        assert results[0]["data"] == "A"
        assert results[5]["document"]["file_size"] == 1
        async with session.get(f"{play.double.url}/_double/calls?since=1") as answer:
            assert [call["method"] for call in await answer.json()] == ["sendmessage"]


async def test_two_doubles_live_side_by_side() -> None:
    async with BotApiDouble(token="1:one") as one, BotApiDouble(token="2:two") as two:
        assert one.url != two.url
        assert one.core.bot["id"] == 1


async def test_a_conversation_goes_on_as_soon_as_the_bot_has_written() -> None:
    async with scene() as play:
        play.ana.converses(["one", "two", "three"])
        for words in ("one", "two", "three"):
            await play.double.until(lambda words=words: play.ana.screen()[-1].text == words)  # type: ignore[misc]
            await play.bot.says(1001, f"{words}!")
        assert [message.text for message in play.ana.screen()] == ["one", "one!", "two", "two!", "three", "three!"]


async def test_calls_can_take_their_time_as_over_a_network() -> None:
    async with BotApiDouble(answer_after=0.05) as double, aiohttp.ClientSession() as session:
        double.user(1001, started=True)
        began = asyncio.get_running_loop().time()
        async with session.post(
            f"{double.url}/bot{double.token}/sendMessage", json={"chat_id": 1001, "text": "hello"}
        ) as answer:
            assert (await answer.json())["ok"]
        assert asyncio.get_running_loop().time() - began >= 0.05
