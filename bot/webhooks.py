"""Events for the programs of the organisation, signed as the Standard Webhooks specification says.

Headers `webhook-id` (the same at every try), `webhook-timestamp` (seconds) and `webhook-signature`: `v1,` and the base64 of the
HMAC-SHA256 of "id.timestamp.body" with the secret (the base64 after `whsec_`).
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

import msgspec

from storage.webhooks import Delivery

SECRET_PREFIX = "whsec_"  # noqa: S105


def new_secret() -> str:
    """What a receiver checks signatures with."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.digest(key, f"{message_id}.{seconds}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def body_of(delivery: Delivery) -> bytes:
    """What is sent: what happened, where, when; never a word of anybody."""
    data: dict[str, Any] = {
        "event": delivery.event_id,
        "conversation": delivery.conversation_id,
        "team": delivery.team,
        "staff": delivery.staff,
        "waited": delivery.waited,
    }
    if delivery.what == "request_answered":
        number, _, state = delivery.detail.partition(":")
        data |= {"request": int(number), "state": state}
    return msgspec.json.encode({"type": f"conversation.{delivery.what}", "timestamp": delivery.at, "data": data})
