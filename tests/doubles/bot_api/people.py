"""The other side of the chat: people who write to the bot, press its buttons and see its messages.

Everything a person does becomes the update that Telegram would send for it; everything the bot does changes what the
person sees. Nothing here waits except `waits_for`, which wakes on events.
"""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.doubles.bot_api.chats import Chat, Json, Message
from tests.doubles.bot_api.formatting import MAX_TEXT
from tests.doubles.bot_api.messages import medium, photo_sizes
from tests.doubles.bot_api.screen import Shown, shown
from tests.doubles.bot_api.text import clean, utf16_length
from tests.doubles.bot_api.updates import CALLBACK_QUEUE, CALLBACK_SECONDS, DAY, REACTION_QUEUE

if TYPE_CHECKING:
    from tests.doubles.bot_api.core import Core

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?\b)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<url>\bhttps?://[^\s<>]+)"
    r"|(?P<mention>(?<!\w)@\w{4,32}\b)"
)


#: the smallest picture
PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


@dataclass(slots=True)
class Press:
    """A pressed button: the query the bot got, and what it answered (`text` None until then)."""

    id: str
    data: str
    at: float
    answered: bool = False
    text: str | None = None
    alert: bool = False


class Group:
    """A group or supergroup with the bot in it."""

    def __init__(self, core: "Core", chat: Chat) -> None:
        self._core = core
        self._chat = chat

    @property
    def id(self) -> int:
        return self._chat.id

    def screen(self) -> list[Shown]:
        """What stands in the group now."""
        return [shown(message) for message in self._chat.messages.values()]

    async def waits_for(
        self,
        accepts: Callable[[list[Shown]], object],
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> list[Shown]:
        """Wait for a screen that `accepts` takes, and return it. Raises TimeoutError after `timeout` seconds."""
        await _wait(self._core, self.screen, accepts, timeout)
        return self.screen()

    def in_topic(self, thread: int) -> list[Shown]:
        """What stands in a topic now, but for service messages."""
        return [
            one
            for one in self.screen()
            if one.thread == thread and (one.text or one.document or one.photo or one.media)
        ]

    @property
    def topics(self) -> dict[int, str]:
        """The open topics with their names."""
        return {
            number: message.json["forum_topic_created"]["name"]
            for number, message in self._chat.messages.items()
            if number in self._chat.topics and "forum_topic_created" in message.json
        }

    def deletes_topic(self, thread: int) -> None:
        """An administrator deletes a topic."""
        self._core.delete_topic(self._chat, thread)
        self._core.changes.notify()

    def closes_topic(self, thread: int, by: "Person") -> None:
        """An administrator closes a topic."""
        self._core.toggle_topic(self._chat, thread, by.json, closed=True)

    def deletes_message(self, message: int) -> None:
        """An administrator deletes a message: nobody is told."""
        del self._chat.messages[message]

    def anonymous_says(self, text: str, thread: int, signature: str | None = None) -> Json:
        """An administrator who stays anonymous writes: the group itself speaks, by GroupAnonymousBot."""
        content: Json = {"sender_chat": self._chat.json, "text": text}
        if signature is not None:
            content["author_signature"] = signature
        content |= in_thread(self._chat, thread)
        message = self._core.chats.add(self._chat, ANONYMOUS, content, outgoing=False, editable=False)
        self._core.push("message", message.json, lifetime=DAY, queue=self._chat.id)
        return message.json

    def topic(self, name: str) -> int:
        """Open a topic of a forum; its `message_thread_id`."""
        return self._core.open_topic(self._chat, name)

    def takes_rights_away(self) -> None:
        """The bot is a member like all others from now on: it may write, but not open topics."""
        self._chat.bot_status = "member"

    def gives_rights(self) -> None:
        """The bot is an administrator."""
        self._chat.bot_status = "administrator"

    def removes_bot(self, by: "Person") -> None:
        """Throw the bot out."""
        self._core.push_my_chat_member(self._chat, by.json, "member", "kicked")
        self._chat.bot_status = "kicked"

    def adds_bot(self, by: "Person") -> None:
        """Let the bot in again."""
        before = self._chat.bot_status
        self._chat.bot_status = "member"
        self._core.push_my_chat_member(self._chat, by.json, "kicked" if before == "kicked" else "left", "member")

    def becomes_supergroup(self, chat_id: int, *, forum: bool = False, tell: bool = False) -> "Group":
        """Upgrade a group: the old id is refused with `migrate_to_chat_id` from now on; with `tell`, service messages say so."""
        title = self._chat.json["title"]
        upgraded = self._core.chats.open_group(chat_id, title, "supergroup", forum=forum)
        if tell:
            for chat, content in (
                (self._chat, {"migrate_to_chat_id": chat_id}), (upgraded, {"migrate_from_chat_id": self._chat.id}),
            ):  # fmt: skip
                message = self._core.chats.add(chat, ANONYMOUS, content, outgoing=False, editable=False)
                self._core.push("message", message.json, lifetime=DAY, queue=chat.id)
        self._chat.upgraded_to = chat_id
        return Group(self._core, upgraded)


class Person:
    """A Telegram user. `json` is the user as updates show it."""

    def __init__(self, core: "Core", json: Json) -> None:
        self.json = json
        self._core = core
        self._chat = core.chats.open_private(json)
        self._mark = 0
        self._to_say: list[str] = []

    @property
    def id(self) -> int:
        return int(self.json["id"])

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard that the bot put under the text field, row by row."""
        return [[str(button["text"]) for button in row] for row in self._chat.keyboard or []]

    def screen(self) -> list[Shown]:
        """What the person sees now in the chat with the bot: messages of both, after edits and deletions."""
        return [shown(message) for message in self._chat.messages.values()]

    def news(self) -> list[Shown]:
        """What the bot wrote since the person last did something."""
        return [message for message in self.screen() if not message.mine and message.message_id > self._mark]

    def says(
        self, text: str, *, chat: Group | None = None, thread: int | None = None, reply_to: int | None = None
    ) -> Json:
        """Write to the bot, or into a group. Raises ValueError: empty, above 4096 units, or the bot is blocked."""
        text = clean(text).strip(" \n")
        if not 0 < utf16_length(text) <= MAX_TEXT:
            raise ValueError("a message has 1 to 4096 UTF-16 units")
        content: Json = {"text": text}
        if entities := _found(text):
            content["entities"] = entities
        return self._writes(content, chat, thread, reply_to)

    def converses(self, words: Sequence[str]) -> None:
        """Say these words one after the other, each as soon as the bot has written a message after the one before."""
        self._to_say = [*reversed(words)]
        self.hears()

    def hears(self) -> None:
        """The bot wrote."""
        if self._to_say:
            self.says(self._to_say.pop())

    def start(self, payload: str = "") -> Json:
        """Press Start, as a link `?start=payload` would; a blocked bot is unblocked by it."""
        if self._chat.blocked:
            self.unblocks()
        return self.says(f"/start {payload}" if payload else "/start")

    def sends_document(
        self, name: str, mime: str, data: bytes, caption: str = "", *, chat: Group | None = None
    ) -> Json:
        """Send a file."""
        content: Json = {"document": self._core.chats.store_file(name, mime, data).document()}
        if caption:
            content["caption"] = caption
        return self._writes(content, chat, None, None)

    def sends_photo(
        self, data: bytes = PICTURE, caption: str = "", *, chat: Group | None = None,
        thread: int | None = None, album: str | None = None, reply_to: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a photo, perhaps as a part of an album."""
        content: Json = {"photo": photo_sizes(self._core, data)}
        if caption:
            content["caption"] = caption
        if album is not None:
            content["media_group_id"] = album
        return self._writes(content, chat, thread, reply_to)

    def sends(
        self, kind: str, content: bytes | Json, caption: str = "", *, chat: Group | None = None, thread: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a voice message, a film…: its bytes, or what else the Bot API shows of it (a contact, a place)."""
        shown = medium(self._core, kind, content) if isinstance(content, bytes) else content
        return self._writes({kind: shown} | ({"caption": caption} if caption else {}), chat, thread, None)

    def formats(
        self, text: str, entities: Sequence[Json], *, chat: Group | None = None, thread: int | None = None
    ) -> Json:
        """Write emphasized words."""
        return self._writes({"text": text, "entities": list(entities)}, chat, thread, None)

    def sends_sticker(self, *, chat: Group | None = None, thread: int | None = None, emoji: str = "") -> Json:
        """Send a sticker."""
        sticker: Json = {
            "file_id": "sticker", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
            "is_animated": False, "is_video": False,
        }  # fmt: skip
        if emoji:
            sticker["emoji"] = emoji
        return self._writes({"sticker": sticker}, chat, thread, None)

    def edits(self, message: Json | int, text: str) -> Json:
        """Change an own text."""
        chat, stored = self._own(message)
        entities = _found(text)
        json = {**stored.json, "text": text, "edit_date": int(self._core.clock())}
        json.pop("entities", None)
        if entities:
            json["entities"] = entities
        stored.json = json
        self._core.push("edited_message", json, lifetime=DAY, queue=chat.id)
        return json

    def presses(self, what: str, message: Json | Shown | int | None = None, *, chat: Group | None = None) -> Press:
        """Press the inline button with that label or data: on a message, else on the latest that has it.

        Raises LookupError when there is no such button to press (a link or a disabled one is none).
        """
        place = chat._chat if chat else self._chat
        wanted = _id(message) if message is not None else None
        for stored in reversed(place.messages.values()):
            if wanted is not None and stored.message_id != wanted:
                continue
            for row in shown(stored).buttons:
                for button in row:
                    if what in (button.label, button.data) and button.data is not None and not button.disabled:
                        return self._press(place, stored.message_id, button.data)
        seen = [label for stored in place.messages.values() for label in shown(stored).labels]
        raise LookupError(f"no button {what!r} to press; there are {seen}")

    def taps(self, label: str) -> Json:
        """Tap a key of the reply keyboard: its label is sent as a text. Raises LookupError when it is not there."""
        if not any(label in row for row in self.keyboard):
            raise LookupError(f"no key {label!r}; there are {self.keyboard}")
        return self.says(label)

    def forges(self, data: str, message: Json | Shown | int, *, chat: Group | None = None) -> Press:
        """Send data that stands on no button, as a changed client can: Telegram passes it on."""
        return self._press(chat._chat if chat else self._chat, _id(message), data)

    def reacts(self, message: Json | Shown | int, emoji: str | None, *, chat: Group | None = None) -> None:
        """React to a message with an emoji, or take the reaction back (None). In a group only an administrator hears of it."""
        place = chat._chat if chat else self._chat
        stored = place.message(_id(message), "message to react")
        before = stored.reactions.get(self.id)
        stored.reactions[self.id] = emoji
        payload = {
            "chat": place.json,
            "message_id": stored.message_id,
            "user": self.json,
            "date": int(self._core.clock()),
            "old_reaction": [{"type": "emoji", "emoji": before}] if before else [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
        if place.is_group and place.bot_status != "administrator":
            return
        self._core.push("message_reaction", payload, lifetime=DAY, queue=self.id + REACTION_QUEUE)

    def blocks(self) -> None:
        """Block the bot."""
        if not self._chat.blocked:
            self._chat.blocked = True
            self._core.push_my_chat_member(self._chat, self.json, "member", "kicked")

    def unblocks(self) -> None:
        """Unblock the bot."""
        if self._chat.blocked:
            self._chat.blocked = False
            self._core.push_my_chat_member(self._chat, self.json, "kicked", "member")

    def leaves_telegram(self) -> None:
        """Delete the account: no update tells the bot."""
        self._chat.deactivated = True

    async def waits_for(
        self,
        what: int | Callable[[list[Shown]], object] = 1,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> list[Shown]:
        """Wait for `what` new messages since the person last did something, or for a screen that `what` accepts.

        Returns the news. Raises TimeoutError after `timeout` seconds, telling what is on the screen.
        """
        accepts = what if callable(what) else lambda screen: len(self.news()) >= what
        await _wait(self._core, self.screen, accepts, timeout)
        return self.news()

    def _writes(self, content: Json, group: Group | None, thread: int | None, reply_to: int | None) -> Json:
        if group is None and self._chat.blocked:
            raise ValueError("who blocked the bot cannot write to it")
        chat = group._chat if group else self._chat
        if reply_to is not None:
            replied = chat.message(reply_to, "message to be replied")
            content = {"reply_to_message": replied.snapshot(with_reply=False), **content}
        if thread is not None:
            content = {**in_thread(chat, thread), **content}
        if group is None:
            self._chat.started = True
        self._chat.seen = True
        message = self._core.chats.add(chat, self.json, content, outgoing=False, editable=False)
        if group is None:
            self._mark = message.message_id
        self._core.push("message", message.json, lifetime=DAY, queue=chat.id)
        return message.json

    def _own(self, message: Json | int) -> tuple[Chat, Message]:
        chat = self._core.chats.by_id[message["chat"]["id"]] if isinstance(message, dict) else self._chat
        stored = chat.message(_id(message), "message to edit")
        if stored.outgoing or stored.json["from"]["id"] != self.id:
            raise ValueError("people edit their own messages only")
        return chat, stored

    def _press(self, chat: Chat, message_id: int, data: str) -> Press:
        core = self._core
        stored = chat.messages.get(message_id)
        press = Press(str(core.random.getrandbits(62)), data, core.clock())
        core.presses[press.id] = press
        if stored is not None:
            message: Json = stored.json
        else:
            message = {"chat": chat.json, "message_id": message_id, "date": 0}
        if chat is self._chat:
            self._mark = max(chat.messages, default=0)
        payload = {
            "id": press.id,
            "from": self.json,
            "message": message,
            "chat_instance": str(7_919_000_003 * abs(chat.id)),
            "data": data,
        }
        core.push("callback_query", payload, lifetime=CALLBACK_SECONDS, queue=self.id + CALLBACK_QUEUE)
        return press


#: who speaks for administrators that stay anonymous
ANONYMOUS: Final[Json] = {
    "id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip


def in_thread(chat: Chat, thread: int) -> Json:
    """What a message says of its topic; one that answers none answers the message that opened it."""
    opened = chat.messages.get(thread)
    place: Json = {"message_thread_id": thread, "is_topic_message": True}
    return place | ({"reply_to_message": opened.snapshot(with_reply=False)} if opened is not None else {})


async def _wait(
    core: "Core", screen: Callable[[], list[Shown]], accepts: Callable[[list[Shown]], object], seconds: float
) -> None:
    if await core.changes.until(lambda: bool(accepts(screen())), seconds):
        return
    lines = [f"{'>' if message.mine else '<'} {message.text or message.document}" for message in screen()]
    raise TimeoutError("waited in vain; on the screen:\n" + "\n".join(lines[-8:]))


def _id(message: Any) -> int:
    if isinstance(message, Shown):
        return message.message_id
    return int(message["message_id"]) if isinstance(message, dict) else int(message)


def _found(text: str) -> list[Json]:
    """Commands, addresses and mentions that Telegram marks in people's texts by itself."""
    return [
        {
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
            "type": str(found.lastgroup),
        }
        for found in _FOUND.finditer(text)
    ]
