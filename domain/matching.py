"""Which hosts and good practices fit a trainee's wish, and why.

Practical facts filter first (`matching_wish`); then concepts, words and the good practices seen at a host rank what is
left (`matching_ranking`). Nothing is learnt and nothing is random: the same wish finds the same hosts. Reasons are
built only from what card and trainee tell themselves, so that a person can check each of them; no percentage is shown,
since none would mean anything.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.cards import HostCard, PracticeCard
from domain.matching_ranking import Parts, Ranked, Reason, fuse, rotated
from domain.matching_tags import Tags, suggested, tags_of, told_by, words_of
from domain.matching_text import TextWords
from domain.matching_wish import RelaxHint, Standing, Wish, good_enough, open_to_trainees, passes, wanted_filters

if TYPE_CHECKING:
    from domain.matching_columns import Columns, Points
    from domain.matching_index import Indexed

__all__ = ("CardIndex", "Match", "PracticeMatch", "Tags", "WordsKept", "suggested", "tags_of")

_MOST_MONTHS = 3  # told as reasons: more would not be read
_MOST_KEPT: Final = 4_000

Hosts = Callable[[Collection[str]], Mapping[str, HostCard]]
Practices = Callable[[Collection[str]], Mapping[str, PracticeCard]]
#: how near each host is to a text by its meaning, in their order (`domain.meaning`)
Meant = Callable[["Indexed", str], "Points"]
Card = TypeVar("Card", HostCard, PracticeCard)


@dataclass(frozen=True, slots=True)
class Match:
    """A host that fits: `score` only orders the hosts of one search; `parts` says which ranking gave how much of it."""

    card: HostCard
    score: float
    parts: Parts
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PracticeMatch:
    """A good practice that fits; read like `Match`."""

    card: PracticeCard
    score: float
    parts: Parts
    reasons: tuple[Reason, ...]


class WordsKept:
    """The words of the cards that were compared of late: reading them again costs more than keeping them. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: dict[tuple[str, str, int], TextWords] = {}

    def get(self, key: tuple[str, str, int]) -> TextWords | None:
        """The words of a card: its kind, external id and revision."""
        return self._words.get(key)

    def keep(self, found: Mapping[tuple[str, str, int], TextWords]) -> None:
        """Keep these, and let go of those kept longest when there are too many."""
        with self._lock:
            self._words |= found
            for key in list(self._words)[: max(0, len(self._words) - _MOST_KEPT)]:
                del self._words[key]


class CardIndex:
    """Cards ready to be searched, as of one moment; threads may share it."""

    def __init__(
        self,
        cards: Iterable[HostCard],
        practices: Iterable[PracticeCard] = (),
        standings: Mapping[str, Standing] | None = None,
        meant: Meant | None = None,
    ) -> None:
        """Index those of the cards that trainees may be shown. Takes some milliseconds for each: a catalogue that is stored is
        read by `over`.
        """
        # Numpy takes memory and a tenth of a second: a program that never searches does without
        from domain import matching_index

        hosts = {card.external_id: card for card in cards if card.suggestible}
        seen = {card.external_id: card for card in practices if card.suggestible}
        no_hosts, no_practices = matching_index.nothing()
        self._indexed = matching_index.indexed(
            no_hosts.changed(frozenset(), [matching_index.host_row(card) for card in hosts.values()]),
            no_practices.changed(frozenset(), [matching_index.practice_row(card) for card in seen.values()]),
            standings or {},
        )
        self._hosts: Hosts = lambda ids: {one: hosts[one] for one in ids if one in hosts}
        self._practices: Practices = lambda ids: {one: seen[one] for one in ids if one in seen}
        self._kept, self._meant = WordsKept(), meant

    @classmethod
    def over(
        cls, indexed: "Indexed", hosts: Hosts, practices: Practices, kept: WordsKept, meant: Meant | None = None
    ) -> "CardIndex":
        """Search a catalogue that is stored: `hosts` and `practices` read the cards with some external ids."""
        index = object.__new__(cls)
        index._indexed, index._hosts, index._practices, index._kept = indexed, hosts, practices, kept
        index._meant = meant
        return index

    def search(self, wish: Wish, limit: int = 10, among: Collection[str] | None = None) -> tuple[Match, ...]:
        """Return at most `limit` hosts that fit, best first; () when no host is left or none has to do with the wish.

        A wish without any subject (no words, no concept) gets all hosts that pass the filters, fullest cards first. With `among`,
        the external ids of some hosts, only these are looked at: what speaks for hosts that were found before.
        """
        indexed = self._indexed
        columns, filters = indexed.hosts.columns, indexed.hosts.filters
        numbers = filters.passing(wish, self._open(columns, indexed.room, wish))
        if among is not None:
            import numpy as np

            numbers = numbers[np.isin(numbers, [columns.places[one] for one in among if one in columns.places])]
        ranked = Ranked(columns, self._words("host", columns, self._hosts), wish)
        seen_there: dict[int, tuple[float, str]] = {}
        fused: list[tuple[int, float, Parts]]
        if not ranked.asks and not wish.text:
            fullness, names = filters.fullness, columns.ids
            order = sorted(numbers.tolist(), key=lambda n: (-fullness[n], self._suggested(n).bit_length(), names[n]))
            fused = [(number, 0.0, ()) for number in order]
        else:
            passing = set(numbers.tolist())
            seen_there = {host: seen for host, seen in self._seen_there(wish).items() if host in passing}
            meant = self._meant(indexed, wish.text) if self._meant is not None and wish.text else None
            rankings = ranked.rankings(numbers, limit, tuple(seen_there), meant)
            rankings["practices"] = {host: score for host, (score, _) in seen_there.items()}
            preferred = indexed.preferred_by(wish)
            fused = rotated(fuse(rankings, columns.ids.__getitem__, lambda n: float(preferred[n])), self._suggested)
        titles = self._practices([practice for _, practice in seen_there.values()]) if seen_there else {}
        matches: list[Match] = []
        for number, score, parts, card in self._cards(fused, columns, self._hosts, limit):
            if len(matches) == limit:
                break
            if not (open_to_trainees(card, wish) and passes(card, wish, wanted_filters(wish))):
                continue  # it has changed a moment ago
            own = [one for one in wish.professions if one in columns.told(number)]
            subject = [r for r in ranked.reasons(number, told_by(card)) if r.code != "related" or r.value not in own]
            practice = titles.get(seen_there[number][1]) if number in seen_there else None
            seen = [Reason("good-practice", practice.title)] if practice is not None else []
            professions = [Reason("same-profession", one) for one in own]
            matches.append(Match(card, score, parts, (*subject, *seen, *professions, *_practical(card, wish))))
        return tuple(matches)

    def practices(self, wish: Wish, limit: int = 10) -> tuple[PracticeMatch, ...]:
        """Return at most `limit` good practices that fit the subject of the wish, best first; its practical side says
        nothing here.
        """
        columns = self._indexed.practices.columns
        ranked, fused = self._fused_practices(wish, limit)
        found = self._cards(fused, columns, self._practices, limit)
        shown = [(number, score, parts, card) for number, score, parts, card in found if card.suggestible][:limit]
        return tuple(
            PracticeMatch(card, score, parts, ranked.reasons(number, told_by(card)))
            for number, score, parts, card in shown
        )

    def relax(self, wish: Wish) -> tuple[RelaxHint, ...]:
        """Return which filters to give up when fewer than three hosts pass them, the most helpful first; else ()."""
        indexed = self._indexed
        return indexed.hosts.filters.relax(wish, self._open(indexed.hosts.columns, indexed.room, wish))

    def has_room(self, external_id: str) -> bool:
        """Whether the search takes a host to have room for somebody this year; so it does with one that it does not know."""
        number = self._indexed.hosts.columns.places.get(external_id)
        return number is None or bool(self._indexed.room[number])

    def receives(self, organisation: str) -> bool:
        """Whether an organisation is, or has, one of the hosts, however it is written."""
        return self._indexed.hosts.filters.receives(organisation)

    @property
    def bytes(self) -> int:
        """How much memory the columns of all cards take."""
        return self._indexed.bytes

    def _suggested(self, number: int) -> int:
        return self._indexed.suggested.get(number, 0)

    @staticmethod
    def _open(columns: "Columns", room: Any, wish: Wish) -> Any:
        """Which cards may be shown at all: with `room`, not excluded."""
        excluded = [columns.places[one] for one in wish.exclude if one in columns.places]
        if excluded:
            room = room.copy()
            room[excluded] = False
        return room

    def _words(
        self, kind: str, columns: "Columns", cards: Callable[[Collection[str]], Mapping[str, Card]]
    ) -> Callable[[Sequence[int]], Mapping[int, TextWords]]:
        """What reads the words of some cards."""

        def read(numbers: Sequence[int]) -> dict[int, TextWords]:
            keys = {number: (kind, columns.ids[number], int(columns.revisions[number])) for number in numbers}
            found = {number: its for number, key in keys.items() if (its := self._kept.get(key)) is not None}
            missing = {columns.ids[number]: number for number in numbers if number not in found}
            if missing:
                read = {missing[one]: words_of(card) for one, card in cards(list(missing)).items()}
                self._kept.keep({keys[number]: its for number, its in read.items()})
                found |= read
            # always in the same order, or sums would differ in their last digit
            return {number: found[number] for number in numbers if number in found}

        return read

    @staticmethod
    def _cards(
        fused: Sequence[tuple[int, float, Parts]],
        columns: "Columns",
        cards: Callable[[Collection[str]], Mapping[str, Card]],
        limit: int,
    ) -> Iterator[tuple[int, float, Parts, Card]]:
        """The cards that were found, read a few at a time; one that is gone is left out."""
        for start in range(0, len(fused), max(1, limit)):
            some = fused[start : start + limit]
            read = cards([columns.ids[number] for number, _, _ in some])
            for number, score, parts in some:
                if (card := read.get(columns.ids[number])) is not None:
                    yield number, score, parts, card

    def _fused_practices(self, wish: Wish, limit: int) -> tuple[Ranked, list[tuple[int, float, Parts]]]:
        import numpy as np

        columns = self._indexed.practices.columns
        ranked = Ranked(columns, self._words("practice", columns, self._practices), wish)
        numbers = np.flatnonzero(self._open(columns, np.ones(len(columns), bool), wish))
        return ranked, fuse(ranked.rankings(numbers, limit), columns.ids.__getitem__)

    def _seen_there(self, wish: Wish) -> dict[int, tuple[float, str]]:
        """Return for each host the practice seen there that fits best, with its score.

        Only practices that carry a concept of the wish speak for their host, if it names any: a word in common is little
        evidence for a practice, and less for a host.
        """
        practices, places = self._indexed.practices, self._indexed.hosts.columns.places
        best: dict[int, tuple[float, str]] = {}
        if not practices.hosts:
            return best
        ranked, fused = self._fused_practices(wish, 0)
        for number, score, _ in fused:
            host = places.get(practices.hosts[number])
            if host is None or host in best:
                continue
            if not ranked.wanted or not practices.columns.told(number).isdisjoint(ranked.wanted):
                best[host] = score, practices.columns.ids[number]
        return best


def _practical(card: HostCard, wish: Wish) -> tuple[Reason, ...]:
    """Return which wishes the card tells that it meets; what it leaves open is no reason, nor what was wished and given up."""
    facts = [Reason("speaks-language", lang) for lang in good_enough(wish) if lang in card.languages]
    if card.country in wish.countries:
        facts.append(Reason("in-country", card.country))
    open_then = [month for month in wish.months if month in card.months_open]
    facts += (Reason("open-in-month", str(month)) for month in open_then[:_MOST_MONTHS])
    if wish.days is not None and card.max_days is not None and passes(card, wish, ("days",)):
        facts.append(Reason("fits-days", str(wish.days)))
    if wish.group is not None and card.group_max is not None and passes(card, wish, ("group",)):
        facts.append(Reason("fits-group", str(wish.group)))
    if wish.receives and card.reciprocity:
        facts.append(Reason("reciprocity", "yes"))
    return tuple(facts)
