"""Numbers and sums of money, in figures or in words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from domain.answers import number_lexicon, number_words
from domain.answers.cleaning import NotUnderstood, fold, line
from domain.answers.number_lexicon import Lexicon, Part
from domain.answers.number_words import Row
from domain.answers.phrases import of_list
from domain.language.codes import SERVED
from domain.vocabulary import vocabulary
from locales import formats

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_LOWER_CODE = re.compile(r"\W*(?:\d[\d.,' ]*)?([a-z]{3})(?:[\d.,' ]*\d)?\W*")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in the smallest unit of its currency (ISO 4217): Money(125050, "EUR") is 1,250.50 euros."""

    minor: int
    currency: str

    def plain(self) -> dict[str, int | str]:
        """As JSON, the way an answer is recorded."""
        return {"minor": self.minor, "currency": self.currency}


def number(raw: str, lang: str) -> Decimal:
    """A number: "12", "1.200", "about three days", "une dizaine", "anderthalb", "2½", "the third".

    Raises NotUnderstood: "number" when there is none, "one-number" when there are several ("3 or 4").
    """
    values = _read(line(raw), lang, number_lexicon.lexicon).values()
    if not values:
        raise NotUnderstood("number")
    if len(values) > 1:
        raise NotUnderstood("one-number")
    return values.pop()


def whole_number(raw: str, lang: str, least: int | None = None, most: int | None = None) -> int:
    """A whole number. Raises NotUnderstood like `number`, "whole-number" for another one, "too-small" and "too-big" with
    the fields `least` and `most`.
    """
    found = number(raw, lang)
    if found != found.to_integral_value():
        raise NotUnderstood("whole-number")
    value = int(found)
    if least is not None and value < least:
        raise NotUnderstood("too-small", least=least)
    if most is not None and value > most:
        raise NotUnderstood("too-big", most=most)
    return value


def _read(text: str, lang: str, lexicon: Callable[[str], Lexicon]) -> Row:
    """The numbers of a text in the language of the person; if there are none, with typing errors or in another language
    where every word is known then."""
    found = number_words.row(text, lexicon(lang))
    if found.understood or not any(c.isalpha() for c in text):
        return found
    others = ((other, False) for other in SERVED if other != lang and not found.values())
    for other, slips in ((lang, True), *others):
        row = number_words.row(text, lexicon(other), slips)
        if row.values() and row.understood:
            return row
    return found


def money(raw: str, lang: str, currency: str = "EUR") -> Money:
    """A sum of money: "€ 1.250,50", "12 euros 50", "30 £", "vijftig euro", "80 cents", "1,5k", "nothing".

    `currency` is taken when none is named. Raises NotUnderstood: "money" when there is no sum, "one-number" when there
    are several ("200 or 300 euros").
    """
    text = line(raw)
    row = _read(text, lang, _money_lexicon)
    if (spoken := _spoken(row, lang)) is not None:
        return _money(spoken, currency)
    found = _sums(row, _codes(text), currency)
    if not found and (_is_free(row) or row.values() == {Decimal(0)}):
        return Money(0, currency)
    if not found:
        raise NotUnderstood("money")
    if len(found) > 1:
        raise NotUnderstood("one-number")
    return found.pop()


_COUNTED = re.compile("f*[c%]")
_MOST_UNKNOWN: Final = 5
"""A number without a currency in a longer sentence is no sum."""
# "12 euros 50", "€ 300", "300 euros", "80 cents", over the letters of `_units`
_SUM = re.compile(
    r"(?P<whole>N)f*(?P<after>E)(?:[&f]*(?P<change>N)s?(?![cE]))?|(?P<before>E)f*(?P<sum>N)|(?P<cents>N)f*s"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A number (N), a currency (E), cents (s), a counted thing (c) or anything else of a text."""

    letter: str
    value: Decimal = Decimal(0)
    code: str = ""


def _sums(row: Row, codes: frozenset[str], currency: str) -> set[Money]:
    """The sums of a text; a number without a currency is one too, but not "3 days" beside "300 euros"."""
    units = list(_units(row, codes))
    letters = "".join(unit.letter for unit in units)
    found: set[Money] = set()
    taken: set[int] = set()
    for match in _SUM.finditer(letters):
        mark = units[match.start("after" if match["whole"] else "before")].code if not match["cents"] else ""
        if match["cents"]:
            found.add(_money(units[match.start("cents")].value / 100, currency))
        elif match["change"] and _is_change(change := units[match.start("change")].value):
            found.add(_money(units[match.start("whole")].value + change / 100, mark))
        else:
            taken.discard(match.start("change"))
            found.add(_money(units[match.start("whole" if match["whole"] else "sum")].value, mark))
            taken.add(match.start("whole" if match["whole"] else "sum"))
            continue
        taken.update(range(match.start(), match.end()))
    lone = {
        unit.value for at, unit in enumerate(units)
        if unit.letter == "N" and at not in taken and not _COUNTED.match(letters, at + 1)
    }  # fmt: skip
    if not found and letters.count(".") > _MOST_UNKNOWN:
        return set()
    named = {unit.code for unit in units if unit.letter == "E"}
    code = named.pop() if len(named) == 1 and not found else currency
    return found | {_money(value, code) for value in lone}


def _spoken(row: Row, lang: str) -> Decimal | None:
    """ "twelve fifty", "doce con cincuenta": euros and cents in words, if nothing else is said."""
    if len(row.numbers) != 2 or "F" in row.letters:
        return None
    whole, cents = row.numbers
    joined = [part.text for part in row.parts[whole.last + 1 : cents.first] if part.letter != "f"]
    around = row.letters[: whole.first] + row.letters[cents.last + 1 :]
    said = vocabulary("money")["change"]
    least = 10 if lang in said["hundred_unsaid"].split() else 1
    if set(around) - {"f"} or joined not in ([], *([word] for word in said["and"].split())):
        return None
    if not (least <= whole.value and cents.value >= 10 and _is_change(cents.value)):
        return None
    return whole.value + cents.value / 100


def _is_change(value: Decimal) -> bool:
    return 0 <= value < 100 and value == value.to_integral_value()


def _money(value: Decimal, code: str) -> Money:
    minor = value * 10 ** formats.currency_digits(code)
    if minor < 0 or minor != minor.to_integral_value():
        raise NotUnderstood("money")
    return Money(int(minor), code)


def _units(row: Row, codes: frozenset[str]) -> Iterator[_Unit]:
    numbers = {number.first: number for number in row.numbers}
    at = 0
    while at < len(row.parts):
        part, after = row.parts[at], row.parts[at + 1].letter if at + 1 < len(row.parts) else ""
        if number := numbers.get(at):
            yield _Unit("N", number.value)
            at = number.last
        elif part.letter in "ai" and not numbers and after == "E":
            yield _Unit("N", part.value)
        elif part.letter == "E" or part.text in codes:
            yield _Unit("E", code=_currency_names().get(part.text) or part.text.upper())
        elif part.text in _cents() or (part.text == "c" and part.glued):
            yield _Unit("s")
        else:
            yield _Unit(part.letter)
        at += 1


def _is_free(row: Row) -> bool:
    return "u" in row.letters and set(row.letters) <= set("ufa|&")


@cache
def _money_lexicon(lang: str) -> Lexicon:
    numbers = number_lexicon.lexicon(lang)
    known = {phrase for phrases in numbers.phrases.values() for phrase, _ in phrases}
    around = of_list("money", "around", lang) - known
    found = dict.fromkeys(around, Part("f"))
    found |= dict.fromkeys(of_list("money", "free", lang), Part("u"))
    found |= {phrase: Part("s") for name in _cents() if len(phrase := tuple(name.split())) > 1}
    found |= {tuple(name.split()): Part("E") for name in _currency_names()}
    return number_lexicon.lexicon_of(lang, found)


@cache
def _currency_names() -> dict[str, str]:
    table = vocabulary("money")["names"].items()
    return {name.replace("_", " "): code for code, entry in table for name in entry.split()}


@cache
def _cents() -> frozenset[str]:
    return frozenset(entry.replace("_", " ") for entry in vocabulary("money")["cents"]["every"].split())


def _codes(text: str) -> frozenset[str]:
    """ISO codes in a text, folded. They are words too ("200 for ALL"): in lower case only when nothing else is written."""
    written = _CODE.findall(text) + [m[1].upper() for m in [_LOWER_CODE.fullmatch(fold(text))] if m]
    return frozenset(code.lower() for code in written if code in formats.currencies())
