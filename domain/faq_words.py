"""Key words of the FAQ's topics in languages the bot does not speak, so that a question in one of them finds its topic.

They stand in ``domain/data/faq_words/<language>.toml``, with names that all languages share in ``every.toml``: per topic
words and phrases, parted by commas.
"""

from functools import cache
from importlib import resources
from tomllib import loads

from domain.faq_matcher import Example, Index

_FOLDER = resources.files("domain") / "data" / "faq_words"
_EVERY = "every"


@cache
def languages() -> frozenset[str]:
    """The languages (ISO 639-1) that the topics have key words in."""
    found = (entry.name.removesuffix(".toml") for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    return frozenset(found) - {_EVERY}


@cache
def phrases(lang: str) -> dict[str, list[str]]:
    """The words and phrases of each topic in one of `languages`, those of all languages among them."""
    own, shared = _read(lang), _read(_EVERY)
    return {topic: own.get(topic, []) + shared.get(topic, []) for topic in own | shared}


@cache
def index(lang: str) -> Index:
    """The index of `phrases`."""
    return Index({topic: [Example(phrase) for phrase in group] for topic, group in phrases(lang).items()})


def _read(name: str) -> dict[str, list[str]]:
    table = loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return {topic: [phrase.strip() for phrase in words.split(",")] for topic, words in table.items()}
