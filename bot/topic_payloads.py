"""What is written in a topic, as Telegram takes it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.channels.telegram.render import render
from bot.inbox import milliseconds
from domain.messages import Message, Part, Text, verbatim
from domain.topics import Post
from handlers import topic_card
from handlers.context import Services
from handlers.topics import language
from storage import conversations, notes, topics
from storage.conversations import Conversation
from storage.crypto import Vault
from storage.topics import Topic
from storage.unit_of_work import UnitOfWork

_decode = msgspec.json.Decoder(Message).decode


@dataclass(frozen=True, slots=True)
class Payloads:
    """Makes them. `address` is where the desk is."""

    vault: Vault
    services: Services
    address: str
    now: Callable[[], int] = milliseconds

    def card(self, connection: Connection, where: Topic) -> tuple[Conversation, dict[str, Any]] | None:
        """The conversation of a topic and its card; None when it is gone."""
        conversation = conversations.load(connection, self.vault, where.conversation_id)
        if conversation is None:
            return None
        work = UnitOfWork(connection, self.vault, self.now())
        address = f"{self.address}/desk/conversations/{conversation.id}"
        card = topic_card.card(self.services, work, conversation, address)
        actions = [choice.action for choice in card.choices]
        return conversation, render(card, language(conversation), lambda index: actions[index])[0].payload

    def of(self, connection: Connection, where: Topic, row: Any) -> dict[str, Any]:
        """What is posted, as Telegram takes it."""
        vault = self.vault
        if row.kind == topics.CARD:
            found = self.card(connection, where)
            return found[1] if found is not None else {"text": "…"}
        conversation = conversations.load(connection, vault, where.conversation_id)
        lang = language(conversation) if conversation is not None else "en"
        if row.kind == topics.NOTICE:
            message = topics.body_of(vault, row, Post).message
        elif row.kind == topics.NOTE:
            author, words = notes.one(connection, vault, row.note_id)
            message = Message(
                (Part(Text("topics.note_by", {"name": verbatim(author or "?")}), "title"), Part(verbatim(words)))
            )
        else:
            found = topics.message_of(connection, row.outbox_id)
            message, lang = shown(_decode(vault.open(found.body, b"outbox.body")), row.kind), found.lang or lang
        actions = [choice.action for choice in message.choices]
        pieces = render(message, lang, lambda index: actions[index])
        return dict(pieces[min(row.piece, len(pieces) - 1)].payload)

    def source(self, connection: Connection, where: Topic, row: Any) -> tuple[int, int | None]:
        """The chat of the trainee, and what in the topic is answered."""
        address = conversations.address_of(connection, self.vault, [where.conversation_id])
        found = topics.message_of(connection, row.outbox_id)
        wire = topics.wire_of(found)
        answers = topics.counterpart(connection, where, int(wire.answers)) if wire.answers.isdecimal() else None
        return int(address[where.conversation_id]["chat_id"]), answers

    def target(self, connection: Connection, where: Topic, row: Any) -> int | None:
        """The message in the topic that a change changes."""
        if row.theirs is not None:
            return topics.counterpart(connection, where, row.theirs)
        before = topics.message(connection, where.id, topics.body_of(self.vault, row, Post).answers)
        number: int | None = before.message if before is not None else None
        return number


def shown(message: Message, kind: str) -> Message:
    """A message of the conversation as the topic shows it: the trainee's without a name, with what they pressed in words."""
    if kind not in (topics.HEARD, topics.EDIT):
        return msgspec.structs.replace(message, choices=())
    pressed = tuple(Part(Text("topics.pressed", {"label": choice.label})) for choice in message.choices)
    author = "bot" if message.author == "you" else message.author
    return msgspec.structs.replace(message, parts=message.parts + pressed, choices=(), author=author)


def digest(payload: dict[str, Any]) -> str:
    """What is kept of a payload, to see whether it has changed."""
    return hashlib.blake2s(msgspec.json.encode(payload), digest_size=16).hexdigest()
