"""What every handler of one turn has in hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dialogs.engine import Actions
from dialogs.questions import Reading
from dialogs.stage import Stage
from dialogs.state import Session
from dialogs.talk import Dialog
from domain.language import Evidence
from domain.matching import CardIndex
from domain.messages import Choice, Message, Part
from domain.traces import LONGEST, MOST, Kind, ReadAs
from handlers.buttons import Buttons
from storage import helpdesks
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dialog to open, its arguments, and the answers to it that are known."""

    dialog: str
    args: dict[str, Any] = {}
    known: dict[str, Any] = {}


class Memory(msgspec.Struct, omit_defaults=True):
    """What a conversation remembers between turns: its dialogs and a few facts, sealed in the conversation's row.

    `consent` is the version of the privacy notice agreed to; `refused` that the person said no; `wanted` what they came for,
    to be opened once they have agreed, or have told what it needs; `evidence` what was said of their language before it was
    clear, `writes` one that they write and we do not speak; `heard` another one of ours they have just written, `offered` those
    a switch was offered to already, `offer` the one that waits for an answer, `declined` those they would rather not;
    `told_waiting` that they know a person will answer; `parked` that a person has settled something since the running question
    was asked, so that it is asked again before what is written is taken for its answer; `rating` the number of the question
    whether that helped, 0 once it is past; `helped` the question whose help was shown when somebody asked about it.
    """

    session: Session = msgspec.field(default_factory=Session)
    consent: str = ""
    refused: bool = False
    wanted: Wanted | None = None
    role: str = ""
    evidence: dict[str, Any] = {}
    writes: str = ""
    heard: str = ""
    offered: list[str] = []
    offer: str = ""
    declined: list[str] = []
    told_waiting: bool = False
    parked: bool = False
    rating: int = 0
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers need that lives longer than a turn; the composition root makes it.

    `cards` gives the current index of the catalogue; `export_link` makes an address where a person may fetch their data
    once; `zone` is where "today" is decided as long as nobody knows the trainee's own.
    """

    dialogs: Mapping[str, Dialog]
    buttons: Buttons
    cards: Callable[[UnitOfWork], CardIndex]
    export_link: Callable[[UnitOfWork, int], str]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed: the message it stands below, its place there, and the choice it stands for."""

    message: int
    index: int
    choice: Choice


@dataclass(slots=True)
class Context:
    """One turn: the unit of work, the conversation and its memory, and what will be said."""

    services: Services
    work: UnitOfWork
    conversation: Conversation
    memory: Memory
    actions: Actions = field(default_factory=dict)
    #: the button that was pressed; None when there was none, or none of ours
    pressed: Pressed | None = None
    #: the answer takes the place of the pressed message: a mark was set, or a review opened for changes
    in_place: bool = False
    #: this turn only set a mark in a choice of several: nothing that a transcript need keep
    only_marked: bool = False
    #: what was read in the words of this turn: staff see it beside them
    readings: list[ReadAs] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """The language of this conversation."""
        return self.conversation.lang or "en"

    @property
    def team(self) -> str:
        """The helpdesk that answers this person: that of the language they write, else of the one we talk in."""
        return helpdesks.of_language(self.work.connection, self.memory.writes, self.lang)

    @property
    def lease(self) -> int:
        """Until when a member of staff who answers from now on may be silent, in milliseconds since 1970: the lease counts opening
        hours of their team."""
        team = self.conversation.team or self.team
        return helpdesks.lease_until(self.work.connection, team, self.work.now, self.services.zone)

    @property
    def today(self) -> date:
        """The day it is where the helpdesk is."""
        return datetime.fromtimestamp(self.work.now / 1000, UTC).astimezone(self.services.zone).date()

    @property
    def person_id(self) -> int:
        """The person; handlers that need one run after consent only."""
        if self.conversation.person_id is None:
            raise LookupError("this conversation has no person yet")
        return self.conversation.person_id

    @property
    def meaning(self) -> str:
        """What the pressed button means; empty without one."""
        return self.pressed.choice.action if self.pressed is not None else ""

    @property
    def stage(self) -> Stage:
        """What the dialogs need."""
        return Stage(self.services.dialogs, Reading(self.lang, self.today), self.actions)

    @property
    def evidence(self) -> Evidence:
        """What earlier messages said about the language."""
        return Evidence.from_json(self.memory.evidence)

    def read(self, kind: Kind, value: str | None, confidence: float | None = None, *, sure: bool = True) -> None:
        """Note what was read in the words of this turn (`domain.traces`): the same once, and nothing where nothing was found."""
        if value is None or confidence == 0:
            return
        found = ReadAs(kind, value[:LONGEST], confidence if confidence is None else round(confidence, 4), sure)
        if len(self.readings) < MOST and found not in self.readings:
            self.readings.append(found)

    def say(self, *parts: Part, choices: tuple[Choice, ...] = ()) -> None:
        """Queue one message."""
        self.send(Message(parts, choices))

    def send(self, message: Message) -> None:
        """Queue a ready message; after a mark in a choice of several it takes the place of the pressed one."""
        place = self.pressed.message if self.in_place and self.pressed is not None else None
        self.work.say(self.conversation, message, replaces=place)
