"""Updates as Telegram writes them, to be changed field by field."""

import json
from typing import Any

ANN: dict[str, Any] = {"id": 1001, "is_bot": False, "first_name": "Ann", "username": "ann_b", "language_code": "fr"}
BOT: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Compagnon", "username": "compagnon_bot"}
CHAT: dict[str, Any] = {"id": 1001, "first_name": "Ann", "username": "ann_b", "type": "private"}
GROUP: dict[str, Any] = {"id": -1002003, "title": "Helpdesk", "type": "supergroup"}


def encoded(update: dict[str, Any]) -> bytes:
    return json.dumps(update, ensure_ascii=False).encode()


def message(kind: str = "message", **content: Any) -> dict[str, Any]:
    """A message of Ann in her private chat, unless `content` says otherwise (`from_` for the sender)."""
    body = {"message_id": 5, "from": ANN, "chat": CHAT, "date": 1_790_000_000, **content}
    if "from_" in body:
        body["from"] = body.pop("from_")
    return {"update_id": 7001, kind: body}


def press(data: str = "token-1", **content: Any) -> dict[str, Any]:
    """Ann pressed a button under a message of the bot."""
    under = {"message_id": 4, "from": BOT, "chat": CHAT, "date": 1_790_000_000, "text": "Which one?"}
    body = {"id": "4382", "from": ANN, "message": under, "chat_instance": "-77", "data": data, **content}
    return {"update_id": 7002, "callback_query": body}


def membership(status: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    """Ann blocked the bot (`kicked`) or allowed it again (`member`)."""
    new = {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    old = {"user": BOT, "status": "member"}
    body = {"chat": chat, "from": ANN, "date": 1_790_000_000, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": 7003, "my_chat_member": body}
