"""What somebody wants put right at a review, in words: which line, and what is to stand there.

"7 should be 3 days", "la ville c'est lille", "dagen klopt niet, moet 5 zijn", "non, c'est 3 jours, pas 1". A line is named by its
number or its label; without either, by a value that only one line takes. "Days: 3" never means line 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dialogs import said
from dialogs.correction_lines import exchanged, label_said, number_of_line, people_in
from dialogs.correction_values import text_after, text_behind, value_in
from dialogs.correction_words import (
    denies,
    denies_next,
    goes_away,
    is_fixing,
    number_in,
    only_takes,
    parted,
    says_nothing,
    words_for,
)
from dialogs.questions import Given, Line, NotAnAnswer, Question, Reading
from dialogs.reading import read
from domain.answers import lengths, pointing
from domain.answers.cleaning import Word, fold, placed_words
from domain.texts import render

#: in more words a label is only one when something is said to be wrong
LABEL_WORDS = 6
#: a line may be told by so long a word of what stands in it, in letters
_TELLING = 4
#: values that are read and not only kept
READ = ("number", "date", "period", "countries", "languages", "choice", "choices", "email", "yes_no", "money")
_LISTS = ("choices", "countries", "languages")
#: "he agrees" is an answer to these, not a yes to what stands there
_PICKED = ("choice", "yes_no")
#: so many words at most speak of a line while another is open
_ASIDE_WORDS = 9
_PEOPLE = "people"
_ALONE = "alone"
NOTHING_HELD: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Correction:
    """A line to change: the `key` of its question; the `words` that answer it, or the `value` that was picked, or that a list gets.

    What it `does` besides: "out" leaves the `value` of what a list had, "empty" nothing."""

    key: str
    words: str = ""
    value: Any = None
    does: Literal["", "out", "empty"] = ""

    @property
    def fills(self) -> bool:
        """Is it said what is to stand there?"""
        return bool(self.words) or self.value is not None or self.does == "empty"


def wants_change(raw: str, lang: str) -> bool:
    """Do the words only say that something is to change: "no", "not quite right", "change something"?"""
    tokens = [token.folded for token in placed_words(raw)]
    return bool(tokens) and (said.is_no(raw, lang) or all(is_fixing(token, lang) for token in tokens))


def named(
    raw: str, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading,
    held: Mapping[str, Any] = NOTHING_HELD,
) -> Correction | None:  # fmt: skip
    """The line that the words name and what they put there, where the lines hold these values; None when they name none."""
    lang, tokens = reading.lang, placed_words(raw)
    label = label_said(raw, tokens, lines, questions, lang)
    if (out := _taken_out(raw, tokens, label, lines, questions, reading, held)) is not None:
        return out
    people = people_in(raw, tokens, lang)
    number = number_of_line(raw, tokens, len(lines), people, lang)
    if number is None and (counted := _counted(raw, tokens, people, label, lines, questions, reading)) is not None:
        return counted
    if number is not None and people > 1 and lines[number[0] - 1].key.endswith(_PEOPLE):
        return Correction(lines[number[0] - 1].key, str(people))
    if number is not None and (label is None or number[1] < label[1]):
        key = lines[number[0] - 1].key
        between = tokens[number[1] + 1 : label[1]] if label is not None else ()
        if label is not None and lines[label[0]].key == key and all(says_nothing(one, lang) for one in between):
            return _filled(key, raw, tokens, (number[1], label[2]), questions, _with_held(reading, key, held))
        return _filled(key, raw, tokens, (number[1], number[1] + 1), questions, _with_held(reading, key, held))
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
        key = lines[label[0]].key
        if key == "name" and any(
            token.folded in words_for("part_names", lang) for token in tokens[label[1] : label[2]]
        ):
            # "the surname is Neri" does not tell the whole name
            whole = _filled(key, raw, tokens, label[1:], questions, reading, label[2])
            return whole if len(whole.words.split()) > 1 else Correction(key)
        return _filled(key, raw, tokens, label[1:], questions, _with_held(reading, key, held), label[2])
    if people > 1 and label is None:
        # "we are three" is no third of the month
        return None
    return _by_value(raw, tokens, lines, questions, reading, held, wrong=wrong)


def elsewhere(
    raw: str, opened: Question, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading,
    held: Mapping[str, Any] = NOTHING_HELD,
) -> Correction | None:  # fmt: skip
    """What is said of another line while one is open: "and days should be 3", "18 yes"; None for an answer to the open one."""
    lang, tokens = reading.lang, placed_words(raw)
    if (agreed := _numbered_yes(raw, tokens, opened, lines, questions, reading)) is not None:
        return agreed
    label = label_said(raw, tokens, lines, questions, lang)
    if label is None or len(tokens) > _ASIDE_WORDS or lines[label[0]].key == opened.key:
        return None
    if not all(says_nothing(token, lang) for token in tokens[: label[1]]):
        return None
    found = named(raw, lines, questions, reading, held)
    if found is None or found.key != lines[label[0]].key:
        return None
    behind = tokens[label[2]].folded if label[2] < len(tokens) else ""
    sets = raw[tokens[label[2] - 1].end :].lstrip().startswith(":") or behind in words_for("setting", lang)
    filled = found.fills
    if opened.kind == "text":
        return found if filled and (sets or behind.isdigit()) else None
    return found if filled or sets else None


def _numbered_yes(
    raw: str, tokens: Sequence[Word], opened: Question, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading
) -> Correction | None:  # fmt: skip
    """The number of a line that asks yes or no, and a plain yes or no to it: "18 yes"."""
    if (
        len(tokens) < len(("18", "yes"))
        or not tokens[0].folded.isdigit()
        or not 1 <= int(tokens[0].folded) <= len(lines)
    ):
        return None
    question = questions.get(lines[int(tokens[0].folded) - 1].key)
    if question is None or question.kind != "yes_no" or question.key == opened.key:
        return None
    return _settled(question, raw, tokens, 1, reading)


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
    if people == 1 and (label is None or _asks_company(lines[label[0]].key)):
        for line in lines:
            asked = questions.get(line.key)
            if asked is not None and _asks_company(line.key) and _ALONE in [option.id for option in asked.options]:
                return Correction(line.key, value=_ALONE)
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


def _with_held(reading: Reading, key: str, held: Mapping[str, Any]) -> Reading:
    """With the day that stands there: "the 15th" is in its month."""
    return replace(reading, proposed=(held[key],)) if isinstance(held.get(key), str) else reading


def _taken_out(
    raw: str, tokens: Sequence[Word], label: tuple[int, int, int] | None, lines: Sequence[Line],
    questions: Mapping[str, Question], reading: Reading, held: Mapping[str, Any],
) -> Correction | None:  # fmt: skip
    """The list that loses what the words take out of it, "take German out", where something stays in it."""
    lang = reading.lang
    if not _goes(tokens, lang):
        return None
    beside = range(label[1], label[2]) if label is not None else range(0)
    words = " ".join(
        raw[token.start : token.end]
        for at, token in enumerate(tokens)
        if at not in beside and not only_takes(token, lang)
    )
    if not words or len(words.split()) > LABEL_WORDS:
        return None
    found = []
    for line in lines if label is None else (lines[label[0]],):
        question, values = questions.get(line.key), held.get(line.key)
        if (
            question is None
            or question.kind not in _LISTS
            or question.others is not None
            or not isinstance(values, list)
        ):
            continue
        try:
            read_out = read(question, Given(words=words), replace(reading, proposed=()))
        except NotAnAnswer:
            continue
        gone = [_code(one) for one in read_out or ()]
        here = [_code(one) for one in values]
        if gone and set(gone) < set(here):
            found.append(Correction(line.key, value=[one for one in values if _code(one) not in gone], does="out"))
    return found[0] if len(found) == 1 else None


def _goes(tokens: Sequence[Word], lang: str) -> bool:
    """Is something to go, and is that not denied?"""
    away = [token for token in tokens if goes_away(token.folded, lang)]
    return bool(away) and not any(denies(token.folded, lang) for token in tokens if token not in away)


def _code(one: Any) -> Any:
    return one[0] if isinstance(one, list | tuple) else one


def _empties(raw: str, tokens: Sequence[Word], about: tuple[int, int], lang: str) -> bool:
    """Do the words beside the name of the line only say that nothing is to stand there: "drop the address", "phone: none"?"""
    beside = [*tokens[: about[0]], *tokens[about[1] :]]
    if _goes(beside, lang):
        return all(only_takes(one, lang) for one in beside)
    rest = raw[tokens[about[1]].start :] if about[1] < len(tokens) else ""
    colon = raw[tokens[about[1] - 1].end :].lstrip().startswith(":")
    return bool(rest) and said.is_nothing(rest, lang) and (colon or not said.is_no(rest, lang))


def _settled(question: Question, raw: str, tokens: Sequence[Word], after: int, reading: Reading) -> Correction | None:
    """A plain yes or no to a question of that kind, or "I don't know yet" where that may be said: "18 yes"."""
    lang = reading.lang
    rest = raw[tokens[after].start :] if after < len(tokens) else ""
    if question.kind == "yes_no":
        if rest and (said.only_agrees(rest, lang) or said.is_no(rest, lang)):
            return Correction(question.key, value=said.only_agrees(rest, lang))
        return None
    for at in range(after, len(tokens)):
        words = raw[tokens[at].start :]
        if said.is_unsure(words, lang):
            if not _reads(question, words, reading):
                return None
            value = read(question, Given(words=words), reading)
            return (
                Correction(question.key, value=value) if question.kind in _PICKED else Correction(question.key, words)
            )
        if not (is_fixing(tokens[at].folded, lang) or (at + 1 < len(tokens) and parted(raw, tokens, at + 1))):
            # what stands before a comma may be denied: "money isn't a grant, I don't know yet"
            following = next((n for n in range(at + 1, len(tokens)) if parted(raw, tokens, n)), None)
            if following is None or not any(denies(one.folded, lang) for one in tokens[after:following]):
                return None
    return None


def _filled(
    key: str, raw: str, tokens: Sequence[Word], about: tuple[int, ...], questions: Mapping[str, Question], reading: Reading,
    label_end: int = 0,
) -> Correction:  # fmt: skip
    """The line with what the words after its name put there, or before its label, when that can be read; else only the line.

    `about` is where the name of the line begins and ends."""
    start, after = about
    question, lang = questions.get(key), reading.lang
    if question is None:
        return Correction(key)
    if question.optional and question.kind != "yes_no" and _empties(raw, tokens, (start, after), lang):
        return Correction(key, does="empty")
    if question.kind in (*_PICKED, "period", "countries") and (
        settled := _settled(question, raw, tokens, after, reading)
    ):
        return settled
    if question.kind not in READ:
        words = text_after(raw, tokens, after, lang) if question.bare else ""
        leading = all(says_nothing(one, lang) for one in tokens[:start])
        if not words and question.bare and leading:
            words = text_behind(raw, tokens, after, lang, name=question.bare == "person")
        colon = raw[tokens[after - 1].end :].lstrip()
        if (
            not question.bare
            and leading
            and colon.startswith(":")
            and not any(denies(one.folded, lang) for one in tokens[after:])
        ):
            words = colon[1:].strip()
        return Correction(key, words if words and _reads(question, words, reading) else "")
    adding = words_for("adding", lang)
    adds = any(token.folded in adding for token in tokens)
    words = value_in(raw, [token for token in tokens[after:] if token.folded not in adding], lang)
    denied = any(
        denies(tokens[at].folded, lang) and not denies_next(raw, tokens, at, lang) for at in range(after, len(tokens))
    )
    if not words and not denied:
        # "it is 3 days, not 1": the value stands before the label, or is one with it
        before = [one for one in tokens[: start if question.kind == "date" else label_end] if one.folded not in adding]
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
    raw: str, tokens: Sequence[Word], lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading,
    held: Mapping[str, Any], *, wrong: bool,
) -> Correction | None:  # fmt: skip
    """The one line that takes the words as its value, or that holds a word that is said to be wrong."""
    lang = reading.lang
    adding = words_for("adding", lang)
    words = value_in(raw, [token for token in tokens if token.folded not in adding], lang)
    if words and len(words.split()) <= LABEL_WORDS:
        taking = [
            questions[line.key]
            for line in lines
            if _takes(
                questions.get(line.key),
                _dated(questions.get(line.key), raw, tokens, words, lang),
                _with_held(reading, line.key, held),
            )
        ]
        if len(taking) > 1:
            # "norvège" is a slip of the language, and the very name of the country
            taking = [one for one in taking if _is_named(one, words, reading)]
        if len(taking) == 1 and taking[0].kind not in _LISTS:
            return Correction(taking[0].key, words)
        if len(taking) == 1:
            # in the place of the others, or beside them?
            adds = any(token.folded in adding for token in tokens)
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


def _is_named(question: Question, words: str, reading: Reading) -> bool:
    """Is what the words are read as in them, as we write it?"""
    value = read(question, Given(words=words), reading) if question.kind in _LISTS else None
    return bool(value) and fold(render(question.show(value), reading.lang)) in fold(words)


def _dated(question: Question | None, raw: str, tokens: Sequence[Word], words: str, lang: str) -> str:
    """A number with the word before it, where it may be a day: "the 15th", "il 15"; empty for a bare one."""
    if question is None or question.kind != "date" or number_in(fold(words), lang) is None:
        return words
    at = next((n for n, token in enumerate(tokens) if raw[token.start :].startswith(words)), 0)
    return f"{tokens[at - 1].folded} {words}" if at else ""


def _takes(question: Question | None, words: str, reading: Reading) -> bool:
    """Can only this kind of question have such an answer?"""
    if question is None or not words:
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
