"""The program itself as `run` starts it, but for a web server, on a data folder of its own.

`--unpaced` lifts the pace that Telegram asks for.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

import uvloop

from bot.app import App
from bot.logs import configure
from bot.settings import Settings

SECRET = "a-secret-of-the-benchmarks-that-is-long-enough"
FAST = 1_000_000.0


async def main(settings: Settings, *, unpaced: bool) -> None:
    """Work until killed."""
    app = App(settings)
    if unpaced:
        from bot.channels.telegram.channel import TelegramChannel

        TelegramChannel.capabilities = replace(TelegramChannel.capabilities, rate=FAST, chat_rate=FAST)
    # with the desk in the same process a courier is told of takeovers; a worker alone asks the store before each send
    async with app.background(pages=True):
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--unpaced", action="store_true")
    given = parser.parse_args()
    configure("WARNING")
    options = {
        "data_dir": given.data,
        "secret_key": SECRET,
        "telegram_token": given.token,
        "telegram_api": given.address,
    }
    uvloop.run(main(Settings(**options), unpaced=given.unpaced))
