"""What is kept of a card so that it is found fast: what it is about, and its words as numbers.

Reading a card takes milliseconds, a search reads thousands: so this is made once, when a card is saved, and stored with it
(`storage.catalogue`). A change of the vocabulary makes another `edition`, and what was made with an older one is made anew.
"""

import zlib
from array import array
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from sys import byteorder
from typing import Final

import msgspec

from domain import concepts
from domain.cards import HostCard, PracticeCard, declared_concepts
from domain.concept_changes import Overlay
from domain.concept_words import current
from domain.matching_text import TextWords, stem, text_words
from domain.subjects import subject

#: how many concepts of a card are kept, those it tells first, then the strongest: the others are noise (measured)
KEPT: Final = 48
#: how many of its words can be looked for among all cards; the others count only for the cards that are compared word by word
STEMS: Final = 80
#: parts of 1 that weights are kept in
UNIT: Final = 1000
# How much a concept counts that the lists of a card name, and one that a person has confirmed.
_DECLARED, _CONFIRMED = 1.0, 1.2
# How often a word of each part of a card counts.
_NAME_WORDS, _LIST_WORDS, _TEXT_WORDS = 1.5, 2.0, 1.0
#: to be raised when the same words would be read otherwise
_READING: Final = "4"


@dataclass(frozen=True, slots=True)
class Tags:
    """What a card is about: the weight of each concept, and those it tells as a fact: in its lists, confirmed by a person, or
    named in its words for sure."""

    weights: Mapping[str, float]
    told: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Filed:
    """What is kept of a card: its tags, the stems of its words as numbers (`matching_text.stem`), and how many words it has."""

    tags: Tags
    stems: Sequence[int]
    words: float


def tags_of(card: HostCard | PracticeCard) -> Tags:
    """Return what a card is about, from its words and lists; what a person said of it counts above all."""
    read = _read(card)
    if not card.confirmed and not card.denied:
        return _pruned(read)
    confirmed = {known.id for known in map(concepts.get, card.confirmed) if known is not None}
    denied = set(map(concepts.canonical, card.denied)) - confirmed
    weights = {one: weight for one, weight in read.weights.items() if one not in denied}
    return _pruned(Tags(weights | dict.fromkeys(confirmed, _CONFIRMED), (read.told - denied) | confirmed))


def suggested(card: HostCard | PracticeCard) -> Tags:
    """Return what the words and lists of a card say that it is about, for a person to confirm."""
    return _suggested(replace(card, confirmed=(), denied=()), current())


# The desk shows the same cards again and again.
@lru_cache(maxsize=2_000)
def _suggested(card: HostCard | PracticeCard, _vocabulary: Overlay) -> Tags:
    return _read(card)


def _read(card: HostCard | PracticeCard) -> Tags:
    if isinstance(card, HostCard):
        name, text, lang = f"{card.name} {card.department}", card.description, card.description_lang
    else:
        name, text, lang = "", f"{card.title}. {card.summary} {card.description}", card.lang
    whole = f"{name}. {text}" if name else text
    lang = concepts.language_of(whole, lang or None)
    found = concepts.find(whole, lang, misspelt=False, broader=True)
    weights = subject(text, lang, card=True, found=found, name=name)
    named = {hit.id for hit in found if hit.told}
    declared = declared_concepts(card)
    weights |= dict.fromkeys(declared, _DECLARED)
    return Tags(weights, named.union(declared))


def _pruned(tags: Tags) -> Tags:
    kept = sorted(tags.weights.items(), key=lambda one: (one[0] not in tags.told, -one[1], one[0]))[:KEPT]
    return Tags(dict(kept), tags.told & {concept for concept, _ in kept})


def packed(its: Filed) -> bytes:
    """Return what is kept of a card as it is stored."""
    weights = its.tags.weights
    order = sorted(weights, key=lambda one: (one not in its.tags.told, -weights[one], one))
    weighed = [round(weights[one] * UNIT) for one in order]
    stems = array("I", its.stems)
    if byteorder == "big":
        stems.byteswap()
    return msgspec.msgpack.encode((order, weighed, len(its.tags.told), stems.tobytes(), round(its.words * UNIT)))


def filed(card: HostCard | PracticeCard) -> Filed:
    """Return what is to be kept of a card. Takes a few milliseconds."""
    its = words_of(card)
    return Filed(tags_of(card), tuple(dict.fromkeys(stem(word) for word in its.words))[:STEMS], its.length)


def words_of(card: HostCard | PracticeCard) -> TextWords:
    """Return the words of a card, those of its name and lists counted more."""
    return text_words(_parts(card))


def text_of(card: HostCard | PracticeCard) -> str:
    """Return what a card says, in the order in which its words are looked for."""
    return "\n".join(part for part, _ in _parts(card))


def told_by(card: HostCard | PracticeCard) -> str:
    """Return what a card says of itself, in that order: as `text_of`, without what a host is called."""
    parts = _parts(card)
    return "\n".join(part for part, _ in (parts[1:] if isinstance(card, HostCard) else parts))


def _parts(card: HostCard | PracticeCard) -> list[tuple[str, float]]:
    if isinstance(card, HostCard):
        name, text = f"{card.name} {card.department}", card.description
        lists: tuple[str, ...] = (*card.expertise, *card.client_groups, *card.sectors)
    else:
        name, text, lists = card.title, f"{card.summary} {card.description}", (*card.topics, *card.client_groups)
    return [(name, _NAME_WORDS), (" ".join(lists), _LIST_WORDS), (text, _TEXT_WORDS)]


def edition() -> str:
    """The name of the vocabulary as of now: tags that another one made are out of date."""
    return _edition(current())


@lru_cache(maxsize=2)
def _edition(overlay: Overlay) -> str:
    return f"{_READING}.{_shipped():08x}.{zlib.crc32(repr(overlay.changes).encode()):08x}"


@cache
def _shipped() -> int:
    """A number that stands for all files of the vocabulary."""
    folder, number = files("domain").joinpath("data", "concepts"), 0
    names = [*folder.iterdir(), *folder.joinpath("words").iterdir()]
    for file in sorted((one for one in names if one.name.endswith(".toml")), key=lambda one: one.name):
        number = zlib.crc32(file.read_bytes(), number)
    return number
