"""How a conversation stands for one member of staff: who answers, since when the trainee waits, what the bot is asking, and what
may be done about it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.console.wording import Moment, Wording
from bot.logs import where
from domain.messages import Text
from domain.ownership import BOT, HUMAN, RESOLVED, SNOOZED
from domain.texts import render
from handlers.context import Services
from handlers.parked import Filled, Parked, parked
from storage import helpdesks, staff, transcripts
from storage.conversations import Conversation
from storage.crypto import Vault
from storage.speakers import speakers
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

#: who answers, as the reader sees it
KINDS: Final = ("bot", "waiting", "mine", "theirs")
#: characters of a question that has no short name
LONGEST_QUESTION: Final = 120
#: answers of these kinds are picked from a list; all others are typed
PICKED: Final = ("choice", "yes_no")


@dataclass(frozen=True, slots=True)
class Fillable:
    """A question staff may answer for the trainee: `value` is the answer in the trainee's words, empty while there is none;
    `options` (words, label) where one is picked; `asked` that it is the one on the trainee's screen."""

    key: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    asked: bool
    long: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is one of `KINDS`; `holder` the name of whoever answers, `since` from when the trainee waits for a person; `now` says
    it in a sentence, `newest` is the newest message,
    `aside` what else there is to know; `asking` is what the bot asks, or where it stopped.

    `people` and `teams` (value, name) may be given the conversation.
    """

    kind: str
    epoch: int
    newest: int
    holder: str
    now: str
    since: Moment | None
    aside: str
    asking: str
    fields: tuple[Fillable, ...]
    people: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]


def standing(
    connection: Connection, vault: Vault, services: Services, wording: Wording, conversation: Conversation,
    account: Account, languages: Sequence[str], found: Parked | None = None,
) -> Standing:  # fmt: skip
    """How this conversation stands for this member of staff; without helpdesks each of the `languages` is a team. `found` is where
    its dialog stands, if that was looked up (`where_parked`)."""
    everybody = staff.everybody(connection)
    names = {one.id: one.name for one in everybody}
    kind = _kind(conversation, account.id)
    holder = names.get(conversation.staff_id or 0, "") or wording.t("owner.staff")
    if found is None:
        found = where_parked(UnitOfWork(connection, vault, wording.now), services, conversation)
    since = conversation.waiting_since
    return Standing(
        kind=kind,
        epoch=conversation.epoch,
        newest=transcripts.newest(connection, conversation.id),
        holder=holder,
        now=wording.t(f"now.{kind}", name=holder) if kind == "theirs" else wording.t(f"now.{kind}"),
        since=wording.moment(since) if since is not None and kind != "bot" else None,
        aside=_aside(wording, conversation),
        asking=_asking(wording, found),
        fields=_fillable(wording, found, conversation.lang or "en"),
        people=_colleagues(connection, conversation, account),
        teams=_teams(connection, wording, conversation, languages),
    )


def _kind(conversation: Conversation, reader_id: int) -> str:
    if conversation.owner == BOT:
        return "bot"
    if conversation.owner != HUMAN:
        return "waiting"
    return "mine" if conversation.staff_id == reader_id else "theirs"


def _aside(wording: Wording, conversation: Conversation) -> str:
    if conversation.work == SNOOZED and conversation.snoozed_until is not None:
        return wording.t("now.snoozed", time=wording.moment(conversation.snoozed_until).full)
    if conversation.work == RESOLVED:
        return wording.t("now.resolved")
    if conversation.owner == HUMAN and conversation.waiting_since is None:
        return wording.t("now.trainee")
    return ""


def where_parked(work: UnitOfWork, services: Services, conversation: Conversation) -> Parked:
    """Where the dialog of a conversation stands; nowhere, when it cannot be told."""
    try:
        return parked(services, work, conversation)
    except Exception as error:
        # a dialog that no longer runs is when staff are needed most: the page comes all the same
        log.error("desk.not_replayed", conversation=conversation.id, error=type(error).__name__, where=where(error))
        return Parked()


def _asking(wording: Wording, found: Parked) -> str:
    if found.question is None:
        return ""
    text = wording.show(found.question.label or found.question.text).strip()
    first = text.splitlines()[-1] if text else ""
    return first if len(first) <= LONGEST_QUESTION else first[:LONGEST_QUESTION].rsplit(" ", 1)[0] + "…"


def _fillable(wording: Wording, found: Parked, lang: str) -> tuple[Fillable, ...]:
    """The question on the screen first, then the others as they were asked."""
    asked = found.question.key if found.question is not None else ""
    rows = [_one(wording, one, lang, one.question.key == asked) for one in found.fields]
    return tuple(sorted(rows, key=lambda one: not one.asked))


def _one(wording: Wording, one: Filled, lang: str, asked: bool) -> Fillable:
    question = one.question
    options: tuple[tuple[str, str], ...] = ()
    if question.kind in PICKED:
        labels = (
            [Text("common.yes"), Text("common.no")]
            if question.kind == "yes_no"
            else [o.label for o in question.options]
        )
        options = tuple((render(label, lang), wording.show(label)) for label in labels)
    return Fillable(
        key=question.key,
        label=wording.show(question.label or question.text),
        value=render(question.show(one.value), lang) if one.known and one.value is not None else "",
        options=options,
        asked=asked,
        long=question.kind == "text",
    )


def _colleagues(connection: Connection, conversation: Conversation, account: Account) -> tuple[tuple[str, str], ...]:
    """Who of the team may answer here, those who speak the trainee's language first."""
    team = conversation.team or helpdesks.of_language(connection, conversation.lang or "en")
    able = speakers(connection, team, conversation.lang)
    return tuple((f"staff:{one.id}", one.name) for one in able if one.id not in (account.id, conversation.staff_id))


def _teams(
    connection: Connection, wording: Wording, conversation: Conversation, languages: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    known = [(one.code, one.name) for one in helpdesks.everyone(connection)]
    known = known or [(code, wording.language(code)) for code in languages]
    # where it waits already it need not be sent
    here = conversation.team if conversation.owner not in (BOT, HUMAN) else ""
    return tuple((f"team:{code}", name) for code, name in known if code != here)
