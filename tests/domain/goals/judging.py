"""What the tests of goals share: a day that is today, verdicts as letters, and the goals that were judged by hand."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from domain.goals import SmartCheck, check

TODAY = date(2026, 11, 21)


@cache
def judged(text: str, lang: str = "en", *, start: date | None = None, end: date | None = None) -> SmartCheck:
    return check(text, lang, today=TODAY, start=start, end=end)


def letters(found: SmartCheck) -> str:
    verdicts = zip("SMT", (found.specific, found.measurable, found.time_bound), strict=True)
    return "".join(letter if ok else "-" for letter, ok in verdicts)


def sentences(lang: str, *sets: str) -> Iterator[tuple[str, str]]:
    """Right letters and text. `dev` was used to write the rules; `held` was written before the rules and scored once they
    stood; `last` was written after them."""
    for group, _, language, right, text in _rows():
        if language == lang and group in sets:
            yield right, text


@cache
def _rows() -> list[list[str]]:
    lines = Path(__file__).with_name("smart_sentences.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]
