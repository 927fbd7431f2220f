"""The program itself, without web pages, on a data folder of its own.

`--unpaced` lifts the pace that Telegram asks for, `--more 1000` adds so many dialogs and commands that nobody uses.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

import uvloop

from bot.app import App
from bot.logs import configure
from bot.settings import Settings
from dialogs.registry import DIALOGS
from handlers.commands import COMMANDS

SECRET = "a-secret-of-the-benchmarks-that-is-long-enough"
FAST = 1_000_000.0


async def main(settings: Settings, *, unpaced: bool) -> None:
    """Work until killed."""
    app = App(settings)
    if unpaced:
        from bot.channels.telegram.channel import TelegramChannel

        TelegramChannel.capabilities = replace(TelegramChannel.capabilities, rate=FAST, chat_rate=FAST)
    await app.work(asyncio.Event())


def add(more: int) -> None:
    """Dialogs and commands under other names."""
    dialog, command = DIALOGS["enquiry"], COMMANDS["menu"]
    DIALOGS.update({f"other{number}": dialog for number in range(more)})  # type: ignore[attr-defined]
    COMMANDS.update({f"other{number}": command for number in range(more)})  # type: ignore[attr-defined]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--unpaced", action="store_true")
    parser.add_argument("--more", type=int, default=0)
    given = parser.parse_args()
    configure("WARNING")
    add(given.more)
    options = {
        "data_dir": given.data,
        "secret_key": SECRET,
        "telegram_token": given.token,
        "telegram_api": given.address,
    }
    uvloop.run(main(Settings(**options), unpaced=given.unpaced))
