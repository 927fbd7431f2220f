"""What a trainee looks for, and which hosts come into question at all.

The practical side of a wish is a hard filter (DESIGN section 9): a host that is closed in May or speaks none of the
trainee's working languages is not suggested, however well its subject fits. What a card does not tell does not exclude
it, but for the country: somebody who wants to see Italy is not sent to a place unknown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from domain import countries
from domain.cards import HostCard

FilterName = Literal["language", "country", "month", "days", "group"]
FEW_HOSTS = 3  # the dialog shows three at a time (DOMAIN T6)


@dataclass(frozen=True, slots=True)
class Wish:
    """A trainee's wish (DOMAIN T2), as far as it is known.

    `problem` and `goals` are the trainee's own words, `lang` their language (ISO 639-1) if known. `working_languages`
    and `countries` are codes, `not_countries` those left out of any; `months` are 1 to 12, any of which will do, `days` the length
    of the stay, `group` how many people come.
    `sectors`, `client_groups` and `topics` are ids of concepts chosen with buttons; `not_meant` are ids that the words
    suggest and the trainee denied; `exclude` are external ids of cards not to be shown (again). `professions` are ids
    of concepts: the trainee's own trade as the profile tells it. They find and rank nothing. `relaxed` are wishes that the trainee
    leaves out for this search: they filter nothing, but what is not met of them is still told. `weak_languages` are those of
    `working_languages` that the trainee speaks too little of (CEFR A1 or A2) to work in: alone they are no language shared.
    `receives` says that the trainee's own organisation receives people too, so that it could return a visit.
    """

    problem: str = ""
    goals: str = ""
    lang: str | None = None
    working_languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    days: int | None = None
    group: int | None = None
    sectors: tuple[str, ...] = ()
    client_groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()
    exclude: frozenset[str] = frozenset()
    professions: tuple[str, ...] = ()
    relaxed: tuple[FilterName, ...] = ()
    weak_languages: tuple[str, ...] = ()
    receives: bool = False

    @property
    def text(self) -> str:
        """The trainee's own words, together."""
        return "\n".join(part for part in (self.problem, self.goals) if part.strip())

    @property
    def asked_countries(self) -> tuple[str, ...]:
        """The countries as an enquiry keeps them (`domain.countries`)."""
        return self.countries or tuple(countries.without((), self.not_countries))

    @property
    def picked(self) -> tuple[str, ...]:
        """The concepts chosen with buttons."""
        return (*self.sectors, *self.client_groups, *self.topics)


@dataclass(frozen=True, slots=True)
class RelaxHint:
    """Without these filters `hosts` cards would come into question (the subject left aside)."""

    filters: tuple[FilterName, ...]
    hosts: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of a host so far: people `accepted` for this year, how often it was `suggested` in the last 30 days,
    how many trainees rated their stay, and the sum of what they gave (1 to 5).
    """

    accepted: int = 0
    suggested: int = 0
    ratings: int = 0
    rated: int = 0


def good_enough(wish: Wish) -> tuple[str, ...]:
    """Return the working languages that may be the only one shared: those spoken well enough, or nobody knows how well."""
    return tuple(one for one in wish.working_languages if one not in wish.weak_languages)


def spoken(card: HostCard) -> tuple[str, ...]:
    """Return the languages a team is known to speak: those of the card, else the one it is written in."""
    return card.languages or ((card.description_lang,) if card.description_lang else ())


def _language(card: HostCard, wish: Wish) -> bool:
    known = spoken(card)
    return not known or any(lang in known for lang in good_enough(wish))


def _country(card: HostCard, wish: Wish) -> bool:
    return card.country in wish.countries if wish.countries else card.country not in wish.not_countries


def _month(card: HostCard, wish: Wish) -> bool:
    return not card.months_open or any(month in card.months_open for month in wish.months)


def _days(card: HostCard, wish: Wish) -> bool:
    days = wish.days or 0
    return (card.min_days is None or card.min_days <= days) and (card.max_days is None or days <= card.max_days)


def _group(card: HostCard, wish: Wish) -> bool:
    return card.group_max is None or (wish.group or 1) <= card.group_max


_FILTERS: dict[FilterName, Callable[[HostCard, Wish], bool]] = {
    "language": _language,
    "country": _country,
    "month": _month,
    "days": _days,
    "group": _group,
}


def wanted_filters(wish: Wish) -> tuple[FilterName, ...]:
    """Return the filters that the wish asks for."""
    asked: dict[FilterName, bool] = {
        "language": bool(wish.working_languages),
        "country": bool(wish.countries or wish.not_countries),
        "month": bool(wish.months),
        "days": wish.days is not None,
        "group": wish.group is not None,
    }
    return tuple(name for name, is_asked in asked.items() if is_asked and name not in wish.relaxed)


def open_to_trainees(card: HostCard, wish: Wish) -> bool:
    """Whether a card may be shown at all: active, with room for somebody, not excluded. Nothing relaxes this."""
    return card.suggestible and card.capacity_per_year != 0 and card.external_id not in wish.exclude


def passes(card: HostCard, wish: Wish, filters: Iterable[FilterName]) -> bool:
    """Whether a card meets all of these filters."""
    return all(_FILTERS[name](card, wish) for name in filters)


def hints(filters: Sequence[FilterName], remaining: Callable[[tuple[FilterName, ...]], int]) -> tuple[RelaxHint, ...]:
    """Return which of the filters to give up, `remaining` telling how many cards are left without some of them.

    One filter is enough when it brings FEW_HOSTS; else pairs are told too that bring more than each of the two alone.
    """
    now = remaining(())
    if now >= FEW_HOSTS:
        return ()
    alone = {name: remaining((name,)) for name in filters}
    found = [RelaxHint((name,), cards) for name, cards in alone.items() if cards > now]
    if max(alone.values(), default=0) < FEW_HOSTS:
        pairs = (RelaxHint(two, remaining(two)) for two in combinations(filters, 2))
        found += [pair for pair in pairs if pair.hosts > max(now, *(alone[name] for name in pair.filters))]
    return tuple(sorted(found, key=lambda hint: (-hint.hosts, len(hint.filters))))
