"""The parts of the program that run as long as it does: one that stops by an error is begun again."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.logs import where

log = structlog.get_logger(__name__)

#: seconds before a part is begun again: at first, and at the most, since the pause doubles each time
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: a part that ran for so many seconds ran well: the next pause is the first again
WELL = 60.0


async def keep_running(
    name: str,
    part: Callable[[], Awaitable[None]],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Run `part` again and again until it ends by itself, or until cancelled."""
    pause = FIRST_PAUSE
    while True:
        begun = clock()
        try:
            await part()
        except Exception as error:
            if clock() - begun >= WELL:
                pause = FIRST_PAUSE
            cause = _first(error)
            log.error("app.part_stopped", part=name, error=type(cause).__name__, where=where(cause), pause=pause)
        else:
            return
        await sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _first(error: BaseException) -> BaseException:
    """What went wrong, out of a group of tasks."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
