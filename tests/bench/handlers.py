"""Does a turn notice how many handlers there are? Ours are found by name; aiogram asks one filter after the other."""

import tempfile
import time
import uuid
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from typing import Any, cast

import msgspec

from bot.app import App
from bot.channels.base import RawUpdate
from dialogs.registry import DIALOGS
from handlers.commands import COMMANDS
from tests.bench.processes import Double
from tests.bench.report import Figure
from tests.bench.talk import ENQUIRY, OPENING
from tests.bench.turn import ECHO, Kind, cost
from tests.scene import make_app

#: people in each half, dialogs and commands added, filters put in front of aiogram's one handler
PEOPLE, MANY, FILTERS = 20, 1000, 90
BEHIND = Kind(f"aiogram echo behind {FILTERS} F filters", ECHO.module, ("--filters", str(FILTERS)))


async def _said(app: App, half: str, words: str) -> float:
    """CPU seconds of the turns of one half of the people."""
    updates = []
    for number in range(PEOPLE):
        place, name = f"{half}{number}", str(uuid.uuid4())
        body = msgspec.json.encode({"id": name, "lang": "en", "kind": "text", "text": words})
        updates.append(RawUpdate("web", f"{place}:{name}", place, {"place": place}, body))
    await app.inbox.store(updates)
    before = time.process_time()
    while await app.inbox.work_once():
        pass
    return time.process_time() - before


@contextmanager
def _many() -> Iterator[None]:
    """As many dialogs and commands more, under names that nobody uses."""
    tables = [cast("MutableMapping[str, Any]", table) for table in (DIALOGS, COMMANDS)]
    for table in tables:
        one = next(iter(table.values()))
        table.update({f"other{number}": one for number in range(MANY)})
    yield
    for table in tables:
        for number in range(MANY):
            del table[f"other{number}"]


async def _ours() -> float:
    """Times the cost of a turn with few: two halves of the same people hear the same, one of them beside many handlers."""
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        for step, words in enumerate((*OPENING, *ENQUIRY)):
            spent = {}
            # who comes second finds everything warm
            for half in ("few", "many") if step % 2 else ("many", "few"):
                with _many() if half == "many" else nullcontext():
                    spent[half] = await _said(app, half, words)
            ratios.append(spent["many"] / spent["few"])
        app.close()
    return median(ratios)


async def run() -> list[Figure]:
    """Measure."""
    ours = await _ours()
    async with Double("--lean") as double:
        theirs = await cost(BEHIND, double, 8) / await cost(ECHO, double, 8)
    return [
        Figure(f"a turn beside {MANY:,} more dialogs and commands, times the cost", ours, "", "≤ 1.1", ours <= 1.1),
        Figure(f"{BEHIND.name}, times the cost", theirs, ""),
    ]
