"""Neutral texts become words: `render` writes a `Text` in the language of one person.

Besides the keys of the catalogue, a key may name a value that every language writes in its own way: `country:FR` (`country-in:`
inside a sentence), `language:fr`, `money:25000:EUR`, `month:2027-05`, `month-name:5`, `day:2027-05-03`,
`days:2027-05-03:2027-05-05`, `weekday:2027-05-03` (one soon to come), `place:Europe/Brussels` (the city of a time zone),
`concept:addiction` (`concept-in:` inside a sentence), `faq:find-host`, `faq-title:find-host`, `faq-source:find-host`. A value
that cannot be read is shown as it is, for a message must never fail on its words.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from domain import faq
from domain.concepts import label
from domain.messages import Text
from locales import catalogue, formats, unspoken

Value = str | int | Text | tuple[Text, ...]
Writer = Callable[[str, str], str]


def render(text: Text, lang: str) -> str:
    """The words of a text in a language; fields are rendered too, a tuple of texts as a list ("a, b and c")."""
    fields = {name: _field(value, lang) for name, value in text.fields.items()}
    if not text.key:
        return str(fields.get("text", ""))
    prefix, colon, rest = text.key.partition(":")
    if prefix == "faq":
        return _answer(rest, lang, fields)
    writer = _WRITERS.get(prefix) if colon else None
    if writer is None:
        return catalogue.text(lang, text.key, **fields)
    try:
        words = writer(rest, lang)
    except (ValueError, KeyError, ArithmeticError):
        return rest
    return catalogue.Template.of(words).fill(lang, fields) if fields else words


def _answer(topic: str, lang: str, fields: Mapping[str, str | int]) -> str:
    """An answer of the FAQ; figures that the caller does not know come from the rule set."""
    if topic not in faq.TOPICS:
        return topic
    known = {name: value if isinstance(value, str) else formats.number(value, lang) for name, value in fields.items()}
    return faq.answer(topic, lang, known)


def _field(value: Value, lang: str) -> str | int:
    if isinstance(value, Text):
        return render(value, lang)
    if isinstance(value, tuple):
        return formats.joined([render(item, lang) for item in value], lang)
    return value


def _day(iso: str, lang: str) -> str:
    return formats.day(dt.date.fromisoformat(iso), lang)


def _days(isos: str, lang: str) -> str:
    first, _, last = isos.partition(":")
    return formats.days(dt.date.fromisoformat(first), dt.date.fromisoformat(last), lang)


def _money(amount: str, lang: str) -> str:
    minor, _, currency = amount.partition(":")
    return formats.money(int(minor), currency, lang)


def _month(iso: str, lang: str) -> str:
    year, _, month = iso.partition("-")
    return formats.month(int(year), int(month), lang)


def _concept_inside(concept_id: str, lang: str) -> str:
    """The label of a concept inside a sentence: a small first letter, but not in German nor before a second capital."""
    words = label(concept_id, lang)
    return words if lang == "de" or words[1:2].isupper() else words[:1].lower() + words[1:]


_WRITERS: Final[Mapping[str, Writer]] = {
    "country": formats.country,
    "country-in": formats.country_inside,
    "money": _money,
    "language": formats.language,
    "month": _month,
    "month-name": lambda number, lang: formats.month_name(int(number), lang),
    "day": _day,
    "days": _days,
    "weekday": lambda iso, lang: formats.day_of_week(dt.date.fromisoformat(iso), lang),
    "place": formats.place,
    "concept": label,
    "concept-in": _concept_inside,
    "unspoken": lambda code, _lang: unspoken.sentence(code),
    "faq-title": faq.title,
    "faq-source": faq.source,
}
