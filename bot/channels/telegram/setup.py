"""What people see of the bot before they write: its commands and descriptions, in every language we speak.

Telegram keeps them for us, so they are asked for first and set only where they differ.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.channels.base import Busy, Refused
from bot.channels.telegram.request import AnswerError
from locales import catalogue

#: the commands in the order of the menu; each has a text `command.<name>`
COMMANDS: Final = ("menu", "help", "human", "language", "mydata", "save", "cancel")

_FIRST_PAUSE, _LONGEST_PAUSE, _TRIES = 2.0, 300.0, 12

_log = logging.getLogger(__name__)


async def introduce(
    bot: Bot,
    languages: Sequence[str],
    commands: Sequence[str] = COMMANDS,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Bring commands and descriptions up to date; the first language is also what all other languages see.

    Best effort: it is tried again with growing pauses, given up after about half an hour, and never raises. A text
    that Telegram refuses is left out.
    """

    async def menu(language: str, code: str) -> None:
        listed = tuple(BotCommand(name, catalogue.text(language, f"command.{name}")) for name in commands)
        if await bot.get_my_commands(language_code=code) != listed:
            await bot.set_my_commands(listed, language_code=code)

    async def description(language: str, code: str) -> None:
        text = catalogue.text(language, "telegram.description")
        if (await bot.get_my_description(language_code=code)).description != text:
            await bot.set_my_description(text, language_code=code)

    async def about(language: str, code: str) -> None:
        text = catalogue.text(language, "telegram.about")
        if (await bot.get_my_short_description(language_code=code)).short_description != text:
            await bot.set_my_short_description(text, language_code=code)

    audiences = [(languages[0], ""), *((language, language) for language in languages)]
    steps = [(step, *audience) for audience in audiences for step in (menu, description, about)]
    pause, tries = _FIRST_PAUSE, 0
    while steps and tries < _TRIES:
        step, language, code = steps[0]
        try:
            await step(language, code)
        except TelegramError as error:
            cause = error.error if isinstance(error, AnswerError) else error
            if not isinstance(cause, Refused):
                tries += 1
                await sleep(max(pause, cause.retry_after) if isinstance(cause, Busy) else pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            _log.warning("telegram: the %s in %s is refused: %s", step.__name__, language, cause)
        steps.pop(0)
    if steps:
        _log.warning("telegram: commands and descriptions could not be set")
