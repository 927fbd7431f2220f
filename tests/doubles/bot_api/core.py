"""The double without its HTTP: everything that Telegram would remember about one bot, and what calls do to it."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.doubles.bot_api.call import Call
from tests.doubles.bot_api.chats import Chat, Chats, Json, Message
from tests.doubles.bot_api.errors import ApiError, MalformedError, refused, too_many_requests
from tests.doubles.bot_api.faults import Faults
from tests.doubles.bot_api.limits import Counters, Limits
from tests.doubles.bot_api.markup import Markup
from tests.doubles.bot_api.methods import METHODS
from tests.doubles.bot_api.people import Person, Press
from tests.doubles.bot_api.updates import DAY, MY_CHAT_MEMBER_QUEUE, UpdateQueue
from tests.doubles.bot_api.webhook import Webhook

FIRST_UPDATE_ID: Final = 500_000_001
TOPIC_COLOUR: Final = 7_322_096


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call that came in: `status` is the HTTP status of the result, 0 for a hang; `at` is the double's clock."""

    method: str
    values: Json
    status: int
    description: str
    at: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached a chat. `text` is what is shown: text, caption or file name."""

    method: str
    chat_id: int
    message_id: int
    text: str
    at: float


class Changes:
    """Wakes those who wait for something to become true; nothing is polled."""

    def __init__(self) -> None:
        self._watchers: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def notify(self) -> None:
        """Something changed."""
        for reached, future in self._watchers:
            if future.done():
                continue
            try:
                if reached():
                    future.set_result(None)
            except Exception as error:  # the test's own mistake belongs to the test, not to the call that woke it
                future.set_exception(error)

    async def until(self, reached: Callable[[], bool], timeout: float) -> bool:  # noqa: ASYNC109
        """Wait until `reached()`; False after `timeout` seconds."""
        if reached():
            return True
        watcher = (reached, asyncio.get_running_loop().create_future())
        self._watchers.append(watcher)
        try:
            await asyncio.wait_for(watcher[1], timeout)
        except TimeoutError:
            return reached()
        finally:
            self._watchers.remove(watcher)
        return True


class Core:
    """State and rules of one bot. `run` carries out any method but getUpdates."""

    def __init__(
        self,
        *,
        token: str,
        username: str,
        clock: Callable[[], float],
        pace: float,
        limits: Limits,
        lean: bool,
        public_webhook: bool,
    ) -> None:
        self.token = token
        self.clock = clock
        self.pace = pace
        self.limits = limits
        self.lean = lean
        self.random = random.Random(token)
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": username.replace("_", " ").title(),
            "username": username,
        }
        self.changes = Changes()
        self.chats = Chats(self.bot, clock)
        self.updates = UpdateQueue(clock, pace, FIRST_UPDATE_ID)
        self.updates.on_change = self.changes.notify
        self.webhook = Webhook(self.updates, clock, pace, self.run_unseen, public=public_webhook)
        self.faults = Faults()
        self.counters = Counters()
        self.people: dict[int, Person] = {}
        self.presses: dict[str, Press] = {}
        self.calls: list[CallRecord] = []
        self.sent: list[Sent] = []
        self.actions: list[tuple[int, str]] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}

    def run(self, call: Call) -> object:
        """Carry out a call. Raises ApiError or MalformedError."""
        method = METHODS.get(call.method)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        result = method(self, call)
        self.changes.notify()
        return result

    def run_unseen(self, call: Call) -> None:
        """Carry out a call whose result nobody sees."""
        try:
            self.run(call)
        except ApiError as error:
            self.record(call, error.code, error.description)
        except MalformedError as error:
            self.record(call, 400, refused(str(error)).description)
        else:
            self.record(call, 200)

    def admit(self, chat: Chat) -> None:
        """The last checks before a message goes out. Raises ApiError 429 or 403."""
        retry_after = self.limits.admit(chat.id, group=chat.is_group, now=self.clock())
        if retry_after:
            raise too_many_requests(retry_after)
        self.check_not_blocked(chat)

    @staticmethod
    def check_not_blocked(chat: Chat) -> None:
        """Raises ApiError 403 when the person has blocked the bot."""
        if chat.blocked:
            raise refused("bot was blocked by the user", 403)

    def post(self, method: str, chat: Chat, content: Json, markup: Markup | None) -> Message:
        """Put a message of the bot into a chat that `admit` let it write to."""
        if markup is not None and markup.kind == "inline":
            content = {**content, "reply_markup": markup.json()}
        elif markup is not None:
            chat.keyboard = markup.rows if markup.kind == "reply" else None
        editable = markup is None or markup.kind == "inline"
        message = self.chats.add(chat, self.bot, content, outgoing=True, editable=editable)
        text = content.get("text") or content.get("caption") or content.get("document", {}).get("file_name", "")
        now = self.clock()
        self.counters.count_sent(chat.id, text, now)
        if not self.lean:
            self.sent.append(Sent(method, chat.id, message.message_id, text, now))
        if (person := self.people.get(chat.id)) is not None:
            # the bot has its result before the person writes again
            asyncio.get_running_loop().call_soon(person.hears)
        return message

    def push(self, kind: str, payload: Json, *, lifetime: float, queue: int) -> int | None:
        """An update for the bot; its id, None when the bot did not ask for the kind."""
        return self.updates.push(kind, payload, lifetime=lifetime, queue=queue)

    def push_my_chat_member(self, chat: Chat, by: Json, before: str, after: str) -> None:
        """The bot was let in or thrown out (a block is both, in a private chat)."""
        payload = {
            "chat": chat.json,
            "from": by,
            "date": int(self.clock()),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(after),
        }
        self.push("my_chat_member", payload, lifetime=DAY, queue=chat.id + MY_CHAT_MEMBER_QUEUE)

    def _membership(self, status: str) -> Json:
        member: Json = {"user": self.bot, "status": status}
        return member | {"until_date": 0} if status == "kicked" else member

    def open_topic(self, chat: Chat, name: str) -> int:
        """A new topic of a forum; its id is that of the message that opens it."""
        content = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        message = self.chats.add(chat, self.bot, content, outgoing=True, editable=False)
        message.json |= {"message_thread_id": message.message_id, "is_topic_message": True}
        chat.topics.add(message.message_id)
        self.push("message", message.json, lifetime=DAY, queue=chat.id)
        return message.message_id

    def toggle_topic(self, chat: Chat, topic: int, by: Json, *, closed: bool) -> None:
        """Close a topic or open it again."""
        (chat.closed.add if closed else chat.closed.discard)(topic)
        content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        content |= {"message_thread_id": topic, "is_topic_message": True}
        message = self.chats.add(chat, by, content, outgoing=by is self.bot, editable=False)
        self.push("message", message.json, lifetime=DAY, queue=chat.id)

    def delete_topic(self, chat: Chat, topic: int) -> None:
        """Delete a topic with all that stands in it: nobody is told."""
        chat.topics.discard(topic)
        for number, message in [*chat.messages.items()]:
            if message.json.get("message_thread_id") == topic:
                del chat.messages[number]

    def admit_edit(self, chat: Chat) -> None:
        """An edit counts like a message in a group. Raises ApiError 429."""
        if chat.is_group:
            retry_after = self.limits.admit(chat.id, group=True, now=self.clock())
            if retry_after:
                raise too_many_requests(retry_after)

    def record(self, call: Call, status: int, description: str = "") -> None:
        """Keep a call for the history; counted always, written down unless lean."""
        self.counters.calls[call.method] += 1
        if status != 200:
            self.counters.errors[status] += 1
        if not self.lean and call.method != "getupdates":
            self.calls.append(CallRecord(call.method, dict(call.values), status, description, self.clock()))

    def reset(self) -> None:
        """Begin counting and recording anew; chats, updates and rules stay."""
        self.counters = Counters()
        self.calls.clear()
        self.sent.clear()
        self.faults.log.clear()
