"""Loads word lists and indexes before the first person needs them: that takes a second, and a turn should not."""

from domain import concepts, faq
from domain.answers import languages, places
from domain.language import SERVED, detect
from domain.messages import Text
from domain.texts import render

_WORDS = "Two young people in France speak a little French in May 2027"


def warm_up() -> None:
    """Read everything that is read only once; safe to run in a thread beside the work."""
    detect(_WORDS)
    for lang in SERVED:
        concepts.find(_WORDS, lang)
        faq.search(_WORDS, lang)
        languages.languages("French", lang)
        places.countries("France", lang)
        for key in ("common.yes", "country:FR", "language:fr", "day:2027-05-03", "month:2027-05"):
            render(Text(key), lang)
