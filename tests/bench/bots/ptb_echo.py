"""The smallest python-telegram-bot bot: says back what it is told, keeps nothing. `--concurrent`: people do not wait for
each other.
"""

import argparse
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.effective_message is not None:
        await update.effective_message.reply_text(update.effective_message.text or "")


def main(address: str, token: str, *, concurrent: bool) -> None:
    """Poll until killed."""
    builder: Any = Application.builder()
    builder = builder.token(token).base_url(f"{address}/bot").base_file_url(f"{address}/file/bot")
    application = builder.concurrent_updates(concurrent).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("--concurrent", action="store_true")
    given = parser.parse_args()
    main(given.address, given.token, concurrent=given.concurrent)
