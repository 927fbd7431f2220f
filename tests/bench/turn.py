"""A full turn over Telegram: received, stored, understood, answered, committed, sent, marked sent; beside bare bots."""

import asyncio
import tempfile
from dataclasses import dataclass
from statistics import median

from tests.bench.processes import Double, Program
from tests.bench.report import Figure
from tests.bench.talk import ENQUIRY, OPENING, OPENING_ANSWERS

BOTS = "tests.bench.bots"
#: people, and how many of them write at the same time
PEOPLE, TOGETHER = 96, 32
ROUNDS = 3


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
    return spent / (people * len(ENQUIRY)) * 1e6


async def run() -> list[Figure]:
    """Measure: the bots in turn, each round in fresh processes, so that the machine's moods fall on all of them."""
    bots = (OURS, ECHO, FORM, PTB)
    costs: dict[str, list[float]] = {bot.name: [] for bot in bots}
    async with Double("--lean") as double:
        first = 1000
        for _ in range(ROUNDS):
            for bot in bots:
                first += 1000
                costs[bot.name].append(await cost(bot, double, first))
    ours = costs[OURS.name]
    figures = [Figure(f"CPU of a message, {name}", median(found), "µs") for name, found in costs.items()]
    for peer, target in ((ECHO, 1.3), (FORM, 0.8), (PTB, 0.35)):
        ratio = median(mine / theirs for mine, theirs in zip(ours, costs[peer.name], strict=True))
        figures.append(Figure(f"ratio to {peer.name}", ratio, "", f"≤ {target}", ratio <= target))
    return figures
