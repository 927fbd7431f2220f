"""Which hosts and good practices fit a trainee's wish, and why.

Practical facts filter first (`matching_wish`); then concepts, words and the good practices seen at a host rank what is
left (`matching_ranking`). Nothing is learnt and nothing is random: the same wish finds the same hosts. Reasons are
built only from what card and trainee tell themselves, so that a person can check each of them; no percentage is shown,
since none would mean anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain import concepts
from domain.cards import HostCard, PracticeCard, declared_concepts
from domain.matching_ranking import Parts, Ranked, Reason, Tags, Wanted, about, fuse, wanted_concepts
from domain.matching_wish import RelaxHint, Wish, open_to_trainees, passes, relax_hints, wanted_filters
from domain.subjects import subject

# How much a concept counts that the lists of a card name, and one that a person has confirmed.
_DECLARED, _CONFIRMED = 1.0, 1.2
# From this strength on words name a concept; below they only hint at one, which is no fact to tell.
_TOLD_FROM = 0.6
_MOST_MONTHS = 3  # told as reasons: more would not be read
# How often a word of each part of a card counts.
_NAME_WORDS, _LIST_WORDS, _TEXT_WORDS = 1.5, 2.0, 1.0


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


class CardIndex:
    """Cards ready to be searched. Building it takes a noticeable part of a second for 1,200 cards: build once and keep;
    threads may share it.
    """

    def __init__(self, cards: Iterable[HostCard], practices: Iterable[PracticeCard] = ()) -> None:
        """Index those of the cards that trainees may be shown."""
        self._hosts = [card for card in cards if card.suggestible]
        self._practices = [card for card in practices if card.suggestible]
        self._ranked_hosts = Ranked([_host_text(c) for c in self._hosts], [tags_of(c) for c in self._hosts])
        self._ranked_practices = Ranked(
            [_practice_text(c) for c in self._practices], [tags_of(c) for c in self._practices]
        )
        places = {card.external_id: number for number, card in enumerate(self._hosts)}
        self._host_of = {
            number: places[card.host_external_id]
            for number, card in enumerate(self._practices)
            if card.host_external_id in places
        }

    def search(self, wish: Wish, limit: int = 10) -> tuple[Match, ...]:
        """Return at most `limit` hosts that fit, best first; () when no host is left or none has to do with the wish.

        A wish without any subject (no words, no concept) gets all hosts that pass the filters, fullest cards first.
        """
        filters = wanted_filters(wish)
        allowed = {
            number
            for number, card in enumerate(self._hosts)
            if open_to_trainees(card, wish) and passes(card, wish, filters)
        }
        wanted, weights = wanted_concepts(wish), about(wish)
        if not weights and not wish.text:
            order = sorted(allowed, key=lambda n: (-_fullness(self._hosts[n]), self._hosts[n].external_id))
            return tuple(Match(self._hosts[n], 0.0, (), self._facts(n, wish)) for n in order[:limit])
        rankings = self._ranked_hosts.rankings(wish.text, weights, [want.said for want in wanted.values()])
        seen_there = self._best_practices(wish, wanted, weights)
        rankings["practices"] = {host: score for host, (score, _) in seen_there.items()}
        fused = fuse(rankings, allowed, lambda number: self._hosts[number].external_id)[:limit]
        reasons = self._ranked_hosts.reasons(wish.text, wanted, [number for number, _, _ in fused])
        matches = []
        for number, score, parts in fused:
            practice = [Reason("good-practice", seen_there[number][1].title)] if number in seen_there else []
            facts = self._facts(number, wish)
            own = {fact.value for fact in facts if fact.code == "same-profession"}
            subject = [reason for reason in reasons[number] if reason.code != "related" or reason.value not in own]
            matches.append(Match(self._hosts[number], score, parts, (*subject, *practice, *facts)))
        return tuple(matches)

    def practices(self, wish: Wish, limit: int = 10) -> tuple[PracticeMatch, ...]:
        """Return at most `limit` good practices that fit the subject of the wish, best first; its practical side says
        nothing here.
        """
        wanted = wanted_concepts(wish)
        fused = self._fused_practices(wish, wanted, about(wish))[:limit]
        reasons = self._ranked_practices.reasons(wish.text, wanted, [number for number, _, _ in fused])
        return tuple(
            PracticeMatch(self._practices[number], score, parts, reasons[number]) for number, score, parts in fused
        )

    def relax(self, wish: Wish) -> tuple[RelaxHint, ...]:
        """Return which filters to give up when fewer than three hosts pass them, the most helpful first; else ()."""
        return relax_hints(self._hosts, wish)

    def _facts(self, number: int, wish: Wish) -> tuple[Reason, ...]:
        """Return what speaks for a host whatever the subject."""
        return (*self._ranked_hosts.own_profession(wish.professions, number), *_practical(self._hosts[number], wish))

    def _fused_practices(
        self, wish: Wish, wanted: dict[str, Wanted], weights: dict[str, float]
    ) -> list[tuple[int, float, Parts]]:
        shown = {n for n, card in enumerate(self._practices) if card.external_id not in wish.exclude}
        rankings = self._ranked_practices.rankings(wish.text, weights, [want.said for want in wanted.values()])
        return fuse(rankings, shown, lambda number: self._practices[number].external_id)

    def _best_practices(
        self, wish: Wish, wanted: dict[str, Wanted], weights: dict[str, float]
    ) -> dict[int, tuple[float, PracticeCard]]:
        """Return for each host the practice seen there that fits best, with its score.

        Only practices that carry a concept of the wish speak for their host, if it names any: a word in common is little
        evidence for a practice, and less for a host.
        """
        best: dict[int, tuple[float, PracticeCard]] = {}
        for number, score, _ in self._fused_practices(wish, wanted, weights):
            if number in self._host_of and (not wanted or self._ranked_practices.tell(number, wanted)):
                best.setdefault(self._host_of[number], (score, self._practices[number]))
        return best


def _practical(card: HostCard, wish: Wish) -> tuple[Reason, ...]:
    """Return what the card tells about the wishes that filtered; what it leaves open is no reason."""
    facts = [Reason("speaks-language", lang) for lang in wish.working_languages if lang in card.languages]
    if wish.countries:
        facts.append(Reason("in-country", card.country))
    open_then = [month for month in wish.months if month in card.months_open]
    facts += (Reason("open-in-month", str(month)) for month in open_then[:_MOST_MONTHS])
    if wish.days is not None and card.max_days is not None:
        facts.append(Reason("fits-days", str(wish.days)))
    if wish.group is not None and card.group_max is not None:
        facts.append(Reason("fits-group", str(wish.group)))
    return tuple(facts)


def _fullness(card: HostCard) -> int:
    told = (card.description, card.expertise, card.client_groups, card.sectors, card.languages, card.months_open)
    return sum(bool(part) for part in told)


def _host_text(card: HostCard) -> list[tuple[str, float]]:
    lists = " ".join((*card.expertise, *card.client_groups, *card.sectors))
    name = f"{card.name} {card.department}"
    return [(name, _NAME_WORDS), (lists, _LIST_WORDS), (card.description, _TEXT_WORDS)]


def _practice_text(card: PracticeCard) -> list[tuple[str, float]]:
    lists = " ".join((*card.topics, *card.client_groups))
    return [(card.title, _NAME_WORDS), (lists, _LIST_WORDS), (f"{card.summary} {card.description}", _TEXT_WORDS)]


def tags_of(card: HostCard | PracticeCard) -> Tags:
    """Return what a card is about, from its words and lists."""
    if isinstance(card, HostCard):
        text, lang = f"{card.name} {card.department}. {card.description}", card.description_lang
    else:
        text, lang = f"{card.title}. {card.summary} {card.description}", card.lang
    weights = subject(text, lang or None, card=True)
    named = {
        hit.id for hit in concepts.find(text, lang or None, misspelt=False, broader=True) if hit.strength >= _TOLD_FROM
    }
    declared = declared_concepts(card)
    weights |= dict.fromkeys(declared, _DECLARED)
    return Tags(weights, named.union(declared))
