"""What somebody wants put right at a review, in words: which line, and what is to stand there.

"7 should be 3 days", "la ville c'est lille", "dagen klopt niet, moet 5 zijn", "non, c'est 3 jours, pas 1". A line is named by its
number or its label; without either, by a value that only one line takes. "Days: 3" never means line 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogs import said
from dialogs.correction_lines import exchanged, label_said, number_of_line, people_in
from dialogs.correction_values import text_after, value_in
from dialogs.correction_words import (
    denies,
    denies_next,
    is_fixing,
    number_in,
    says_nothing,
    words_for,
)
from dialogs.questions import Given, Line, NotAnAnswer, Question, Reading
from dialogs.reading import read
from domain.answers import lengths, pointing
from domain.answers.cleaning import Word, placed_words
from domain.texts import render

#: in more words a label is only one when something is said to be wrong
LABEL_WORDS = 6
#: a line may be told by so long a word of what stands in it, in letters
_TELLING = 4
#: values that are read and not only kept
_READ = ("number", "date", "period", "countries", "languages", "choice", "choices", "email", "yes_no", "money")
_LISTS = ("choices", "countries", "languages")
#: "he agrees" is an answer to these, not a yes to what stands there
_PICKED = ("choice", "yes_no")
#: so many words at most speak of a line while another is open
_ASIDE_WORDS = 9
_PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line to change: the `key` of its question; the `words` that answer it, or the `value` that was picked or is added."""

    key: str
    words: str = ""
    value: Any = None


def wants_change(raw: str, lang: str) -> bool:
    """Do the words only say that something is to change: "no", "not quite right", "change something"?"""
    tokens = [token.folded for token in placed_words(raw)]
    return bool(tokens) and (said.is_no(raw, lang) or all(is_fixing(token, lang) for token in tokens))


def named(raw: str, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading) -> Correction | None:
    """The line that the words name and what they put there; None when they name none."""
    lang, tokens = reading.lang, placed_words(raw)
    label = label_said(raw, tokens, lines, questions, lang)
    people = people_in(raw, tokens, lang)
    number = number_of_line(raw, tokens, len(lines), people, lang)
    if number is None and (counted := _counted(raw, tokens, people, label, lines, questions, reading)) is not None:
        return counted
    if number is not None and people > 1 and lines[number[0] - 1].key.endswith(_PEOPLE):
        return Correction(lines[number[0] - 1].key, str(people))
    if number is not None and (label is None or number[1] < label[1]):
        return _filled(lines[number[0] - 1].key, raw, tokens, number[1] + 1, questions, reading)
    wrong = any(denies(token.folded, lang) for token in tokens)
    puts = (
        wrong
        or (label is not None and raw[tokens[label[2] - 1].end :].lstrip().startswith(":"))
        or any(
            token.folded
            in {*words_for("setting", lang), *words_for("adding", lang), *pointing.near_words(lang)["but"].split()}
            for token in tokens
        )
    )
    if label is not None and (puts or len(tokens) <= LABEL_WORDS):
        return _filled(lines[label[0]].key, raw, tokens, label[2], questions, reading, label[2])
    return _by_value(raw, tokens, lines, questions, reading, wrong=wrong)


def elsewhere(
    raw: str, opened: Question, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading
) -> Correction | None:
    """What is said of another line while one is open: "and days should be 3", "people 3"; None for an answer to the open one."""
    lang, tokens = reading.lang, placed_words(raw)
    label = label_said(raw, tokens, lines, questions, lang)
    if label is None or len(tokens) > _ASIDE_WORDS or lines[label[0]].key == opened.key:
        return None
    if not all(says_nothing(token, lang) for token in tokens[: label[1]]):
        return None
    found = named(raw, lines, questions, reading)
    if found is None or found.key != lines[label[0]].key:
        return None
    behind = tokens[label[2]].folded if label[2] < len(tokens) else ""
    sets = raw[tokens[label[2] - 1].end :].lstrip().startswith(":") or behind in words_for("setting", lang)
    filled = bool(found.words) or found.value is not None
    if opened.kind == "text":
        return found if filled and (sets or behind.isdigit()) else None
    return found if filled or sets else None


def _counted(
    raw: str, tokens: Sequence[Word], people: int, label: tuple[int, int, int] | None, lines: Sequence[Line],
    questions: Mapping[str, Question], reading: Reading,
) -> Correction | None:  # fmt: skip
    """The line that a number of people speaks of, or the one that holds the number that is denied: "3, not 2"."""
    lang = reading.lang
    if people > 1 and (label is None or _asks_company(lines[label[0]].key)):
        going = [line.key for line in lines if _asks_company(line.key) and line.key in questions]
        for key in sorted(going, key=lambda one: not one.endswith(_PEOPLE)):
            words = str(people) if key.endswith(_PEOPLE) else raw
            return Correction(key, words if _reads(questions[key], words, reading) else "")
        return None
    old, new = exchanged(tokens, lang)
    if label is not None or old == new:
        return None
    holding = [
        line.key
        for line in lines
        if line.key in questions
        and questions[line.key].kind == "number"
        and str(old) in [token.folded for token in placed_words(render(line.value, lang))]
    ]
    if len(holding) == 1 and _reads(questions[holding[0]], str(new), reading):
        return Correction(holding[0], str(new))
    return None


def _asks_company(key: str) -> bool:
    return key.rsplit(".", 1)[-1] in (_PEOPLE, "together")


def _filled(
    key: str, raw: str, tokens: Sequence[Word], after: int, questions: Mapping[str, Question], reading: Reading,
    label_end: int = 0,
) -> Correction:  # fmt: skip
    """The line with what the words after its name put there, or before its label, when that can be read; else only the line."""
    question, lang = questions.get(key), reading.lang
    if question is None:
        return Correction(key)
    if question.kind not in _READ:
        words = text_after(raw, tokens, after, lang) if question.bare else ""
        return Correction(key, words if words and _reads(question, words, reading) else "")
    adding = words_for("adding", lang)
    adds = any(token.folded in adding for token in tokens)
    words = value_in(raw, [token for token in tokens[after:] if token.folded not in adding], lang)
    denied = any(
        denies(tokens[at].folded, lang) and not denies_next(raw, tokens, at, lang) for at in range(after, len(tokens))
    )
    if not words and not denied:
        # "it is 3 days, not 1": the value stands before the label, or is one with it
        before = [token for token in tokens[:label_end] if token.folded not in adding]
        words = value_in(raw, before, lang)
        listed = adds and question.kind in _LISTS
        words = words if listed or any(number_in(token.folded, lang) for token in placed_words(words)) else ""
    if question.kind in ("number", "choice") and not (words and _reads(question, words, reading)):
        # "zu dritt", "au courant": a small word that tells
        whole = raw[tokens[after].start :] if after < len(tokens) else ""
        words = whole if not any(denies(token.folded, lang) for token in tokens[after:]) else ""
    if not words or not _reads(question, words, reading):
        return Correction(key)
    if (adds and question.kind in _LISTS) or question.kind in _PICKED:
        return Correction(key, value=read(question, Given(words=words), reading))
    return Correction(key, words)


def _by_value(
    raw: str, tokens: Sequence[Word], lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading, *, wrong: bool
) -> Correction | None:  # fmt: skip
    """The one line that takes the words as its value, or that holds a word that is said to be wrong."""
    lang = reading.lang
    words = value_in(raw, tokens, lang)
    if words and len(words.split()) <= LABEL_WORDS:
        taking = [questions[line.key] for line in lines if _takes(questions.get(line.key), words, reading)]
        if len(taking) == 1 and taking[0].kind not in _LISTS:
            return Correction(taking[0].key, words)
        if len(taking) == 1:
            # in the place of the others, or beside them?
            adds = any(token.folded in words_for("adding", lang) for token in tokens)
            return Correction(taking[0].key, value=read(taking[0], Given(words=words), reading) if adds else None)
    if not wrong:
        return None
    telling = {token.folded for token in tokens if len(token.folded) >= _TELLING and not is_fixing(token.folded, lang)}
    holding = [
        line.key
        for line in lines
        if telling.intersection(token.folded for token in placed_words(render(line.value, lang)))
    ]
    return Correction(holding[0]) if len(holding) == 1 else None


def _takes(question: Question | None, words: str, reading: Reading) -> bool:
    """Can only this kind of question have such an answer?"""
    if question is None:
        return False
    if question.kind == "number":
        counted = question.unit == "days" and bool(lengths.lengths(words, reading.lang))
        return counted and _reads(question, words, reading)
    return question.kind in ("email", "period", "date", "countries", "languages") and _reads(question, words, reading)


def _reads(question: Question, words: str, reading: Reading) -> bool:
    try:
        return read(question, Given(words=words), reading) is not None
    except NotAnAnswer:
        return False
