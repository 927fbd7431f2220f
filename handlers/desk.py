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
from dialogs.welcome import CONSENT_VERSION
from domain import ownership
from domain.answers.cleaning import NotUnderstood, clean
from domain.language import SERVED
from domain.messages import Choice, Part, Text, verbatim
from domain.ownership import BOT, HUMAN, LONGEST_SNOOZE, QUEUE, RESOLVED, Refused
from domain.staff_actions import (
    Action,
    Assign,
    Colleague,
    HandBack,
    HostAnswered,
    Note,
    Outcome,
    Reply,
    Resolve,
    Snooze,
    StayRated,
    Take,
    TakenBack,
)
from handlers import consent, host_answers, rating, replies, takeover, talk
from handlers.actions import bind
from handlers.context import Context, Memory, Services
from storage import access, handovers, helpdesks, notes, outbox, ratings, updates
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
            return Outcome(refused.code, refused.by, refused.key)
        except NotUnderstood as refused:
            return Outcome(refused.code)
        conversation.memory = _encode(memory)
        return Outcome()


def _look_at_consent(context: Context) -> None:
    """What somebody writes who has not agreed is not kept: nobody takes over whom they could not read (P1)."""
    if context.conversation.person_id is None:
        raise Refused("not-agreed")


def _take(context: Context, staff_id: int, team: str = "") -> None:
    conversation = context.conversation
    session.leave(context.memory.session)
    # first the team: the lease counts its hours
    conversation.team = team or conversation.team or context.team
    ownership.take(conversation, staff_id, conversation.team, context.lease)
    context.memory.told_waiting = False


def _fill(context: Context, facts: dict[str, str]) -> list[Text]:
    """Answer questions of the parked dialog on the trainee's behalf; returns what was filled in, label and value."""
    filled = []
    for key, words in facts.items():
        top = context.memory.session.top
        question = next((one for one in session.fields(context.memory.session, context.stage) if one.key == key), None)
        if top is None or question is None:
            raise Refused("wrong", key=key)
        try:
            value = read(question, Given(words=words), context.stage.reading)
        except NotAnAnswer as refused:
            raise Refused("wrong", key=key) from refused
        if not question.fits(value) or _is_refused(context, question, value):
            raise Refused("wrong", key=key)
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
    _look_at_consent(context)
    if not (wanted.force and conversation.owner == HUMAN and conversation.epoch == wanted.epoch):
        ownership.check(conversation, who.id, wanted.epoch)
    _take(context, who.id)
    _record(context, "taken", who)


def _replied(wanted: Reply, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    said = replies.message(wanted, who)
    _look_at_consent(context)
    if not conversation.reachable:
        raise Refused("unreachable")
    beside = wanted.anyway and conversation.owner == HUMAN and conversation.staff_id != who.id
    if not beside:
        ownership.check(conversation, who.id, wanted.epoch)
        if conversation.owner != HUMAN:
            _take(context, who.id)
            _record(context, "taken", who)
    waited = None if conversation.waiting_since is None else context.work.now - conversation.waiting_since
    context.work.say(conversation, said, lane=STAFF)
    ownership.replied(conversation)
    _record(context, "replied", who, waited=waited)


def _noted(wanted: Note, context: Context, who: Colleague) -> None:
    work = context.work
    notes.add(work.connection, work.vault, work.now, context.conversation.id, who.id, clean(wanted.words))


def _handed_back(wanted: HandBack, context: Context, who: Colleague) -> None:
    conversation = context.conversation
    ownership.check(conversation, who.id, wanted.epoch)
    if conversation.owner == BOT:
        raise Refused("changed")
    _look_at_news(context, wanted.seen)
    said = [Part(Text("human.back"))]
    if filled := _fill(context, wanted.facts):
        said.append(Part(Text("human.filled", {"name": verbatim(who.name), "facts": tuple(filled)})))
    _record(context, "handed_back", who)
    takeover.hand_back(context)
    _go_on(context, *said)


def _look_at_news(context: Context, seen: int) -> None:
    """Words to a person must not become an answer to the bot, nor be left unread: whoever ends the talk has seen them."""
    connection, conversation = context.work.connection, context.conversation
    if updates.are_open(connection, conversation.id) or (
        seen and outbox.heard_after(connection, conversation.id, seen)
    ):
        raise Refused("changed")


def _go_on(context: Context, *said: Part) -> None:
    """The bot asks what it asked before, or for the consent that it needs first."""
    top = context.memory.session.top
    if context.memory.consent == CONSENT_VERSION or (top is not None and top.dialog in consent.OPEN):
        talk.show_again(context, *said)
    elif context.memory.refused:
        context.say(*said, Part(Text("consent.needed")), choices=(consent.PERSON, consent.AGREE))
    else:
        context.say(*said)
        consent.begin(context)


def _assigned(wanted: Assign, context: Context, who: Colleague) -> None:
    conversation, connection = context.conversation, context.work.connection
    ownership.check(conversation, who.id, wanted.epoch)
    known = [one.code for one in helpdesks.everyone(connection)] or SERVED
    if wanted.team and wanted.team not in known:
        raise Refused("nobody")
    team = wanted.team or conversation.team or context.team
    if (conversation.owner, conversation.staff_id, conversation.team) == (_new_owner(wanted), wanted.staff_id, team):
        return
    _look_at_consent(context)
    if wanted.staff_id is None:
        session.leave(context.memory.session)
        ownership.queue(conversation, team, context.work.now)
        _record(context, "returned", who)
    elif access.may_answer(connection, wanted.staff_id):
        _take(context, wanted.staff_id, team)
        _record(context, "assigned", who, detail=f"staff:{wanted.staff_id}")
    else:
        raise Refused("nobody")


def _new_owner(wanted: Assign) -> str:
    return QUEUE if wanted.staff_id is None else HUMAN


def _snoozed(wanted: Snooze, context: Context, who: Colleague) -> None:
    ownership.check(context.conversation, who.id, wanted.epoch)
    if wanted.until <= context.work.now:
        raise NotUnderstood("past")
    if wanted.until > context.work.now + LONGEST_SNOOZE:
        raise Refused("too-far")
    ownership.snooze(context.conversation, wanted.until)
    _record(context, "snoozed", who, detail=str(wanted.until))


def _resolved(wanted: Resolve, context: Context, who: Colleague) -> None:
    conversation, work = context.conversation, context.work
    ownership.check(conversation, who.id, wanted.epoch)
    if (conversation.owner, conversation.work) == (BOT, RESOLVED):
        return
    _look_at_news(context, wanted.seen)
    # whom the rating is about: who answered, not who tidies up; nobody rates what nobody said
    helper, team = handovers.answering(work.connection, conversation.id), conversation.team
    context.memory.parked = conversation.owner != BOT and context.memory.session.top is not None
    _record(context, "resolved", who)
    ownership.resolve(conversation)
    context.memory.told_waiting = False
    if helper is not None and conversation.person_id is not None:
        number = ratings.ask(work.connection, work.now, conversation.id, helper, team, context.lang)
        context.memory.rating = number
        context.say(
            Part(Text("rating.ask")),
            choices=(
                *(
                    Choice(Text(f"rating.{score}"), press("rate", str(number), str(score)))
                    for score in reversed(ratings.SCORES)
                ),
                *rating.way_on(context),
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
    HostAnswered: host_answers.answered,
    TakenBack: host_answers.taken_back,
    StayRated: host_answers.rated,
}
