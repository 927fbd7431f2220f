"""A person answers instead of the bot (DESIGN section 6). Here: asking for one, waiting, and going back to the bot."""

from typing import Final

from dialogs import session
from dialogs.screen import action
from domain import ownership
from domain.commands import read_command
from domain.messages import Choice, Event, Part, Text
from domain.ownership import BOT, QUEUE
from handlers import promises
from handlers.context import Context, Wanted
from storage import handovers, people

#: what somebody wants who asked for a person before they had agreed to our keeping what they write
PERSON: Final = Wanted("human")
#: what people may ask of us about their data and our messages, also while they wait for a person; and how surely it is said
_RIGHTS: Final = ("mydata", "delete_my_data", "stop_messages", "allow_messages")
_RIGHTS_TYPED: Final = ("mydata", "stop", "delete")
_SURE: Final = 0.85


def ask_for_person(context: Context) -> None:
    """Put the conversation into the queue of the language team; the dialog waits where it is."""
    conversation, work = context.conversation, context.work
    session.leave(context.memory.session)
    if conversation.owner == BOT:
        ownership.queue(conversation, context.team, work.now)
        handovers.record(work.connection, work.now, conversation, "queued")
    # the first message that follows gets a sign that it has arrived
    context.memory.told_waiting = False
    _say(context, promises.queued(context))


def wants_the_bot(context: Context, event: Event) -> bool:
    """Does the person call the bot back: by its name, or by asking for what only the bot does (the menu, their data)?"""
    if event.kind == "command":
        return event.text in ("bot", "start", "menu", *_RIGHTS_TYPED)
    if event.kind == "text":
        found = read_command(event.text, context.lang)
        return (found is not None and found.intent == "bot") or _is_a_right(context, event)
    return context.meaning in ("command|bot", "command|menu") or context.meaning.startswith("open|")


def called_back(context: Context, event: Event) -> None:
    """The bot owns the conversation again; who only asked about their data is told how a person is to be had afterwards."""
    hears_a_right = _is_a_right(context, event)
    hand_back(context)
    if hears_a_right:
        context.say(Part(Text("human.meanwhile_bot")))


def _is_a_right(context: Context, event: Event) -> bool:
    """Does somebody who waits for a person ask about their data or our messages? What they write to one is for that person."""
    if event.kind == "command":
        return event.text in _RIGHTS_TYPED
    waits = context.conversation.owner == QUEUE and context.conversation.person_id is not None
    found = read_command(event.text, context.lang) if event.kind == "text" and waits else None
    return found is not None and found.intent in _RIGHTS and found.confidence >= _SURE


def is_for_the_bot(context: Context, event: Event) -> bool:
    """Whoever answers, the person may choose the language, and say what they think of the help they got."""
    if event.kind == "command":
        return event.text == "language"
    return context.meaning.startswith(("language|", "rate|"))


def hand_back(context: Context) -> None:
    """The bot owns the conversation again, whoever wished so."""
    ownership.give_back(context.conversation)
    context.memory.told_waiting = False


def record(context: Context, event: Event) -> None:
    """Somebody else answers: message and file are kept for them; the first one gets a sign that it has arrived."""
    conversation = context.conversation
    file = event.file
    if file is not None and file.stored and conversation.person_id is not None:
        # each such file is a document of its own: none takes the place of another
        kept = {"name": file.name, "mime": file.mime, "size": file.size, "stored": file.stored}
        people.add_document(context.work, conversation.person_id, f"sent-{file.stored[:10]}", kept)
    if conversation.owner != QUEUE:
        return
    said = promises.known_meanwhile(context, event)
    if not context.memory.told_waiting:
        context.memory.told_waiting = True
        # an answer of the FAQ says too that a colleague still answers
        said = said or promises.received(context)
    if said:
        _say(context, said)


def remind(context: Context, *said: Part) -> None:
    """Say that a person will answer, and how to go on with the bot instead."""
    _say(context, (*said, *promises.received(context)))


def _say(context: Context, parts: tuple[Part, ...]) -> None:
    context.say(*parts, choices=(Choice(Text("human.go_on_with_bot"), action("command", "bot")),))
