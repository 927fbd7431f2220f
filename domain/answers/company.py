"""How many go on the journey: "alone", "with two colleagues", "the three of us", "zu dritt", "moi et une collègue"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from domain.answers.cleaning import words
from domain.answers.number_lexicon import small_numbers
from domain.answers.phrases import Phrase, begins, ends, holds, joined, of_list
from domain.answers.pointing import negates
from domain.matching_words import function_words
from domain.vocabulary import vocabulary

OTHERS: Final = 0
"""Others come along, but it is not clear how many."""
UNSURE: Final = -1
"""Perhaps alone, perhaps not; or two figures that do not agree."""

_CLAUSE = re.compile(r"[.,;:!?()\n…/]|\s[-–]\s")
_MOST_BETWEEN: Final = 3
_LONGEST_NUMBER: Final = 3
_FIGURES: Final = 2


def company(raw: str, lang: str, passing: bool = False) -> int | None:
    """How many go, the person counted in: 1 is alone, OTHERS and UNSURE are no number; None when nobody speaks of that.

    In `passing`, in a text about something else, colleagues count only after "with" or "me and".
    """
    found: set[int] = set()
    for clause in _CLAUSE.split(raw):
        tokens = words(clause)
        if not _first_words(lang).isdisjoint(tokens):
            found.update(_told(tokens, lang, passing))
    if not found:
        return None
    if UNSURE in found or (1 in found and len(found) > 1):
        return UNSURE
    numbers = found - {OTHERS}
    return OTHERS if not numbers else numbers.pop() if len(numbers) == 1 else UNSURE


@cache
def words_of_company(lang: str) -> frozenset[str]:
    """The words that tell how many go: those who may come along, "with", small numbers."""
    tables = ("companions", "with", "one", "between", "others", "collective")
    phrases = (phrase for name in tables for phrase in of_list("trip", name, lang))
    forms = (form.split("=")[0] for phrase in phrases for word in phrase for form in word.split("/"))
    return frozenset((*forms, *(word for phrase in small_numbers(lang) for word in phrase)))


def _told(tokens: Sequence[str], lang: str, passing: bool) -> Iterator[int]:
    if _alone(tokens, lang):
        yield 1
    beside: list[int] = []
    # "my boss knows", "my mate drops out": they do not come along
    along = not holds(tokens, of_list("trip", "not_along", lang))
    for at in range(len(tokens)) if along else ():
        for size, plural in _companions_at(tokens, at, lang):
            number = _with_them(tokens, at, at + size, lang, plural, passing)
            if number is not None:
                beside.append(number)
    if beside:
        # "with my boss and two colleagues"
        yield 1 + sum(number - 1 for number in beside) if min(beside) > 1 else min(beside)
        return
    for at in range(len(tokens)):
        value, size = _number_at(tokens, at, lang)
        told = _all_told(value, ("^", *tokens[:at]), tokens[at + size :], lang, passing) if value else None
        if told is not None:
            yield told


def _all_told(value: int, before: Sequence[str], behind: Sequence[str], lang: str, passing: bool) -> int | None:
    """How many go by a number between these words: "the # of us", "zu #", "moi et # autres"; None when it counts something else."""
    others = _set("others", lang)
    if (behind and behind[0] in others and ends(before, of_list("trip", "only_with", lang))) or (
        before[-1] in others and ends(before[:-1], of_list("trip", "only_with", lang))
    ):
        return value + 1
    if value < len(("me", "you")):
        return None
    if begins(behind, _suffixes(lang)) or (ends(before, _prefixes(lang)) and _may_follow(behind, lang)):
        return value
    if passing or not behind or behind[0] not in _set("people", lang):
        return None
    return OTHERS if ends(before, of_list("trip", "with", lang)) else value


def _alone(tokens: Sequence[str], lang: str) -> bool:
    for at in range(len(tokens)):
        size = begins(tokens[at:], of_list("trip", "alone", lang))
        last = at == len(tokens) - 1 and tokens[at] in _set("alone_at_end", lang)
        if (size or last) and not any(negates(token, lang) for token in tokens[max(at - 2, 0) : at]):
            return True
    return False


def _with_them(tokens: Sequence[str], at: int, end: int, lang: str, plural: bool, passing: bool) -> int | None:
    """How many go when those who stand at a place come along; None when the words do not say that they do."""
    start = at
    while start and at - start < _MOST_BETWEEN and tokens[start - 1] in _set("between", lang):
        if tokens[start - 1] in _set("one", lang):
            break
        start -= 1
    number, size = _number_before(tokens, start, lang)
    if not number and start and tokens[start - 1] in _set("one", lang):
        number, size = (0 if plural and tokens[start - 1] not in _set("surely_one", lang) else 1), 1
    start -= size
    behind = tokens[end:]
    if start and tokens[start - 1] in _either(lang) and number:
        return UNSURE
    if behind and behind[0] in _either(lang) and _number_at(behind, 1, lang)[0]:
        return OTHERS
    before = tokens[:start]
    if passing and not ends(before, of_list("trip", "only_with", lang)):
        return None
    if not number:
        return OTHERS
    # "we are three colleagues", "three colleagues including me"
    all_told = begins(behind, _suffixes(lang)) or (
        ends(before, _prefixes(lang)) and not ends(before, of_list("trip", "with", lang))
    )
    return number if all_told and number > 1 else number + 1


def _may_follow(behind: Sequence[str], lang: str) -> bool:
    """Whether a number of people may stand before these words: not "in tre giorni", not "met drie bewoners"."""
    if not behind:
        return True
    if behind[0] in _set("people", lang):
        return True
    joined = behind[0] in vocabulary("numbers")[lang]["and"].split() and bool(_number_at(behind, 1, lang)[0])
    if joined or behind[0] in _either(lang) or behind[0] in _counted(lang) or _number_at(behind, 0, lang)[0]:
        return False
    return behind[0] in function_words()


def _number_at(tokens: Sequence[str], at: int, lang: str) -> tuple[int, int]:
    """The number that begins at a place and its length in words; (0, 0) without one."""
    if at >= len(tokens):
        return 0, 0
    token = tokens[at]
    if token.isascii() and token.isdigit():
        return (int(token), 1) if len(token) <= _FIGURES else (0, 0)
    for size in range(min(_LONGEST_NUMBER, len(tokens) - at), 0, -1):
        value = small_numbers(lang).get(tuple(tokens[at : at + size]))
        if value:
            return value, size
    value = _collective(lang).get(token, 0)
    return (value, 1) if value else (0, 0)


def _number_before(tokens: Sequence[str], end: int, lang: str) -> tuple[int, int]:
    for size in range(min(_LONGEST_NUMBER, end), 0, -1):
        value, length = _number_at(tokens, end - size, lang)
        if value and length == size:
            return value, size
    return 0, 0


def _companions_at(tokens: Sequence[str], at: int, lang: str) -> Iterator[tuple[int, bool]]:
    for size in (2, 1):
        plural = _companions(lang).get(tuple(tokens[at : at + size]))
        if plural is not None and at + size <= len(tokens):
            yield size, plural
            return


# -- words -------------------------------------------------------------------------------------------------------------


@cache
def _set(name: str, lang: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in of_list("trip", name, lang) if len(phrase) == 1)


@cache
def _companions(lang: str) -> Mapping[Phrase, bool]:
    """Those who may come along, and whether the word means several."""
    entries = vocabulary("trip")["companions"].get(lang, "").split()
    return {
        joined(form): at > 0 for entry in entries for at, form in enumerate(entry.split("/"))
    }  # fmt: skip


@cache
def _prefixes(lang: str) -> frozenset[Phrase]:
    return frozenset(phrase[:-1] for phrase in of_list("trip", "all_told", lang) if phrase[-1] == "#")


@cache
def _suffixes(lang: str) -> frozenset[Phrase]:
    return frozenset(phrase[1:] for phrase in of_list("trip", "all_told", lang) if phrase[0] == "#")


@cache
def _collective(lang: str) -> Mapping[str, int]:
    pairs = (entry.partition("=") for entry in vocabulary("trip")["collective"].get(lang, "").split())
    return {word: int(value) for word, _, value in pairs}


@cache
def _counted(lang: str) -> frozenset[str]:
    return frozenset(vocabulary("numbers")[lang]["counted"].split())


@cache
def _either(lang: str) -> frozenset[str]:
    return frozenset(vocabulary("numbers")[lang]["or"].split()) - {"a", "x"}


@cache
def _first_words(lang: str) -> frozenset[str]:
    """One of them stands in every clause that says how many go."""
    known = {word for phrase in _companions(lang) for word in phrase}
    for name in ("alone", "all_told"):
        known |= {word for phrase in of_list("trip", name, lang) for word in phrase if word != "#"}
    return frozenset(known | _set("alone_at_end", lang) | _set("people", lang) | _set("others", lang))
