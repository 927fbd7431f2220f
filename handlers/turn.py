"""One turn: an event comes in, the conversation changes, answers are queued. The way in for every update."""

import re

import msgspec

from dialogs.talk import text_name
from dialogs.welcome import CONSENT_VERSION
from domain import ownership
from domain.messages import Choice, Event, FileRef, Message, Part, verbatim
from domain.ownership import BOT, HUMAN
from domain.traces import Heard, Trace
from handlers import commands, consent, delivery, languages, named_hosts, press, references, searching, takeover, talk
from handlers.actions import bind
from handlers.context import Context, Memory, Services
from handlers.words import command_for
from storage import handovers, people
from storage.conversations import Conversation
from storage.outbox import YOU
from storage.unit_of_work import UnitOfWork

_encode = msgspec.json.Encoder().encode
#: characters of one message that are read; no channel lets people write more, and reading them would keep others waiting
LONGEST_READ = 8000

_memory = msgspec.json.Decoder(Memory)
#: the answers of a dialog that are files, in the JSON of a memory
_stored = re.compile(rb'"stored":"([0-9a-f]{32})"').findall


class TurnHandler:
    """Handles one event at a time; called inside the transaction of the turn."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(self, work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
        """Handle `event`; returns what the transcript keeps of it, if anything may be kept."""
        if len(event.text) + len(event.argument) > LONGEST_READ:
            event = msgspec.structs.replace(
                event, text=event.text[:LONGEST_READ], argument=event.argument[:LONGEST_READ]
            )
        memory = _memory.decode(conversation.memory) if conversation.memory else Memory()
        context = Context(self._services, work, conversation, memory)
        context.actions = bind(context)
        context.pressed = references.find(context, event)
        asked = _asked(memory)
        _handle(context, event)
        before, conversation.memory = conversation.memory, _encode(memory)
        _let_go_of_files(context, before, event)
        if event.kind in ("blocked", "unblocked") or context.only_marked or not _may_be_kept(context):
            return None
        # what a button or a file means is no reading of words
        trace = Trace(tuple(context.readings), asked) if context.readings and event.kind == "text" else None
        return Heard(_said(context, event), trace)


def _may_be_kept(context: Context) -> bool:
    """Words are kept with consent, and of somebody who agreed to an earlier notice only while a person talks with them."""
    known = context.conversation.person_id is not None
    return known and (context.conversation.owner != "bot" or not consent.is_outdated(context))


def _asked(memory: Memory) -> str:
    """The question on the screen, as its texts are named; "" when there is none."""
    top = memory.session.top
    return text_name(top.dialog, top.asked) if top is not None and top.asked else ""


def _handle(context: Context, event: Event) -> None:
    if event.kind in ("blocked", "unblocked"):
        delivery.changed(context, event)
        return
    if event.kind == "other" and not event.text:
        # a group, a bot, a service message: there is nobody to answer
        return
    delivery.back(context)
    languages.notice(context, event)
    conversation = context.conversation
    if conversation.owner != BOT and takeover.wants_the_bot(context, event):
        handovers.record(context.work.connection, context.work.now, conversation, "handed_back")
        event = takeover.called_back(context, event)
    aside = takeover.is_for_the_bot(context, event)
    if conversation.owner != BOT and conversation.person_id is None and not aside:
        # without consent no word is kept: whoever answers here could not read it
        handovers.record(context.work.connection, context.work.now, conversation, "handed_back")
        takeover.hand_back(context)
        consent.begin(context, takeover.PERSON)
        return
    if not aside:
        # the lease is that of a person: without one nothing need be asked of the database
        ownership.heard(conversation, context.work.now, context.lease if conversation.owner == HUMAN else 0)
    if conversation.owner != BOT and not aside:
        takeover.record(context, event)
    elif event.kind == "press":
        press.pressed(context)
    elif event.kind == "command":
        commands.run(context, event.text, event.argument)
    elif event.kind == "text" and named_hosts.takes_off(context, event.text):
        # "take that away again" is about the host that was liked, and stops nothing
        pass
    elif event.kind == "text" and (command := command_for(context, event.text)) is not None:
        commands.run(context, command.name, command.argument)
    elif context.memory.consent != CONSENT_VERSION:
        consent.before(context, event)
    elif event.kind != "text" or not (
        searching.said(context, event.text) or named_hosts.shows_again(context, event.text)
    ):
        talk.said(context, event)


def _let_go_of_files(context: Context, before: bytes, event: Event) -> None:
    """A file that after this turn neither a dialog nor a document holds is deleted: sent before consent or unasked, replaced,
    of a dialog given up, or of a person who is no longer known (P1, P3)."""
    held = {name.decode() for name in _stored(before)}
    if event.file is not None and event.file.stored:
        held.add(event.file.stored)
    if held:
        held -= {name.decode() for name in _stored(context.conversation.memory)}
        context.work.orphans.extend(held - people.documents_stored(context.work, held))


def _said(context: Context, event: Event) -> Message:
    """What the transcript keeps: the person's words, the button they pressed, the name of their file."""
    parts: list[Part] = []
    choices: tuple[Choice, ...] = ()
    files: tuple[FileRef, ...] = ()
    if context.pressed is not None:
        pressed = context.pressed
        choices = (Choice(pressed.choice.label, f"{pressed.message}|{pressed.index}"),)
    elif event.kind == "command":
        parts.append(Part(verbatim(f"/{event.text} {event.argument}".strip()), "note"))
    elif event.text:
        parts.append(Part(verbatim(event.text)))
    if event.file is not None:
        file = event.file
        parts.append(Part(verbatim(file.name), "card"))
        if file.stored:
            # where it lies for as long as anything needs it: staff may open it from here
            files = (FileRef(file.name, file.mime, file.size, stored=file.stored, kind=file.kind),)
    return Message(tuple(parts), choices, author=YOU, files=files)
