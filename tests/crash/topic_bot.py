"""The real program with a group of staff that may be written to as fast as a test likes: run as a process of its own, to be killed.

    python -m tests.crash.topic_bot

Settings come from the environment, as for the program itself.
"""

import asyncio
from functools import partial

import uvloop

from bot import topic_writer
from bot.app import App
from bot.settings import load
from bot.topic_pacing import GroupPacer


async def main() -> None:
    topic_writer.GroupPacer = partial(GroupPacer, most=40, window=1.0)  # type: ignore[misc, assignment]
    await App(load()).work(asyncio.Event())


if __name__ == "__main__":
    uvloop.run(main())
