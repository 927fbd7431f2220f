"""What staff do in the topic of a conversation, and who of them is who (`domain.topics`).

What is written there goes to the trainee as a reply from the desk does: the same actions, rules and lock. It fails closed: words of
somebody unknown, and whatever may belong to a note, stay with staff, who are told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Row

from domain.language import SERVED
from domain.messages import Choice, Event, FileRef, Message, Part, Text, verbatim
from domain.ownership import BOT, HUMAN
from domain.staff_actions import Action, Colleague, HandBack, Outcome, Reply, Resolve, Snooze, Take
from domain.topics import Held, Post, Reaction, TopicEvent, Wire, is_note, note_words
from domain.traces import Heard
from handlers.desk import DeskHandler
from storage import access, conversations, notes, outbox, staff, staff_telegram, topics
from storage.conversations import Conversation
from storage.outbox import STAFF, Letter
from storage.staff import Account
from storage.topics import Topic
from storage.unit_of_work import UnitOfWork

#: a file without words shortly after a note of the same person belongs to the note, in milliseconds
BELONGS = 120_000
#: somebody unknown is told how to be known once in so long, in milliseconds
TOLD_AGAIN = 3_600_000
#: how long the parts of an album are waited for, in milliseconds
ALBUM_WITHIN = 2_000
#: a change of words that are on their way waits until they have arrived, in milliseconds
ARRIVES_WITHIN = 5_000
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


@dataclass(slots=True)
class _Turn:
    """One thing that a member of the group did in a topic."""

    work: UnitOfWork
    conversation: Conversation
    topic: Topic
    event: TopicEvent
    desk: DeskHandler

    def run(self) -> None:
        """Do it."""
        if (do := _DID.get(self.event.did)) is not None:
            do(self)

    # -- who it is -----------------------------------------------------------------------------------------------------

    def _who(self) -> Account | None:
        """Who did it, if we know: an anonymous administrator is known once they have said so in this topic."""
        if self.event.sender:
            return staff_telegram.account(self.work.connection, self.event.sender)
        if self.topic.staff_id is not None and self.topic.signature == self.event.signature:
            return staff_telegram.by_id(self.work.connection, self.topic.staff_id)
        return None

    def _may(self, who: Account) -> bool:
        return access.may(who, "agent") and access.sees_conversation(self.work.connection, who, self.conversation.id)

    # -- what they wrote -----------------------------------------------------------------------------------------------

    def wrote(self) -> None:
        """Words, a file, or something we cannot pass on."""
        event, who = self.event, self._who()
        if event.album:
            # what belongs together is judged together: one note among them makes all of them a note
            held = Held(
                event.text, _files(event), who.id if who is not None else None, event.signature, self._is_a_note()
            )
            self._keep(topics.ALBUM, held, album=event.album, due_at=self.work.now + ALBUM_WITHIN)
        elif event.unusable:
            self._tell(Text("topics.unusable"))
        else:
            self._take_in(who, Held(event.text, _files(event), None, event.signature, self._is_a_note()))

    def album(self) -> None:
        """All parts of an album have come."""
        parts = topics.album(self.work.connection, self.topic.id, self.event.album)
        if not parts:
            return
        read = [topics.body_of(self.work.vault, row, Held) for row in parts]
        first = parts[0]
        for row in parts:
            topics.update_message(self.work.connection, row.id, state=topics.DONE, kind=topics.WRITTEN)
        note = any(one.note for one in read)
        self.event = TopicEvent(
            "file", did="wrote", chat=first.chat, message=first.message, sender=first.sender or 0,
            signature=read[0].signature,
        )  # fmt: skip
        whole = Held(
            "\n".join(one.words for one in read if one.words), tuple(file for one in read for file in one.files), None,
            read[0].signature, note,
        )  # fmt: skip
        for row in parts[1:] if note else ():
            topics.update_message(self.work.connection, row.id, kind=topics.NOTE)
        self._take_in(self._who(), whole)
        if note and len(parts) > 1:
            self._tell(Text("topics.kept_as_note"))

    def _is_a_note(self) -> bool:
        event, connection = self.event, self.work.connection
        if is_note(event.text):
            return True
        if event.answers:
            answered = topics.at(connection, event.chat, event.answers)
            if answered is not None and answered.kind == topics.NOTE:
                return True
        return self._follows_a_note()

    def _follows_a_note(self) -> bool:
        """A file without words: does it belong to the note its sender has just written?"""
        if self.event.file is None or self.event.text:
            return False
        last = topics.last_of(self.work.connection, self.topic.id, self.event.sender)
        return last is not None and last.kind == topics.NOTE and self.work.now - last.created_at < BELONGS

    def _take_in(self, who: Account | None, held: Held) -> None:
        """It is complete: a note, or for the trainee if whoever wrote it may."""
        if who is not None and self._may(who):
            if held.note:
                self._note(who, held)
                if not is_note(held.words) and not self.event.answers:
                    self._tell(Text("topics.kept_as_note"))
            else:
                self._say(who, held)
        elif who is None and not self.event.sender:
            if held.note:
                self._note(None, held)
            else:
                row = self._keep(topics.HELD, held)
                self._tell(Text("topics.anonymous"), Choice(Text("topics.it_was_me"), f"mine:{row}"))
        else:
            self._note(who, held)
            if not topics.was_told(self.work.connection, self.topic.id, self.event.sender, self.work.now - TOLD_AGAIN):
                key = "topics.not_linked" if who is None else "topics.not_allowed"
                self._tell(Text(key, {"name": verbatim(self.event.sender_name or "?")}), sender=self.event.sender)

    def _note(self, who: Account | None, held: Held, row: int = 0) -> None:
        """Keep it for colleagues; what was a row already stays that row."""
        words = note_words(held.words) if is_note(held.words) else held.words.strip()
        names = "\n".join(f"📎 {file.name}" for file in held.files)
        if who is None:
            words = f"{self.event.sender_name or held.signature or '?'}: {words}"
        words = "\n".join(filter(None, (words, names)))
        # what nobody is sent need not be kept
        self.work.orphans.extend(file.stored for file in held.files if file.stored)
        if not words:
            return
        number = notes.add(
            self.work.connection, self.work.vault, self.work.now, self.conversation.id,
            who.id if who is not None else None, words,
        )  # fmt: skip
        if row:
            topics.update_message(self.work.connection, row, kind=topics.NOTE, note_id=number, state=topics.DONE)
        else:
            self._keep(topics.NOTE, None, note_id=number, state=topics.DONE)

    def _say(self, who: Account, held: Held, *, row: int = 0, anyway: bool = False, epoch: int | None = None) -> bool:
        """Say it to the trainee, or keep it and say why not."""
        conversation, work = self.conversation, self.work
        if any(file.problem or not file.stored for file in held.files):
            work.orphans.extend(file.stored for file in held.files if file.stored)
            self._tell(Text("topics.file_lost"))
            return False
        if epoch is None:
            # to a bot that came back unseen nobody spoke: their words wait. Who waits for a person is glad of any
            known = self.topic.epoch if conversation.owner == BOT and self.topic.epoch >= 0 else conversation.epoch
        else:
            known = epoch
        outcome = self._act(who, Reply(known, held.words, held.files, anyway))
        if outcome.done:
            self._answering()
            work.flush()
            said = topics.last_said(work.connection, conversation.id)
            if row:
                topics.update_message(
                    work.connection, row, kind=topics.WRITTEN, outbox_id=said, state=topics.WATCHED, body=None
                )
            else:
                self._keep(topics.WRITTEN, None, outbox_id=said, state=topics.WATCHED)
            return True
        if outcome.code in ("held", "changed", "unreachable"):
            if not row:
                kept = Held(held.words, held.files, who.id)
                row = self._keep(topics.HELD, kept)
            self._ask_how(outcome, row)
        else:
            work.orphans.extend(file.stored for file in held.files if file.stored)
            self._tell(Text("topics.refused"))
        return False

    def _answering(self) -> None:
        """What they have just said answers a message of the trainee, who sees which."""
        if not self.event.answers or self.conversation.channel != "telegram":
            return
        answered = topics.theirs(self.work.connection, self.event.chat, self.event.answers)
        letter = self.work.letters[-1]
        if answered.isdecimal() and letter.lane == STAFF:
            self.work.letters[-1] = replace(letter, wire=Wire(answers=answered))

    def _ask_how(self, outcome: Outcome, row: int) -> None:
        """Their words wait: what shall become of them?"""
        as_note = Choice(Text("topics.make_note"), f"note:{row}", "quiet")
        if outcome.code == "held":
            self._tell(
                Text("topics.held", {"name": verbatim(self._name(outcome.by))}),
                Choice(Text("topics.send_anyway"), f"send:{row}"), Choice(Text("topics.take_and_send"), f"seize:{row}"),
                as_note,
            )  # fmt: skip
        elif outcome.code == "changed":
            self._tell(Text("topics.changed"), Choice(Text("topics.take_and_send"), f"seize:{row}"), as_note)
        else:
            self._tell(Text("topics.unreachable"), Choice(Text("topics.try_again"), f"seize:{row}"), as_note)

    def _name(self, staff_id: int | None) -> str:
        found = staff_telegram.by_id(self.work.connection, staff_id) if staff_id is not None else None
        return found.name if found is not None else "?"

    # -- what they changed ---------------------------------------------------------------------------------------------

    def edited(self) -> None:
        """Words they wrote before: the trainee sees the new ones, a note stays a note."""
        event, connection = self.event, self.work.connection
        row = topics.at(connection, event.chat, event.message)
        who = self._who()
        if row is None or who is None or not event.text or (row.sender or 0) != event.sender:
            return
        if row.kind in (topics.HELD, topics.ALBUM):
            held = topics.body_of(self.work.vault, row, Held)
            changed = Held(event.text, held.files, held.staff_id, held.signature, held.note or is_note(event.text))
            body = self.work.vault.seal_json(changed, topics.BODY)
            topics.update_message(connection, row.id, body=body)
        elif row.kind == topics.NOTE and row.note_id is not None:
            words = note_words(event.text) if is_note(event.text) else event.text.strip()
            notes.change(connection, self.work.vault, row.note_id, words or event.text)
            if not is_note(event.text):
                self._tell(Text("topics.stays_note"))
        elif row.kind == topics.WRITTEN and row.outbox_id is not None:
            if is_note(event.text):
                self._tell(Text("topics.too_late"))
            elif self._may(who):
                self._say_instead(who, row.outbox_id)

    def _say_instead(self, who: Account, said: int) -> None:
        work, conversation = self.work, self.conversation
        before = topics.message_of(work.connection, said)
        if before is None:
            return
        arrived = before.external_id is not None or conversation.channel in outbox.FETCHED_BY_THE_PERSON
        words = Message((Part(verbatim(self.event.text.strip())),), author=who.name)
        due = 0 if arrived else work.now + ARRIVES_WITHIN
        work.letters.append(
            Letter(
                conversation.id, conversation.channel, conversation.epoch, conversation.lang, words, STAFF, due_at=due,
                replaces=said,
            )
        )  # fmt: skip
        work.flush()
        # it stands in the topic already
        self._keep(
            topics.EDIT, None, message=None, state=topics.DONE,
            outbox_id=topics.last_said(work.connection, conversation.id),
        )  # fmt: skip

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
                body=self.work.vault.seal_json(Held(held.words, held.files, who.id), topics.BODY),
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

    # -- small steps ---------------------------------------------------------------------------------------------------

    def _act(self, who: Account, wanted: Action) -> Outcome:
        """One action of the desk; refused, it has changed nothing."""
        work, conversation = self.work, self.conversation
        letters, before = len(work.letters), replace(conversation)
        with work.connection.begin_nested() as attempt:
            outcome = self.desk(work, conversation, Colleague(who.id, who.name), wanted)
            if not outcome.done:
                attempt.rollback()
                del work.letters[letters:]
                for name in conversation.__slots__:
                    setattr(conversation, name, getattr(before, name))
                return outcome
            staff.record(
                work.connection, work.now, f"staff:{who.id}", f"conversation.{wanted.__struct_config__.tag}",
                f"conversation:{conversation.id}",
            )  # fmt: skip
        return outcome

    def _keep(self, kind: str, body: Any, *, state: int = topics.QUEUED, **values: Any) -> int:
        """Note what stands in the topic."""
        event = self.event
        place = {"message": event.message, "sender": event.sender, **values}
        return topics.add(
            self.work.connection, self.work.vault, self.work.now, self.topic, kind, state=state, body=body, **place
        )

    def _tell(self, said: Text, *choices: Choice, edits: int = 0, sender: int | None = None) -> None:
        post = Post(Message((Part(said),), choices), answers=0 if edits else self.event.message, edits=edits)
        topics.add(
            self.work.connection, self.work.vault, self.work.now, self.topic, topics.NOTICE, body=post, sender=sender
        )

    def _answer(self, said: Text) -> None:
        post = Post(Message((Part(said),)), press=self.event.reference)
        topics.add(self.work.connection, self.work.vault, self.work.now, self.topic, topics.ANSWER, body=post)


def _files(event: TopicEvent) -> tuple[FileRef, ...]:
    return () if event.file is None else (event.file,)


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
