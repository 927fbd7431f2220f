"""The dialog engine: replay of twenty answers, the size of a state, what a suspended conversation costs."""

import gc
import time
import tracemalloc
from datetime import date
from statistics import median

import msgspec

from dialogs.engine import Input, begin, turn
from dialogs.questions import Given, Reading
from dialogs.state import State
from dialogs.talk import Talk
from tests.bench.report import Figure

READING = Reading("en", date(2027, 1, 11))
ANSWERS, ROUNDS, TURNS = 20, 9, 400


async def form(d: Talk) -> list[str]:
    """Twenty questions and one more."""
    return [await d.text(f"question_{number:02}") for number in range(ANSWERS + 1)]


def answered() -> State:
    """The form with twenty answers."""
    state = turn(form, begin("bench", "1"), Input("start"), READING, {}).state
    for number in range(ANSWERS):
        state = turn(form, state, Input("answer", Given(words=f"answer {number}")), READING, {}).state
    return state


async def run() -> list[Figure]:
    """Measure."""
    encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(State).decode
    stored = encode(answered())
    costs = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(TURNS):
            encode(turn(form, decode(stored), Input("show"), READING, {}).state)
        costs.append((time.process_time() - before) / TURNS * 1e6)
    gc.collect()
    tracemalloc.start()
    base = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        turn(form, decode(stored), Input("show"), READING, {})
    gc.collect()
    kept = (tracemalloc.get_traced_memory()[0] - base) / 200
    tracemalloc.stop()
    cost = median(costs)
    return [
        Figure(
            f"turn with {ANSWERS} answers to replay, state read and written, looked ahead",
            cost,
            "µs",
            "≤ 150 µs",
            cost <= 150,
        ),
        Figure(f"state with {ANSWERS} answers", len(stored), "bytes", "≤ 1 kB", len(stored) <= 1000),
        Figure("memory a suspended conversation keeps", max(0.0, kept), "bytes", "0", kept < 8),
    ]
