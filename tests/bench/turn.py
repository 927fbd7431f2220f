"""A full turn over Telegram: received, stored, understood, answered, committed, sent, marked sent; beside bare bots."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.processes import Double, Program
from tests.bench.talk import ENQUIRY, OPENING, OPENING_ANSWERS

BOTS = "tests.bench.bots"
#: people, and how many of them write at the same time
PEOPLE, TOGETHER = 96, 32


@dataclass(frozen=True, slots=True)
class Kind:
    """A bot under test: what it is called, its program, what people say first and how many answers that brings."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    opening_answers: int = 0
    keeps: bool = False


OURS = Kind("compagnon", f"{BOTS}.compagnon", ("--unpaced",), OPENING, OPENING_ANSWERS, keeps=True)
ECHO = Kind("aiogram echo", f"{BOTS}.aiogram_echo", (), OPENING, len(OPENING))
FORM = Kind("aiogram form", f"{BOTS}.aiogram_form", (), OPENING, len(OPENING))
PTB = Kind("python-telegram-bot echo", f"{BOTS}.ptb_echo", (), OPENING, len(OPENING))


async def cost(kind: Kind, double: Double, first: int, people: int = PEOPLE, together: int = TOGETHER) -> float:
    """Microseconds of CPU a message, all people having an enquiry."""
    await double.post("reset")
    with tempfile.TemporaryDirectory() as folder:
        data = ("--data", folder) if kind.keeps else ()
        async with Program(kind.module, double.url, double.token, *kind.options, *data) as bot:
            users = range(first, first + people + 1)
            await double.post("people", {"first": first, "count": people + 1, "started": True, "language_code": "en"})
            for step, words in enumerate(kind.opening):
                await double.says([(user, words) for user in users])
                answers = kind.opening_answers if step == len(kind.opening) - 1 else step + 1
                await double.sent(len(users) * answers, bot)
            expected = len(users) * kind.opening_answers
            # one enquiry beforehand, so that what is read at the first use only is not counted
            for words in ENQUIRY:
                expected += 1
                await double.says([(first, words)])
                await double.sent(expected, bot)
            await double.quiet()
            before = bot.cpu()
            for words in ENQUIRY:
                for start in range(0, people, together):
                    group = users[start + 1 : start + together + 1]
                    await double.says([(user, words) for user in group])
                    expected += len(group)
                    await double.sent(expected, bot)
            await asyncio.sleep(0.1)
            spent = bot.cpu() - before
            found = await double.get("counters")
            if found["sent"] != expected:
                print(found, bot.failed("x"))
    return spent / (people * len(ENQUIRY)) * 1e6


async def main() -> None:
    async with Double("--lean") as double:
        first = 1000
        for round in range(1):
            for kind in (OURS,ECHO,FORM,PTB):
                for people, together in ((96, 32), (16, 1)):
                    first += 1000
                    print(kind.name, together, round, f"{await cost(kind, double, first, people, together):.0f}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
