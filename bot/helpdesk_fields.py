"""A helpdesk as an operator or an admin writes it, checked: the same on the command line and on the page of the desk."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import available_timezones

from domain.hours import NotHours, read_days_off, read_week
from domain.language import SERVED
from storage.helpdesks import Helpdesk

#: what may be written, in the order of the form
FIELDS: Final = ("name", "langs", "zone", "hours", "holidays", "fallback", "first_answer")
#: a first answer may take so many minutes of opening hours: five weeks of forty hours
LONGEST_PROMISE: Final = 12_000
_PERIODS: Final = ("hours", "holidays")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,7}")
_LONGEST_NAME, _LONGEST_WEEK = 100, 1000


class WrongField(ValueError):
    """What was written for `field` cannot be used; the message is one line for operators, `word` what is wrong in it."""

    def __init__(self, field: str, word: str, problem: str) -> None:
        super().__init__(problem)
        self.field, self.word = field, word


def is_code(code: str) -> bool:
    """May a helpdesk be called so in addresses and tables?"""
    return _CODE.fullmatch(code) is not None


def changed(one: Helpdesk, written: Mapping[str, str], known: Sequence[Helpdesk]) -> Helpdesk:
    """This helpdesk with what is `written` of `FIELDS`; the rest stays. Raises WrongField."""
    for name, words in written.items():
        value = words.strip()
        one = _when(one, name, value) if name in _PERIODS else _PLAIN[name](one, value, known)
    return one


def _name(one: Helpdesk, value: str, _known: Sequence[Helpdesk]) -> Helpdesk:
    name = " ".join(value.split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise WrongField("name", name[:20], f"write a name of at most {_LONGEST_NAME} characters")
    return replace(one, name=name)


def _langs(one: Helpdesk, value: str, _known: Sequence[Helpdesk]) -> Helpdesk:
    langs = tuple(dict.fromkeys(code for code in re.split(r"[\s,;]+", value.lower()) if code))
    wrong = next((code for code in langs if not re.fullmatch(r"[a-z]{2,3}", code)), "")
    if wrong or not langs or len(",".join(langs)) > 100:
        problem = f"{wrong or 'nothing'} is no language; write codes such as {','.join(SERVED[:2])}"
        raise WrongField("langs", wrong, problem)
    return replace(one, langs=langs)


def _zone(one: Helpdesk, value: str, _known: Sequence[Helpdesk]) -> Helpdesk:
    if value and value not in available_timezones():
        raise WrongField("zone", value, f"{value} is no time zone; write one such as Europe/Brussels")
    return replace(one, zone=value)


def _when(one: Helpdesk, name: str, value: str) -> Helpdesk:
    words = " ".join(value.split())
    try:
        if len(words) > _LONGEST_WEEK:
            raise NotHours(words[:20] + "…", f"longer than {_LONGEST_WEEK} characters")
        if name == "hours":
            read_week(words)
            return replace(one, hours=words)
        read_days_off(words)
        return replace(one, holidays=words)
    except NotHours as error:
        raise WrongField(name, error.word, str(error)) from None


def _fallback(one: Helpdesk, value: str, known: Sequence[Helpdesk]) -> Helpdesk:
    if value and (value == one.code or not any(other.code == value for other in known)):
        raise WrongField("fallback", value, f"{value} is no other helpdesk; compagnon helpdesk list shows them all")
    return replace(one, fallback=value)


def _first_answer(one: Helpdesk, value: str, _known: Sequence[Helpdesk]) -> Helpdesk:
    if not (value.isascii() and value.isdigit() and len(value) < 8 and 0 < int(value) <= LONGEST_PROMISE):
        problem = f"{value or 'nothing'}: write minutes of opening hours, from 1 to {LONGEST_PROMISE}"
        raise WrongField("first_answer", value, problem)
    return replace(one, first_answer=int(value))


_PLAIN: Final = {
    "name": _name, "langs": _langs, "zone": _zone, "fallback": _fallback, "first_answer": _first_answer,
}  # fmt: skip
