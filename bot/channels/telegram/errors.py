"""What an answer of the Bot API means for a send. The texts are those of Telegram's server, tdlib/telegram-bot-api.

429                      Busy, for as long as it says
5xx                      Unavailable, but 504 (a gateway gave up waiting): Unsure
401, 404                 Unavailable: the token is wrong, which is not the message's fault
403, chat not found …    Unreachable
message is not modified  no failure at all
any other 4xx            Refused
"""

from typing import Any

from bot.channels.base import Busy, Refused, SendError, Unavailable, Unreachable, Unsure


class Moved(Refused):
    """The group has become a supergroup: it is chat `to` now."""

    def __init__(self, description: str, to: int) -> None:
        super().__init__(description)
        self.to = to


#: seconds to wait when a 429 does not say how long
_UNTOLD = 3.0

#: parts of the descriptions of a 400 that mean nobody is there
_GONE = ("chat not found", "user not found", "peer_id_invalid", "user_is_blocked", "input_user_deactivated")


def failure(status: int, answer: Any) -> SendError | None:
    """The failure behind an answer that is not a 2xx; None when it is none. `answer` is its JSON, or anything."""
    content: dict[str, Any] = answer if isinstance(answer, dict) else {}
    description = str(content.get("description") or f"HTTP {status}")[:200]
    if status == 429:
        parameters = content.get("parameters")
        seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return Busy(float(seconds) if isinstance(seconds, int | float) else _UNTOLD)
    if status == 504:
        return Unsure(description)
    if status >= 500 or status in (401, 404):
        return Unavailable(description)
    if status == 403:
        return Unreachable(description)
    reason = description.lower()
    if "message is not modified" in reason:
        return None
    if any(gone in reason for gone in _GONE):
        return Unreachable(description)
    parameters = content.get("parameters")
    if isinstance(parameters, dict) and isinstance(parameters.get("migrate_to_chat_id"), int):
        return Moved(description, parameters["migrate_to_chat_id"])
    return Refused(description)
