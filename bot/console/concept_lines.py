"""What the desk shows and changes of a concept: its words in a language, as they are and as we deliver them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.console.wording import Wording
from domain import concept_check, concepts
from domain.concept_changes import OWN, WordsChange, changed, difference, split
from domain.concept_check import Problem
from domain.concept_words import LANGUAGES, current, lines
from domain.matching_words import fold

#: concepts that one search finds
MOST_FOUND = 30
_ALIKE = 85  # of 100: a typing slip in a name


@dataclass(frozen=True, slots=True)
class Named:
    """A concept in a list: its name in the reader's language and its facet."""

    id: str
    name: str
    facet: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a concept in a language; `ours` is the line we deliver, "" for a concept of their own."""

    concept: str
    lang: str
    label: str
    terms: tuple[str, ...]
    ours: str
    change: WordsChange

    @property
    def line(self) -> str:
        """As it is now."""
        return changed(self.ours, self.change)

    def with_terms(self, label: str, terms: list[str]) -> WordsChange:
        """What is to be kept for these words to hold."""
        return difference(self.concept, self.lang, self.ours, label, terms)

    def problems(self, label: str, terms: list[str]) -> list[Problem]:
        """What is wrong with other words for it. A concept of their own needs a name in English alone."""
        concept = concepts.get(self.concept)
        taken = concept_check.taken_labels(self.lang, concept.kind) if concept else {}
        found = concept_check.line(self.concept, self.lang, label, terms, taken)
        nameless = self.concept.startswith(OWN) and self.lang != "en"
        return [one for one in found if not (nameless and one.code == "label")]


def words_of(concept: str, lang: str) -> Words:
    """The words of a concept in a language of `LANGUAGES`."""
    ours = dict(lines(lang)).get(concept, "")
    known = (one for one in current().words.get(lang, ()) if one.concept == concept)
    change = next(known, WordsChange(concept, lang))
    label, terms = split(changed(ours, change))
    return Words(concept, lang, label, tuple(terms), ours, change)


def named(wording: Wording, ids: Iterable[str]) -> list[Named]:
    """Concepts as the reader calls them; unknown ones are left out."""
    known = (concepts.get(one) for one in ids)
    return [Named(one.id, concepts.label(one.id, wording.lang), one.kind) for one in known if one is not None]


def search(text: str, lang: str, also: str = "") -> list[str]:
    """The concepts that somebody may mean: by name, by the words of their language and of another one."""
    wanted = " ".join(map(fold, text.split()))
    if not wanted:
        return []
    languages = [one for one in dict.fromkeys((lang, also, "en")) if one in LANGUAGES]
    names = {one.id: " ".join(map(fold, concepts.label(one.id, lang).split())) for one in concepts.everything()}
    found: dict[str, None] = {}
    slug = text.strip().casefold()
    if (exact := concepts.get(slug)) is not None:
        found[exact.id] = None
    found |= dict.fromkeys(
        sorted((one for one, name in names.items() if wanted in name), key=lambda one: len(names[one]))
    )
    for one in languages:
        found |= dict.fromkeys(hit.id for hit in concepts.find(text, one, broader=True))
    for one in languages:
        # a beginning of a word of its list will do
        found |= dict.fromkeys(
            concept
            for concept, line in lines(one)
            if concepts.get(concept) is not None and any(fold(word).startswith(wanted) for word in split(line)[1])
        )
    alike = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=5)
    found |= dict.fromkeys(key for _, _, key in alike)
    return [one for one in found if concepts.canonical(one) == one][:MOST_FOUND]
