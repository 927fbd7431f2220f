"""Loads word lists and indexes before the first person needs them: that takes a second, and a turn should not."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from domain import commands, concepts, faq, goals
from domain.answers import languages, values
from domain.language import SERVED, detect
from domain.messages import Text
from domain.texts import render

_WORDS = "Two young people in France speak a little French in May 2027"


def warm_up(stopped: Callable[[], bool] = lambda: False) -> None:
    """Read everything that is read only once; safe to run in a thread beside the work, which may end before it."""
    for step in _steps():
        if stopped():
            return
        step()


def _steps() -> Iterator[Callable[[], object]]:
    """What may take a tenth of a second each, the next that any message needs first."""
    yield partial(detect, _WORDS)
    for lang in SERVED:
        yield partial(commands.read_command, _WORDS, lang)
    for lang in SERVED:
        yield partial(concepts.find, _WORDS, lang)
        yield partial(faq.search, _WORDS, lang)
        yield partial(languages.languages, "French", lang)
        yield partial(goals.check, _WORDS, lang, today=date(2027, 1, 1))
        for kind in values.KINDS:
            yield partial(values.value, "May 2027", kind, lang, date(2027, 1, 1))
        for key in ("common.yes", "country:FR", "language:fr", "day:2027-05-03", "month:2027-05"):
            yield partial(render, Text(key), lang)
