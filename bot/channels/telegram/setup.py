"""What people see of the bot before they write: its commands and descriptions, in every language we speak.

Telegram keeps them for us, so they are asked for first and set only where they differ.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.channels.base import Busy
from bot.channels.telegram.request import AnswerError
from locales import catalogue

#: the commands in the order of the menu; each has a text `command.<name>`
COMMANDS = ("menu", "help", "language", "person", "privacy")

_FIRST_PAUSE, _LONGEST_PAUSE, _TRIES = 2.0, 300.0, 12

_log = logging.getLogger(__name__)


async def introduce(
    bot: Bot,
    languages: Sequence[str],
    commands: Sequence[str] = COMMANDS,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Bring commands and descriptions up to date; the first language is also what all other languages see.

    Best effort: it is tried again with growing pauses, given up after about an hour, and never raises.
    """
    pause = _FIRST_PAUSE
    steps = [(languages[0], ""), *((language, language) for language in languages)]
    for _ in range(_TRIES):
        try:
            while steps:
                await _introduce(bot, *steps[0], commands)
                steps.pop(0)
        except TelegramError as error:
            cause = error.error if isinstance(error, AnswerError) else error
            wait = max(pause, cause.retry_after) if isinstance(cause, Busy) else pause
            pause = min(pause * 2, _LONGEST_PAUSE)
            await sleep(wait)
        else:
            return
    _log.warning("telegram: commands and descriptions could not be set")


async def _introduce(bot: Bot, language: str, code: str, commands: Sequence[str]) -> None:
    """The texts of `language` for people whose application speaks `code`; the empty code is everybody else."""
    menu = tuple(BotCommand(name, catalogue.text(language, f"command.{name}")) for name in commands)
    if await bot.get_my_commands(language_code=code) != menu:
        await bot.set_my_commands(menu, language_code=code)
    description = catalogue.text(language, "telegram.description")
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)
    about = catalogue.text(language, "telegram.about")
    if (await bot.get_my_short_description(language_code=code)).short_description != about:
        await bot.set_my_short_description(about, language_code=code)
