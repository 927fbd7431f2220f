"""A turn of a member of the group in a topic: who it is, and the steps that all of it is made of."""

from dataclasses import dataclass, replace
from typing import Any

from domain.messages import Choice, Message, Part, Text
from domain.staff_actions import Action, Colleague, Outcome
from domain.topics import Post, TopicEvent
from handlers.desk import DeskHandler
from storage import access, staff, staff_telegram, topics
from storage.conversations import Conversation
from storage.staff import Account
from storage.topics import Topic
from storage.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Turn:
    """One thing that a member of the group did in a topic."""

    work: UnitOfWork
    conversation: Conversation
    topic: Topic
    event: TopicEvent
    desk: DeskHandler

    def _who(self) -> Account | None:
        """Who did it, if we know: an anonymous administrator is known once they have said so in this topic."""
        if self.event.sender:
            return staff_telegram.account(self.work.connection, self.event.sender)
        if self.topic.staff_id is not None and self.topic.signature == self.event.signature:
            return staff_telegram.by_id(self.work.connection, self.topic.staff_id)
        return None

    def _may(self, who: Account) -> bool:
        return access.may(who, "agent") and access.sees_conversation(self.work.connection, who, self.conversation.id)

    def _name(self, staff_id: int | None) -> str:
        found = staff_telegram.by_id(self.work.connection, staff_id) if staff_id is not None else None
        return found.name if found is not None else "?"

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
