"""A person answers instead of the bot (DESIGN section 6). Here: asking for one, waiting, and going back to the bot."""

from typing import Final

from dialogs import session
from dialogs.screen import action
from domain import kept, ownership, wanted
from domain.answers.cleaning import words
from domain.commands import is_question, read_command
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
#: and how surely nothing else is said: "I give up, my host does not answer" is for a person
_WHOLE: Final = 0.89
#: what is said to the bot and to no colleague, as long as none has come: "forget it", "go on", "start again", "menu"
_GOES_ON: Final = ("enough", "cancel", "restart", "menu")
#: what is said to a person just as well
_TO_ANYBODY: Final = ("thanks", "no_thanks", "hello", "human")
#: in more words something is told to whoever answers
_CALL_WORDS: Final = 20


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
        return _calls_back(context, event.text) or _is_a_right(context, event)
    return context.meaning in ("command|bot", "command|menu") or context.meaning.startswith("open|")


def _calls_back(context: Context, text: str) -> bool:
    """Do the words call the bot back: by its name, "je continue avec toi"; as long as nobody has come also "never mind"?"""
    lang, found = context.lang, read_command(text, context.lang)
    if found is not None and found.intent == "bot":
        return True
    if context.conversation.owner != QUEUE or is_question(text):
        # whoever has come is spoken to as well: "I go on with you tomorrow"
        return False
    said = words(text)
    keeps_on = wanted.speaks_of("with_you", said, lang) and wanted.speaks_of("keeps_on", said, lang)
    if len(said) <= _CALL_WORDS and (keeps_on or wanted.speaks_of("to_bot", said, lang)):
        return True
    goes_on = wanted.speaks_of("on", said, lang) and not wanted.beside(said, lang, "on", "lead")
    return goes_on or (found is not None and found.intent in _GOES_ON and found.confidence >= _WHOLE)


def called_back(context: Context, event: Event) -> Event:
    """The bot owns the conversation again; who only asked about their data is told how a person is to be had afterwards.

    Returns what is left to be done: words that only call the bot back answer nothing, and leave nothing out.
    """
    hears_a_right = _is_a_right(context, event)
    calls = event.kind == "text" and not hears_a_right and _calls_back(context, event.text)
    hand_back(context)
    if hears_a_right:
        context.say(Part(Text("human.meanwhile_bot")))
    return Event("command", "bot") if calls else event


def _is_a_right(context: Context, event: Event) -> bool:
    """Does somebody who waits for a person ask about their data or our messages? What they write to one is for that person."""
    if event.kind == "command":
        return event.text in _RIGHTS_TYPED
    waits = context.conversation.owner == QUEUE and context.conversation.person_id is not None
    if event.kind != "text" or not waits:
        return False
    if kept.asks_what_is_kept(event.text, context.lang):
        return True
    found = read_command(event.text, context.lang)
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
    if not context.memory.told_waiting or (event.kind == "text" and _is_for_a_bot(context, event.text)):
        context.memory.told_waiting = True
        # an answer of the FAQ says too that a colleague still answers
        said = said or promises.received(context)
    if said:
        _say(context, said)


def _is_for_a_bot(context: Context, text: str) -> bool:
    """May the words be meant for the bot: a wish that it opens things for, a like, a command? They are never met by silence."""
    lang, said = context.lang, words(text)
    if len(said) > _CALL_WORDS:
        return False
    found = read_command(text, lang)
    return (
        bool(wanted.thing(text, lang))
        or (found is not None and found.intent not in _TO_ANYBODY)
        or any(wanted.speaks_of(table, said, lang) for table in ("enquiry", "of_itself", "go", "on"))
    )


def remind(context: Context, *said: Part) -> None:
    """Say that a person will answer, and how to go on with the bot instead."""
    _say(context, (*said, *promises.received(context)))


def _say(context: Context, parts: tuple[Part, ...]) -> None:
    context.say(*parts, choices=(Choice(Text("human.go_on_with_bot"), action("command", "bot")),))
