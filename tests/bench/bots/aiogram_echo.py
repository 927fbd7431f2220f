"""The smallest aiogram bot: says back what it is told, keeps nothing. `--filters 90` puts so many other handlers in front."""

import argparse
import asyncio

import uvloop
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def _echo(message: Message) -> None:
    await message.answer(message.text or "")


async def _other(message: Message) -> None:
    await message.answer("another")


async def main(address: str, token: str, filters: int) -> None:
    """Poll until killed."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher()
    for number in range(filters):
        dispatcher.message.register(_other, F.text == f"/command{number}")
    dispatcher.message.register(_echo)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("--filters", type=int, default=0)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(given.address, given.token, given.filters))
