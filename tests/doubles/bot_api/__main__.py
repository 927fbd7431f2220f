"""The double as a process: prints `{"port": …, "url": …, "token": …}` on one line, then serves until it is told to end.

`control.py` lists what another process can do with it.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable

from tests.doubles.bot_api.server import TOKEN, BotApiDouble


def main() -> None:
    """Read the options and serve until SIGTERM or SIGINT, or with `--until-eof` until standard input closes."""
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--rate", type=int, help="messages in any second")
    parser.add_argument("--chat-rate", type=float, help="messages a second in one chat")
    parser.add_argument("--chat-burst", type=int, default=3)
    parser.add_argument("--group-per-minute", type=int)
    parser.add_argument("--retry-after", type=int, default=3, help="seconds that going over --rate costs")
    parser.add_argument("--pace", type=float, default=1.0, help="scale of every wait")
    parser.add_argument("--answer-after", type=float, default=0.0, help="seconds until a call that is done is answered")
    parser.add_argument("--lean", action="store_true", help="keep no history")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input closes")
    options = parser.parse_args()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(options))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(options: argparse.Namespace) -> None:
    settings = {name: value for name, value in vars(options).items() if name != "until_eof"}
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if options.until_eof:
        loop.add_reader(sys.stdin, lambda: None if os.read(sys.stdin.fileno(), 4096) else ended.set())
    async with BotApiDouble(**settings) as double:
        print(json.dumps({"port": double.port, "url": double.url, "token": double.token}), flush=True)
        await ended.wait()


if __name__ == "__main__":
    main()
