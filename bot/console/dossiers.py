"""What stands behind a row of the lists, ready to be shown: a conversation with its dossier, a host request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.console import answers, readings
from bot.console.answers import Field
from bot.console.lists import (
    ConversationRow,
    RequestRow,
    author,
    conversation_row,
    request_row,
)
from bot.console.readings import Reading
from bot.console.wording import Moment, Wording
from domain.messages import FileRef, Message, Text
from domain.texts import render
from domain.traces import Trace
from handlers.actions.request import PURPOSE
from storage import access, desk, misreadings, people, transcripts
from storage.crypto import Vault
from storage.outbox import DEAD, HELD, QUEUED, YOU
from storage.staff import Account
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork

#: letters of SMART in their order; R is not judged by the program, A is confirmed by others
LETTERS = ("S", "M", "A", "R", "T")
#: what the checker found missing (`domain.goals.SmartCheck.why`) and the desk has words for
REASONS = (
    "no-verb", "weak-verb", "too-few-words", "vague", "no-quantity", "no-deliverable", "no-deadline", "vague-deadline",
    "past", "beyond-24-months",
)  # fmt: skip
DOCUMENTS = ("cv", "photo")
#: what is said about a message by its state in the outbox
PROBLEMS = {QUEUED: "queued", DEAD: "dead", HELD: "dead"}


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation. `side` is trainee, bot or staff; `pressed` is the button the trainee pressed, `read` what
    the bot read in their words; `when` the time in milliseconds."""

    id: int
    side: str
    by: str
    lang: str
    at: Moment
    parts: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]
    pressed: str
    problem: str
    read: tuple[Reading, ...] = ()
    when: int = 0
    kind: str = "line"
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of SMART: `state` is ok, ask or pending; `said` is the verdict in words, `why` what is missing."""

    letter: str
    state: str
    said: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the trainee."""

    text: str
    letters: tuple[Letter, ...]
    fields: tuple[Field, ...]
    needs_human: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """A conversation and all that is known about who holds it. `lines` are those before the time `until` (milliseconds), None for
    the latest; `earlier` is the first of them when there are more before, else 0."""

    row: ConversationRow
    lines: tuple[Line, ...]
    earlier: int
    until: int | None
    profile: tuple[Field, ...]
    enquiry: tuple[Field, ...]
    goals: tuple[Goal, ...]
    documents: tuple[Field, ...]
    requests: tuple[RequestRow, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A host request: what it says, what the host gets to see, and why the host says no."""

    row: RequestRow
    conversation_id: int | None
    message: str
    agreed: Moment | None
    shared: tuple[Field, ...]
    goals: tuple[str, ...]
    cv: str
    reason: str = ""


def dossier(
    connection: Connection, vault: Vault, wording: Wording, number: int, *, before: int | None = None
) -> Dossier | None:
    """A conversation, with its last messages or those before message `before`; None when there is none. Whoever asks has looked
    whether it may be seen (S3)."""
    found = desk.conversation_of(connection, vault, number)
    if found is None:
        return None
    rows = transcripts.page(connection, vault, number, before=before, limit=desk.PAGE + 1, last=True)
    earlier = rows[1][0].id if len(rows) > desk.PAGE else 0
    traces = misreadings.traces(connection, vault, [row.id for row, _ in rows if row.author == YOU])
    work = UnitOfWork(connection, vault, wording.now)
    person = found.person_id
    asked = desk.requests(connection, vault, person_id=person).items if person is not None else ()
    return Dossier(
        row=conversation_row(wording, found),
        lines=_lines(wording, rows[-desk.PAGE :], traces),
        earlier=earlier,
        until=_time_of(connection, before) if before is not None else None,
        profile=tuple(answers.profile(wording, people.profile(work, person))) if person is not None else (),
        enquiry=tuple(answers.enquiry(wording, people.latest_enquiry(work, person) or {}))
        if person is not None
        else (),
        goals=tuple(_goal(wording, goal) for goal in people.goals(work, person)) if person is not None else (),
        documents=tuple(_documents(wording, people.documents(work, person))) if person is not None else (),
        requests=tuple(request_row(wording, one) for one in asked),
    )


def request(connection: Connection, vault: Vault, wording: Wording, number: int, *, account: Account) -> Request | None:
    """A host request; None when there is none whose trainee this member of staff may see (S3)."""
    found = desk.request_of(connection, vault, number, sight=access.sight(connection, account))
    if found is None:
        return None
    work = UnitOfWork(connection, vault, wording.now)
    profile = answers.profile(wording, people.profile(work, found.person_id))
    given = [
        consent["given_at"]
        for consent in people.consents(work, found.person_id)
        if consent["purpose"] == PURPOSE and consent["withdrawn_at"] is None
    ]
    cv = [one["name"] for one in people.documents(work, found.person_id) if one["kind"] == "cv"]
    return Request(
        row=request_row(wording, found),
        conversation_id=found.conversation_id,
        message=found.message or "",
        agreed=wording.moment(given[-1]) if given else None,
        shared=tuple(field for field in profile if not field.private) if given else (),
        goals=tuple(str(goal["details"].get("text", "")) for goal in people.goals(work, found.person_id))
        if given
        else (),
        cv=cv[0] if cv and given and found.share_cv else "",
        reason=found.reason,
    )


def _time_of(connection: Connection, message: int) -> int:
    """When a message was written; 0 for one that is not there."""
    return connection.execute(select(outbox.c.created_at).where(outbox.c.id == message)).scalar_one_or_none() or 0


def _lines(wording: Wording, rows: Sequence[tuple[Row[Any], Message]], traces: Mapping[int, Trace]) -> tuple[Line, ...]:
    """The messages in order; one that took the place of another stands where that one stood."""
    lines: list[Line] = []
    place: dict[int, int] = {}
    for row, message in rows:
        line = _line(wording, row, message, traces.get(row.id))
        at = place.get(row.replaces, len(lines)) if row.replaces else len(lines)
        place[row.id] = at
        if at < len(lines):
            lines[at] = replace(line, at=lines[at].at, when=lines[at].when)
        else:
            lines.append(line)
    return tuple(lines)


def _line(wording: Wording, row: Row[Any], message: Message, trace: Trace | None) -> Line:
    lang = row.lang or wording.lang
    labels = tuple(render(choice.label, lang) for choice in message.choices)
    trainee = row.author == YOU
    problem = PROBLEMS.get(row.state)
    return Line(
        id=row.id,
        side="trainee" if trainee else "bot" if row.author == "bot" else "staff",
        by=author(wording, row.author, message),
        lang=lang,
        at=wording.moment(row.created_at),
        # the name of a file that can be saved stands at the file
        parts=tuple(
            (part.style, render(part.text, lang))
            for part in message.parts
            if not (trainee and message.files and part.style == "card")
        ),
        choices=() if trainee else labels,
        pressed=labels[0] if trainee and labels else "",
        problem=wording.t(f"line.{problem}") if problem else "",
        read=readings.shown(wording, trace) if trace is not None else (),
        when=row.created_at,
        files=message.files,
    )


def _goal(wording: Wording, goal: Mapping[str, Any]) -> Goal:
    details = goal["details"]
    fields = []
    if details.get("by"):
        fields.append(Field(wording.t("goal.by"), wording.show(Text(f"day:{details['by']}"))))
    if details.get("agreed"):
        agreed = answers.option(wording, "goals.goal.agreed", str(details["agreed"]))
        fields.append(Field(wording.t("goal.agreed"), agreed))
    if details.get("plan_b"):
        fields.append(Field(wording.t("goal.plan_b"), str(details["plan_b"])))
    if details.get("today") is not None:
        fields.append(Field(wording.t("goal.today"), wording.t("goal.of_ten", number=str(details["today"]))))
    smart = goal["smart"] if isinstance(goal["smart"], dict) else {}
    letters = tuple(_letter(wording, letter, smart[letter]) for letter in LETTERS if letter in smart)
    return Goal(str(details.get("text", "")), letters, tuple(fields), bool(goal["needs_human"]))


def _letter(wording: Wording, letter: str, verdict: Mapping[str, Any]) -> Letter:
    state = {True: "ok", False: "ask"}.get(verdict.get("ok"), "pending")  # type: ignore[arg-type]
    why = tuple(wording.t(f"smart.why.{code}") for code in verdict.get("why") or () if code in REASONS)
    name = wording.t(f"smart.{letter.lower()}")
    return Letter(letter, state, wording.t(f"smart.{state}", name=name), why)


def _documents(wording: Wording, documents: Iterable[Mapping[str, Any]]) -> Iterable[Field]:
    for document in documents:
        kind = str(document["kind"])
        label = wording.t(f"document.{kind if kind in DOCUMENTS else 'other'}")
        yield Field(label, str(document["name"]), stored=str(document["stored"]))
