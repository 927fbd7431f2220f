"""Answers that only point at what is shown: "2", "the second one please", "1 and 3", "all but the last", "2-4"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from domain.answers.cleaning import fold, words
from domain.answers.number_lexicon import ones, ordinals, small_numbers
from domain.answers.phrases import Phrase, holds, phrases
from domain.vocabulary import vocabulary

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|ers?|ere|re|i?emes?|e|de|ste|o|a|ro|ra)")
_RANGE = re.compile(r"(?<=\d)\s*(?:[-–—]|\.\.+)\s*(?=\d)")
_NUMBER_SIGN = re.compile(r"\bn[º°]", re.IGNORECASE)
_TO: Final = ("till",)
_LETTER = re.compile(r"[a-h]")
_LONGEST_NUMBER: Final = 2
_BEFORE_LETTER: Final = 5
_MOST_WORDS: Final = 24


@dataclass(frozen=True, slots=True)
class Pointed:
    """The places that are meant and those that are not, counted from 1; `by_order` if by "second" and not by "2".

    `either` tells that only one of them is meant: "1 or 2".
    """

    wanted: tuple[int, ...]
    unwanted: tuple[int, ...] = ()
    by_order: bool = False
    either: bool = False


def pointed(raw: str, count: int, lang: str) -> Pointed | None:
    """What an answer points at among `count` options; None when it says anything else. Places may lie beyond the last."""
    tokens = words(_RANGE.sub(" … ", _NUMBER_SIGN.sub("n ", raw)).replace("…", _TO[0]))
    if not tokens or len(tokens) > _MOST_WORDS:
        return None
    row = _row(tokens, lang)
    letters = {letter for letter, _ in row}
    if "." in letters or not letters & set("iNoLAT") or ("T" in letters and count != 2):
        return None
    # "one" is a number where there is no other: not in "the second one"
    ones = "f" if letters & set("NoLAT") else "N"
    row = [(ones if letter == "i" else letter, value) for letter, value in row]
    return _meant([(letter, value) for letter, value in row if letter != "f"], count)


def _row(tokens: list[str], lang: str) -> list[tuple[str, int]]:
    """A letter and a number for each word: N number, o "second", L last, A all, T both, & and, | or, > to, ! not, x except,
    b but, i one, f what changes nothing, . anything else.
    """
    known, numbers = _words(lang), small_numbers(lang)
    row: list[tuple[str, int]] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        phrases = (tuple(tokens[at : at + size]) for size in (5, 4, 3, 2))
        phrase = next((one for one in phrases if len(one) > 1 and (one in numbers or one in known)), ())
        after = known.get(tuple(tokens[at + len(phrase) : at + len(phrase) + 1]), (".", 0))[0]
        if phrase and known.get(phrase) == ("T", 0) and after in "oL":  # "les deux premiers"
            phrase = ()
        if token.isascii() and token.isdigit() and len(token) <= _LONGEST_NUMBER:
            row.append(("N", int(token)))
        elif match := _ORDINAL.fullmatch(token):
            row.append(("o", int(match[1])))
        elif phrase:
            row.append(known.get(phrase) or ("N", numbers[phrase]))
            at += len(phrase) - 1
        elif (
            _LETTER.fullmatch(token)
            and at
            and len(tokens[at - 1]) >= _BEFORE_LETTER
            and known.get((tokens[at - 1],)) == ("f", 1)
        ):
            row.append(("N", ord(token) - ord("a") + 1))
        elif (token,) in known:
            row.append(known[(token,)])
        else:
            row.append(("N", numbers[(token,)]) if (token,) in numbers else (".", 0))
        at += 1
    return row


def _meant(row: list[tuple[str, int]], count: int) -> Pointed:
    # "die letzten beiden"
    row = [
        ("N", 2) if at and letter == "A" and row[at - 1][0] in "oL" else (letter, value)
        for at, (letter, value) in enumerate(row)
    ]
    letters = "".join(letter for letter, _ in row)
    wanted: list[int] = []
    unwanted: list[int] = []
    into = wanted
    at = 0
    while at < len(row):
        letter, value = row[at]
        following = row[at + 1] if at + 1 < len(row) else ("", 0)
        if letter in "AT":
            wanted.extend(range(1, count + 1))
        elif letter == "!" or letter == "x" or (letter == "b" and "A" in letters[:at]):
            into = unwanted
        elif letter == "b" and following[0] != "!":
            into = wanted
        elif (
            (letter, following[0]) in (("o", "N"), ("N", "o"))
            and 1 in (value, following[1])
            and max(value, following[1]) > 1
        ):
            into.extend(range(1, max(value, following[1]) + 1))  # "the first two"
            at += 1
        elif (letter, following[0]) in (("L", "N"), ("N", "L")):
            into.extend(range(count - max(value, following[1]) + 1, count + 1))
            at += 1
        elif letter in "No" and following[0] == ">" and letters[at + 2 : at + 3] in ("N", "o"):
            into.extend(range(value, min(row[at + 2][1], count + 1) + 1))
            at += 2
        elif letter in "NoL":
            into.append(count if letter == "L" else value)
        at += 1
    if letters[-1:] == "!":  # "la 2 no"
        wanted, unwanted = [], wanted + unwanted
    kept = tuple(dict.fromkeys(place for place in wanted if place not in unwanted))
    return Pointed(kept, tuple(unwanted), bool(set(letters) & set("oL")), "|" in letters)


@cache
def _words(lang: str) -> Mapping[Phrase, tuple[str, int]]:
    near = near_words(lang)
    found: dict[Phrase, tuple[str, int]] = {}
    for name, letter in (
        ("pointing", "f"), ("number", "f"), ("and", "&"), ("or", "|"), ("to", ">"), ("last", "L"), ("not", "!"),
        ("but", "b"), ("except", "x"), ("all", "A"), ("two", "T"),
    ):  # fmt: skip
        found |= dict.fromkeys(phrases(near[name]), (letter, int(name == "number")))
    found |= {(word,): ("i", 1) for word in ones(lang)}
    return found | {phrase: ("o", n) for phrase, n in ordinals(lang).items()} | {_TO: (">", 0)}


def near_words(lang: str) -> Mapping[str, Any]:
    """The words around a choice in a language."""
    known = vocabulary("choosing")
    found: Mapping[str, Any] = known.get(lang) or known["en"]
    return found


def taken_back(before: Sequence[str], lang: str) -> bool:
    """Whether the words before something say "not", with at most one small word between: "not the", "pas la"."""
    last = before[-1:] if not before or not changes_nothing(before[-1], lang) else before[-2:]
    return any(negates(token, lang) for token in last)


def is_all(raw: str, lang: str) -> bool:
    """Does an answer mean every option: "all", "everything", and nothing else?"""
    telling = tuple(token for token in words(raw) if not changes_nothing(token, lang))
    return "_".join(telling) in str(near_words(lang)["all"]).split()


def is_place(token: str, lang: str) -> bool:
    """Whether a word is a number or an order: "2", "2nd", "second", "last"."""
    if token.isascii() and token.isdigit():
        return len(token) <= _LONGEST_NUMBER
    known = _words(lang).get((token,), ("", 0))[0]
    return (
        known in ("o", "L") or _ORDINAL.fullmatch(token) is not None or (not known and (token,) in small_numbers(lang))
    )


def is_part(token: str, lang: str) -> bool:
    """Whether a word may stand in an answer that only points: "2", "second", "and", "the"."""
    return is_place(token, lang) or (token,) in _words(lang)


def is_one(pair: Sequence[str], lang: str) -> bool:
    """Whether two words are "number one"."""
    return (
        _words(lang).get(tuple(pair[:1])) == ("f", 1)
        and pair[-1] in ones(lang)
        and tuple(pair[:1]) not in ordinals(lang)
    )


def leaves_out(raw: str, lang: str) -> bool:
    """Whether an answer leaves something out: "all but", "tout sauf"."""
    return holds(words(raw)[1:], phrases(near_words(lang)["except"]))


def changes_nothing(token: str, lang: str) -> bool:
    """Whether a word only stands around an answer: "please", "the"."""
    return _words(lang).get((fold(token),), ("", 0))[0] in ("f", "i")


def negates(token: str, lang: str) -> bool:
    """Whether a word takes back what follows: "not", "pas", "niet"."""
    return _words(lang).get((fold(token),), ("", 0))[0] in ("!", "x")
