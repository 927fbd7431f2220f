"""A local double of the Telegram Bot API, for tests and benchmarks.

It follows the server's own source (tdlib/telegram-bot-api and tdlib/td) and Bot API 10.3, not what a client happens to
send: `BotApiDouble` in a test, `python -m tests.doubles.bot_api` as a process of its own.
"""

from tests.doubles.bot_api.core import CallRecord, Sent
from tests.doubles.bot_api.faults import Fault, FaultKind, FaultRecord
from tests.doubles.bot_api.people import Group, Person, Press
from tests.doubles.bot_api.screen import Button, Shown
from tests.doubles.bot_api.server import TOKEN, BotApiDouble

__all__ = [
    "TOKEN",
    "BotApiDouble",
    "Button",
    "CallRecord",
    "Fault",
    "FaultKind",
    "FaultRecord",
    "Group",
    "Person",
    "Press",
    "Sent",
    "Shown",
]
