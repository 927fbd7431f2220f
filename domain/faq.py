"""Placeholder until the matcher is wired in: replace this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz import fuzz

SURE = 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    topic: str
    confidence: float


@cache
def _topics(lang: str) -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(resources.files("locales").joinpath("faq", f"{lang}.toml").read_text("utf-8"))["topics"]  # type: ignore[no-any-return]


def search(question: str, lang: str, limit: int = 3) -> tuple[Hit, ...]:
    scored = [
        Hit(t, max(fuzz.token_set_ratio(question.casefold(), str(q).casefold()) for q in d["questions"]) / 100)  # type: ignore[attr-defined]
        for t, d in _topics(lang).items()
    ]
    return tuple(sorted(scored, key=lambda h: -h.confidence)[:limit])
