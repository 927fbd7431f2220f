"""The whole catalogue as columns of numbers, as of one moment: what searches share. Loads NumPy (`matching_columns`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.cards import HostCard, PracticeCard
from domain.matching_columns import Columns, Packed, Register
from domain.matching_filters import Filters, Practical
from domain.matching_ranking import VISIT_IN_RETURN, preference
from domain.matching_tags import filed, packed
from domain.matching_wish import Standing, Wish

_RECENT: Final = 365  # days for which it counts that somebody has confirmed a card


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host as the index takes it in."""

    packed: Packed
    practical: Practical


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A good practice as the index takes it in, and the host where it was seen ("" if none)."""

    packed: Packed
    host: str


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts: what they are about, and what filters them."""

    columns: Columns
    filters: Filters

    def changed(self, gone: frozenset[str], rows: Sequence[HostRow]) -> "Hosts":
        """Return hosts without those that are gone, and with these rows, new or in the place of older ones."""
        kept = _kept(self.columns, gone | {row.packed.external_id for row in rows})
        more = Columns([row.packed for row in rows], self.columns.register)
        filters = self.filters.alike([row.practical for row in rows])
        return Hosts(self.columns.changed(kept, more), self.filters.changed(kept, filters))


@dataclass(frozen=True, slots=True)
class Practices:
    """Good practices: what they are about, and where they were seen."""

    columns: Columns
    hosts: tuple[str, ...]

    def changed(self, gone: frozenset[str], rows: Sequence[PracticeRow]) -> "Practices":
        """As `Hosts.changed`."""
        kept = _kept(self.columns, gone | {row.packed.external_id for row in rows})
        more = Columns([row.packed for row in rows], self.columns.register)
        hosts = (host for host, stays in zip(self.hosts, kept.tolist(), strict=True) if stays)
        return Practices(self.columns.changed(kept, more), (*hosts, *(row.host for row in rows)))


@dataclass(frozen=True, slots=True)
class Indexed:
    """All cards that may be shown: `room` says which hosts can take somebody, `suggested` and `preferred` how often each was
    suggested of late and how much it is preferred (`matching_ranking`).
    """

    hosts: Hosts
    practices: Practices
    room: NDArray[np.bool_]
    suggested: Mapping[int, int]
    preferred: NDArray[np.float64]

    def preferred_by(self, wish: Wish) -> NDArray[np.float64]:
        """How much each host is preferred for a wish: who would like a visit in return more, where there can be one."""
        if not wish.receives:
            return self.preferred
        return self.preferred + VISIT_IN_RETURN * self.hosts.filters.reciprocity

    @property
    def bytes(self) -> int:
        """How much memory the columns take."""
        return self.hosts.columns.bytes + self.hosts.filters.bytes + self.practices.columns.bytes


def nothing() -> tuple[Hosts, Practices]:
    """An empty catalogue, to take rows in."""
    numbers = Register()
    hosts = Hosts(Columns([], numbers), Filters([], Register(), Register()))
    return hosts, Practices(Columns([], numbers), ())


def indexed(hosts: Hosts, practices: Practices, standings: Mapping[str, Standing], today: int = 1) -> Indexed:
    """Return the catalogue with what became of each host so far, by external id; `today` is counted from 1970."""
    hosts.columns.reckon()
    practices.columns.reckon()
    places = hosts.columns.places
    confirmed = hosts.filters.confirmed_on > max(0, today - _RECENT)
    preferred = np.where(confirmed, preference(Standing(), True), preference(Standing()))
    known = {places[one]: standing for one, standing in standings.items() if one in places}
    for place, standing in known.items():
        preferred[place] = preference(standing, bool(confirmed[place]))
    return Indexed(
        hosts,
        practices,
        hosts.filters.room({place: standing.accepted for place, standing in known.items()}),
        {place: standing.suggested for place, standing in known.items()},
        preferred,
    )


def host_row(card: HostCard) -> HostRow:
    """Read a host's card. Takes a few milliseconds."""
    return HostRow(Packed(card.external_id, 0, packed(filed(card))), Practical.of(card))


def practice_row(card: PracticeCard) -> PracticeRow:
    """Read a practice's card. Takes a few milliseconds."""
    return PracticeRow(Packed(card.external_id, 0, packed(filed(card))), card.host_external_id)


def _kept(columns: Columns, gone: frozenset[str]) -> NDArray[np.bool_]:
    kept = np.ones(len(columns), bool)
    for external_id in gone:
        if external_id in columns.places:
            kept[columns.places[external_id]] = False
    return kept
