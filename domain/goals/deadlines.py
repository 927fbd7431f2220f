"""Finds the deadline in a goal written in plain words: '15 mars', 'bis Ende Juni', 'within two weeks of my return'.

Source: DOMAIN section 5.2, row T; vague phrases ('one day', 'plus tard', 'irgendwann') are not deadlines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.goals.deadline_grammar import rules
from domain.goals.time_letters import Anchor, Found, Frame, letter_all
from domain.goals.tokens import Token, readable
from domain.goals.words import Words, words


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written. `day` is None when it is open, such as the last day of a stay whose dates are unknown.

    `anchor` says what the day hangs on: a calendar 'date', the 'start' or 'end' of the stay, or today ('relative').
    """

    day: date | None
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Times:
    """All time phrases of a text. `busy` holds the indexes of every token that speaks of time, `firm` those of the
    deadlines, `vague` those of phrases such as 'one day' or 'as soon as possible'. `spans` gives the tokens of each
    deadline, `ahead` tells whether one of them is still to come, `coming` are the tokens of those that are."""

    deadlines: tuple[Deadline, ...]
    spans: tuple[range, ...]
    ahead: bool
    coming: frozenset[int]
    busy: frozenset[int]
    firm: frozenset[int]
    vague: frozenset[int]


def find_deadline(
    text: str, lang: str, *, today: date, start: date | None = None, end: date | None = None
) -> Deadline | None:
    """The deadline a text names, or None; `lang` is one of words.LANGUAGES.

    Days without a year are the next ones from `today` (or from `start` of the stay); of several deadlines one still
    ahead goes first, then the latest. Never raises, whatever the text.
    """
    text = readable(text)
    lists = words(lang)
    return best_deadline(read_times(text, lists.read(text), lists, Frame(today, start, end)).deadlines, today)


def best_deadline(deadlines: Sequence[Deadline], today: date, latest: date = date.max) -> Deadline | None:
    """The one that binds: ahead of us and not after the `latest` day, rather than ahead, rather than past; of several
    the last. An open one counts as ahead."""

    def rank(deadline: Deadline) -> tuple[bool, bool, date]:
        day = deadline.day or today
        return today <= day <= latest, day >= today, day

    return max(deadlines, key=rank, default=None)


def read_times(text: str, read: Sequence[Token], lists: Words, frame: Frame) -> Times:
    """Reads every time phrase among the tokens of `text`."""
    lettered = letter_all(read, lists)
    letters = lettered.letters  # those that no rule has taken yet
    deadlines: list[Deadline] = []
    spans: list[range] = []
    busy: set[int] = set()
    loose: set[int] = set()
    for pattern, meaning in rules(lists.traits):
        for match in pattern.finditer(letters):
            meant = meaning(Found(match, read, lettered, lists, frame))
            if meant == "no":
                continue
            letters = letters[: match.start()] + "_" * len(match[0]) + letters[match.end() :]
            first, stop = lettered.spans[match.start()][0], lettered.spans[match.end() - 1][1]
            busy.update(range(first, stop))
            if meant == "vague":
                loose.update(range(first, stop))
            if isinstance(meant, tuple):
                deadlines.append(Deadline(meant[0], text[read[first].start : read[stop - 1].end], meant[1]))
                spans.append(range(first, stop))
    firm = frozenset(index for span in spans for index in span)
    loose.update(_vague_words(read, lists, firm))
    # 'before the holidays' may be any year's
    ahead = any(day >= frame.today if (day := deadline.day) else deadline.anchor != "date" for deadline in deadlines)
    pairs = zip(deadlines, spans, strict=True)
    coming = frozenset(i for one, span in pairs if one.day is None or one.day >= frame.today for i in span)
    return Times(tuple(deadlines), tuple(spans), ahead, coming, frozenset(busy | loose), firm, frozenset(loose))


def _vague_words(read: Sequence[Token], lists: Words, firm: frozenset[int]) -> Iterator[int]:
    phrases = lists.phrases["vague_time"]
    for index, token in enumerate(read):
        if index in firm:
            continue
        if lists.has(token.text, "vague_time"):
            yield index
        if phrase := phrases.at(read, index):
            yield from range(index, index + phrase[0])
