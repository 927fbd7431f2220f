"""Why a host is suggested, and what of the wish it does not meet: facts, each backed by the card and by what the trainee said.

The reasons of a match are what scored (`matching_ranking`). What is added here stands on the card as plainly: the words of it that
speak for a concept of the wish, as quotes, and the practical side, also where the card says no or says nothing. There are no
figures of how well it fits: they would mean nothing to a reader, and nobody could check them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from domain import concepts
from domain.answers.cleaning import fold
from domain.cards import HostCard, declared_concepts
from domain.everyday import everyday
from domain.matching import Match
from domain.matching_ranking import Reason, ReasonCode, about
from domain.matching_text import stem
from domain.matching_wish import Wish, good_enough, passes
from domain.matching_words import words
from domain.subjects import Passage, Stands, spoken

UnmetCode = Literal[
    "other-languages", "languages-unknown", "other-country", "country-unknown", "closed-then", "months-unknown",
    "stays-longer", "stays-shorter", "days-unknown", "smaller-groups", "groups-unknown", "silent",
]  # fmt: skip
FactCode = ReasonCode | Literal["spoken"] | UnmetCode

UNMET: Final[tuple[UnmetCode, ...]] = (
    "other-country", "closed-then", "stays-longer", "stays-shorter", "smaller-groups", "other-languages",
    "languages-unknown", "country-unknown", "months-unknown", "days-unknown", "groups-unknown", "silent",
)  # fmt: skip
"""What speaks against a host, the most important first: what the card says, then what it leaves open."""
PRACTICAL: Final = frozenset(("speaks-language", "open-in-month", "in-country", "fits-days", "fits-group"))
"""What makes a stay possible, whatever its subject."""
BESIDE: Final = frozenset(("good-practice", "reciprocity"))
"""What else speaks for a host."""

#: how plainly a word must speak for a concept before it is quoted for it
_QUOTED_FROM: Final = 0.35
#: how much of a wish a concept must be before words of a card are looked for that speak of it
_WANTED_FROM: Final = 0.3
_MOST_QUOTES, _MOST_SPOKEN = 2, 2
#: how a word must stand in the list of a concept to be told alone: one of a card, one of a wish
_NAMED: Final[tuple[Stands, ...]] = ("name",)
_NAMED_OR_HINTED: Final[tuple[Stands, ...]] = ("name", "hint")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is true of a card, said of a wish.

    `values` are what the card has: ids of concepts, codes of languages or of a country, months (1 to 12), days or people, "yes" for
    `reciprocity`; for `silent` the concepts that it does not have. `said` are the words of the trainee that it answers, "" when it
    was chosen with a button; `quotes` are words of the card; `via` is, for `related`, the concept of the wish; `missing` are, for
    `other-languages`, those the trainee speaks: none of them well enough that the host speaks too.
    """

    code: FactCode
    values: tuple[str, ...]
    said: str = ""
    quotes: tuple[str, ...] = ()
    via: str = ""
    missing: tuple[str, ...] = ()


def explain(match: Match, wish: Wish) -> tuple[Fact, ...]:
    """What there is to tell of a match: its subject, what counts most first, practices, the practical side, what is not met."""
    told = [fact for fact in facts_of(match.reasons) if _holds(fact, match.card, wish)]
    subject = [fact for fact in told if fact.code not in PRACTICAL | BESIDE and fact.code != "word"]
    shared_words = [fact for fact in told if fact.code == "word" and _is_one_word(fact, match.card, wish)]
    rest = [fact for fact in told if fact.code in PRACTICAL | BESIDE]
    return (*subject, *_spoken_of(match.card, wish, subject), *shared_words, *rest, *unmet(match.card, wish))


def _is_one_word(fact: Fact, card: HostCard, wish: Wish) -> bool:
    """Whether a word in common is one: in two languages only the very same one is, "wandelen" is no wandering."""
    other = bool(wish.lang and card.description_lang) and wish.lang != card.description_lang
    return not other or fold(fact.said) == fold(fact.values[0])


def facts_of(reasons: Iterable[Reason]) -> tuple[Fact, ...]:
    """The reasons of a match as facts."""
    return tuple(
        Fact(reason.code, (reason.value,), reason.said, (reason.value,), reason.via)
        if reason.code == "word"
        else Fact(reason.code, (reason.value,), reason.said, via=reason.via)
        for reason in reasons
    )


def unmet(card: HostCard, wish: Wish) -> tuple[Fact, ...]:
    """What a trainee wishes and a card does not promise, the most important first."""
    facts = [*_languages(card, wish), *_place(card, wish), *_time(card, wish), *_size(card, wish), *_silent(card, wish)]
    return tuple(sorted(facts, key=lambda fact: UNMET.index(fact.code)))


def read_of(card: HostCard) -> str:
    """The text of a card that tells what it is about, as it is read for its concepts."""
    return f"{card.name} {card.department}. {card.description}"


def _holds(fact: Fact, card: HostCard, wish: Wish) -> bool:
    """Whether a practical fact is one that was wished: what a search left out is told as not met."""
    match fact.code:
        case "in-country":
            return card.country in wish.countries
        case "fits-days":
            return wish.days is not None and (card.min_days or 0) <= wish.days <= (card.max_days or wish.days)
        case "fits-group":
            return wish.group is not None and card.group_max is not None and wish.group <= card.group_max
        case _:
            return True


def _spoken_of(card: HostCard, wish: Wish, told: Sequence[Fact]) -> list[Fact]:
    """The concepts of a wish that a card never names, but has words for."""
    # what holds a concept that was told, or is held by it, or answers the same words, says nothing more
    named = [its for fact in told for one in (*fact.values, fact.via) if (its := concepts.get(one)) is not None]
    known = {one for concept in named for one in (concept.id, *concept.broader, *concept.narrower)}
    answered = {fact.said for fact in told}
    found: list[tuple[float, Fact]] = []
    lang = card.description_lang or None
    for concept_id, weight in about(wish).items():
        concept = concepts.get(concept_id)
        if weight < _WANTED_FROM or concept is None or concept.kind == "profession" or concept_id in known:
            continue
        if concept_id in card.denied:
            continue
        picked = concept_id in wish.picked
        asked = [] if picked else _plain(spoken(wish.text, wish.lang, concept_id), wish.text, wish.lang)
        # without such words a related concept lends it its weight
        if not picked and (not _tell(asked, _NAMED_OR_HINTED) or asked[0].said in answered):
            continue
        # a name may be anything
        said_there = spoken(card.description, lang, concept_id, card=True)
        quotes = _plain(said_there, card.description, lang)
        if _tell(quotes, _NAMED):
            quotes = quotes[:_MOST_QUOTES]
            said = asked[0].said if asked else ""
            fact = Fact("spoken", (concept_id,), said, tuple(one.said for one in quotes))
            found.append((weight * sum(one.points for one in quotes), fact))
    found.sort(key=lambda entry: (-entry[0], entry[1].values))
    return [fact for _, fact in found[:_MOST_SPOKEN]]


def _plain(passages: Iterable[Passage], text: str, lang: str | None) -> list[Passage]:
    """Those that say enough: an everyday word does only as a name."""
    usual = everyday(concepts.language_of(text, lang))
    return [
        one
        for one in passages
        if one.points >= _QUOTED_FROM and (one.stands == "name" or usual.isdisjoint(w.folded for w in words(one.said)))
    ]


def _tell(passages: Sequence[Passage], stands: Collection[Stands]) -> bool:
    """Whether words say enough to be told: one that `stands` so in the list of the concept, or two that are not forms of one."""
    if any(one.stands in stands for one in passages):
        return True
    return len({stem(word.folded) for one in passages for word in words(one.said)}) > 1


def _languages(card: HostCard, wish: Wish) -> list[Fact]:
    if not wish.working_languages:
        return []
    if not card.languages:
        return [Fact("languages-unknown", ())]
    # whoever is understood in one language needs no other
    missing = tuple(lang for lang in wish.working_languages if lang not in card.languages)
    if not missing or any(lang in card.languages for lang in good_enough(wish)):
        return []
    return [Fact("other-languages", card.languages, missing=missing)]


def _place(card: HostCard, wish: Wish) -> list[Fact]:
    if passes(card, wish, ("country",)) or not (wish.countries or wish.not_countries):
        return []
    return [Fact("other-country", (card.country,)) if card.country else Fact("country-unknown", ())]


def _time(card: HostCard, wish: Wish) -> list[Fact]:
    facts: list[Fact] = []
    if wish.months and not card.months_open:
        facts.append(Fact("months-unknown", ()))
    elif wish.months and not set(wish.months) & set(card.months_open):
        facts.append(Fact("closed-then", tuple(map(str, card.months_open))))
    if wish.days is not None:
        if card.min_days is not None and wish.days < card.min_days:
            facts.append(Fact("stays-longer", (str(card.min_days),)))
        elif card.max_days is not None and wish.days > card.max_days:
            facts.append(Fact("stays-shorter", (str(card.max_days),)))
        elif card.min_days is None and card.max_days is None:
            facts.append(Fact("days-unknown", ()))
    return facts


def _size(card: HostCard, wish: Wish) -> list[Fact]:
    if wish.group is None or wish.group < 2:
        return []
    if card.group_max is None:
        return [Fact("groups-unknown", ())]
    return [Fact("smaller-groups", (str(card.group_max),))] if card.group_max < wish.group else []


def _silent(card: HostCard, wish: Wish) -> list[Fact]:
    """The subjects chosen with a button that no word of the card speaks for, nor a list of it."""
    text, lang = read_of(card), card.description_lang or None
    listed = {*declared_concepts(card), *card.confirmed}
    silent: list[str] = []
    for one in dict.fromkeys(wish.topics):
        concept = concepts.get(one)
        if concept is None or one in wish.not_meant:
            continue
        around = (one, *concept.narrower, *concept.broader, *concept.near)
        if listed.isdisjoint(around) and not any(spoken(text, lang, other, card=True) for other in around):
            silent.append(one)
    return [Fact("silent", tuple(silent))] if silent else []
