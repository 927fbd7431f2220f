"""Reading the cells of a card: codes, numbers, months and lists, and telling what is wrong with them.

People type "Belgium" for BE, "French" for fr and "Jan-Mar" for 1;2;3: what can be understood without doubt is accepted,
in the languages of the network. Everything else becomes a `CardProblem`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from babel import Locale

ProblemCode = Literal[
    "missing", "too-long", "not-a-country", "not-a-language", "not-a-month", "not-a-number", "out-of-range",
    "min-over-max", "not-a-web-address", "unknown-status", "too-many", "not-a-concept", "not-yes-or-no",
]  # fmt: skip
_Status = TypeVar("_Status", bound=str)

_NAMED_IN = ("en", "fr", "nl", "de", "es", "it", "pt", "pl")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
_COUNTRY_HABITS = {"UK": "GB", "EL": "GR"}  # codes that the European institutions use
_ALL_YEAR = frozenset(
    {"all", "all year", "toute l'année", "hele jaar", "het hele jaar", "ganzjährig", "todo el año", "tutto l'anno"}
)
_YES = frozenset({"yes", "y", "true", "1", "x", "oui", "ja", "j", "sí", "si", "sì", "sim", "tak"})
_NO = frozenset({"no", "n", "false", "0", "non", "nee", "nein", "não", "nie"})
_SEPARATORS = re.compile(r"[;|\n]")
_CODE_SEPARATORS = re.compile(r"[;|,/\n]")
_MOST_ITEMS, _ITEM_LETTERS, _LIST_LETTERS = 60, 200, 500
_SPACES = re.compile(r"[^\S\n]+")
_ADDRESS = re.compile(
    r"https?://(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}(?::\d{1,5})?(?:[/?#][^\s<>\"'`\\]*)?", re.IGNORECASE
)
# Control characters, lone surrogates, and marks nobody sees or that turn the direction of the text around.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class CardProblem:
    """One wrong cell: the column, what it held, and a code the command line turns into a sentence."""

    column: str
    value: str
    code: ProblemCode


class Cells:
    """The cells of one line. Each method returns the value of a column, or its empty value after noting a problem in
    `problems`.
    """

    def __init__(self, row: Mapping[str, str]) -> None:
        self._row = row
        self.problems: list[CardProblem] = []

    def report(self, column: str, code: ProblemCode, value: str | None = None) -> None:
        """Note that a column is wrong; `value` is the part of the cell that is to blame (default: all of it)."""
        held = self._row.get(column, "") if value is None else value
        self.problems.append(CardProblem(column, held[:120], code))

    def text(self, column: str, most: int, *, required: bool = False, lines: bool = False) -> str:
        """Return a text of at most `most` characters; `lines` keeps its line breaks."""
        found = clean(self._row.get(column, ""), lines=lines)
        if required and not found:
            self.report(column, "missing")
        if len(found) > most:
            self.report(column, "too-long")
        return found

    def labels(self, column: str) -> tuple[str, ...]:
        """Return the free words of a list, as they were written, each once."""
        return self._list(column, _SEPARATORS)

    def country(self, column: str) -> str:
        """Return the ISO 3166-1 code of a country given as a code or by name."""
        found = self.text(column, _ITEM_LETTERS)
        code = country_code(found) if found else ""
        if found and not code:
            self.report(column, "not-a-country")
        return code

    def language(self, column: str) -> str:
        """Return the ISO 639-1 code of a language given as a code or by name."""
        found = self.text(column, _ITEM_LETTERS)
        code = language_code(found) if found else ""
        if found and not code:
            self.report(column, "not-a-language")
        return code

    def languages(self, column: str) -> tuple[str, ...]:
        """Return the codes of a list of languages; a level behind a language ("fr B2") is left out."""
        codes: dict[str, None] = {}
        for item in self._list(column, _CODE_SEPARATORS):
            if code := language_code(re.sub(r"[\s(:]+[ABC][12]\+?\)?$", "", item, flags=re.IGNORECASE)):
                codes[code] = None
            else:
                self.report(column, "not-a-language", item)
        return tuple(codes)

    def months(self, column: str) -> tuple[int, ...]:
        """Return months 1 to 12 in order, from numbers, names and ranges ("9-11", "Nov-Feb")."""
        if self.text(column, _LIST_LETTERS).replace("’", "'").casefold() in _ALL_YEAR:
            return tuple(range(1, 13))
        months: set[int] = set()
        for item in self._list(column, _CODE_SEPARATORS):
            first, dash, last = (piece.strip() for piece in item.replace("–", "-").partition("-"))
            start, end = _month(first), _month(last if dash else first)
            if not start or not end:
                self.report(column, "not-a-month", item)
            else:
                months.update((start - 1 + step) % 12 + 1 for step in range((end - start) % 12 + 1))
        return tuple(sorted(months))

    def number(self, column: str, least: int, most: int) -> int | None:
        """Return a whole number, None for an empty cell."""
        found = self.text(column, _ITEM_LETTERS)
        if not found:
            return None
        whole = re.fullmatch(r"([+-]?\d{1,9})(?:[.,]0+)?", found)
        if not whole:
            self.report(column, "not-a-number")
            return None
        number = int(whole[1])
        if not least <= number <= most:
            self.report(column, "out-of-range")
            return None
        return number

    def yes_or_no(self, column: str) -> bool | None:
        """Return what a cell says, None for an empty one."""
        found = self.text(column, _ITEM_LETTERS).casefold()
        if found and found not in _YES | _NO:
            self.report(column, "not-yes-or-no")
        return True if found in _YES else False if found in _NO else None

    def website(self, column: str) -> str:
        """Return an http or https address; "www.example.org" is understood as https."""
        found = self.text(column, _LIST_LETTERS)
        if not found:
            return ""
        address = found if "://" in found else f"https://{found}"
        if _ADDRESS.fullmatch(address):
            return address
        self.report(column, "not-a-web-address")
        return ""

    def one_of(self, column: str, statuses: tuple[_Status, ...], *, absent: _Status, empty: _Status) -> _Status:
        """Return a status; `absent` when the table has no such column, `empty` when the cell is empty."""
        if column not in self._row:
            return absent
        found = self.text(column, _ITEM_LETTERS).casefold().replace("-", "_").replace(" ", "_")
        if not found:
            return empty
        for status in statuses:
            if status == found:
                return status
        self.report(column, "unknown-status")
        return empty

    def _list(self, column: str, separators: re.Pattern[str]) -> tuple[str, ...]:
        pieces = (clean(piece) for piece in separators.split(self._row.get(column, "")))
        items = tuple(dict.fromkeys(piece for piece in pieces if piece))
        if len(items) > _MOST_ITEMS:
            self.report(column, "too-many")
        for item in items:
            if len(item) > _ITEM_LETTERS:
                self.report(column, "too-long", item)
        return items


def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` in composed Unicode without control characters, runs of spaces and (unless `lines`) line breaks."""
    kept = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    if not lines:
        kept = kept.replace("\n", " ")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n")).strip()


def country_code(written: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country given as a code or by its name in a language of the network; ""
    if unknown.
    """
    code = written.strip().upper()
    code = _COUNTRY_HABITS.get(code, code)
    return code if code in _country_codes() else _names("territories").get(written.strip().casefold(), "")


def language_code(written: str) -> str:
    """Return the ISO 639-1 code of a language given as a code ("fr", "fr-BE", "fra") or by name; "" if unknown."""
    name = written.strip().casefold()
    code = re.split(r"[-_]", name)[0]
    if code in _language_codes():
        return "no" if code in ("nb", "nn") else code
    return _names("languages").get(name) or _THREE_LETTERS.get(code, "")


# ISO 639-2 codes of the official languages of the European Union and of the larger communities in its countries.
_THREE_LETTERS = {
    "bul": "bg", "hrv": "hr", "ces": "cs", "cze": "cs", "dan": "da", "nld": "nl", "dut": "nl", "eng": "en",
    "est": "et", "fin": "fi", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ell": "el", "gre": "el",
    "hun": "hu", "gle": "ga", "ita": "it", "lav": "lv", "lit": "lt", "mlt": "mt", "pol": "pl", "por": "pt",
    "ron": "ro", "rum": "ro", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "swe": "sv", "nor": "no",
    "ukr": "uk", "rus": "ru", "tur": "tr", "ara": "ar", "sqi": "sq", "alb": "sq", "srp": "sr", "mkd": "mk",
    "cat": "ca", "eus": "eu", "glg": "gl", "isl": "is", "ice": "is", "ltz": "lb",
}  # fmt: skip


@cache
def _country_codes() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes - _NOT_COUNTRIES if len(code) == 2 and code.isalpha())


@cache
def _language_codes() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").languages}
    return frozenset(code for code in codes if len(code) == 2)


@cache
def _names(what: Literal["territories", "languages"]) -> dict[str, str]:
    """Return codes by case-folded name, in the languages of the network and, for each language, in itself."""
    known = _country_codes() if what == "territories" else _language_codes()
    names: dict[str, str] = {}
    for lang in _NAMED_IN:
        for code, name in getattr(Locale(lang), what).items():
            if code in known:
                names.setdefault(name.casefold(), code)
    return names


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for lang in _NAMED_IN:
        months = Locale(lang).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names


def _month(written: str) -> int:
    if written.isdecimal() and len(written) <= 2:
        number = int(written)
        return number if 1 <= number <= 12 else 0
    return _month_names().get(written.casefold().rstrip("."), 0)
