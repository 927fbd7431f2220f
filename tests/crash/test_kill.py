"""`kill -9` again and again, with a Telegram that misbehaves: nothing lost, no state change doubled (R1)."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables import inbox, outbox
from storage.updates import DONE
from tests.doubles.bot_api import BotApiDouble

MESSAGES, PEOPLE, KILLS = 400, 20, 20

Started = list[asyncio.subprocess.Process]


async def start(started: Started, database_url: str, double: BotApiDouble, folder: Path) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "COMPAGNON_DATA_DIR": str(folder),
        "COMPAGNON_DATABASE_URL": database_url,
        "COMPAGNON_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
        "COMPAGNON_TELEGRAM_TOKEN": double.token,
        "COMPAGNON_TELEGRAM_API": double.url,
        "COMPAGNON_LOG_LEVEL": "ERROR",
    }
    started.append(
        await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.crash.counting_bot", env=environment)
    )
    return started[-1]


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_nothing_is_lost_when_the_process_is_killed_again_and_again(
    started: Started, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20)
    async with BotApiDouble() as double:
        people = [double.user(1000 + n, language_code="en", started=True) for n in range(PEOPLE)]
        double.faults.chances(
            {"429": 0.03, "500": 0.03, "hang": 0.01, "accepted_then_500": 0.02}, seed=7, methods=["sendMessage"]
        )
        process = await start(started, database_url, double, tmp_path)
        sent = 0
        for _kill in range(KILLS):
            # the kill comes while messages arrive: after so many answers, wherever the process then is
            goal = len(double.sent) + chance.randrange(4, 14)
            for _ in range(MESSAGES // KILLS):
                people[sent % PEOPLE].says(f"message {sent}")
                sent += 1
            await double.until(lambda goal=goal: len(double.sent) >= goal, timeout=60)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            process = await start(started, database_url, double, tmp_path)
        double.faults.clear()
        await double.until(lambda: all(answered(person) == MESSAGES // PEOPLE for person in people), timeout=120)
        process.terminate()
        await process.wait()
        ambiguous = sum(record.ambiguous for record in double.fault_log)
        for number, person in enumerate(people):
            expected = [f"{k + 1}: message {number + k * PEOPLE}" for k in range(MESSAGES // PEOPLE)]
            got = [shown.text for shown in person.screen() if not shown.mine]
            # every reply is there, each state change happened once: the counts follow each other without a gap
            assert sorted(set(got), key=expected.index) == expected
            assert list(dict.fromkeys(got)) == expected
        texts = Counter(text for person in people for text in (s.text for s in person.screen() if not s.mine))
        doubled = sum(count - 1 for count in texts.values())
        print(f"kills {KILLS}, messages {sent}, doubled sends {doubled}, ambiguous answers {ambiguous}")
        # a kill may double the sends that were in flight, an answer that got lost the one send it belongs to
        assert doubled <= ambiguous + KILLS * PEOPLE
    database = Database(database_url)
    states = dict(
        database.read_now(lambda c: c.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state)).all())
    )
    kept = database.read_now(
        lambda c: c.execute(select(outbox.c.external_id).where(outbox.c.author == "you")).scalars().all()
    )
    database.close()
    assert set(states) == {DONE}
    assert len(kept) == len(set(kept)) == MESSAGES


def answered(person: object) -> int:
    return len({shown.text for shown in person.screen() if not shown.mine})  # type: ignore[attr-defined]
