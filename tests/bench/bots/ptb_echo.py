"""The smallest python-telegram-bot bot that serves people side by side, as the others do: says back what it is told, keeps
nothing.
"""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.effective_message is not None:
        await update.effective_message.reply_text(update.effective_message.text or "")


def main(address: str, token: str) -> None:
    """Poll until killed."""
    builder: Any = Application.builder()
    builder = builder.token(token).base_url(f"{address}/bot").base_file_url(f"{address}/file/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
