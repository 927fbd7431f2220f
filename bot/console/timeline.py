"""One line of time: what was said, what staff noted among themselves, and who answered from when on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection

from bot.console.dossiers import Dossier, Line
from bot.console.wording import Moment, Wording
from domain.host_requests import STATES
from domain.ownership import LEASE
from storage import handovers, notes, staff
from storage.crypto import Vault
from storage.handovers import Handover, What
from storage.notes import Note

#: what is told of a handover; that somebody has replied is told by the message itself
TOLD: Final[tuple[What, ...]] = (
    "queued", "taken", "assigned", "returned", "handed_back", "snoozed", "woken", "resolved", "escalated", "blocked",
    "unblocked", "request_answered",
)  # fmt: skip
#: what is told in other words when nobody of the helpdesk did it: the trainee, the clock, or an account that is gone
BY_NOBODY: Final = ("handed_back", "escalated", "request_answered")

_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Noted:
    """A note of staff; the trainee never sees it."""

    id: int
    by: str
    words: str
    at: Moment
    when: int
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody else answers from here on, or the like."""

    id: int
    what: str
    said: str
    at: Moment
    when: int
    kind: str = "change"


Item: TypeAlias = Line | Noted | Change


def timeline(connection: Connection, vault: Vault, wording: Wording, shown: Dossier) -> tuple[Item, ...]:
    """All that happened in the time of the messages that are shown, in order."""
    number = shown.row.id
    names = {one.id: one.name for one in staff.everybody(connection)}
    changes = [
        _change(wording, one, names) for one in handovers.of_conversation(connection, number) if one.what in TOLD
    ]
    noted = [_noted(wording, one) for one in notes.of_conversation(connection, vault, number)]
    first = shown.lines[0].when if shown.earlier and shown.lines else 0
    others: list[Noted | Change] = [*changes, *noted]
    in_time = [one for one in others if one.when >= first and (shown.until is None or one.when < shown.until)]
    return merged(shown.lines, in_time)


def merged(lines: Sequence[Line], others: Sequence[Noted | Change]) -> tuple[Item, ...]:
    """Lines keep their order. What else happened stands where its time is; of the same time after the trainee's words, which
    led to it, and before the answer."""
    items: list[Item] = []
    waiting = sorted(others, key=lambda one: (one.when, one.kind == "note", one.id))
    for line in lines:
        while waiting and (waiting[0].when < line.when or (waiting[0].when == line.when and line.side != "trainee")):
            items.append(waiting.pop(0))
        items.append(line)
    return (*items, *waiting)


def _noted(wording: Wording, one: Note) -> Noted:
    return Noted(one.id, one.staff_name or wording.t("owner.staff"), one.words, wording.moment(one.at), one.at)


def _change(wording: Wording, one: Handover, names: Mapping[int, str]) -> Change:
    key = f"change.{one.what}"
    if one.what in BY_NOBODY and not one.staff_name:
        key += ".nobody"
    detail = ""
    if one.what == "assigned":
        number = one.detail.removeprefix("staff:")
        detail = names.get(int(number), "") if number.isdecimal() else ""
        detail = detail or wording.t("owner.staff")
    elif one.what == "snoozed" and one.detail.isdecimal():
        detail = wording.moment(int(one.detail)).full
    elif one.what == "request_answered":
        state = one.detail.partition(":")[2]
        detail = wording.t(f"request.state.{state}") if state in STATES else state
    elif one.what == "escalated":
        detail = str(LEASE // _MINUTE)
    said = wording.t(key, name=one.staff_name or wording.t("owner.staff"), detail=detail)
    return Change(one.id, one.what, said, wording.moment(one.at), one.at)
