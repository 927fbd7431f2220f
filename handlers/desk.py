"""What staff do with a conversation: one turn each, in the same transaction and under the same lock as the trainee's own.

Compare-and-swap: an action carries the `epoch` its author saw. Of two who come together one wins, and the other is told who has
it; their words are theirs again, nothing is sent. Words for the trainee leave in the lane of staff, which no change of owner stops;
notes go to a table that nothing reads for sending.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import Given, NotAnAnswer, Question
from dialogs.reading import read
from dialogs.screen import action as press
from domain import ownership
from domain.answers.cleaning import NotUnderstood, clean
from domain.messages import Choice, Message, Part, Text, verbatim
from domain.ownership import HUMAN, Refused
from domain.staff_actions import Action, Assign, Colleague, HandBack, Note, Outcome, Reply, Resolve, Snooze, Take
from handlers import takeover, talk
from handlers.actions import bind
from handlers.context import Context, Memory, Services
from storage import handovers, notes, ratings
from storage.conversations import Conversation
from storage.outbox import STAFF
from storage.unit_of_work import UnitOfWork

_encode = msgspec.json.Encoder().encode
_memory = msgspec.json.Decoder(Memory)


class DeskHandler:
    """Does one action of a member of staff; called inside its transaction, with the conversation locked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(self, work: UnitOfWork, conversation: Conversation, who: Colleague, wanted: Action) -> Outcome:
        """Do what is `wanted`, or say why not; then nothing has changed."""
        memory = _memory.decode(conversation.memory) if conversation.memory else Memory()
        context = Context(self._services, work, conversation, memory)
        context.actions = bind(context)
        try:
            _ACTIONS[type(wanted)](wanted, context, who)
        except Refused as refused:
            return Outcome(refused.code, refused.by)
        except NotUnderstood as refused:
            return Outcome(refused.code)
        except _Wrong as wrong:
            return Outcome("wrong", key=wrong.key)
        conversation.memory = _encode(memory)
        return Outcome()


class _Wrong(Exception):
    """What staff filled in does not answer the question `key`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _take(context: Context, who: Colleague) -> None:
    conversation = context.conversation
    session.leave(context.memory.session)
    ownership.take(conversation, who.id, conversation.team or context.team, context.lease)
    context.memory.told_waiting = False
    _record(context, "taken", who)


def _fill(context: Context, facts: dict[str, str]) -> list[Text]:
    """Answer questions of the parked dialog on the trainee's behalf; returns what was filled in, label and value."""
    filled = []
    for key, words in facts.items():
        top = context.memory.session.top
        question = next((one for one in session.fields(context.memory.session, context.stage) if one.key == key), None)
        if top is None or question is None:
            raise _Wrong(key)
        try:
            value = read(question, Given(words=words), context.stage.reading)
        except NotAnAnswer as refused:
            raise _Wrong(key) from refused
        if not question.fits(value) or _is_refused(context, question, value):
            raise _Wrong(key)
        session.apply(context.memory.session, context.stage, Input("fill", key=key, value=value, by="staff"))
        label = question.label or question.text
        filled.append(Text("human.fact", {"label": label, "value": question.show(value)}))
    return filled


def _is_refused(context: Context, question: Question, value: Any) -> bool:
    if not question.check:
        return False
    name, *further = question.check
    return context.actions[name](value, *further) is not None


def _record(
    context: Context, what: handovers.What, who: Colleague, *, detail: str = "", waited: int | None = None
) -> None:
    work = context.work
    handovers.record(
        work.connection, work.now, context.conversation, what, staff_id=who.id, detail=detail, waited=waited
    )


def _taken(wanted: Take, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    if conversation.owner == HUMAN and conversation.staff_id == who.id:
        return
    if not (wanted.force and conversation.owner == HUMAN and conversation.epoch == wanted.epoch):
        ownership.check(conversation, who.id, wanted.epoch)
    _take(context, who)


def _replied(wanted: Reply, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    words = clean(wanted.words)
    beside = wanted.anyway and conversation.owner == HUMAN and conversation.staff_id != who.id
    if not beside:
        ownership.check(conversation, who.id, wanted.epoch)
        if conversation.owner != HUMAN:
            _take(context, who)
    waited = None if conversation.waiting_since is None else context.work.now - conversation.waiting_since
    context.work.say(conversation, Message((Part(verbatim(words)),), author=who.name), lane=STAFF)
    ownership.replied(conversation)
    _record(context, "replied", who, waited=waited)


def _noted(wanted: Note, context: Context, who: Colleague) -> None:
    work = context.work
    notes.add(work.connection, work.vault, work.now, context.conversation.id, who.id, clean(wanted.words))


def _handed_back(wanted: HandBack, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    ownership.check(conversation, who.id, wanted.epoch)
    said = [Part(Text("human.back"))]
    if filled := _fill(context, wanted.facts):
        said.append(Part(Text("human.filled", {"name": verbatim(who.name), "facts": tuple(filled)})))
    _record(context, "handed_back", who)
    takeover.hand_back(context)
    talk.show_again(context, *said)


def _assigned(wanted: Assign, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    ownership.check(conversation, who.id, wanted.epoch)
    if wanted.staff_id is None:
        ownership.queue(conversation, wanted.team, context.work.now)
        _record(context, "returned", who)
    else:
        ownership.take(conversation, wanted.staff_id, wanted.team, context.lease)
        _record(context, "assigned", who, detail=f"staff:{wanted.staff_id}")


def _snoozed(wanted: Snooze, context: Context, who: Colleague) -> None:
    ownership.check(context.conversation, who.id, wanted.epoch)
    if wanted.until <= context.work.now:
        raise NotUnderstood("past")
    ownership.snooze(context.conversation, wanted.until)
    _record(context, "snoozed", who, detail=str(wanted.until))


def _resolved(wanted: Resolve, context: Context, who: Colleague) -> None:
    conversation, work = context.conversation, context.work
    ownership.check(conversation, who.id, wanted.epoch)
    _record(context, "resolved", who)
    was_with_people, team = conversation.owner == HUMAN, conversation.team
    ownership.resolve(conversation)
    context.memory.told_waiting = False
    if was_with_people and conversation.person_id is not None:
        number = ratings.ask(work.connection, work.now, conversation.id, who.id, team, context.lang)
        context.say(
            Part(Text("rating.ask")),
            choices=tuple(
                Choice(Text(f"rating.{score}"), press("rate", str(number), str(score)))
                for score in reversed(ratings.SCORES)
            ),
        )


_ACTIONS: Final[Mapping[type[Action], Callable[[Any, Context, Colleague], None]]] = {
    Take: _taken,
    Reply: _replied,
    Note: _noted,
    HandBack: _handed_back,
    Assign: _assigned,
    Snooze: _snoozed,
    Resolve: _resolved,
}
