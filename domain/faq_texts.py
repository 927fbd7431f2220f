"""The texts of the helpdesk's frequent questions (dialog T22): titles, answers with their figures, and where they are from.

They live in ``locales/faq/<language>.toml``. Every figure in an answer is a field taken from a rule set (DOMAIN 1.13), so no
text states a number itself. ``domain/data/faq_sources.toml`` names the pages of Ecett that an answer relies on.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Formatter
from tomllib import loads
from typing import Any

from domain import faq_figures, rules
from domain.rules import RuleSet

LANGUAGES = ("en", "fr", "nl", "de", "es", "it")
#: fields that are counted in the catalogue, not taken from a rule set (K6)
COUNTED = frozenset({"hosts", "practices"})


def title(topic: str, lang: str) -> str:
    """The title of `topic`, short enough for a list; raises KeyError for an unknown topic."""
    return str(texts(topic, lang)["title"])


def answer(topic: str, lang: str, fields: Mapping[str, str]) -> str:
    """The answer to `topic` in `lang`; raises KeyError for an unknown topic.

    `fields` replace the figures of the current rule set: live counts as ``hosts`` and ``practices``, or all figures of
    another rule set (see `figures`). A language that is not served is answered in English.
    """
    return str(texts(topic, lang)["answer"]).format_map({**_current_figures(served(lang)), **fields})


def source(topic: str, lang: str) -> str:
    """Where the answer is from, as one line: pages with their sections, and the rule set of its figures, if it tells any.

    Titles of pages stay as they were published. Raises KeyError for an unknown topic.
    """
    words: Mapping[str, Any] = content(served(lang))["sources"]
    pages: dict[str, list[str]] = {}
    for place in _sources()[topic]:
        page, _, section = place.partition("/")
        pages.setdefault(page, []).extend([words[place]] if section else [])
    named = (f"{words[page]} › {', '.join(sections)}" if sections else words[page] for page, sections in pages.items())
    line = str(words["line"]).format(pages=" · ".join(named))
    told = {name for _, name, _, _ in Formatter().parse(texts(topic, lang)["answer"]) if name} - COUNTED
    return f"{line} {words['figures']}".format(rule_set=rules.CURRENT) if told else line


def figures(rule_set: RuleSet, lang: str) -> dict[str, str]:
    """Every field of the answers, written from the figures of `rule_set` with the month names of `lang`."""
    return faq_figures.figures(rule_set, content(served(lang))["months"])


def served(lang: str) -> str:
    """The served language for a tag like "fr-BE"; English for any other."""
    language = lang.casefold().replace("_", "-").split("-")[0]
    return language if language in LANGUAGES else "en"


def texts(topic: str, lang: str) -> Mapping[str, Any]:
    """All there is about `topic` in the language; raises KeyError for an unknown topic."""
    found: Mapping[str, Any] = content(served(lang))["topics"][topic]
    return found


@cache
def content(lang: str) -> dict[str, Any]:
    """The file of a served language."""
    return loads((resources.files("locales") / "faq" / f"{lang}.toml").read_text(encoding="utf-8"))


@cache
def _current_figures(lang: str) -> Mapping[str, str]:
    return figures(rules.load(), lang)


@cache
def _sources() -> Mapping[str, list[str]]:
    return loads((resources.files("domain") / "data" / "faq_sources.toml").read_text(encoding="utf-8"))
