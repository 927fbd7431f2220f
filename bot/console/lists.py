"""The lists of the desk, ready to be shown: every value is words by now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from bot.console.wording import Moment, Wording, Words
from domain.answers.cleaning import fold
from domain.host_requests import STATES
from domain.journey import STEPS, next_step
from domain.messages import Message
from domain.ownership import BOT, HUMAN, QUEUE, SNOOZED
from domain.texts import render
from locales import formats
from storage.desk import Listed, Mentioned, Page, Requested, Said

#: characters of a preview
PREVIEW = 140
#: the shortest wait that is told, in milliseconds
_MINUTE = 60_000
#: words shown before the one that was searched for; twice as many stand after it
_AROUND = 8

CHANNELS = ("web", "telegram")


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
    """The beginning of what the trainee said last; `lang` is the language it is in."""

    text: str
    lang: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that staff should notice: `kind` is late, soon, escalated, goals or gone."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation in the list. `answers` says who answers, `waits` how long somebody has been waiting for a person ("" for
    nobody), `until` when a conversation that was put off comes back, `answered` when staff spoke, if they spoke last."""

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
    team: str = ""
    answers: str = ""
    waits: str = ""
    until: Moment | None = None
    answered: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A message that a search has found; `pieces` are its words around the first that was searched for, and whether it was."""

    who: str
    href: str
    by: str
    at: Moment
    lang: str
    pieces: tuple[tuple[str, bool], ...]


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


def conversation_row(wording: Wording, item: Listed, reader_id: int = 0) -> ConversationRow:
    """A conversation, as the member of staff `reader_id` sees it, or as all do."""
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
        team=item.team_name,
        answers=_answers(wording, item, reader_id),
        waits=_waits(wording, item),
        until=wording.moment(item.snoozed_until) if item.work == SNOOZED and item.snoozed_until else None,
        answered=wording.t("said.answered", time=wording.moment(item.answered_at).short) if item.answered_at else "",
        marks=tuple(_marks(wording, item)),
    )


def _waits(wording: Wording, item: Listed) -> str:
    if item.owner == BOT or item.waiting_since is None:
        return ""
    return wording.t("waits", time=wording.lasting(max(_MINUTE, wording.now - item.waiting_since)))


def _marks(wording: Wording, item: Listed) -> Iterator[Mark]:
    if item.stage in ("soon", "late"):
        yield Mark(item.stage, wording.t(f"mark.{item.stage}"))
    if item.escalated:
        yield Mark("escalated", wording.t("mark.escalated"))
    if item.needs_human:
        yield Mark("goals", wording.t("mark.goals"))
    if not item.reachable:
        yield Mark("gone", wording.t("unreachable"))


def mention_row(wording: Wording, item: Mentioned, words: str) -> MentionRow:
    """A message that holds these words."""
    text = " ".join(_words(item.said.message, item.said.lang or wording.lang).split())
    return MentionRow(
        who=who(wording, item.name, item.conversation_id),
        # so that the page of the conversation ends with it
        href=f"/desk/conversations/{item.conversation_id}?before={item.id + 1}#m{item.id}",
        by=author(wording, item.said.author, item.said.message),
        at=wording.moment(item.said.at),
        lang=item.said.lang,
        pieces=tuple(_pieces(text, fold(words).split())),
    )


def _pieces(text: str, wanted: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The words around the first that was searched for; neighbours of one kind come as one piece."""
    marked = [(word, any(part in fold(word) for part in wanted)) for word in text.split(" ")]
    first = next((place for place, (_, hit) in enumerate(marked) if hit), 0)
    start, end = max(0, first - _AROUND), first + 2 * _AROUND
    if start:
        yield "… ", False
    for hit, some in groupby(marked[start:end], key=itemgetter(1)):
        yield " ".join(word for word, _ in some), hit
    if end < len(marked):
        yield " …", False


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
        state=wording.t(f"request.state.{item.state}") if item.state in STATES else item.state,
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
    if item.owner == QUEUE and item.team_name:
        return Holder("waiting", wording.t("owner.team", team=item.team_name), since)
    if item.owner == QUEUE:
        language = wording.in_a_sentence(item.team or item.lang or "en")
        return Holder("waiting", wording.t("owner.queue", language=language), since)
    if item.owner == HUMAN:
        label = wording.t("owner.you") if item.staff_id == reader_id else item.staff_name
        return Holder("waiting" if since else "person", label or wording.t("owner.staff"), since)
    return Holder("bot", wording.t("owner.bot"), None)


def _answers(wording: Wording, item: Listed, reader_id: int) -> str:
    """Who answers, in a word or two."""
    return wording.t("owner.nobody") if item.owner == QUEUE else holder(wording, item, reader_id).label


def journey(wording: Wording, done: frozenset[str]) -> Journey:
    """How far the trainee is."""
    return _journey(wording.words, wording.lang, done)  # type: ignore[arg-type]  # functions can be hashed


# there are few ways to be under way, and a long list has many of each
@lru_cache(maxsize=1024)
def _journey(words: Words, lang: str, done: frozenset[str]) -> Journey:
    def t(key: str, **fields: object) -> str:
        return words(lang, f"desk.{key}", **fields)

    steps = tuple(Step(t(f"step.{name}"), name in done) for name in STEPS)
    coming = next_step(done)
    finished = [step.label for step in steps if step.done]
    spoken = t("steps.done", steps=formats.joined(finished, lang)) if finished else t("steps.none")
    return Journey(steps, len(finished), t(f"step.{coming}") if coming else "", spoken)


def author(wording: Wording, said_by: str, message: Message) -> str:
    """Who said something."""
    if said_by == "you":
        return wording.t("by.trainee")
    return wording.t("by.bot") if said_by == "bot" else message.author


def pager(page: Page[Any], parameter: str, others: Mapping[str, str], path: str = "/desk") -> Pager:
    """Links to the pages around this one; `others` are the parameters to keep."""

    def there(number: int) -> str:
        return address({**others, parameter: str(number) if number > 1 else ""}, path)

    return Pager(
        page.number, there(page.number - 1) if page.number > 1 else "", there(page.number + 1) if page.more else ""
    )


def address(parameters: Mapping[str, str], path: str = "/desk") -> str:
    """A page of the desk with these parameters; empty ones are left out."""
    wanted = {name: value for name, value in parameters.items() if value}
    return path + (f"?{urlencode(wanted)}" if wanted else "")


def _preview(wording: Wording, said: Said) -> Preview:
    text = " ".join(_words(said.message, said.lang or wording.lang).split())
    if len(text) > PREVIEW:
        text = text[:PREVIEW].rsplit(" ", 1)[0] + "…"
    return Preview(text, said.lang, wording.moment(said.at))


def _words(message: Message, lang: str) -> str:
    """The words that tell most: the question stands last in what the bot says, after greetings and remarks."""
    parts = [part for part in message.parts if part.style in ("body", "title")] or list(message.parts)
    if parts:
        return render(parts[-1].text, lang)
    if message.choices:
        return render(message.choices[0].label, lang)
    # a file that came without a word
    return message.files[0].name if message.files else ""
