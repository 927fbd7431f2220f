"""The lists of the desk, ready to be shown: every value is words by now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.console.wording import Moment, Wording
from domain.journey import STEPS, next_step
from domain.messages import Message
from domain.texts import render
from storage.desk import Listed, Page, Requested, Said

#: characters of a preview
PREVIEW = 140

CHANNELS = ("web", "telegram")
REQUEST_STATES = (
    "proposed", "sent", "reminded", "accepted", "alternative_offered", "declined", "expired", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey."""

    label: str
    done: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """How far a trainee is: the steps, how many are done, what comes next (empty at the end), and all in a sentence."""

    steps: tuple[Step, ...]
    done: int
    next: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a conversation: `kind` is waiting, bot or person."""

    kind: str
    label: str
    since: Moment | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of the last message and who wrote it; `lang` is the language it is in."""

    by: str
    text: str
    lang: str
    at: Moment


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation in the list."""

    id: int
    who: str
    channel: str
    language: str
    reachable: bool
    agreed: bool
    holder: Holder
    journey: Journey
    last: Preview | None
    active: Moment


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A host request in the list."""

    id: int
    who: str
    host: str
    place: str
    dates: str
    people: int
    rank: str
    first: bool
    state: str
    kind: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the pages before and after, empty where there is none."""

    number: int
    before: str
    after: str


def conversation_row(wording: Wording, item: Listed, reader_id: int) -> ConversationRow:
    """A conversation, as the member of staff `reader_id` sees it."""
    return ConversationRow(
        id=item.id,
        who=who(wording, item.name, item.id),
        channel=wording.t(f"channel.{item.channel}") if item.channel in CHANNELS else item.channel,
        language=wording.language(item.lang) if item.lang else "",
        reachable=item.reachable,
        agreed=item.person_id is not None,
        holder=holder(wording, item, reader_id),
        journey=journey(wording, item.done),
        last=_preview(wording, item.last) if item.last else None,
        active=wording.moment(item.active_at),
    )


def request_row(wording: Wording, item: Requested) -> RequestRow:
    """A host request."""
    return RequestRow(
        id=item.id,
        who=who(wording, item.name, item.conversation_id or item.person_id),
        host=item.host_name,
        place=place(wording, item),
        dates=wording.days(item.first_day, item.last_day),
        people=item.people,
        rank=wording.t("rank.first") if item.rank == 0 else wording.t("rank.reserve", number=item.rank),
        first=item.rank == 0,
        state=wording.t(f"request.state.{item.state}") if item.state in REQUEST_STATES else item.state,
        kind=item.state,
        at=wording.moment(item.created_at),
    )


def who(wording: Wording, name: str, number: int) -> str:
    """The trainee's name, or what to call them while nobody knows it."""
    return name or wording.t("who.unnamed", number=str(number))


def place(wording: Wording, item: Requested) -> str:
    """Where a host is."""
    country = wording.country(item.host_country) if item.host_country else ""
    return ", ".join(part for part in (item.host_city, country) if part)


def holder(wording: Wording, item: Listed, reader_id: int) -> Holder:
    """Who has the conversation, and since when somebody waits for an answer."""
    since = wording.moment(item.waiting_since) if item.waiting_since else None
    if item.owner == "queue":
        language = wording.in_a_sentence(item.team or item.lang or "en")
        return Holder("waiting", wording.t("owner.queue", language=language), since)
    if item.owner == "human":
        label = wording.t("owner.you") if item.staff_id == reader_id else item.staff_name
        return Holder("waiting" if since else "person", label or wording.t("owner.staff"), since)
    return Holder("bot", wording.t("owner.bot"), None)


def journey(wording: Wording, done: frozenset[str]) -> Journey:
    """How far the trainee is."""
    steps = tuple(Step(wording.t(f"step.{name}"), name in done) for name in STEPS)
    coming = next_step(done)
    finished = [step.label for step in steps if step.done]
    spoken = wording.t("steps.done", steps=wording.joined(finished)) if finished else wording.t("steps.none")
    return Journey(steps, len(finished), wording.t(f"step.{coming}") if coming else "", spoken)


def author(wording: Wording, said_by: str, message: Message) -> str:
    """Who said something."""
    if said_by == "you":
        return wording.t("by.trainee")
    return wording.t("by.bot") if said_by == "bot" else message.author


def pager(page: Page[Any], parameter: str, others: Mapping[str, str], path: str = "/desk") -> Pager:
    """Links to the pages around this one; `others` are the parameters to keep."""

    def address(number: int) -> str:
        wanted = {name: value for name, value in others.items() if value}
        if number > 1:
            wanted[parameter] = str(number)
        return path + (f"?{urlencode(wanted)}" if wanted else "")

    return Pager(
        page.number,
        address(page.number - 1) if page.number > 1 else "",
        address(page.number + 1) if page.more else "",
    )


def _preview(wording: Wording, said: Said) -> Preview:
    text = " ".join(_words(said.message, said.lang or wording.lang).split())
    if len(text) > PREVIEW:
        text = text[:PREVIEW].rsplit(" ", 1)[0] + "…"
    return Preview(author(wording, said.author, said.message), text, said.lang, wording.moment(said.at))


def _words(message: Message, lang: str) -> str:
    """The words that tell most: the question stands last in what the bot says, after greetings and remarks."""
    parts = [part for part in message.parts if part.style in ("body", "title")] or list(message.parts)
    if parts:
        return render(parts[-1].text, lang)
    return render(message.choices[0].label, lang) if message.choices else ""
