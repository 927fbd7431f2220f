"""What Telegram knows: the bot, people, groups, their messages and files, as the JSON the Bot API shows of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tests.doubles.bot_api.errors import ApiError, MalformedError, refused

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup"]
BotStatus = Literal["member", "administrator", "left", "kicked"]

GENERAL_TOPIC: Final = 1
MAX_DOWNLOAD: Final = 20 << 20
LINK_SECONDS: Final = 3600
_SUPERGROUP_BASE: Final = -1_000_000_000_000


@dataclass(slots=True)
class Message:
    """One message. `json` is what the API shows now; a change makes a new dictionary, so older snapshots stay true.

    `reaction` is the bot's emoji on it, `reactions` are people's.
    """

    json: Json
    outgoing: bool
    editable: bool = True
    reaction: str | None = None
    reactions: dict[int, str | None] = field(default_factory=dict)

    @property
    def message_id(self) -> int:
        return int(self.json["message_id"])

    def snapshot(self, *, with_reply: bool = True) -> Json:
        """The message as another one quotes it: without what it replies to itself."""
        if with_reply or "reply_to_message" not in self.json:
            return self.json
        return {name: value for name, value in self.json.items() if name != "reply_to_message"}


@dataclass(slots=True)
class Chat:
    """A chat with the bot in it. `json` is the short form that stands in messages.

    Private chats: `started` (the person wrote first), `seen` (the bot met the person elsewhere), `blocked`,
    `deactivated`.
    Groups: `bot_status`, `topics` of a forum and those that are `closed`, `upgraded_to` once a group became a supergroup.
    """

    id: int
    kind: ChatKind
    json: Json
    messages: dict[int, Message] = field(default_factory=dict)
    started: bool = False
    seen: bool = False
    blocked: bool = False
    deactivated: bool = False
    bot_status: BotStatus = "member"
    topics: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    upgraded_to: int | None = None
    last_id: int = 0
    keyboard: list[list[Json]] | None = None

    @property
    def is_group(self) -> bool:
        return self.kind != "private"

    def message(self, message_id: int, role: str) -> Message:
        """A message that exists. Raises MalformedError `<role> not found` (role: `message to edit`…)."""
        found = self.messages.get(message_id)
        if found is None:
            raise MalformedError(f"{role} not found")
        return found


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side: `file_id` is this bot's, `unique_id` everyone's."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    data: bytes

    def document(self) -> Json:
        """The file as a message shows it."""
        return {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


class Chats:
    """All chats of one bot, by id; ids of messages; files and their download links."""

    def __init__(self, bot: Json, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.by_id: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[StoredFile, float]] = {}
        self._last_id = 0

    def open_private(self, user: Json) -> Chat:
        """The private chat of a person, made if needed."""
        chat = self.by_id.get(user["id"])
        if chat is None:
            names: Json = {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
            chat = self.by_id[user["id"]] = Chat(user["id"], "private", {"id": user["id"], **names, "type": "private"})
        return chat

    def open_group(self, chat_id: int, title: str, kind: Literal["group", "supergroup"], *, forum: bool) -> Chat:
        """A group with the bot as a member. Its id is negative; a supergroup's begins with -100."""
        json: Json = {"id": chat_id, "title": title, "type": kind}
        if kind == "group":
            json["all_members_are_administrators"] = False
        elif chat_id >= _SUPERGROUP_BASE:
            raise ValueError(f"not the id of a supergroup: {chat_id}")
        if forum:
            json["is_forum"] = True
        topics = {GENERAL_TOPIC} if forum else set()
        # only an administrator may open topics, and hears of reactions
        status: BotStatus = "administrator" if forum else "member"
        chat = self.by_id[chat_id] = Chat(chat_id, kind, json, topics=topics, bot_status=status)
        chat.last_id = 1  # the message that tells of the supergroup's making, which is also its General topic
        return chat

    def find(self, given: str) -> Chat:
        """The chat of a `chat_id` argument. Raises ApiError or MalformedError when the bot cannot know it."""
        if not given:
            raise MalformedError("chat_id is empty")
        digits = given.removeprefix("-")
        chat = self.by_id.get(int(given)) if digits.isascii() and digits.isdigit() else None
        if chat is None:
            raise MalformedError("chat not found")
        if chat.kind == "private" and not chat.started:
            if chat.seen:
                raise refused("bot can't initiate conversation with a user", 403)
            raise MalformedError("chat not found")
        return chat

    def find_writable(self, given: str, topic: int = 0) -> Chat:
        """The chat of a `chat_id` that the bot may still write to. Raises ApiError 403 or 400, MalformedError."""
        chat = self.find(given)
        if chat.deactivated:
            raise refused("user is deactivated", 403)
        if chat.upgraded_to is not None:
            parameters = {"migrate_to_chat_id": chat.upgraded_to}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)
        if chat.is_group and chat.bot_status == "kicked":
            raise refused(f"bot was kicked from the {_group_name(chat)}", 403)
        if chat.is_group and chat.bot_status == "left":
            raise refused(f"bot is not a member of the {_group_name(chat)}", 403)
        with_topics = chat.kind == "private" or "is_forum" in chat.json
        if topic and with_topics and (topic == GENERAL_TOPIC or topic not in chat.topics):
            raise MalformedError("message thread not found")
        if topic in chat.closed and chat.bot_status != "administrator":
            raise MalformedError("TOPIC_CLOSED")
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and groups share one sequence; each supergroup has its own."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self._last_id += 1
        return self._last_id

    def add(self, chat: Chat, sender: Json, content: Json, *, outgoing: bool, editable: bool = True) -> Message:
        """A new message of `sender` in the chat, dated now."""
        json = {
            "message_id": self.next_message_id(chat),
            "from": sender,
            "chat": chat.json,
            "date": int(self.clock()),
            **content,
        }
        message = Message(json, outgoing, editable)
        chat.messages[message.message_id] = message
        return message

    def store_file(self, name: str, mime: str, data: bytes) -> StoredFile:
        """Keep a file; the same bytes under the same name are the same file."""
        digest = hashlib.sha256(name.encode("utf-8", "replace") + b"\0" + data).hexdigest()
        file = StoredFile(f"BQACAgIAAxk{digest[:40]}", f"AgAD{digest[:12]}", name, mime, data)
        self.files[file.file_id] = file
        return file

    def link(self, file_id: str) -> Json:
        """The answer of getFile: a path that works for an hour. Raises MalformedError: unknown, or above 20 MB."""
        if not file_id:
            raise MalformedError("file_id not specified")
        file = self.files.get(file_id)
        if file is None:
            raise MalformedError("wrong file_id or the file is temporarily unavailable")
        if len(file.data) > MAX_DOWNLOAD:
            raise MalformedError("file is too big")
        suffix = "." + file.name.rpartition(".")[2] if "." in file.name else ""
        path = f"documents/file_{list(self.files).index(file_id)}{suffix}"
        self._links[path] = (file, self.clock() + LINK_SECONDS)
        return {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.data),
            "file_path": path,
        }

    def download(self, path: str) -> StoredFile | None:
        """The file behind a path that getFile gave less than an hour ago."""
        file, until = self._links.get(path, (None, 0.0))
        return file if self.clock() <= until else None


def _group_name(chat: Chat) -> str:
    return "group chat" if chat.kind == "group" else "supergroup chat"


def full_chat(chat: Chat) -> Json:
    """A chat as getChat shows it."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.json,
        "accepted_gift_types": dict.fromkeys(gifts, not chat.is_group),
        "max_reaction_count": 11,
        "accent_color_id": abs(chat.id) % 7,
    }
