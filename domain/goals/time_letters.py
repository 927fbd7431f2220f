"""Turns the words of a goal into letters, one for each kind of time word, for the grammar in deadline_grammar.

"within two weeks of my return" becomes "JNUddR". Letters of words: see _CLASSES in time_words; of numbers and marks:
N number, i the figure 1, h a figure with an ordinal ending ('15th'), Y a year, @ a full date, # day and month ('15/3'),
c a time of day, and - , . % for marks; x is any other word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.goals.time_words import UNITS
from domain.goals.tokens import Token
from domain.goals.verb_forms import FINITE, FIRST, INFINITIVE
from domain.goals.words import Words

Anchor = Literal["date", "start", "end", "relative"]
Meaning = tuple[date | None, Anchor] | Literal["busy", "vague", "no"]
"""What a match means: a day (None while open) and what it hangs on; of time, but no deadline ('busy', 'vague'); or not of
time at all ('no')."""
FIRST_YEAR, LAST_YEAR = 1900, 2200  # four figures between them are a year


@dataclass(frozen=True, slots=True)
class Frame:
    """What days are counted from: today and the stay, as far as it is known."""

    today: date
    start: date | None
    end: date | None

    @property
    def base(self) -> date:
        """A day without a year is the next one from here: nobody plans for before the stay."""
        return max(self.today, self.start or self.today)


@dataclass(frozen=True, slots=True)
class Lettered:
    """The letters of a text and, for each, the span of tokens behind it (phrases have several)."""

    letters: str
    spans: tuple[tuple[int, int], ...]


class Found:
    """One match of the grammar, with the words and numbers behind its letters."""

    def __init__(self, match: re.Match[str], read: Sequence[Token], lettered: Lettered, lists: Words, frame: Frame):
        self.match, self.read, self.lettered, self.lists, self.frame = match, read, lettered, lists, frame
        self._groups = match.groupdict()

    def has(self, group: str) -> bool:
        """Whether the group is in the rule and took part in the match."""
        return bool(self._groups.get(group))

    def letters(self, group: str) -> str:
        """The letters the group matched, or nothing."""
        return self._groups.get(group) or ""

    def text(self, group: str) -> str:
        """The folded words behind the group."""
        start, end = self.match.span(group)
        return " ".join(token.text for first, stop in self.lettered.spans[start:end] for token in self.read[first:stop])

    def value(self, group: str) -> int:
        """The number behind the group: a figure, or the place of the word in its list; 1 if it has none."""
        text = self.text(group)
        figure = re.match(r"\d{1,9}", text)
        value = int(figure[0]) if figure else self.lists.values.get(text, 1)
        # counted from Sunday: the second day is Monday
        return value - 2 if self.letters(group) == "w" and text in self.lists.weekday_ordinals else value

    def unit(self) -> str:
        """Name of the time unit in group 'u'."""
        return UNITS[self.value("u")]

    def year(self) -> int | None:
        """Year in group 'y'."""
        return self.value("y") if self.has("y") else None

    def follows(self) -> str:
        """The letter after the match."""
        end = self.match.end()
        return self.match.string[end] if end < len(self.match.string) else "."

    def next_word(self) -> str:
        """The word after the match, or nothing."""
        end = self.match.end()
        return self.read[self.lettered.spans[end][0]].text if end < len(self.match.string) else ""

    def precedes(self) -> tuple[str, str]:
        """The letter and the word before the match."""
        start = self.match.start()
        if not start:
            return ".", ""
        return self.match.string[start - 1], self.read[self.lettered.spans[start - 1][1] - 1].text


def letter_all(read: Sequence[Token], lists: Words) -> Lettered:
    """Letters for all tokens; the longest phrase wins over its words."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(read):
        letter, length = _letter(read[index], lists), 1
        if phrase := lists.time_phrases.at(read, index):
            length, letter = phrase
        letters.append(letter)
        spans.append((index, index + length))
        index += length
    _guard(letters, spans, read, lists)
    return Lettered("".join(letters), tuple(spans))


def _letter(token: Token, lists: Words) -> str:
    text = token.text
    match token.kind:
        case "word":
            return lists.time.get(text, "x")
        case "number":
            if text == "1":
                return "i"
            return "Y" if len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) < LAST_YEAR else "N"
        case "ordinal":
            return "h"
        case "date":
            return "@"
        case "day":
            return "#"
        case "clock":
            return "c"
        case _:
            return "-" if text in "-‐‑–—/" else "," if text in ",;:()" else "." if text in ".!?…" else "%"


def _counts_a_noun(letters: list[str], place: int, following: Sequence[Token], lists: Words) -> bool:
    """Whether the word after an ordinal is what it counts: a unit, a stay, or another noun."""
    letter = letters[place + 1] if place + 1 < len(letters) else "."
    if letter != "x" or following[0].kind != "word":
        return letter in "uUTpg"
    text = following[0].text
    acts = lists.verbs.get(text, ("", 0))[1] & (INFINITIVE | FINITE | FIRST)
    return not acts and not lists.has(text, "stop")


def _guard(letters: list[str], spans: Sequence[tuple[int, int]], read: Sequence[Token], lists: Words) -> None:
    """'May', 'march', 'été' are time words only in company that shows it."""
    for place, (first, stop) in enumerate(spans):
        if read[first].text in lists.first_before_unit and letters[place + 1 : place + 2] in (["u"], ["U"], ["T"]):
            letters[place] = "o"  # Italian 'prima' is 'before' and 'first'
        if read[first].text in lists.weekday_ordinals and not _counts_a_noun(
            letters, place, read[stop : stop + 1], lists
        ):
            letters[place] = "w"  # Portuguese 'segunda' is 'second' and 'Monday'
        company = lists.guarded.get(read[first].text) if stop - first == 1 else None
        if company is None or letters[place] == "x":
            continue
        before = letters[place - 1] if place else " "
        after = letters[place + 1] if place + 1 < len(letters) else " "
        if before not in company and not (after in "YNih" and letters[place] == "M"):
            letters[place] = "x"
