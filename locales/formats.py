"""How a language writes dates, lists, numbers, money, countries and languages (CLDR, through Babel).

Every function takes a language code of the bot (`fr`); an unknown one is written as English. Results are cached: the
same few values are written again and again on a turn's path. English is British here: days before months, "a, b and c".
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision

Length = Literal["short", "medium", "long", "full"]

_BABEL_NAME: Final = {"en": "en_GB"}
_GROUP_FROM: Final = 10_000  # 2027 is a year as often as a number: four figures are never grouped
_SPANISH_E = re.compile(r"h?i(?!e)|h?í", re.IGNORECASE)
_SPANISH_U = re.compile(r"h?[oó]|8", re.IGNORECASE)

#: countries that English gives an article (ISO 3166-1)
_WITH_ARTICLE = frozenset(("AE", "BS", "GB", "GM", "MV", "NL", "PH", "US", "VA"))


@lru_cache(maxsize=64)
def locale(lang: str) -> Locale:
    """Babel's locale of a language of the bot; English when there is none."""
    try:
        return Locale.parse(_BABEL_NAME.get(lang, lang), sep="-" if "-" in lang else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=4096)
def day(value: dt.date, lang: str, length: Length = "long") -> str:
    """A day: `long` is "3 May 2027", `full` adds the weekday, `medium` and `short` are for lists and tables."""
    written = format_date(value, length, locale(lang))
    if lang == "fr" and value.day == 1 and length != "short":
        return re.sub(r"\b1 (?=\w)", "1er ", written, count=1)
    return written


@lru_cache(maxsize=1024)
def day_of_week(value: dt.date, lang: str) -> str:
    """A day soon to come, with its weekday and without the year: "Monday 11 January"."""
    # the pattern of a full date without its year: for a skeleton of these parts CLDR gives most languages abbreviations
    pattern = re.sub(r"(?: 'de')? y$", "", locale(lang).date_formats["full"].pattern)
    written = format_date(value, pattern if lang == "de" else pattern.replace(",", ""), locale(lang))
    return re.sub(r"\b1 (?=\w)", "1er ", written, count=1) if lang == "fr" and value.day == 1 else written


@lru_cache(maxsize=1024)
def days(first: dt.date, last: dt.date, lang: str) -> str:
    """From a day to a day, as briefly as the language can: "3–5 May 2027"."""
    if first == last:
        return day(first, lang)
    if lang == "it":  # CLDR's Italian has figures and abbreviations only: "08–11 mag 2027"
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.day}–{day(last, lang)}" if same else f"{day(first, lang)} – {day(last, lang)}"
    return str(format_interval(first, last, "yMMMMd" if lang == "es" else "yMMMd", locale=locale(lang)))


@lru_cache(maxsize=256)
def place(zone: str, lang: str) -> str:
    """The city after which a time zone is named: "Brussels", "Bruxelles"; the name of the zone itself when it has none."""
    try:
        return get_timezone_location(zone, locale(lang), return_city=True) if "/" in zone else zone
    except (LookupError, ValueError):
        return zone


@lru_cache(maxsize=1024)
def month(year: int, number: int, lang: str) -> str:
    """A month of a year: "May 2027", "mayo de 2027"."""
    return format_skeleton("yMMMM", dt.date(year, number, 1), locale=locale(lang))


@lru_cache(maxsize=256)
def month_name(number: int, lang: str) -> str:
    """A month by itself (1-12): "May"."""
    return str(locale(lang).months["stand-alone"]["wide"][number])


@lru_cache(maxsize=256)
def weekday_name(number: int, lang: str) -> str:
    """A weekday by itself (0 is Monday): "Monday"."""
    return str(locale(lang).days["stand-alone"]["wide"][number])


def joined(items: Iterable[str], lang: str, style: Literal["standard", "or"] = "standard") -> str:
    """A list as the language writes it: "a, b and c", or "a, b or c" for choices. An empty list is an empty text."""
    words = tuple(items)
    return words[0] if len(words) == 1 else _joined(words, lang, style)


@lru_cache(maxsize=1024)
def _joined(words: tuple[str, ...], lang: str, style: Literal["standard", "or"]) -> str:
    written = format_list(words, style, locale(lang))
    if lang == "es" and len(words) > 1:  # "español e inglés", "siete u ocho": not among Babel's patterns
        before, last = written[: -len(words[-1])], words[-1]
        if before.endswith(" y ") and _SPANISH_E.match(last):
            return f"{before[:-2]}e {last}"
        if before.endswith(" o ") and _SPANISH_U.match(last):
            return f"{before[:-2]}u {last}"
    return written


@lru_cache(maxsize=1024)
def number(value: float | Decimal, lang: str) -> str:
    """A number with the decimal sign of the language, grouped from five figures on."""
    return format_decimal(value, locale=locale(lang), group_separator=not -_GROUP_FROM < value < _GROUP_FROM)


@lru_cache(maxsize=1024)
def money(minor: int, currency: str, lang: str) -> str:
    """An amount in the smallest unit of its currency (125050, "EUR"): "€1,250.50"; whole amounts without cents."""
    digits = currency_digits(currency)
    amount = Decimal(minor).scaleb(-digits)
    pattern = locale(lang).currency_formats["standard"]
    if digits and amount == amount.to_integral_value():
        whole = re.sub(r"([#0])[.]0+", r"\1", pattern.pattern)
        return format_currency(amount, currency, whole, locale=locale(lang), currency_digits=False)
    return format_currency(amount, currency, locale=locale(lang))


@lru_cache(maxsize=256)
def currency_digits(code: str) -> int:
    """How many decimals a currency has: 2 for the euro, 0 for the yen."""
    return get_currency_precision(code)


def currencies() -> frozenset[str]:
    """The ISO 4217 codes of all currencies in use or once in use."""
    return frozenset(locale("en").currencies)


@lru_cache(maxsize=4096)
def country(code: str, lang: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2); the code itself when it is unknown."""
    return str(locale(lang).territories.get(code.upper(), code))


def country_inside(code: str, lang: str) -> str:
    """The same inside an English sentence: "in the Netherlands"; sentences of the other languages do without articles."""
    name = country(code, lang)
    return f"the {name}" if lang == "en" and code.upper() in _WITH_ARTICLE else name


@lru_cache(maxsize=4096)
def language(code: str, lang: str) -> str:
    """The name of a language (ISO 639) as it stands inside a sentence; the code itself when it is unknown."""
    return str(locale(lang).languages.get(code, code))


@lru_cache(maxsize=256)
def autonym(code: str) -> str:
    """The name of a language in itself, as on a button: "Français"."""
    name = language(code, code)
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=16)
def countries(lang: str) -> Mapping[str, str]:
    """All countries and territories that have an ISO code, by code, in the words of the language."""
    territories = locale(lang).territories
    return {code: str(name) for code, name in territories.items() if _is_country(code)}


@lru_cache(maxsize=16)
def languages(lang: str) -> Mapping[str, str]:
    """All languages that have a name in the words of the language, by code."""
    return {code: str(name) for code, name in locale(lang).languages.items() if "_" not in code}


def _is_country(code: str) -> bool:
    # CLDR also names the world, the euro area, test regions and a few islands without a code of their own
    return (
        len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "TA", "DG"}
    )
