"""`kill -9` again and again while a trainee and staff write: in the topic nothing is lost and nothing doubled."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.app import App
from bot.settings import Settings
from tests.bot.topic_world import link
from tests.doubles.bot_api import BotApiDouble, Group, Person
from tests.fresh import migrated

KILLS, EACH, PEOPLE = 6, 12, 3
GROUP = -1_000_000_000_100
SECRET = "a-secret-of-the-tests-that-is-long-enough"

Started = list[asyncio.subprocess.Process]


async def start(started: Started, double: BotApiDouble, folder: Path) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "COMPAGNON_DATA_DIR": str(folder),
        "COMPAGNON_SECRET_KEY": SECRET,
        "COMPAGNON_TELEGRAM_TOKEN": double.token,
        "COMPAGNON_TELEGRAM_API": double.url,
        "COMPAGNON_TELEGRAM_STAFF_GROUP": str(GROUP),
        "COMPAGNON_LOG_LEVEL": "ERROR",
    }
    started.append(await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.crash.topic_bot", env=environment))
    return started[-1]


async def agrees(person: Person) -> None:
    person.says("Hello, I would like to visit a team abroad")
    for words, label in (("I am Compagnon", "I agree"), ("Who am I talking with", "I want to visit a team")):
        await person.waits_for(lambda screen, words=words: any(words in s.text for s in screen), timeout=60)
        person.presses(label)
    await person.waits_for(lambda screen: any("Which problem" in s.text for s in screen), timeout=60)


def thread_of(group: Group, words: str) -> int | None:
    return next((s.thread for s in group.screen() if s.text == words and s.thread), None)


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_the_topic_loses_and_doubles_nothing_when_the_process_is_killed(started: Started, tmp_path: Path) -> None:
    chance = random.Random(21)
    migrated(tmp_path / "compagnon.db")
    app = App(Settings(data_dir=tmp_path, secret_key=SECRET))
    link(app, 5001, "Anna")
    app.close()
    async with BotApiDouble() as double:
        group = double.group(GROUP, forum=True)
        anna = double.user(5001, first_name="Anna")
        people = [double.user(1001 + n, language_code="en", first_name=f"T{n}") for n in range(PEOPLE)]
        process = await start(started, double, tmp_path)
        for person in people:
            await agrees(person)
        double.faults.chances(
            {"429": 0.1, "500": 0.1, "accepted_then_500": 0.1, "accepted_then_closed": 0.1}, seed=8,
            methods=["copyMessage", "createForumTopic", "editMessageText"],
        )  # fmt: skip
        for number, person in enumerate(people):
            person.says("/human")
            person.says(f"it is me {number}")
        said = 0
        for _ in range(KILLS):
            # the kill comes while the topic is written to
            goal = len(shown(group)) + chance.randrange(2, 9)
            for _ in range(EACH):
                people[said % PEOPLE].says(f"trainee {said}")
                thread = thread_of(group, f"it is me {said % PEOPLE}")
                if thread is not None:
                    anna.says(f"staff {said}", chat=group, thread=thread)
                said += 1
            await double.until(lambda goal=goal: len(shown(group)) >= goal, timeout=90)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            process = await start(started, double, tmp_path)
        await double.until(lambda: len(shown(group)) >= said, timeout=180)
        # whatever would come twice has time to
        await asyncio.sleep(5)
        process.terminate()
        await process.wait()
        counted = Counter(s.text for s in group.screen() if not s.mine and s.text.startswith("trainee "))
        print(f"kills {KILLS}, messages {said}, topics {len(group.topics)}, faults {len(double.fault_log)}")
        assert counted == {f"trainee {number}": 1 for number in range(said)}
        assert len(group.topics) == PEOPLE
        for number, person in enumerate(people):
            mine = [s.text for s in group.screen() if s.thread == thread_of(group, f"it is me {number}") and not s.mine]
            told = [text for text in mine if text.startswith("trainee ")]
            assert told == sorted(told, key=lambda text: int(text.split()[1]))
            # every word of staff has arrived, in order
            written = [s.text for s in group.screen() if s.mine and s.thread == thread_of(group, f"it is me {number}")]
            arrived = [s.text.splitlines()[-1] for s in person.screen() if "staff " in s.text]
            assert list(dict.fromkeys(arrived)) == written


def shown(group: Group) -> set[str]:
    return {s.text for s in group.screen() if not s.mine and s.text.startswith("trainee ")}
