"""Finds places for the people of a group: what each looks for, the hosts that fit, the plan, and what would help whoever is left.

Works in the thread that reads and writes nothing: whoever asks keeps the proposals (`storage.placements.propose`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from sqlalchemy import func, select

from domain.cards import HostCard
from domain.matching import CardIndex
from domain.matching_ranking import Reason
from domain.matching_wish import FilterName, Wish, open_to_trainees, passes, wanted_filters
from domain.placement import Choice, Room, Seat, Trainee, place
from domain.placement_turns import Turn, long_enough, months_in_question, suiting, turns, unmet, untold
from handlers.actions.hosts import wish_of
from handlers.context import Context, Memory, Services
from storage import catalogue, conversations, people, placements
from storage.placements import Found, Group, Member, Taken
from storage.tables import conversation
from storage.unit_of_work import UnitOfWork

#: at hosts that do not say how many they take at a time: nobody should stand before a closed door
UNTOLD_PLACES: Final = 1
#: hosts of each list that are looked at first: as a rule nobody need go further down
_FIRST_LOOK: Final = 12
#: hosts on the subject among which somebody without a place is offered one if they give up something else
_LOOKED_THROUGH: Final = 300
#: feedback on a host that makes it somebody's first choice
_LIKED: Final = ("requested", "liked")

#: where a practical wish stands, and what stands there where nobody has it
_FIELDS: Final[Mapping[FilterName, tuple[str, Any]]] = {
    "language": ("working_languages", ()), "country": ("countries", ()), "month": ("months", ()), "days": ("days", None),
    "group": ("group", None),
}  # fmt: skip

#: what is proposed to a member: the host ("" for none), the Monday, and what led to it
Proposal = tuple[str, str, Found]


@dataclass(frozen=True, slots=True)
class _Asker:
    """A member, what they look for, what they liked, and the hosts that fit, best first, with what speaks for each."""

    member: Member
    wish: Wish
    liked: AbstractSet[str]
    choices: tuple[Choice, ...]
    cards: dict[str, tuple[HostCard, tuple[Reason, ...]]]


def turns_of(group: Group) -> tuple[Turn, ...]:
    """The turns of a placement."""
    return turns(dt.date.fromisoformat(group.first_day), dt.date.fromisoformat(group.last_day), group.weeks)


def solve(work: UnitOfWork, services: Services, group: Group) -> dict[int, Proposal]:
    """What to propose to each member of a placement, by their number."""
    return _Solving(work, services, group).proposals()


class _Solving:
    def __init__(self, work: UnitOfWork, services: Services, group: Group) -> None:
        self._work, self._services = work, services
        self._turns, self._weeks = turns_of(group), group.weeks
        self._members = placements.members(work.connection, work.vault, group.id)
        self._taken: dict[str, list[Taken]] = {}
        for one in placements.taken(work.connection, group):
            self._taken.setdefault(one.host, []).append(one)
        self._rooms: dict[str, Room] = {}
        self._index: CardIndex = services.cards(work)
        self._searched: dict[tuple[Wish, int], list[HostCard]] = {}

    def proposals(self) -> dict[int, Proposal]:
        years = [turn.first.year for turn in self._turns]
        least = max(len(self._members), 1)
        depth = min(_FIRST_LOOK, least)
        while True:
            askers = [self._asker(member, depth) for member in self._members]
            trainees = [self._trainee(asker) for asker in askers]
            plan = place(trainees, self._rooms, years)
            # where all have a place, hosts further down change nothing
            if depth == least or all(one.id in plan.seats for one in trainees if one.choices):
                break
            depth = least
        sitting = Counter(plan.seats.values())
        return {one.member.id: self._proposal(one, plan.seats.get(one.member.id), sitting) for one in askers}

    def _proposal(self, asker: _Asker, seat: Seat | None, sitting: Mapping[Seat, int]) -> Proposal:
        hosts = tuple(choice.host for choice in asker.choices)
        if seat is None:
            return "", "", Found(hosts, relax=() if asker.member.pinned else self._relax(asker, sitting))
        card, reasons = asker.cards[seat.host]
        turn = self._turns[seat.turn]
        why: list[tuple[str, str, str, str]] = [
            (reason.code, str(reason.value), reason.said, reason.via) for reason in reasons
        ]
        if seat.host in asker.liked:
            why.insert(0, ("liked", "", "", ""))
        found = Found(hosts, tuple(why), unmet(card, asker.wish, turn), untold(card))
        return seat.host, turn.first.isoformat(), found

    def _asker(self, member: Member, depth: int) -> _Asker:
        wish, feedback = self._wish(member), people.suggested(self._work, member.person_id)
        liked = {host for thought in _LIKED for host, given in feedback.items() if given == thought}
        refused = {host for host, given in feedback.items() if given == "rejected"}
        wish = _without(wish, ("group", *wish.relaxed), exclude=frozenset({*refused, *member.forbidden}))
        cards: dict[str, tuple[HostCard, tuple[Reason, ...]]] = {}
        choices: list[Choice] = []
        found = self._found(wish, depth)
        for card, reasons in [*self._wanted(wish, liked, found), *found]:
            if card.external_id not in cards:
                cards[card.external_id] = card, reasons
                choices.append(Choice(card.external_id, self._free(card, suiting(card, wish, self._turns))))
        return _Asker(member, wish, liked, tuple(choices), cards)

    def _trainee(self, asker: _Asker) -> Trainee:
        member, number = asker.member, asker.member.id
        before = Seat(member.host, self._number(member.first_day)) if member.host else None
        if not member.pinned:
            return Trainee(number, asker.choices, before=before)
        card = self._card_of(asker, member.pinned)
        if card is None:
            return Trainee(number, (), pinned=True)
        at = self._number(member.pinned_day)
        suit = (at,) if at >= 0 else suiting(card, asker.wish, self._turns) or tuple(range(len(self._turns)))
        return Trainee(number, (Choice(member.pinned, self._free(card, suit)),), pinned=True, before=before)

    def _card_of(self, asker: _Asker, host_id: str) -> HostCard | None:
        if host_id not in asker.cards:
            card = catalogue.host_card(self._work.connection, host_id)
            if card is None or not card.suggestible:
                return None
            asker.cards[host_id] = card, ()
        return asker.cards[host_id][0]

    def _wish(self, member: Member) -> Wish:
        latest = select(func.max(conversation.c.id)).where(conversation.c.person_id == member.person_id)
        number = self._work.connection.execute(latest).scalar_one_or_none()
        talk = conversations.load(self._work.connection, self._work.vault, number) if number else None
        return wish_of(Context(self._services, self._work, talk, Memory()), []) if talk else Wish()

    def _found(self, wish: Wish, least: int) -> list[tuple[HostCard, tuple[Reason, ...]]]:
        """So many hosts that fit, with a free place, best first. More than there are people are never needed: whoever has so many
        finds one where nobody else of the group is."""
        months = months_in_question(wish, self._turns)
        if not months or not long_enough(wish, self._weeks):
            return []
        limit = least
        while True:
            matches = self._index.search(replace(wish, months=months), limit)
            usable = [
                (match.card, match.reasons)
                for match in matches
                if self._free(match.card, suiting(match.card, wish, self._turns))
            ]
            if len(usable) >= least or len(matches) < limit:
                return usable[:least]
            limit *= 4

    def _wanted(
        self, wish: Wish, liked: AbstractSet[str], found: Sequence[tuple[HostCard, tuple[Reason, ...]]]
    ) -> list[tuple[HostCard, tuple[Reason, ...]]]:
        """Hosts that somebody liked and that fit, those that were `found` and those further down."""
        if liked - {card.external_id for card, _ in found} and long_enough(wish, self._weeks):
            found = [(match.card, match.reasons) for match in self._index.search(wish, _LOOKED_THROUGH)]
        return [
            (card, reasons)
            for card, reasons in found
            if card.external_id in liked and self._free(card, suiting(card, wish, self._turns))
        ]

    def _relax(self, asker: _Asker, sitting: Mapping[Seat, int]) -> tuple[tuple[str, str, str], ...]:
        """Wishes that would bring a place if they were given up, where one is left; one wish if that is enough, else two."""
        filters = tuple(dict.fromkeys((*wanted_filters(asker.wish), *self._too_long(asker.wish))))
        anyhow = _without(asker.wish, filters)
        # the first few nearly always hold one, and to look further takes longer
        for depth, size in ((_FIRST_LOOK, 1), (_LOOKED_THROUGH, 1), (_LOOKED_THROUGH, 2)):
            cards = self._cards_for(anyhow, depth)
            hints = []
            for dropped in combinations(filters, size):
                if (offer := self._first_free(cards, asker.wish, dropped, sitting)) is not None:
                    hints.append((",".join(dropped), *offer))
            if hints:
                return tuple(hints)
        return ()

    def _cards_for(self, wish: Wish, depth: int) -> list[HostCard]:
        if (wish, depth) not in self._searched:
            self._searched[wish, depth] = [match.card for match in self._index.search(wish, depth)]
        return self._searched[wish, depth]

    def _too_long(self, wish: Wish) -> tuple[FilterName, ...]:
        return () if long_enough(wish, self._weeks) else ("days",)

    def _first_free(
        self, cards: Sequence[HostCard], wish: Wish, dropped: Sequence[FilterName], sitting: Mapping[Seat, int]
    ) -> tuple[str, str] | None:
        """The best host, and the first Monday, that would be free without some of the wishes."""
        kept = [name for name in wanted_filters(wish) if name not in dropped and name != "month"]
        if "days" not in dropped and not long_enough(wish, self._weeks):
            return None
        calendar = replace(wish, months=()) if "month" in dropped else wish
        for card in cards:
            if open_to_trainees(card, wish) and passes(card, wish, kept):
                for turn in self._free(card, suiting(card, calendar, self._turns)):
                    if self._is_left(Seat(card.external_id, turn), sitting):
                        return card.external_id, self._turns[turn].first.isoformat()
        return None

    def _is_left(self, seat: Seat, sitting: Mapping[Seat, int]) -> bool:
        room, year = self._rooms[seat.host], self._turns[seat.turn].first.year
        in_year = sum(
            many for one, many in sitting.items() if one.host == seat.host and self._turns[one.turn].first.year == year
        )
        return sitting.get(seat, 0) < room.places[seat.turn] and in_year < room.yearly.get(year, in_year + 1)

    def _free(self, card: HostCard, suit: Sequence[int]) -> tuple[int, ...]:
        """Those of the turns in which others have left a place."""
        room = self._room(card)
        return tuple(
            turn for turn in suit if room.places[turn] > 0 and room.yearly.get(self._turns[turn].first.year, 1) > 0
        )

    def _room(self, card: HostCard) -> Room:
        if card.external_id not in self._rooms:
            others = self._taken.get(card.external_id, ())
            most = UNTOLD_PLACES if card.group_max is None else card.group_max
            places = tuple(
                max(0, most - sum(one.people for one in others if _overlap(one, turn))) for turn in self._turns
            )
            yearly = {}
            if card.capacity_per_year is not None:
                for year in {turn.first.year for turn in self._turns}:
                    gone = sum(one.people for one in others if one.first_day[:4] == str(year))
                    yearly[year] = max(0, card.capacity_per_year - gone)
            self._rooms[card.external_id] = Room(places, yearly)
        return self._rooms[card.external_id]

    def _number(self, day: str) -> int:
        """The turn that begins on this day; -1 when there is none."""
        return next((number for number, turn in enumerate(self._turns) if turn.first.isoformat() == day), -1)


def _without(wish: Wish, names: Iterable[FilterName], **more: Any) -> Wish:
    """The wish without these practical wishes: everybody of a group comes alone, and who has given something up has it no more."""
    return replace(wish, relaxed=(), **{_FIELDS[name][0]: _FIELDS[name][1] for name in names}, **more)


def _overlap(taken: Taken, turn: Turn) -> bool:
    return taken.first_day <= turn.last.isoformat() and turn.first.isoformat() <= taken.last_day
