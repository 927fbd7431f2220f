"""The helpdesk's frequent questions (dialog T22): which topic a free question means.

What is known of a topic are its texts in the six served languages (`domain.faq_texts`: the matcher learns from title, answer,
example questions and key terms) and key words in others (`domain.faq_words`).
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from domain import faq_words
from domain.faq_matcher import Example, Index, segments, words
from domain.faq_texts import LANGUAGES, answer, content, figures, served, source, texts, title
from domain.language import RIVALS, Guess
from locales import formats

__all__ = [
    "GENERAL",
    "LANGUAGES",
    "SURE",
    "TOPICS",
    "Hit",
    "answer",
    "figures",
    "search",
    "source",
    "title",
    "unspoken",
]

TOPICS = (
    "what-is-ecett",
    "levels-a-b-c-d",
    "certificate-b",
    "jury-c",
    "masterpiece-d",
    "voting-rights",
    "find-host",
    "good-practices",
    "profile-cv",
    "smart-goals",
    "planning-budget",
    "agreement",
    "grants-eligibility",
    "grants-what-is-paid",
    "grants-deadlines",
    "consortium",
    "ecett-fee-split",
    "feedback-evaluation",
    "innovation",
    "new-host-card",
    "mobility-documents",
    "tutor-role",
    "europass",
    "plan-b",
    "micro-training",
    "sky-project",
    "human-helpdesk",
    "stay-length",
    "host-language",
    "companions",
    "departure-time",
    "my-request",
)
SURE = 0.5
"""From this confidence on the bot answers at once; below it offers the nearest topics and a person."""
RECOGNISED = 0.6
"""From this probability on we say that a question is in a language which is none of ours."""
PRACTICAL = ("stay-length", "host-language", "companions", "departure-time", "my-request")
"""Small questions around a stay, which borrow the words of the larger topics: those go first where both may be meant."""
GENERAL = ("what-is-ecett", "human-helpdesk")
"""A question of everyday words only ("how does it work?") may be about anything: at once it is answered by these alone."""

_BESIDE = 0.85  # what speaks for a practical topic, beside one of the larger ones
_VAGUE = 0.4  # what such a question keeps of its confidence in another topic
_ANSWER_WEIGHT = 0.5  # an answer speaks of its topic, but not in the asker's words
# A question is trusted for its evidence (strange texts score about 2, real questions 4 to 12) and for how far its topic
# leads the next one. Both curves were set by questions, and talk that is no question, which the index did not hold.
_EVIDENCE, _EVIDENCE_SLOPE = 5.0, 1.5
_LEAD, _LEAD_SLOPE = 0.1, 15.0
# Key words alone know fewer of the words of a real question; strange texts score below 2 there.
_KEY_WORDS_EVIDENCE = 3.3
# Another language is searched too when it knows this much more of the words than the one that was expected.
_MORE_FAMILIAR = 0.15
_OTHER_LANGUAGE = 0.95
# Beside the key words of a language we do not speak, the expected one is searched: related languages share words, and
# what was taken for another language may be the expected one after all.
_EXPECTED_BESIDE = 0.3
_COUNTRIES = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO RS SE SI SK TR"
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")

_Parts = list[tuple[float, list[str]]]
_Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic a question may mean; `confidence` from 0 to 1."""

    topic: str
    confidence: float


def search(question: str, lang: str, limit: int = 3, writes: str | None = None) -> tuple[Hit, ...]:
    """The topics `question` may mean, best first, at most `limit`.

    `lang` is the language the person is expected to write; a question in another served language is found as well.
    `writes` is the language (ISO 639-1) that it is really written in, when that is known to be one we do not speak.
    A question that is none of the helpdesk's, or that says nothing of its subject, gets low confidences or no hit at all.
    """
    parts = [(weight, words(part)) for weight, part in segments(question)]
    everything = parts[0][1]
    expected = served(lang)
    vague, enough, understood = False, _EVIDENCE, 1.0
    if writes in faq_words.languages():
        own, beside = _scored(parts, faq_words.index(writes)), _scored(parts, _index(expected), _EXPECTED_BESIDE)
        scores, evidence, enough = _sum(own[0], beside[0]), _sum(own[1], beside[1]), _KEY_WORDS_EVIDENCE
    else:
        searched = dict(_languages_of(everything, expected))
        found = [_scored(parts, _index(language), factor) for language, factor in searched.items()]
        scores, evidence = _best(scores for scores, _ in found), _best(evidence for _, evidence in found)
        vague = any(_index(language).is_vague(everything) for language in searched)
        understood = max(_index(language).understood(everything) for language in searched)
    scores = {name: score * (_BESIDE if name in PRACTICAL else 1.0) for name, score in scores.items()}
    strange = max((scores.pop(name) for name in [*scores] if name not in TOPICS), default=0.0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: max(0, limit)]
    if not ranked:
        return ()
    best, top = ranked[0]
    rival = max([strange, *(score for topic, score in scores.items() if topic != best)])
    confidence = _curve(_EVIDENCE_SLOPE * (evidence[best] - enough)) * _curve(
        _LEAD_SLOPE * ((top - rival) / top - _LEAD)
    )
    if vague and best not in GENERAL:
        confidence *= _VAGUE
    confidence *= understood
    return tuple(Hit(topic, round(confidence * (score / top) ** 2, 4)) for topic, score in ranked)


def unspoken(guess: Guess) -> str:
    """The language that a question is written in, when it is recognised and none of ours; else empty."""
    return guess.lang if guess.lang in RIVALS and guess.confidence >= RECOGNISED else ""


def _scored(parts: _Parts, index: Index, factor: float = 1.0) -> tuple[_Scores, _Scores]:
    """What speaks for each topic in all parts together, and in the part that speaks for it most."""
    totals: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for weight, tokens in parts[:1] + [part for part in parts[1:] if not index.is_vague(part[1])]:
        for topic, score in index.score(index.features(tokens)).items():
            totals[topic] += factor * weight * score
            most[topic] = max(most[topic], factor * score)
    return totals, most


def _best(found: Iterable[_Scores]) -> dict[str, float]:
    best: dict[str, float] = defaultdict(float)
    for scores in found:
        for topic, score in scores.items():
            best[topic] = max(best[topic], score)
    return best


def _sum(first: _Scores, second: _Scores) -> dict[str, float]:
    return {topic: first.get(topic, 0.0) + second.get(topic, 0.0) for topic in {**first, **second}}


def _curve(x: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, x))))


def _languages_of(tokens: list[str], expected: str) -> Iterator[tuple[str, float]]:
    """The languages to search with the weight of their scores: the expected one, and one that fits clearly better."""
    yield expected, 1.0
    known = _index(expected).familiar(tokens)
    if known > 1 - _MORE_FAMILIAR:
        return
    share, language = max((_index(other).familiar(tokens), other) for other in LANGUAGES if other != expected)
    if share > known + _MORE_FAMILIAR:
        yield language, _OTHER_LANGUAGE


@cache
def _index(lang: str) -> Index:
    # words that name no topic: those of every talk, days and months, and the countries that somebody may travel to
    named = [*content(lang)["months"], *(formats.weekday_name(number, lang) for number in range(7))]
    named += (formats.country(code, lang) for code in _COUNTRIES.split())
    return Index(_examples(lang), frozenset([*content(lang)["everyday"].split(), *words(" ".join(named))]))


def _examples(lang: str) -> dict[str, list[Example]]:
    """Per topic the texts that speak of it; what is no question of ours forms topics of its own."""
    ours = {topic: list(_texts(topic, lang)) for topic in TOPICS}
    return ours | {name: [Example(text) for text in group] for name, group in content(lang)["off-topic"].items()}


def _texts(topic: str, lang: str) -> Iterator[Example]:
    known = texts(topic, lang)
    for text in (known["title"], *known["questions"], *known["words"]):
        yield Example(text)
    for sentence in _SENTENCE.split(answer(topic, lang, {})):
        yield Example(sentence, _ANSWER_WEIGHT)
