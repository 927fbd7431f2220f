"""An aiogram form of nine questions as its documentation shows one: states and answers in memory, lost at a restart."""

import asyncio
import sys

import uvloop
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message


class Form(StatesGroup):
    """The questions."""

    problem = State()
    benefit = State()
    wish = State()
    country = State()
    period = State()
    days = State()
    languages = State()
    employer = State()
    money = State()


router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Begin."""
    await state.set_state(Form.problem)
    await message.answer("Which problem would you like to solve?")


@router.message(Command("cancel"))
@router.message(F.text.casefold() == "cancel")
async def cancel(message: Message, state: FSMContext) -> None:
    """Stop."""
    await state.clear()
    await message.answer("Cancelled.")


def _ask(question: State, following: State) -> None:
    @router.message(question)
    async def answered(message: Message, state: FSMContext) -> None:
        await state.update_data({str(question.state): message.text})
        await state.set_state(following)
        await message.answer(f"Thank you. Now tell me: {following.state}?")


QUESTIONS = (
    Form.problem, Form.benefit, Form.wish, Form.country, Form.period, Form.days, Form.languages, Form.employer, Form.money,
)  # fmt: skip
for number, one in enumerate(QUESTIONS):
    _ask(one, QUESTIONS[(number + 1) % len(QUESTIONS)])


@router.message()
async def anything(message: Message, state: FSMContext) -> None:
    """Any first words begin, too."""
    await start(message, state)


async def main(address: str, token: str) -> None:
    """Poll until killed."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], sys.argv[2]))
