"""The concepts of a card as buttons that are pressed or not: what its words name, what they hint at, what somebody searched for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.console import concept_lines
from bot.console.wording import Wording
from domain import concepts, matching
from domain.cards import HostCard, PracticeCard, is_confirmed

#: suggestions that only hint: so many, and none that says less
_MOST_HINTS, _LEAST = 8, 0.35
#: concepts that a card may be said to be about
_MOST_CHOSEN: Final = 60
_LONGEST_SEARCH: Final = 100

Card = HostCard | PracticeCard


@dataclass(frozen=True, slots=True)
class Toggle:
    """A concept on the page of a card: `sure` when the words name it, `said` the passage that does. One that is `proposed` and not
    pressed is denied; of one that somebody searched for and did not press nothing was said.
    """

    id: str
    name: str
    facet: str
    on: bool
    sure: bool
    said: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    """What the form of a card says: the concepts that were pressed, those that were shown and not pressed, and words to search for.

    `searches` is true where somebody asked for other concepts: who searches by Enter presses the first button of the form.
    """

    on: tuple[str, ...]
    denied: tuple[str, ...]
    words: str
    searches: bool

    @classmethod
    def of(cls, form: Any) -> "Pressed":
        """What a form with several values a name says."""
        on, offered = _known(form.getall("on", [])), _known(form.getall("offered", []))
        words = str(form.get("find", "")).strip()[:_LONGEST_SEARCH]
        searches = form.get("do") == "find" or bool(words and words != form.get("found", ""))
        return cls(on, tuple(one for one in offered if one not in on), words, searches)


def toggles(wording: Wording, card: Card, *, on: Sequence[str] | None = None, more: Iterable[str] = ()) -> list[Toggle]:
    """What a card may be about: what its words name first, then some that they hint at, then `more`.

    Pressed are those of `on`; else those a person confirmed, else those the words name.
    """
    found = matching.suggested(card)
    named = sorted(found.told, key=lambda one: -found.weights.get(one, 0.0))
    hints = sorted(
        (-weight, one) for one, weight in found.weights.items() if weight >= _LEAST and one not in found.told
    )
    # a concept that was merged since is shown by its new name, once
    own = (*card.confirmed, *named, *(one for _, one in hints[:_MOST_HINTS]), *card.denied)
    proposed = dict.fromkeys(map(concepts.canonical, own))
    offered = proposed | dict.fromkeys(map(concepts.canonical, more))
    pressed = set(map(concepts.canonical, on if on is not None else card.confirmed if is_confirmed(card) else named))
    passages = {
        hit.id: hit.said
        for hit in reversed(concepts.find(_text(card), lang_of(card) or None, misspelt=False, broader=True))
    }
    return [
        Toggle(
            one.id,
            one.name,
            one.facet,
            one.id in pressed,
            one.id in found.told,
            passages.get(one.id, ""),
            one.id in proposed,
        )
        for one in concept_lines.named(wording, offered)
    ]


def by_facet(facets: Mapping[str, str], offered: Iterable[Toggle]) -> list[tuple[str, list[Toggle]]]:
    """The concepts of each facet that has some, with its name; `facets` are names by code."""
    its: dict[str, list[Toggle]] = {code: [] for code in facets}
    for one in offered:
        its[one.facet].append(one)
    return [(facets[code], found) for code, found in its.items() if found]


def name_of(card: Card) -> str:
    """What a card is called."""
    return card.name if isinstance(card, HostCard) else card.title


def lang_of(card: Card) -> str:
    """The language of its texts."""
    return card.description_lang if isinstance(card, HostCard) else card.lang


def description(card: Card) -> str:
    """Its texts."""
    if isinstance(card, HostCard):
        return card.description
    return "\n\n".join(filter(None, (card.summary, card.description)))


def place(wording: Wording, card: Card) -> str:
    """Where a host is."""
    if not isinstance(card, HostCard):
        return ""
    country = wording.country(card.country) if card.country else ""
    return ", ".join(filter(None, (card.organisation, card.department, card.city, country)))


def _known(values: Iterable[object]) -> tuple[str, ...]:
    found = (concepts.get(str(one)) for one in values)
    return tuple(dict.fromkeys(one.id for one in found if one is not None))[:_MOST_CHOSEN]


def _text(card: Card) -> str:
    lists = card.expertise if isinstance(card, HostCard) else card.topics
    return f"{name_of(card)}. {description(card)} {'. '.join(lists)}"
