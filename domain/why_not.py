"""Why a host was, or was not, suggested for a wish: an answer to staff, from facts alone.

It holds what the search itself looks at, and is checked against it: a host that nothing shuts out has its place among those found;
one that the search does not find is shut out, or has nothing to do with the wish.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from domain.cards import HostCard, is_confirmed
from domain.matching import Match, tags_of
from domain.matching_figures import main_concepts
from domain.matching_ranking import about
from domain.matching_wish import FilterName, Wish, good_enough, passes, spoken, wanted_filters

#: what shuts a host out whatever the wish is
Shut = Literal["status", "capacity", "full", "rejected"]
SHUT: Final[tuple[Shut, ...]] = ("status", "capacity", "full", "rejected")

#: finds at most so many hosts for a wish, the best first
Search = Callable[[Wish, int], Sequence[Match]]

#: hosts before this one that are shown beside it
BETTER: Final = 3
#: concepts told of a wish or a card
_MOST_CONCEPTS: Final = 8
#: how heavily a concept weighs that a text seems to be about
_SEEMS: Final = 0.3
#: hosts looked through at first, and how many times more after that
_FIRST_LOOK, _FURTHER = 12, 8
#: hosts looked through at most: nobody looks at so many, and reading all cards of a large catalogue takes long
LOOKED_THROUGH: Final = 768


@dataclass(frozen=True, slots=True)
class Failed:
    """A wish that a card does not meet: what was wanted and what the card tells, as codes and numbers; `told` is empty for a card
    that does not say. `least` says that the stay is too short, not too long."""

    name: FilterName
    wanted: tuple[str, ...]
    told: tuple[str, ...]
    least: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a host was or was not suggested.

    `shut` and `failed` shut it out; `place` (1 is the first) and `found` are how the search found it, 0 and None when it did not;
    `better` are the first of those before it; `beyond` says that it is not among the first LOOKED_THROUGH. `otherwise` is the place
    it would have if `failed` did not count, 0 for none, None for none among so many. `wish_is_about` and `card_is_about` are ids of
    concepts, `confirmed` says whether a person has said what the card is about.
    """

    shut: tuple[Shut, ...]
    failed: tuple[Failed, ...]
    place: int
    found: Match | None
    better: tuple[Match, ...]
    beyond: bool
    otherwise: int | None
    wish_is_about: tuple[str, ...]
    card_is_about: tuple[str, ...]
    confirmed: bool

    @property
    def off_subject(self) -> bool:
        """Does nothing shut it out, and yet it has nothing to do with the wish?"""
        return not self.shut and not self.failed and self.found is None and not self.beyond


def why_not(search: Search, card: HostCard, wish: Wish, room: bool) -> Answer:
    """Return why `search` finds, or does not find, the host of a card for a wish; `wish.exclude` are those that were rejected,
    `room` says whether the host can take somebody this year still (`CardIndex.has_room`).
    """
    shut, failed = _shut(card, wish, room), _failed(card, wish)
    place, beyond = 0, False
    otherwise: int | None = 0
    matches: Sequence[Match] = ()
    if not shut and not failed:
        matches, place, beyond = _looked_up(search, card, wish)
    elif not shut:
        _, found, behind = _looked_up(search, card, _without(wish, failed))
        otherwise = found or (None if behind else 0)
    return Answer(
        shut, failed, place, matches[place - 1] if place else None,
        tuple(matches[: min(BETTER, place - 1) if place else BETTER]), beyond,
        otherwise, _wish_is_about(wish), _card_is_about(card), is_confirmed(card),
    )  # fmt: skip


def _shut(card: HostCard, wish: Wish, room: bool) -> tuple[Shut, ...]:
    told: Mapping[Shut, bool] = {
        "status": not card.suggestible,
        "capacity": card.capacity_per_year == 0,
        "full": not room and card.capacity_per_year != 0,
        "rejected": card.external_id in wish.exclude,
    }
    return tuple(name for name in SHUT if told[name])


def _failed(card: HostCard, wish: Wish) -> tuple[Failed, ...]:
    return tuple(_told(name, card, wish) for name in wanted_filters(wish) if not passes(card, wish, (name,)))


def _told(name: FilterName, card: HostCard, wish: Wish) -> Failed:
    match name:
        case "language":
            return Failed(name, good_enough(wish), spoken(card))
        case "country":
            return Failed(name, wish.asked_countries, (card.country,) if card.country else ())
        case "month":
            return Failed(name, tuple(map(str, wish.months)), tuple(map(str, card.months_open)))
        case "days":
            days = wish.days or 0
            least = card.min_days is not None and days < card.min_days
            bound = card.min_days if least else card.max_days
            return Failed(name, (str(days),), (str(bound),), least)
        case "group":
            return Failed(name, (str(wish.group or 1),), (str(card.group_max),))


def _without(wish: Wish, failed: Sequence[Failed]) -> Wish:
    return replace(wish, relaxed=(*wish.relaxed, *(one.name for one in failed)))


def _looked_up(search: Search, card: HostCard, wish: Wish) -> tuple[Sequence[Match], int, bool]:
    """The hosts that were looked through, the place of this one among them, 0 for none, and whether it may stand behind them."""
    limit = _FIRST_LOOK
    while True:
        found = search(wish, limit)
        ids = [match.card.external_id for match in found]
        if card.external_id in ids:
            return found, ids.index(card.external_id) + 1, False
        if len(found) < limit or limit >= LOOKED_THROUGH:
            return found, 0, len(found) >= LOOKED_THROUGH
        limit = min(limit * _FURTHER, LOOKED_THROUGH)


def _wish_is_about(wish: Wish) -> tuple[str, ...]:
    return _heaviest(about(wish), main_concepts(wish))


def _card_is_about(card: HostCard) -> tuple[str, ...]:
    tags = tags_of(card)
    return _heaviest(tags.weights, sorted(tags.told))


def _heaviest(weights: Mapping[str, float], told: Sequence[str]) -> tuple[str, ...]:
    """What is told as a fact, else what the words seem to be about."""
    named = told or [one for one, weight in weights.items() if weight >= _SEEMS]
    return tuple(sorted(named, key=lambda one: (-weights.get(one, 0.0), one))[:_MOST_CONCEPTS])
