"""What the elements of a Europass CV mean: texts without markup, dates, codes of languages and countries, levels."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Final, Literal, TypeVar, cast, get_args
from xml.etree.ElementTree import Element

from babel import Locale, UnknownLocaleError
from babel.core import get_global

Cefr = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native", ""]
"""A level of the Common European Framework, a mother tongue, or nothing said."""

_T = TypeVar("_T")
_LEVELS: Final = get_args(Cefr)[:6]
_MAX_ITEMS = 50  # of each list
_MAX_LINE = 200  # characters
_MAX_SUMMARY = 2_000


@dataclass(frozen=True, slots=True)
class Language:
    """A language and how well it is known. `code` is ISO 639 (two letters where there are two), or empty when the
    language has none that we know; `name` then holds the words of the CV."""

    code: str
    cefr: Cefr
    name: str = ""


# --- Codes, dates, levels ---------------------------------------------------------------------------------------------

_SPOKEN = ("listening", "spoken", "speaking")


def overall_level(scores: dict[str, str]) -> Cefr:
    """One level for up to five: the lowest of listening and speaking, which a stay abroad needs most; without these,
    the lowest of what there is."""
    levels = {side: score.upper()[:2] for side, score in scores.items() if score.upper()[:2] in _LEVELS}
    spoken = [level for side, level in levels.items() if any(word in side for word in _SPOKEN)]
    return cast(Cefr, min(spoken or levels.values(), default=""))


def known_languages(found: Iterable[tuple[str, Cefr]], lang: str) -> tuple[Language, ...]:
    """Languages and levels as the CV (written in `lang`) names them, none twice: the first mention counts."""
    languages: dict[str, Language] = {}
    for words, level in limited(pair for pair in found if pair[0]):
        code = _language_code(words, lang)
        languages.setdefault(code or words.casefold(), Language(code, level, "" if code else words))
    return tuple(languages.values())


def _language_code(words: str, lang: str) -> str:
    """ISO 639 code of "fre", "FRA", an address of the EU's list that ends so, or "French" in the CV's language."""
    for names in (_names("languages", lang), _names("languages", "en")):
        if words.casefold() in names:
            return names[words.casefold()]
    code = re.split("[-_]", words.rpartition("/")[2].lower())[0]
    code = str(get_global("language_aliases").get(code, code))
    return code if code in _names("languages", "en").values() else ""


def country_code(words: str, lang: str) -> str:
    """ISO 3166-1 alpha-2 code of "si", "SVN", an address of the EU's list, the EU's own UK and EL, or a name."""
    for names in (_names("territories", lang), _names("territories", "en")):
        if words.casefold() in names:
            return names[words.casefold()]
    code = words.rpartition("/")[2].upper()
    code = {"UK": "GB", "EL": "GR"}.get(code) or next(iter(get_global("territory_aliases").get(code, ())), code)
    return code if code in _names("territories", "en").values() else ""


@lru_cache(maxsize=64)
def _names(what: Literal["languages", "territories"], lang: str) -> dict[str, str]:
    """Names in one language, folded, and the codes they stand for."""
    try:
        names = getattr(Locale.parse(lang[:2] or "en"), what)
    except (ValueError, UnknownLocaleError):
        return {}
    codes = {str(code): str(name) for code, name in names.items()}
    return {name.casefold(): code for code, name in codes.items() if re.fullmatch(r"[a-z]{2,3}|[A-Z]{2}", code)}


def iso_day(parts: list[str]) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD, as far as the parts make sense."""
    numbers: list[int] = []
    for part in parts[:3]:
        digits = re.match(r"[0-9]{1,4}", part)
        try:
            numbers.append(int(digits[0]) if digits else 0)
            date(*[*numbers, 1, 1][:3])
        except ValueError:
            numbers.pop()
            break
    if not numbers or not 1900 <= numbers[0] <= 2100:
        return ""
    return "-".join(f"{number:02}" for number in numbers)


def email_address(found: Iterable[str]) -> str:
    """The first that can be an e-mail address."""
    return next((one for one in found if re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}", one)), "")


def skill_lines(parts: Iterable[Element]) -> tuple[str, ...]:
    """Skills, one a line of the CV, none twice."""
    skills = (skill.strip(" •·-;")[:_MAX_LINE] for part in limited(parts) for skill in paragraphs(part).splitlines())
    return tuple(limited(dict.fromkeys(filter(None, skills))))


# --- Elements and their texts -----------------------------------------------------------------------------------------

_INVISIBLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)  # also what turns the direction of writing round
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def every(element: Element | None, *path: str) -> list[Element]:
    """Every element at the end of a path of local names; "*" is any name."""
    found = [] if element is None else [element]
    for name in path:
        found = [child for parent in found for child in parent if name in ("*", local(child))]
    return found


def first(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of local names."""
    return next(iter(every(element, *path)), None)


def text(element: Element | None, *path: str) -> str:
    """The first text that is not empty at the end of a path, as one line."""
    return next(filter(None, map(line, every(element, *path))), "")


def line(element: Element | None) -> str:
    """A text without markup, as one line."""
    return " ".join(paragraphs(element).split())[:_MAX_LINE].strip()


def paragraphs(element: Element | None) -> str:
    """A text without markup, one line a paragraph or list item. Long texts of the editor are HTML, escaped in XML."""
    if element is None:
        return ""
    words = "".join(element.itertext())[: 10 * _MAX_SUMMARY]
    words = unescape(_TAG.sub("", _BREAK.sub("\n", words)))
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", words).splitlines())
    return "\n".join(filter(None, lines))[:_MAX_SUMMARY].strip()


def limited(items: Iterable[_T]) -> Iterator[_T]:
    """The first items of a list, as many as anyone reads."""
    return islice(items, _MAX_ITEMS)
