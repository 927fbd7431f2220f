"""The commands and descriptions people see before they write, and how the channel is put together."""

import asyncio
import subprocess
import sys

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.send import Sender
from bot.channels.telegram.setup import COMMANDS, introduce
from locales import catalogue
from tests.bot.channels.telegram.kept import Kept, Naps
from tests.doubles.bot_api import TOKEN, BotApiDouble, Fault

LANGUAGES = ("en", "fr", "nl")


async def test_commands_and_descriptions_are_set_in_every_language() -> None:
    async with BotApiDouble() as double:
        sender, naps = Sender(TOKEN, double.url, str.encode), Naps()
        await introduce(sender.bot, LANGUAGES, sleep=naps)
        for code, lang in (("", "en"), ("en", "en"), ("fr", "fr"), ("nl", "nl")):
            commands = double.core.commands["default::0", code]
            assert [command["command"] for command in commands] == list(COMMANDS)
            assert commands[0]["description"] == catalogue.text(lang, "command.menu")
            assert double.core.profile["description", code] == catalogue.text(lang, "telegram.description")
            assert double.core.profile["short_description", code] == catalogue.text(lang, "telegram.about")
        assert naps.seconds == []
        await sender.close()


async def test_what_is_right_already_is_left_alone() -> None:
    async with BotApiDouble() as double:
        sender = Sender(TOKEN, double.url, str.encode)
        await introduce(sender.bot, LANGUAGES, sleep=Naps())
        double.core.reset()
        await introduce(sender.bot, LANGUAGES, sleep=Naps())
        assert {call.method for call in double.calls} == {"getmycommands", "getmydescription", "getmyshortdescription"}
        double.core.reset()
        await introduce(sender.bot, LANGUAGES, ("menu",), sleep=Naps())
        assert sum(call.method.startswith("set") for call in double.calls) == len(LANGUAGES) + 1
        await sender.close()


async def test_trouble_is_waited_out_and_nothing_is_done_twice() -> None:
    async with BotApiDouble() as double:
        double.faults.script([Fault("429", "setMyCommands", retry_after=40), Fault("500", "setMyDescription")])
        sender, naps = Sender(TOKEN, double.url, str.encode), Naps()
        await introduce(sender.bot, LANGUAGES, sleep=naps)
        assert naps.seconds == [40.0, 4.0]
        assert double.core.commands["default::0", "nl"]
        await sender.close()


async def test_a_refused_text_does_not_hold_up_the_others(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "text", lambda lang, key: "x" * (130 if lang == "fr" else 20))
    async with BotApiDouble() as double:
        sender, naps = Sender(TOKEN, double.url, str.encode), Naps()
        await introduce(sender.bot, LANGUAGES, sleep=naps)
        assert ("short_description", "fr") not in double.core.profile
        assert double.core.profile["short_description", "nl"] == "x" * 20
        assert "about in fr" in caplog.text
        assert naps.seconds == []
        await sender.close()


async def test_trouble_without_end_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApiDouble() as double:
        url = double.url
    sender, naps = Sender(TOKEN, url, str.encode), Naps()
    await introduce(sender.bot, LANGUAGES, sleep=naps)
    assert "could not be set" in caplog.text
    assert len(naps.seconds) == 12
    await sender.close()


async def test_receiving_brings_the_introduction_up_to_date_meanwhile() -> None:
    async with BotApiDouble() as double:
        channel = TelegramChannel(TOKEN, api_base=double.url + "/", languages=("fr",), sleep=Naps(), long_poll=5)
        task = asyncio.create_task(channel.receive(Kept()))
        await double.until(lambda: ("short_description", "fr") in double.core.profile)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


async def test_in_webhook_mode_updates_come_through_the_door() -> None:
    kept = Kept()
    async with BotApiDouble() as double:
        channel = TelegramChannel(
            TOKEN,
            api_base=double.url,
            mode="webhook",
            webhook_secret="correct_horse",
            public_url="http://127.0.0.1:9/helpdesk/",
            sleep=Naps(),
        )
        task = asyncio.create_task(channel.receive(kept))
        await double.until(lambda: double.core.webhook.is_set)
        assert double.core.webhook.target.url == "http://127.0.0.1:9/helpdesk/telegram/webhook"
        assert channel.webhook is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": double.core.webhook.target.secret}
        assert await channel.webhook.accept(headers, b'{"update_id": 5}', kept) == 200
        assert list(kept.updates) == ["5"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


def test_a_webhook_without_a_secret_or_an_address_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="COMPAGNON_TELEGRAM_WEBHOOK_SECRET"):
        TelegramChannel(TOKEN, mode="webhook", public_url="https://example.org")
    with pytest.raises(ValueError, match="COMPAGNON_PUBLIC_URL"):
        TelegramChannel(TOKEN, mode="webhook", webhook_secret="correct_horse")


@pytest.mark.parametrize("token", ["", "abc", "12 :abc", ":"])
def test_what_cannot_be_a_token_is_refused_at_once(token: str) -> None:
    with pytest.raises(ValueError, match="COMPAGNON_TELEGRAM_TOKEN"):
        TelegramChannel(token)


@pytest.mark.parametrize("module", ["", ".webhook", ".updates", ".render"])
def test_a_process_without_telegram_does_not_import_its_libraries(module: str) -> None:
    code = (
        f"import sys, bot.channels.telegram{module}; "
        "sys.exit(any(name.partition('.')[0] in ('aiogram', 'telegram', 'pydantic') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
