"""How well suggestions do: of the wishes there were, how often one of the first hosts shown was liked, asked, and said yes.

Counted by wishes, not by hosts shown: somebody who likes one of three has found what they looked for. What too few people stand
behind is not told, or a figure would tell of a person (`FEW`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from domain import concepts
from domain.matching_ranking import wanted_concepts
from domain.matching_wish import Wish

#: a figure behind which fewer people stand is not told
FEW: Final = 5
#: how many of the hosts shown count
FIRST: Final = (3, 5)
#: from this strength on words name a concept; below they only hint at one
_NAMED_FROM: Final = 0.6
#: concepts asked for most, of which those with the lowest rate come first
_MOST_CONCEPTS: Final = 30
_MOST_HOSTS: Final = 10


class Seen(Protocol):
    """A host that was shown for a wish, and what became of it (`storage.suggestions.Outcome`)."""

    @property
    def wish(self) -> int: ...
    @property
    def person(self) -> int: ...
    @property
    def lang(self) -> str: ...
    @property
    def concepts(self) -> tuple[str, ...]: ...
    @property
    def host(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def liked(self) -> bool: ...
    @property
    def rejected(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def requested(self) -> bool: ...
    @property
    def accepted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares (0 to 1) of wishes of which one of the first FIRST hosts was liked, asked, and said yes: a pair each. Whoever asks a
    host likes it.

    `wishes` is None, and the shares are, where fewer than FEW people stand behind them."""

    key: str
    wishes: int | None
    liked: tuple[float, float] | None = None
    requested: tuple[float, float] | None = None
    accepted: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was, None where fewer than FEW people stand behind it; `more` is how often more became of it."""

    key: str
    times: int | None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a time. `total` is None when it would tell a figure of few by subtraction."""

    total: Rates | None
    languages: tuple[Rates, ...]
    facets: tuple[Rates, ...]
    concepts: tuple[Rates, ...]
    countries: tuple[Rates, ...]
    hosts: tuple[Count, ...]
    reasons: tuple[Count, ...]

    @property
    def any(self) -> bool:
        """Was anything shown to anybody?"""
        return bool(self.languages)


def main_concepts(wish: Wish) -> tuple[str, ...]:
    """Return what a wish is counted under: the concepts it names or has picked, in alphabetical order."""
    return tuple(sorted(one for one, want in wanted_concepts(wish).items() if want.weight >= _NAMED_FROM))


def figures(seen: Sequence[Seen]) -> Figures:
    """Return the figures of what was shown."""
    languages = _by(seen, lambda one: (one.lang,))
    few = {
        person for _, group in _groups(seen, lambda one: (one.lang,)) if _people(group) < FEW for person in _who(group)
    }
    total = _rates("", seen) if seen and (not few or len(few) >= FEW) else None
    asked = sorted(_by(seen, lambda one: one.concepts), key=lambda rates: (-(rates.wishes or 0), rates.key))
    told = [rates for rates in asked if rates.wishes is not None][:_MOST_CONCEPTS]
    told.sort(key=lambda rates: (rates.liked or (0.0, 0.0), -(rates.wishes or 0), rates.key))
    return Figures(
        total=total if total is not None and total.wishes is not None else None,
        languages=_most_first(languages),
        facets=_most_first(_by(seen, lambda one: _facets(one.concepts))),
        concepts=tuple(told),
        countries=_most_first(_by(seen, lambda one: (one.country,) if one.country else ())),
        hosts=_hosts(seen),
        reasons=_counts([one for one in seen if one.rejected], lambda one: one.reason),
    )


def _facets(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple({found.kind: None for one in ids if (found := concepts.get(one)) is not None})


def _groups(seen: Iterable[Seen], keys: Callable[[Seen], Iterable[str]]) -> Iterable[tuple[str, list[Seen]]]:
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return groups.items()


def _by(seen: Iterable[Seen], keys: Callable[[Seen], Iterable[str]]) -> list[Rates]:
    return [_rates(key, group) for key, group in _groups(seen, keys)]


def _who(seen: Iterable[Seen]) -> set[int]:
    return {one.person for one in seen}


def _people(seen: Iterable[Seen]) -> int:
    return len(_who(seen))


def _rates(key: str, seen: Sequence[Seen]) -> Rates:
    if _people(seen) < FEW:
        return Rates(key, None)
    wishes = len({one.wish for one in seen})

    def share(became: Callable[[Seen], bool]) -> tuple[float, float]:
        first, second = (
            len({one.wish for one in seen if one.place <= most and became(one)}) / wishes for most in FIRST
        )
        return first, second

    return Rates(
        key,
        wishes,
        liked=share(lambda one: one.liked or one.requested),
        requested=share(lambda one: one.requested),
        accepted=share(lambda one: one.accepted),
    )


def _most_first(rates: Iterable[Rates]) -> tuple[Rates, ...]:
    # figures that are not told tell nothing by their order either
    return tuple(sorted(rates, key=lambda one: (-(one.wishes or 0), one.key)))


def _hosts(seen: Sequence[Seen]) -> tuple[Count, ...]:
    """The hosts that were asked most, with how often they said yes."""
    asked = [one for one in seen if one.requested]
    yes = {one.key: one.times for one in _counts([one for one in asked if one.accepted], lambda one: one.host)}
    found = _counts(asked, lambda one: one.host)[:_MOST_HOSTS]
    return tuple(Count(one.key, one.times, yes.get(one.key, 0)) for one in found)


def _counts(seen: Iterable[Seen], key: Callable[[Seen], str]) -> tuple[Count, ...]:
    found = [
        Count(name, len(group) if _people(group) >= FEW else None)
        for name, group in _groups(seen, lambda one: (key(one),))
    ]
    return tuple(sorted(found, key=lambda one: (-(one.times or 0), one.key)))
