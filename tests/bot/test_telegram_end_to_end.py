"""A trainee on Telegram and the whole program, over real HTTP to the double of the Bot API."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.telegram.channel import TelegramChannel
from bot.settings import Settings
from storage import catalogue
from tests.catalogue import HOSTS
from tests.doubles.bot_api import BotApiDouble
from tests.doubles.bot_api.people import Person
from tests.fresh import migrated

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble(rate=30) as found:
        yield found


@pytest.fixture
async def app(double: BotApiDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    # the pace in one chat has tests of its own
    monkeypatch.setattr(TelegramChannel, "capabilities", replace(TelegramChannel.capabilities, chat_rate=25.0))
    migrated(tmp_path / "compagnon.db")
    settings = Settings(
        data_dir=tmp_path, secret_key="a-secret-of-the-tests-that-is-long-enough", telegram_token=double.token,
        telegram_api=double.url,
    )  # fmt: skip
    found = App(settings)
    found.database.write_now(lambda c: catalogue.save_hosts(c, 1, HOSTS))
    stop = asyncio.Event()
    working = asyncio.create_task(found.work(stop))
    yield found
    stop.set()
    await working
    found.close()


def shows(person: Person, words: str) -> bool:
    return any(words in shown.text for shown in person.screen() if not shown.mine)


async def sees(person: Person, words: str) -> None:
    await person.waits_for(lambda screen: any(words in s.text for s in screen if not s.mine), timeout=40)


async def test_the_conversation_runs_on_telegram(app: App, double: BotApiDouble) -> None:
    ana = double.user(1001, language_code="en", first_name="Ana")
    ana.start("")
    await sees(ana, "I am Compagnon")
    ana.presses("English")
    await sees(ana, "Do you agree")
    ana.presses("I agree")
    await sees(ana, "Who am I talking with")
    ana.presses("I want to visit a team")
    await sees(ana, "Which problem")
    ana.says(PROBLEM)
    await sees(ana, "Who will benefit")
    ana.says("the young people")
    await sees(ana, "What would you like to see")
    ana.says("peer support <b>and</b> more & more")
    await sees(ana, "This is what I understood")
    before = len(ana.screen())
    label = ana.screen()[-1].labels[0]
    press = ana.presses(label)
    # what was understood is marked; taking a mark off changes the message in place, and the press is answered at once
    assert any(mark in label for mark in "✓✅☑")
    await ana.waits_for(lambda screen: not any(mark in screen[-1].labels[0] for mark in "✓✅☑"), timeout=40)
    assert len(ana.screen()) == before
    assert press.answered
    ana.presses("✓ Done")
    await sees(ana, "Which people do you work with")


async def test_a_person_who_blocks_the_bot_and_comes_back_misses_nothing(app: App, double: BotApiDouble) -> None:
    ben = double.user(1002, language_code="fr", first_name="Ben")
    ben.start("")
    await sees(ben, "Compagnon")
    ben.blocks()
    await double.until(lambda: not double.pending_updates, timeout=40)
    ben.unblocks()
    ben.says("Bonjour, je suis de retour et je voudrais visiter une équipe")
    await ben.waits_for(1, timeout=40)


async def test_a_poisoned_update_blocks_nobody(app: App, double: BotApiDouble) -> None:
    double.push_raw({"message": {"message_id": "not a number", "chat": {"id": 5, "type": "private"}}})
    eva = double.user(1003, language_code="en", first_name="Eva")
    eva.says("Hello, I would like to visit a team abroad")
    await sees(eva, "I am Compagnon")


async def test_a_document_arrives_as_a_cv(app: App, double: BotApiDouble) -> None:
    from tests.doubles.europass_samples import candidate_xml

    zoe = double.user(1004, language_code="en", first_name="Zoe")
    zoe.says("Hello, I would like to visit a team abroad")
    await sees(zoe, "I am Compagnon")
    zoe.presses("I agree")
    await sees(zoe, "Who am I")
    zoe.presses("I host trainees")
    await sees(zoe, "Welcome!")
    zoe.says("/start cv")
    await sees(zoe, "How would you like to give me your CV")
    zoe.presses("Send a file")
    await sees(zoe, "Please send your CV")
    zoe.sends_document("cv.xml", "text/xml", candidate_xml("en"), "")
    await sees(zoe, "It is a Europass CV")
