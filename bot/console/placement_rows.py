"""A placement as it is shown: who goes where and why, what is not met, and what would help who has no place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from bot.console.wording import Wording
from bot.placements import turns_of
from domain.cards import HostCard
from domain.matching_ranking import Reason
from domain.placement_turns import Turn
from handlers.actions.hosts import in_words
from storage import access, catalogue, placements
from storage.crypto import Vault
from storage.placements import Group, Member
from storage.staff import Account

#: wishes as staff read them (`domain.matching_wish.FilterName`)
WISHES: Final = ("language", "country", "month", "days", "group")
#: hosts to choose a pin from: the best of those that fit
OFFERED: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody of the group. `conversation` is 0 for a trainee of another helpdesk, of whom nothing but the place is told.
    `rank` is the place of the host in their list, 0 when it is not in it; `of` hosts were looked at. `options` are hosts
    that fit (id, name), `relax` what would bring a place."""

    id: int
    who: str
    conversation: int
    host: str
    host_id: str
    place: str
    days: str
    rank: int
    of: int
    pinned: str
    pinned_day: str
    why: tuple[str, ...] = ()
    unmet: str = ""
    ask: str = ""
    relax: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A placement: the rows in the order of the names, those without a place apart; `worst` is how far down their list
    the worst-off goes whose host was not pinned. `mondays` are the weeks to choose from (day, words)."""

    group: Group
    placed: tuple[Row, ...]
    unplaced: tuple[Row, ...]
    worst: int
    people: frozenset[int]
    mondays: tuple[tuple[str, str], ...]

    @property
    def stale(self) -> bool:
        """Has something changed since the proposals were made?"""
        return self.group.solved != self.group.version

    @property
    def solved(self) -> bool:
        """Were proposals ever made?"""
        return self.group.solved >= 0


def shown(connection: Connection, vault: Vault, wording: Wording, account: Account, number: int) -> Shown | None:
    """A placement as somebody may see it; None when there is none for them."""
    group = placements.of_id(connection, account, number)
    if group is None:
        return None
    members = placements.members(connection, vault, number)
    sight = access.sight(connection, account)
    known = placements.faces(connection, vault, sight, [one.person_id for one in members])
    cards = _cards(connection, members)
    made = _Making(wording, group, cards)
    rows = sorted(
        (made.row(one, *known.get(one.person_id, (0, ""))) for one in members),
        key=lambda row: (not row.conversation, row.who.casefold()),
    )
    return Shown(
        group,
        tuple(row for row in rows if row.host_id),
        tuple(row for row in rows if not row.host_id),
        max((row.rank for row in rows if not row.pinned), default=0),
        frozenset(one.person_id for one in members),
        tuple((turn.first.isoformat(), made.days(turn)) for turn in made.turns),
    )


class _Making:
    def __init__(self, wording: Wording, group: Group, cards: Mapping[str, HostCard]) -> None:
        self._wording, self._cards = wording, cards
        self.turns = turns_of(group)
        self._by_day = {turn.first.isoformat(): turn for turn in self.turns}

    def days(self, turn: Turn) -> str:
        return self._wording.days(turn.first.isoformat(), turn.last.isoformat())

    def row(self, member: Member, conversation: int, name: str) -> Row:
        t, found = self._wording.t, member.found or placements.Found()
        rank = found.hosts.index(member.host) + 1 if member.host in found.hosts else 0
        turn = self._by_day.get(member.first_day)
        unnamed = t("who.unnamed", number=str(conversation)) if conversation else t("placements.elsewhere")
        bare = Row(
            member.id, name or unnamed, conversation, self._name(member.host), member.host, self._place(member.host),
            self.days(turn) if turn else member.first_day, rank, len(found.hosts),
            self._name(member.pinned), member.pinned_day,
        )  # fmt: skip
        if not conversation:
            return bare
        options = tuple(
            (one, self._name(one)) for one in dict.fromkeys((*_some(member.pinned), *found.hosts[:OFFERED]))
        )
        return replace(
            bare,
            why=self._why(found.why),
            unmet=self._wishes(found.unmet),
            ask=self._wishes(found.ask) if member.host else "",
            relax=tuple(self._relax(*one) for one in found.relax),
            options=options,
            forbidden=tuple((one, self._name(one)) for one in member.forbidden),
        )

    def _why(self, told: Iterable[tuple[str, str, str, str]]) -> tuple[str, ...]:
        told = list(told)
        liked = [self._wording.t("placements.liked")] if any(one[0] == "liked" for one in told) else []
        reasons = [Reason(*one) for one in told if one[0] != "liked"]  # type: ignore[arg-type]
        return (*liked, *(self._wording.show(text) for text in in_words(reasons)))

    def _relax(self, wishes: str, host: str, day: str) -> str:
        turn = self._by_day.get(day)
        return self._wording.t(
            "placements.relax", wishes=self._wishes(wishes.split(",")), host=self._name(host),
            days=self.days(turn) if turn else day,
        )  # fmt: skip

    def _wishes(self, names: Sequence[str]) -> str:
        return self._wording.joined(self._wording.t(f"placements.wish.{name}") for name in names if name in WISHES)

    def _name(self, host: str) -> str:
        card = self._cards.get(host)
        return card.name if card else host

    def _place(self, host: str) -> str:
        card = self._cards.get(host)
        if card is None:
            return ""
        return ", ".join(_some(card.city, self._wording.country(card.country) if card.country else ""))


def _some(*words: str) -> tuple[str, ...]:
    return tuple(word for word in words if word)


def _cards(connection: Connection, members: Iterable[Member]) -> dict[str, HostCard]:
    """The cards of all hosts that are named."""
    ids: set[str] = set()
    for one in members:
        ids.update(_some(one.host, one.pinned, *one.forbidden))
        if one.found:
            ids.update((*one.found.hosts, *(host for _, host, _ in one.found.relax)))
    return catalogue.cards_of(connection, ids)
