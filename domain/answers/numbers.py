"""Whole numbers and sums of money, in figures or in words."""

import re
from dataclasses import dataclass
from functools import cache

from domain.answers.cleaning import NotUnderstood, fold, line, vocabulary, words
from locales import formats

# "1 250", "1.250" and "1'250" are one number; "1.5" and "1,25" are decimals
_GROUPED = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)"
_FIGURES = re.compile(rf"(?<![\d.,])([-−]\s?)?({_GROUPED}|\d+)(?:[.,](\d{{1,2}}))?(?![\d.,]*\d)")
_MONEY_NAME = re.compile(r"[€£$₺₴]|[a-z]+(?:'s)?\.?")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_LOWER_CODE = re.compile(r"\W*(?:\d[\d.,' ]*)?([a-z]{3})(?:[\d.,' ]*\d)?\W*")
_CENT = re.compile(r"\b(?:euro)?(?:cents?|centimes?|centimos?|centesimi|cts?|pence)\b")
_MANY_FIGURES = 12


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in the smallest unit of its currency (ISO 4217): Money(125050, "EUR") is 1,250.50 euros."""

    minor: int
    currency: str

    def plain(self) -> dict[str, int | str]:
        """As JSON, the way an answer is recorded."""
        return {"minor": self.minor, "currency": self.currency}


def whole_number(raw: str, lang: str, least: int | None = None, most: int | None = None) -> int:
    """A whole number: "12", "1.200", "about three days", "une dizaine".

    Raises NotUnderstood: "number" when there is none, "one-number" when there are several ("3 or 4"), "whole-number"
    for decimals, "too-small" and "too-big" with the fields `least` and `most`.
    """
    text = line(raw)
    found = _figures(text)
    if any(fraction for _, fraction in found):
        raise NotUnderstood("whole-number")
    values = {value for value, _ in found} or number_words(text, lang)
    if not values:
        raise NotUnderstood("number")
    if len(values) > 1:
        raise NotUnderstood("one-number")
    value = values.pop()
    if least is not None and value < least:
        raise NotUnderstood("too-small", least=least)
    if most is not None and value > most:
        raise NotUnderstood("too-big", most=most)
    return value


def money(raw: str, lang: str, currency: str = "EUR") -> Money:
    """A sum of money: "€ 1.250,50", "250 euros", "30 £", "CHF 1'200", "vijftig euro", "80 cents".

    `currency` is taken when none is named. Raises NotUnderstood: "money" when there is no sum, "one-number" when there
    are several ("200 or 300 euros").
    """
    text = line(raw)
    found = set(_figures(text)) or {(value, "") for value in number_words(text, lang)}
    if not found:
        raise NotUnderstood("money")
    if len(found) > 1:
        raise NotUnderstood("one-number")
    value, fraction = found.pop()
    if value < 0:
        raise NotUnderstood("money")
    code = _currency(text) or currency
    if not fraction and _CENT.search(fold(text)):
        return Money(value, code)
    digits = formats.currency_digits(code)
    return Money(value * 10**digits + int(fraction.ljust(digits, "0")[:digits] or 0), code)


def _figures(text: str) -> list[tuple[int, str]]:
    """Whole part and decimals of every number in figures. Raises NotUnderstood("too-big") for absurd lengths."""
    found = []
    for sign, whole, fraction in _FIGURES.findall(text):
        figures = re.sub(r"\D", "", whole)
        if len(figures) > _MANY_FIGURES:
            raise NotUnderstood("too-big", most=10**_MANY_FIGURES)
        found.append((-int(figures) if sign else int(figures), fraction))
    return found


def number_words(text: str, lang: str) -> set[int]:
    """The numbers written as words of `lang`; an English number word alone is known in every language."""
    tokens = words(text)
    found = _spelled(tokens, lang)
    return found or (_spelled(tokens, "en") if len(tokens) == 1 else set())


def _spelled(tokens: list[str], lang: str) -> set[int]:
    values, articles = number_vocabulary(lang)
    exact: set[int] = set()
    loose: set[int] = set()
    at = 0
    while at < len(tokens):
        for size in (4, 3, 2, 1):
            phrase = tuple(tokens[at : at + size])
            if len(phrase) == size and phrase in values:
                (loose if " ".join(phrase) in articles else exact).add(values[phrase])
                at += size - 1
                break
        at += 1
    return exact or loose


@cache
def number_vocabulary(lang: str) -> tuple[dict[tuple[str, ...], int], frozenset[str]]:
    """Number words of a language as tuples of folded words, and those among them that are also articles."""
    data = vocabulary("numbers").get(lang) or vocabulary("numbers")["en"]
    rows = list(enumerate(data["upto31"].split())) + [
        (40 + 10 * index, entry) for index, entry in enumerate(data["tens"].split())
    ]
    values = {tuple(word.split("_")): value for value, entry in rows for word in entry.split("/")}
    values |= {tuple(word.split("_")): value for word, value in data["groups"].items()}
    return values, frozenset(data["articles"].split())


@cache
def _currency_names() -> dict[str, str]:
    table = vocabulary("money")["names"].items()
    return {name.replace("_", " "): code for code, entry in table for name in entry.split()}


def _currency(text: str) -> str | None:
    names, folded = _currency_names(), fold(text)
    found = _MONEY_NAME.findall(folded)
    for size in (2, 1):
        for at in range(len(found) - size + 1):
            phrase = " ".join(found[at : at + size])
            if code := names.get(phrase) or names.get(phrase.rstrip(".")):
                return code
    # codes are words too ("200 for ALL"): in lower case only when nothing else is written
    written = _CODE.findall(text) + [m[1].upper() for m in [_LOWER_CODE.fullmatch(folded)] if m]
    return next((code for code in written if code in formats.currencies()), None)
