"""What staff write in a topic and what they change of it: for the trainee, a note, or kept until its author has said what it is."""

from dataclasses import replace
from typing import Final

from domain.answers.cleaning import NotUnderstood
from domain.messages import Choice, FileRef, Message, Text, verbatim
from domain.ownership import BOT
from domain.staff_actions import Outcome, Reply
from domain.topics import Held, TopicEvent, Wire, is_note, note_words
from handlers import replies
from handlers.topic_turn import Turn
from storage import notes, outbox, topics
from storage.outbox import STAFF, Letter
from storage.staff import Account

#: a file without words shortly after a note of the same person belongs to the note, in milliseconds
BELONGS = 120_000
#: somebody unknown is told how to be known once in so long, in milliseconds
TOLD_AGAIN = 3_600_000
#: how long the parts of an album are waited for, in milliseconds
ALBUM_WITHIN = 2_000
#: a change of words that are on their way waits until they have arrived, in milliseconds
ARRIVES_WITHIN = 5_000

#: why nothing was sent, where it has words of its own
_WHY: Final = {"not-agreed": "desk.refused.not-agreed"}


class Words(Turn):
    """What is written and changed."""

    __slots__ = ()

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
            held = Held(event.text, _files(event), None, event.signature, self._is_a_note(), event.marks)
            self._take_in(who, held)

    def album(self) -> None:
        """All parts of an album have come."""
        parts = topics.album(self.work.connection, self.topic.id, self.event.album)
        if not parts:
            return
        read = [topics.body_of(self.work.vault, row, Held) for row in parts]
        first = parts[0]
        for row in parts:
            # what they say is kept elsewhere from now on
            topics.update_message(self.work.connection, row.id, state=topics.DONE, kind=topics.WRITTEN, body=None)
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
            topics.update_message(
                self.work.connection, row, kind=topics.NOTE, note_id=number, state=topics.DONE, body=None
            )
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
        outcome = self._act(who, Reply(known, held.words, held.files, anyway, marks=held.marks))
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
                kept = Held(held.words, held.files, who.id, marks=held.marks)
                row = self._keep(topics.HELD, kept)
            self._ask_how(outcome, row)
        else:
            work.orphans.extend(file.stored for file in held.files if file.stored)
            self._tell(Text(_WHY.get(outcome.code, "topics.refused")))
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

    def edited(self) -> None:
        """Words they wrote before: the trainee sees the new ones, a note stays a note."""
        event, connection = self.event, self.work.connection
        row = topics.at(connection, event.chat, event.message)
        who = self._who()
        if row is None or who is None or not event.text or (row.sender or 0) != event.sender:
            return
        if row.kind in (topics.HELD, topics.ALBUM):
            held = topics.body_of(self.work.vault, row, Held)
            note = held.note or is_note(event.text)
            changed = Held(event.text, held.files, held.staff_id, held.signature, note, event.marks)
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
        try:
            words = Message((replies.said(self.event.text, self.event.marks),), author=who.name)
        except NotUnderstood:
            self._tell(Text("topics.refused"))
            return
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


def _files(event: TopicEvent) -> tuple[FileRef, ...]:
    return () if event.file is None else (event.file,)
