"""A full turn over Telegram: received, stored, understood, answered, committed, sent, marked as sent; beside bare bots.

Every bot polls the same double over HTTP and hears the same people say the same words. Ours has a real conversation with
each of them (an enquiry in typed words) and keeps it; the others keep nothing. Two loads: all write at once and nothing takes
time on the way, and a talk over a network, where each writes on when answered. python-telegram-bot's sends cost more the
longer and the more of them are under way.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from statistics import median

from tests.bench.processes import Double, Program
from tests.bench.report import Figure
from tests.bench.talk import ENQUIRY, OPENING, OPENING_ANSWERS

#: people, how many of them write at the same time, and how often everything is repeated
PEOPLE, TOGETHER, ROUNDS = 64, 32, 3
#: seconds until Telegram answers a call in a talk, as over a network
NETWORK = 0.03
#: messages a second and seconds of the steady load: nearly all that Telegram lets a bot answer
STEADY_RATE, STEADY_SECONDS, STEADY_PEOPLE = 25, 8, 50


@dataclass(frozen=True, slots=True)
class Kind:
    """A bot under test. `opening_answers` is how many messages it answers to the first words of a person."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    opening_answers: int = len(OPENING)
    keeps: bool = False


_BOTS = "tests.bench.bots"
OURS = Kind("compagnon", f"{_BOTS}.compagnon", ("--unpaced",), OPENING_ANSWERS, keeps=True)
ECHO = Kind("aiogram echo", f"{_BOTS}.aiogram_echo")
FORM = Kind("aiogram form of 9 questions", f"{_BOTS}.aiogram_form")
PTB = Kind("python-telegram-bot echo", f"{_BOTS}.ptb_echo")
PACED = Kind("compagnon", OURS.module, (), OPENING_ANSWERS, keeps=True)
_first = count(1000, 1000)


@dataclass(slots=True)
class Session:
    """A bot that has met its people."""

    double: Double
    bot: Program
    people: Sequence[int]
    sent: int

    async def say(self, words: Sequence[tuple[int, str]]) -> None:
        """People write; returns when all have their answer."""
        self.sent += len(words)
        await self.double.says(words)
        await self.double.sent(self.sent, self.bot)

    async def converse(self, people: Sequence[int], words: Sequence[str]) -> None:
        """People talk side by side, each writes as soon as they have their answer; returns when all have said all."""
        self.sent += len(people) * len(words)
        await self.double.post("act", [{"user": person, "does": "converses", "words": words} for person in people])
        await self.double.sent(self.sent, self.bot)


@asynccontextmanager
async def session(kind: Kind, double: Double, people: int) -> AsyncIterator[Session]:
    """A fresh process that knows these people and has had one whole enquiry, so that nothing is loaded any more."""
    first = next(_first)
    await double.post("reset")
    await double.post("people", {"first": first, "count": people + 1, "started": True, "language_code": "en"})
    with tempfile.TemporaryDirectory() as folder:
        data = ("--data", folder) if kind.keeps else ()
        async with Program(kind.module, double.url, double.token, *kind.options, *data) as bot:
            everybody = range(first, first + people + 1)
            for step, words in enumerate(OPENING, start=1):
                await double.says([(person, words) for person in everybody])
                answers = kind.opening_answers if step == len(OPENING) else step
                await double.sent(len(everybody) * answers, bot)
            found = Session(double, bot, everybody[1:], len(everybody) * kind.opening_answers)
            for words in ENQUIRY:
                await found.say([(first, words)])
            await double.quiet()
            await bot.idle()
            yield found


async def cost(kind: Kind, double: Double, people: int = PEOPLE, *, talk: bool = False) -> float:
    """Microseconds of CPU for a message. `TOGETHER` people write at the same time: the next ones when all have their answer,
    or in a `talk`, where each goes on as soon as they have theirs.
    """
    async with session(kind, double, people) as found:
        before = found.bot.cpu()
        for group in (found.people[start : start + TOGETHER] for start in range(0, people, TOGETHER)):
            if talk:
                await found.converse(group, ENQUIRY)
            else:
                for words in ENQUIRY:
                    await found.say([(person, words) for person in group])
        # what is still written down after the last answer belongs to it
        await asyncio.sleep(0.1)
        return (found.bot.cpu() - before) / (people * len(ENQUIRY)) * 1e6


async def steady_cost(kind: Kind, double: Double) -> float:
    """Microseconds of CPU for a message when they come one by one, evenly."""
    async with session(kind, double, STEADY_PEOPLE) as found:
        words = [(person, text) for text in ENQUIRY for person in found.people][: STEADY_RATE * STEADY_SECONDS]
        # the courier lets a person have a few messages at once, then one a second: the opening is over for all
        await asyncio.sleep(1)
        before, began = found.bot.cpu(), time.monotonic()
        for number, one in enumerate(words):
            await asyncio.sleep(began + number / STEADY_RATE - time.monotonic())
            await double.says([one])
        await double.sent(found.sent + len(words), found.bot)
        await asyncio.sleep(0.1)
        return (found.bot.cpu() - before) / len(words) * 1e6


async def run() -> list[Figure]:
    """Measure."""
    figures = []
    for load, after in (("at once", 0.0), ("talk", NETWORK)):
        async with Double("--lean", "--answer-after", str(after)) as double:
            figures += await _together(double, load)
    async with Double("--lean", "--answer-after", str(NETWORK)) as double:
        for kind in (PACED, ECHO, PTB):
            name = f"one by one, {STEADY_RATE} a second: CPU of a message, {kind.name}"
            figures.append(Figure(name, await steady_cost(kind, double), "µs"))
    return figures


async def _together(double: Double, load: str) -> list[Figure]:
    """The bots in turn, each round in fresh processes, so that the machine's moods fall on all of them."""
    kinds = (OURS, ECHO, FORM, PTB)
    costs: dict[str, list[float]] = {kind.name: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind in kinds:
            costs[kind.name].append(await cost(kind, double, talk=load == "talk"))
    figures = [Figure(f"{load}: CPU of a message, {name}", median(found), "µs") for name, found in costs.items()]
    for peer, target in ((ECHO, 1.3), (FORM, 0.8), (PTB, 0.35)):
        ratio = median(mine / theirs for mine, theirs in zip(costs[OURS.name], costs[peer.name], strict=True))
        figures.append(Figure(f"{load}: ratio to {peer.name}", ratio, "", f"≤ {target}", ratio <= target))
    return figures
