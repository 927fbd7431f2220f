"""`staff telegram`: link a member of staff to their account at Telegram."""

import secrets

from sqlalchemy import Connection

from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.inbox import milliseconds
from bot.settings import Settings
from handlers.topics import LINK
from storage import staff, staff_telegram
from storage.crypto import Keys, kept_secret


def link(settings: Settings, email: str, username: str = "") -> None:
    """Print a link that makes whoever opens it in Telegram this member of staff; it works once, for a day. Raises OperatorError."""
    if not settings.telegram_token:
        raise OperatorError("Telegram is not connected: set COMPAGNON_TELEGRAM_TOKEN (docs/how-to/telegram.md)")
    vault = Keys.from_secret(settings.secret_key or kept_secret(settings.data_dir / "secret.key")).vault
    code = secrets.token_urlsafe(18)

    def write(connection: Connection) -> staff.Account | None:
        account = staff.by_email(connection, email)
        if account is None or account.disabled:
            return None
        now = milliseconds()
        staff_telegram.offer(connection, vault, now, account.id, code)
        staff.record(connection, now, "system", "staff.telegram_offered", f"staff:{account.id}")
        return account

    with opened(settings) as database:
        account = database.write_now(write)
    if account is None:
        raise OperatorError(f"{staff.normal(email)} has no account: compagnon staff list shows them all", 1)
    name = username or _username(settings)
    if name:
        print(
            f"{account.name} opens this link in Telegram, once, within a day:\nhttps://t.me/{name}?start={LINK}{code}"
        )
    else:
        print(f"{account.name} writes this to the bot in Telegram, once, within a day:\n/start {LINK}{code}")


def _username(settings: Settings) -> str:
    """The name of the bot; empty when Telegram cannot be asked now."""
    # loads a library, which only this command needs
    import asyncio

    from bot.channels.telegram.channel import TelegramChannel

    async def ask() -> str:
        channel = TelegramChannel(settings.telegram_token, api_base=settings.telegram_api)
        try:
            return str((await channel.call("getMe", {})).get("username", ""))
        finally:
            await channel.close()

    try:
        return asyncio.run(ask())
    except Exception:
        return ""
