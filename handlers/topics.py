"""What staff do in the topic of a conversation, and who of them is who (`domain.topics`).

What is written there goes to the trainee as a reply from the desk does: the same actions, rules and lock. It fails closed: words of
somebody unknown, and whatever may belong to a note, stay with staff, who are told.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from domain.language import SERVED
from domain.messages import Event, Message, Part, Text, verbatim
from domain.ownership import HUMAN
from domain.staff_actions import Action, HandBack, Outcome, Resolve, Snooze, Take
from domain.topics import Held, Reaction, TopicEvent
from domain.traces import Heard
from handlers.desk import DeskHandler
from handlers.topic_words import Words
from storage import conversations, staff, staff_telegram, topics
from storage.conversations import Conversation
from storage.outbox import Letter
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

#: what a link for staff begins with: /start staff-…
LINK: Final = "staff-"

HOUR = 3_600_000

Handler = Callable[[UnitOfWork, Conversation, Event], Heard | None]


class TopicHandler:
    """The way in for every update: those of staff are handled here, all others by the handler for trainees."""

    def __init__(self, trainees: Handler, desk: DeskHandler) -> None:
        self._trainees, self._desk = trainees, desk

    def __call__(self, work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
        """Handle `event`; what staff do leaves nothing for the transcript but what it says to the trainee."""
        if isinstance(event, TopicEvent):
            where = topics.of_conversation(work.connection, conversation.id)
            if where is not None and where.chat == event.chat:
                _Turn(work, conversation, where, event, self._desk).run()
            return None
        if event.kind == "reaction":
            _trainee_reacted(work, conversation, event)
            return None
        if event.kind == "command" and event.text == "start" and event.argument.startswith(LINK):
            _link(work, conversation, event)
            return None
        return self._trainees(work, conversation, event)


def _trainee_reacted(work: UnitOfWork, conversation: Conversation, event: Event) -> None:
    where = topics.of_conversation(work.connection, conversation.id)
    if where is None or not event.reference.isdecimal():
        return
    there = topics.counterpart(work.connection, where, int(event.reference))
    if there is not None:
        topics.add(work.connection, work.vault, work.now, where, topics.REACT, body=Reaction(event.text, ours=there))


def _link(work: UnitOfWork, conversation: Conversation, event: Event) -> None:
    """A member of staff shows the code they were given: their account at Telegram is theirs from now on."""
    address = conversations.address_of(work.connection, work.vault, [conversation.id])[conversation.id]
    code, telegram = event.argument.removeprefix(LINK), address.get("chat_id")
    found = None
    if conversation.channel == "telegram" and isinstance(telegram, int):
        found = staff_telegram.link(work.connection, work.vault, work.now, telegram, code)
    said = Text("topics.linked", {"name": verbatim(found.name)}) if found is not None else Text("topics.link_wrong")
    if found is not None:
        staff.record(work.connection, work.now, f"staff:{found.id}", "staff.telegram_linked", f"staff:{found.id}")
    lang = conversation.lang or (event.app_language[:2] if event.app_language[:2] in SERVED else "en")
    work.letters.append(Letter(conversation.id, conversation.channel, conversation.epoch, lang, Message((Part(said),))))


class _Turn(Words):
    """One thing that a member of the group did in a topic."""

    __slots__ = ()

    def run(self) -> None:
        """Do it."""
        if (do := _DID.get(self.event.did)) is not None:
            do(self)

    # -- what they pressed ---------------------------------------------------------------------------------------------

    def pressed(self) -> None:
        """A button of the card, or one below words that wait."""
        who = staff_telegram.account(self.work.connection, self.event.sender)
        if who is None:
            self._answer(Text("topics.answer.not_linked"))
            return
        if not self._may(who):
            self._answer(Text("topics.answer.not_allowed"))
            return
        what, *words = self.event.token.split(":")
        if what in ("mine", "send", "seize", "note") and words and words[0].isdecimal():
            self._settle(who, what, int(words[0]))
        elif words and words[0].lstrip("-").isdecimal() and (wanted := self._wanted(what, words)) is not None:
            outcome = self._act(who, wanted)
            self._answer(self._what_came(outcome))

    def _wanted(self, what: str, words: Sequence[str]) -> Action | None:
        epoch = int(words[0])
        if what == "take":
            return Take(epoch, force=True)
        if what == "back":
            return HandBack(epoch, seen=self.topic.seen)
        if what == "done":
            return Resolve(epoch, seen=self.topic.seen)
        if what == "later" and len(words) > 1 and words[1].isdecimal() and len(words[1]) < 5:
            return Snooze(epoch, self.work.now + int(words[1]) * HOUR)
        return None

    def _what_came(self, outcome: Outcome) -> Text:
        if outcome.done:
            return Text("topics.answer.done")
        if outcome.code == "held":
            return Text("topics.answer.held", {"name": verbatim(self._name(outcome.by))})
        return Text("topics.answer.changed")

    def _settle(self, who: Account, what: str, number: int) -> None:
        """Words that wait: whoever wrote them says what shall become of them."""
        row = topics.message(self.work.connection, self.topic.id, number)
        if row is None or row.kind != topics.HELD or row.body is None:
            self._answer(Text("topics.answer.settled"))
            return
        held = topics.body_of(self.work.vault, row, Held)
        if held.staff_id not in (None, who.id) or (held.staff_id is None and what != "mine"):
            self._answer(Text("topics.answer.not_yours"))
            return
        notice, self.event = self.event, _as_written(row)
        if what == "mine":
            topics.change(self.work.connection, self.topic.id, staff_id=who.id, signature=held.signature)
            topics.update_message(
                self.work.connection, row.id,
                body=self.work.vault.seal_json(Held(held.words, held.files, who.id, marks=held.marks), topics.BODY),
            )  # fmt: skip
        if what == "note" or (what == "mine" and held.note):
            self._note(who, held, row.id)
            done, said = True, Text("topics.noted")
        else:
            done, said = self._say_at_last(who, what, row, held), Text("topics.sent")
        self.event = notice
        self._answer(Text("topics.answer.done") if done else Text("topics.answer.changed"))
        # their buttons are of no use any more
        self._tell(said if done else Text("topics.answer.changed"), edits=notice.message)

    def _say_at_last(self, who: Account, what: str, row: Row[Any], held: Held) -> bool:
        conversation = self.conversation
        if what == "seize" and conversation.owner == HUMAN and conversation.staff_id != who.id:
            self._act(who, Take(conversation.epoch, force=True))
        beside = what == "send" and conversation.owner == HUMAN and conversation.staff_id != who.id
        return self._say(who, held, row=row.id, anyway=beside, epoch=None if what == "mine" else conversation.epoch)

    def reacted(self) -> None:
        """An emoji on a message of the trainee, who sees it from us."""
        event = self.event
        row = topics.at(self.work.connection, event.chat, event.message)
        who = self._who()
        if row is None or row.kind != topics.HEARD or row.theirs is None or who is None or not self._may(who):
            return
        self._keep(topics.REACT, Reaction(event.text, theirs=row.theirs), message=None, state=topics.QUEUED)


def _as_written(row: Row[Any]) -> TopicEvent:
    """What was written, to be answered below it."""
    return TopicEvent("text", did="wrote", chat=row.chat, message=row.message, sender=row.sender or 0)


def language(conversation: Conversation) -> str:
    """The language in which staff of a conversation are spoken to."""
    return conversation.team if conversation.team in SERVED else conversation.lang or "en"


_DID: Final[Mapping[str, Callable[[_Turn], None]]] = {
    "wrote": _Turn.wrote,
    "album": _Turn.album,
    "edited": _Turn.edited,
    "pressed": _Turn.pressed,
    "reacted": _Turn.reacted,
}
