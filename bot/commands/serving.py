"""`run` and `worker`."""

import asyncio
import signal

import uvloop

from bot.app import App
from bot.settings import Settings


def serve(settings: Settings, *, sample: bool) -> None:
    """Everything in one process, until it is told to stop."""
    app = App(settings, sample=sample)
    try:
        if sample:
            from bot.commands.sample_data import fill

            fill(app)
        uvloop.run(app.serve(lambda address: print(f"Compagnon is at {address}", flush=True)))
    finally:
        app.close()


def pages(settings: Settings) -> None:
    """The web pages alone; workers handle what they store."""
    app = App(settings)
    try:
        uvloop.run(app.serve(lambda address: print(f"Compagnon is at {address}", flush=True), work=False))
    finally:
        app.close()


def work(settings: Settings) -> None:
    """Updates and Telegram, without web pages."""
    app = App(settings)

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await app.work(stop)

    try:
        uvloop.run(until_stopped())
    finally:
        app.close()
