"""The real program with a handler that counts: run as a process of its own, to be killed at any moment.

    python -m tests.crash.counting_bot

Settings come from the environment, as for the program itself.
"""

import asyncio

import uvloop

from bot.app import App
from bot.settings import load
from domain.messages import Event, Message, Part, verbatim
from domain.traces import Heard
from storage.conversations import Conversation
from storage.outbox import YOU
from storage.unit_of_work import UnitOfWork


def count(work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
    """Answer "n: text": n is how many messages this conversation has had."""
    conversation.lang = "en"
    if event.kind != "text":
        return None
    number = int(conversation.memory or b"0") + 1
    conversation.memory = str(number).encode()
    work.say(conversation, Message((Part(verbatim(f"{number}: {event.text}")),)))
    return Heard(Message((Part(verbatim(event.text)),), author=YOU))


async def main() -> None:
    app = App(load())
    app.inbox._handler = count
    await app.work(asyncio.Event())


if __name__ == "__main__":
    uvloop.run(main())
