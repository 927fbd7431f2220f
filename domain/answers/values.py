"""The values of typed answers as plain JSON, by the kind of what was asked for."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.answers import dates, numbers, periods, places
from domain.answers.cleaning import NotUnderstood


def value(raw: str, kind: str, lang: str, today: dt.date) -> Any:
    """What was typed as plain JSON, None when it is not understood.

    `kind` is one of `KINDS`: a date is an ISO day; a period its first and last day; money whole cents of euros, None in
    another currency; a number an int or, with decimals, a float; a country its ISO 3166-1 code. Raises KeyError for
    another kind.
    """
    try:
        return KINDS[kind](raw, lang, today)
    except NotUnderstood:
        return None


def _date(raw: str, lang: str, today: dt.date) -> str:
    return dates.date(raw, lang, today).isoformat()


def _period(raw: str, lang: str, today: dt.date) -> list[str] | None:
    bounds = periods.period(raw, lang, today).bounds()
    return [day.isoformat() for day in bounds] if bounds else None


def _money(raw: str, lang: str, _today: dt.date) -> int | None:
    found = numbers.money(raw, lang)
    return found.minor if found.currency == "EUR" else None


def _number(raw: str, lang: str, _today: dt.date) -> int | float:
    found = numbers.number(raw, lang)
    return int(found) if found == found.to_integral_value() else float(found)


def _country(raw: str, lang: str, _today: dt.date) -> str:
    return places.country(raw, lang)


KINDS: Final[Mapping[str, Callable[[str, str, dt.date], Any]]] = {
    "date": _date,
    "period": _period,
    "money": _money,
    "number": _number,
    "country": _country,
}
