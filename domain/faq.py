"""The helpdesk's frequent questions (dialog T22): which topic a free question means, and its answer.

The texts live in ``locales/faq/<language>.toml``: per topic a title, an answer with named fields, example questions and
key terms. Every figure in an answer is a field taken from a rule set (DOMAIN 1.13), so no text states a number itself.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from tomllib import loads
from typing import Any

from domain import rules
from domain.faq_matcher import Example, Index, segments, words
from domain.rules import Level, Payee, RuleSet, Span

LANGUAGES = ("en", "fr", "nl", "de", "es", "it")
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
)
SURE = 0.5
"""From this confidence on the bot answers at once; below it offers the nearest topics or a person."""
GENERAL = ("what-is-ecett", "human-helpdesk")
"""A question of everyday words only ("how does it work?") may be about anything: at once it is answered by these alone."""

_OFF_TOPIC = "off-topic"
_VAGUE = 0.4  # what such a question keeps of its confidence in another topic
_ANSWER_WEIGHT = 0.5  # an answer speaks of its topic, but not in the asker's words
# A question is trusted for its evidence (strange texts score about 2, real questions 4 to 12) and for how far its topic
# leads the next one. Both curves were set by asking each example question of an index built without it.
_EVIDENCE, _EVIDENCE_SLOPE = 4.2, 1.5
_LEAD, _LEAD_SLOPE = 0.05, 15.0
# Another language is searched too when it knows this much more of the words than the one that was expected.
_MORE_FAMILIAR = 0.15
_OTHER_LANGUAGE = 0.95
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_FIELD = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic a question may mean; `confidence` from 0 to 1."""

    topic: str
    confidence: float


def search(question: str, lang: str, limit: int = 3) -> tuple[Hit, ...]:
    """The topics `question` may mean, best first, at most `limit`.

    `lang` is the language the person is expected to write; a question in another served language is found as well.
    A question that is none of the helpdesk's, or that says nothing of its subject, gets low confidences or no hit at all.
    """
    parts = [(weight, words(part)) for weight, part in segments(question)]
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, float] = defaultdict(float)
    searched = dict(_languages_of(parts[0][1], _served(lang)))
    for language, factor in searched.items():
        index = _index(language)
        totals: dict[str, float] = defaultdict(float)
        for weight, tokens in parts:
            for topic, score in index.score(index.features(tokens)).items():
                totals[topic] += factor * weight * score
                evidence[topic] = max(evidence[topic], factor * score)
        for topic, total in totals.items():
            scores[topic] = max(scores[topic], total)
    strange = scores.pop(_OFF_TOPIC, 0.0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: max(0, limit)]
    if not ranked:
        return ()
    best, top = ranked[0]
    rival = max([strange, *(score for topic, score in scores.items() if topic != best)])
    confidence = _curve(_EVIDENCE_SLOPE * (evidence[best] - _EVIDENCE)) * _curve(
        _LEAD_SLOPE * ((top - rival) / top - _LEAD)
    )
    if best not in GENERAL and any(_everyday(language).issuperset(parts[0][1]) for language in searched):
        confidence *= _VAGUE
    return tuple(Hit(topic, round(confidence * (score / top) ** 2, 4)) for topic, score in ranked)


def title(topic: str, lang: str) -> str:
    """The title of `topic`, short enough for a list; raises KeyError for an unknown topic."""
    return str(_topic(topic, lang)["title"])


def answer(topic: str, lang: str, fields: Mapping[str, str]) -> str:
    """The answer to `topic` in `lang`; raises KeyError for an unknown topic.

    `fields` replace the figures of the current rule set: live counts as ``hosts`` and ``practices``, or all figures of
    another rule set (see `figures`). A language that is not served is answered in English.
    """
    return str(_topic(topic, lang)["answer"]).format_map({**_current_figures(_served(lang)), **fields})


def figures(rule_set: RuleSet, lang: str) -> dict[str, str]:
    """Every field of the answers, written from the figures of `rule_set` with the month names of `lang`."""
    months: list[str] = _content(_served(lang))["months"]
    ladder, grants, sky, stated = rule_set.ladder, rule_set.grants, rule_set.sky, rule_set.stated
    a, b, c, d = (rule_set.levels[level] for level in Level)
    return {
        "path_days": str(ladder.shortest_days),
        "path_years": str(ladder.longest_months // 12),
        "credit_days": str(ladder.credit_min_days),
        "a_days": _span(a.usual_days or Span(a.min_days or 1, a.max_days or a.min_days or 1)),
        "b_days": str(b.min_days),
        "c_days": str(c.min_days),
        "c_hosts": str(c.hosts),
        "c_practices": str(c.practices),
        "d_support": _years(d.support_months),
        "d_years": _years(d.project_months),
        "goals_max": str(rule_set.limits.goals),
        "ideas_max": str(rule_set.limits.key_ideas),
        "follow_up_first": str(rule_set.follow_up.first_months),
        "follow_up_second": str(rule_set.follow_up.second_months),
        "grant_days": _span(grants.recommended_days),
        "grant_min_days": str(grants.eligible_days.low),
        "grant_max_days": str(grants.eligible_days.high),
        "min_trips": str(grants.min_trips),
        "project_years": str(grants.project_years),
        "prepare_month": months[grants.prepare_month - 1],
        "deadline_month": months[grants.deadline_month - 1],
        "report_months": str(grants.report_months),
        "org_cost": str(grants.base_eur),
        "kept": str(grants.share(Payee.APPLICANT)),
        "network_fee": str(grants.share(Payee.NETWORK)),
        "helpdesk_fee": str(grants.share(Payee.HELPDESK)),
        "sky_min": _duration(sky.minutes.low),
        "sky_max": _duration(sky.minutes.high),
        "sky_gestures": _span(sky.gestures),
        "sky_countries": str(sky.partners),
        "sky_per_country": str(sky.trainings_per_country),
        "sky_per_partner": str(sky.people_per_partner),
        "sky_total": str(sky.people),
        "sky_start": f"{sky.first_month:%m/%Y}",
        "sky_end": f"{sky.last_month:%m/%Y}",
        "hosts": f"{stated.hosts}+",
        "practices": f"{stated.practices}+",
        "goals_met": str(stated.goals_met_percent),
        "study_year": str(stated.study_year),
    }


def _span(span: Span) -> str:
    return f"{span.low}" if span.low == span.high else f"{span.low}–{span.high}"


def _years(months: Span | None) -> str:
    return "" if months is None else _span(Span(months.low // 12, months.high // 12))


def _duration(minutes: int) -> str:
    """Hours and minutes in their international symbols, the same in every language."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def _curve(x: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, x))))


def _served(lang: str) -> str:
    """The served language for a tag like "fr-BE"; English for any other."""
    language = lang.casefold().replace("_", "-").split("-")[0]
    return language if language in LANGUAGES else "en"


def _languages_of(tokens: list[str], expected: str) -> Iterator[tuple[str, float]]:
    """The languages to search with the weight of their scores: the expected one, and one that fits clearly better."""
    yield expected, 1.0
    known = _familiar(tokens, expected)
    if known > 1 - _MORE_FAMILIAR:
        return
    share, language = max((_familiar(tokens, other), other) for other in LANGUAGES if other != expected)
    if share > known + _MORE_FAMILIAR:
        yield language, _OTHER_LANGUAGE


def _familiar(tokens: list[str], lang: str) -> float:
    """The share of `tokens` that the texts of `lang` use."""
    known = _vocabulary(lang)
    return sum(token in known for token in tokens) / max(1, len(tokens))


@lru_cache(maxsize=len(LANGUAGES))
def _content(lang: str) -> dict[str, Any]:
    return loads((resources.files("locales") / "faq" / f"{lang}.toml").read_text(encoding="utf-8"))


def _topic(topic: str, lang: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _content(_served(lang))["topics"][topic]
    return found


@lru_cache(maxsize=len(LANGUAGES))
def _current_figures(lang: str) -> Mapping[str, str]:
    return figures(rules.load(), lang)


@lru_cache(maxsize=len(LANGUAGES))
def _vocabulary(lang: str) -> frozenset[str]:
    return frozenset(words("\n".join(example.text for group in _examples(lang).values() for example in group)))


@lru_cache(maxsize=len(LANGUAGES))
def _everyday(lang: str) -> frozenset[str]:
    """Words that name no topic, folded."""
    return frozenset(_content(lang)["everyday"].split())


@lru_cache(maxsize=len(LANGUAGES))
def _index(lang: str) -> Index:
    return Index(_examples(lang))


def _examples(lang: str) -> dict[str, list[Example]]:
    """Per topic the texts that speak of it; the topic of no question at all is among them."""
    content = _content(lang)
    examples = {topic: list(_texts(group)) for topic, group in content["topics"].items()}
    return examples | {_OFF_TOPIC: [Example(text) for text in content[_OFF_TOPIC]["words"]]}


def _texts(group: Mapping[str, Any]) -> Iterator[Example]:
    for text in (group["title"], *group["questions"], *group["words"]):
        yield Example(text)
    for sentence in _SENTENCE.split(_FIELD.sub("", group["answer"])):
        yield Example(sentence, _ANSWER_WEIGHT)
