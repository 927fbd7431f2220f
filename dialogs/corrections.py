"""What somebody wants put right at a review, in words: which line, and what is to stand there.

"7 should be 3 days", "la ville c'est lille", "dagen klopt niet, moet 5 zijn", "non, c'est 3 jours, pas 1". A line is named by its
number or its label; without either, by a value that only one line takes. "Days: 3" never means line 3.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from dialogs import said
from dialogs.questions import Given, Line, NotAnAnswer, Question, Reading
from dialogs.reading import read
from domain.answers import lengths, number_lexicon, pointing, yes_no
from domain.answers.cleaning import fold
from domain.answers.company import company
from domain.texts import render
from domain.vocabulary import vocabulary
from locales import formats

#: in more words a label is only one when something is said to be wrong
LABEL_WORDS = 6
#: a name or a town has so many words at most
_NAME_WORDS = 6
#: a line may be told by so long a word of what stands in it, in letters
_TELLING = 4
#: endings that make a plural: "jour" and "jours", "Tag" and "Tage"
_ENDING, _STEM = 2, 3
#: from so many letters on a label may be typed with a slip
_SLIP = 5
_WORD = re.compile(r"[^\W_]+")
#: values that are read and not only kept
_READ = ("number", "date", "period", "countries", "languages", "choice", "choices", "email", "yes_no", "money")
_LISTS = ("choices", "countries", "languages")
#: "he agrees" is an answer to these, not a yes to what stands there
_PICKED = ("choice", "yes_no")

#: so many words at most speak of a line while another is open
_ASIDE_WORDS = 9
_PEOPLE = "people"
#: so many words before a number an "instead of" stands
_INSTEAD = 2
_CLAUSE = re.compile("[,;.!]")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A line to change: the `key` of its question; the `words` that answer it, or the `value` that was picked or is added."""

    key: str
    words: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class _Token:
    """A folded word and where it stands."""

    word: str
    start: int
    end: int


def wants_change(raw: str, lang: str) -> bool:
    """Do the words only say that something is to change: "no", "not quite right", "change something"?"""
    tokens = [token.word for token in _tokens(raw)]
    return bool(tokens) and (said.is_no(raw, lang) or all(_is_fixing(token, lang) for token in tokens))


def named(raw: str, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading) -> Correction | None:
    """The line that the words name and what they put there; None when they name none."""
    lang, tokens = reading.lang, _tokens(raw)
    label = _label(raw, tokens, lines, questions, lang)
    people = _people(raw, tokens, lang)
    number = _number(raw, tokens, len(lines), people, lang)
    if number is None and (counted := _counted(raw, tokens, people, label, lines, questions, reading)) is not None:
        return counted
    if number is not None and people > 1 and lines[number[0] - 1].key.endswith(_PEOPLE):
        return Correction(lines[number[0] - 1].key, str(people))
    if number is not None and (label is None or number[1] < label[1]):
        return _filled(lines[number[0] - 1].key, raw, tokens, number[1] + 1, questions, reading)
    wrong = any(_denies(token.word, lang) for token in tokens)
    puts = (
        wrong
        or (label is not None and raw[tokens[label[2] - 1].end :].lstrip().startswith(":"))
        or any(
            token.word in {*_words("setting", lang), *_words("adding", lang), *pointing.near_words(lang)["but"].split()}
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
    lang, tokens = reading.lang, _tokens(raw)
    label = _label(raw, tokens, lines, questions, lang)
    if label is None or len(tokens) > _ASIDE_WORDS or lines[label[0]].key == opened.key:
        return None
    if not all(_says_nothing(token, lang) for token in tokens[: label[1]]):
        return None
    found = named(raw, lines, questions, reading)
    if found is None or found.key != lines[label[0]].key:
        return None
    behind = tokens[label[2]].word if label[2] < len(tokens) else ""
    sets = raw[tokens[label[2] - 1].end :].lstrip().startswith(":") or behind in _words("setting", lang)
    filled = bool(found.words) or found.value is not None
    if opened.kind == "text":
        return found if filled and (sets or behind.isdigit()) else None
    return found if filled or sets else None


def _tokens(raw: str) -> list[_Token]:
    return [_Token(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(raw)]


def _people(raw: str, tokens: Sequence[_Token], lang: str) -> int:
    """How many go, where the words say so: "we're four, not three"; 0 when they do not."""
    told = company(raw, lang)
    negated = [token.start for token in tokens if _negates(token.word, lang)]
    if told is not None and negated:
        # "no somos dos, somos tres", "we zijn met 3 niet met 2"
        told = company(raw[: negated[0]], lang) or next(
            (
                one
                for part in _CLAUSE.split(raw)
                if not any(_negates(token.word, lang) for token in _tokens(part))
                and (one := company(part, lang)) is not None
            ),
            told,
        )
    return max(told or 0, 0)


def _counted(
    raw: str, tokens: Sequence[_Token], people: int, label: tuple[int, int, int] | None, lines: Sequence[Line],
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
    old, new = _exchanged(tokens, lang)
    if label is not None or old == new:
        return None
    holding = [
        line.key
        for line in lines
        if line.key in questions
        and questions[line.key].kind == "number"
        and str(old) in [token.word for token in _tokens(render(line.value, lang))]
    ]
    if len(holding) == 1 and _reads(questions[holding[0]], str(new), reading):
        return Correction(holding[0], str(new))
    return None


def _asks_company(key: str) -> bool:
    return key.rsplit(".", 1)[-1] in (_PEOPLE, "together")


def _exchanged(tokens: Sequence[_Token], lang: str) -> tuple[int, int]:
    """The number that is denied and the one in its place, "three, not four"; two equal ones when nothing of the kind is said."""
    if any(token.word in _words("line", lang) for token in tokens):
        return 0, 0
    values = [(at, value) for at, token in enumerate(tokens) if (value := _value(token.word, lang)) is not None]
    # "one" is mostly an article, but not after a "not"
    for at in range(1, len(tokens)):
        if (tokens[at].word,) in _articles(lang) and _negates(tokens[at - 1].word, lang):
            values.append((at, 1))
    denied = {value for at, value in values if _gone(tokens, at, lang)}
    put = {value for _, value in values} - denied
    if len(denied) != 1 or len(put) != 1 or len(values) != len(denied) + len(put):
        return 0, 0
    return denied.pop(), put.pop()


def _gone(tokens: Sequence[_Token], at: int, lang: str) -> bool:
    """Does "not" or "instead of" stand before a number?"""
    if at and _negates(tokens[at - 1].word, lang):
        return True
    instead = next(
        (n for n in range(at - 1, max(at - _INSTEAD, 0) - 1, -1) if tokens[n].word in _words("instead", lang)), None
    )
    return instead is not None and all(_is_fixing(one.word, lang) for one in tokens[instead + 1 : at])


def _number(
    raw: str, tokens: Sequence[_Token], most: int, people: int, lang: str
) -> tuple[int, int] | None:  # fmt: skip
    """The number of a line and the place of its word; none that counts `people`, or takes the place of another number."""
    before_any = True
    exchanged = _exchanged(tokens, lang)
    for at, token in enumerate(tokens):
        value = _value(token.word, lang)
        colon = raw[token.end :].lstrip().startswith(":")
        following = tokens[at + 2 : at + 3]
        # "we're two, line 3 is wrong"
        behind = tokens[at + 1 : at + 2] if not following or _value(following[0].word, lang) is None else ()
        lined = {one.word for one in (*tokens[max(at - 1, 0) : at], *behind)} & _words("line", lang)
        counts = (people > 1 and value in (people, people - 1)) or any(
            one.word in _words("counting", lang) for one in tokens[max(at - _STEM, 0) : at]
        )
        if value is not None and not lined and not colon and (counts or exchanged[0] != exchanged[1]):
            before_any = False
            continue
        if value is None:
            before_any = before_any and (_is_fixing(token.word, lang) or token.word in _words("line", lang))
            continue
        if not 1 <= value <= most:
            before_any = False
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        marked = bool(lined) or (at > 0 and after is None and _negates(tokens[at - 1].word, lang))
        alone = after is None or raw[token.end : after.start].strip(" ") not in ("", "'", "’")
        fixed = after is not None and (_is_fixing(after.word, lang) or after.word in _words("adding", lang))
        first = at == 0 and token.word.isdigit()
        if marked or (before_any and (alone or fixed or first) and not _counts(tokens, at, lang)):
            return value, at
        before_any = False
    return None


def _value(word: str, lang: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 else None
    return number_lexicon.ordinals(lang).get((word,)) or (
        number_lexicon.small_numbers(lang).get((word,)) if (word,) not in _articles(lang) else None
    )


@cache
def _articles(lang: str) -> frozenset[Phrase]:
    """ "One" is mostly an article."""
    return frozenset(phrase for phrase, value in number_lexicon.small_numbers(lang).items() if value == 1)


def _counts(tokens: Sequence[_Token], at: int, lang: str) -> bool:
    """Does the number count days or weeks, or belong to a date: "3 jours", "5 mai"?"""
    if at + 1 < len(tokens) and tokens[at + 1].word[:_STEM] in _months(lang):
        return True
    return bool(lengths.lengths(" ".join(token.word for token in tokens[at : at + 2]), lang))


@cache
def _months(lang: str) -> frozenset[str]:
    """How the names of the months begin."""
    return frozenset(fold(formats.month_name(number, lang))[:_STEM] for number in range(1, 13))


def _label(
    raw: str, tokens: Sequence[_Token], lines: Sequence[Line], questions: Mapping[str, Question], lang: str
) -> tuple[int, int, int] | None:
    """The line whose label is said, the longest one first: its place, and where the words of the label begin and end."""
    counting = any(token.word.isdigit() for token in tokens)
    found: list[tuple[bool, bool, int, bool, int, int, int]] = []
    for place, line in enumerate(lines):
        for phrase in _names(line, lang):
            for at in range(len(tokens) - len(phrase) + 1):
                here = [token.word for token in tokens[at : at + len(phrase)]]
                if all(_same(word, other) for word, other in zip(here, phrase, strict=True)):
                    counted = counting and line.key in questions and questions[line.key].kind == "number"
                    end = at + len(phrase)
                    # "money: my employer pays"
                    colon = raw[tokens[end - 1].end :].lstrip().startswith(":")
                    size = sum(map(len, phrase))
                    found.append((not colon, tuple(here) != phrase, -size, not counted, at, place, end))
    if not found:
        return None
    *_, at, place, end = min(found)
    return place, at, end


def _names(line: Line, lang: str) -> frozenset[Phrase]:
    own = tuple(token.word for token in _tokens(render(line.label, lang)))
    known = line.label.key.removesuffix(".label")
    return _aliases(known.replace("cv.", "profile."), lang) | ({own} if own else frozenset())


@cache
def _aliases(key: str, lang: str) -> frozenset[Phrase]:
    listed = vocabulary("corrections").get(key, {}).get(lang, "")
    return frozenset(phrase for part in listed.split(",") if (phrase := tuple(token.word for token in _tokens(part))))


def _same(word: str, other: str) -> bool:
    """Are they one word, one and its plural, or one with a slip?"""
    if word == other:
        return True
    if min(len(word), len(other)) >= _SLIP and OSA.distance(word, other, score_cutoff=1) <= 1:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _ENDING


def _filled(
    key: str, raw: str, tokens: Sequence[_Token], after: int, questions: Mapping[str, Question], reading: Reading,
    label_end: int = 0,
) -> Correction:  # fmt: skip
    """The line with what the words after its name put there, or before its label, when that can be read; else only the line."""
    question, lang = questions.get(key), reading.lang
    if question is None:
        return Correction(key)
    if question.kind not in _READ:
        words = _text_after(raw, tokens, after, lang) if question.bare else ""
        return Correction(key, words if words and _reads(question, words, reading) else "")
    adding = _words("adding", lang)
    adds = any(token.word in adding for token in tokens)
    words = _value_in(raw, [token for token in tokens[after:] if token.word not in adding], lang)
    denied = any(
        _denies(tokens[at].word, lang) and not _denies_next(raw, tokens, at, lang) for at in range(after, len(tokens))
    )
    if not words and not denied:
        # "it is 3 days, not 1": the value stands before the label, or is one with it
        before = [token for token in tokens[:label_end] if token.word not in adding]
        words = _value_in(raw, before, lang)
        listed = adds and question.kind in _LISTS
        words = words if listed or any(_value(token.word, lang) for token in _tokens(words)) else ""
    if question.kind in ("number", "choice") and not (words and _reads(question, words, reading)):
        # "zu dritt", "au courant": a small word that tells
        whole = raw[tokens[after].start :] if after < len(tokens) else ""
        words = whole if not any(_denies(token.word, lang) for token in tokens[after:]) else ""
    if not words or not _reads(question, words, reading):
        return Correction(key)
    if (adds and question.kind in _LISTS) or question.kind in _PICKED:
        return Correction(key, value=read(question, Given(words=words), reading))
    return Correction(key, words)


def _by_value(
    raw: str, tokens: Sequence[_Token], lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading, *, wrong: bool
) -> Correction | None:  # fmt: skip
    """The one line that takes the words as its value, or that holds a word that is said to be wrong."""
    lang = reading.lang
    words = _value_in(raw, tokens, lang)
    if words and len(words.split()) <= LABEL_WORDS:
        taking = [questions[line.key] for line in lines if _takes(questions.get(line.key), words, reading)]
        if len(taking) == 1 and taking[0].kind not in _LISTS:
            return Correction(taking[0].key, words)
        if len(taking) == 1:
            # in the place of the others, or beside them?
            adds = any(token.word in _words("adding", lang) for token in tokens)
            return Correction(taking[0].key, value=read(taking[0], Given(words=words), reading) if adds else None)
    if not wrong:
        return None
    telling = {token.word for token in tokens if len(token.word) >= _TELLING and not _is_fixing(token.word, lang)}
    holding = [
        line.key for line in lines if telling.intersection(token.word for token in _tokens(render(line.value, lang)))
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


def _text_after(raw: str, tokens: Sequence[_Token], after: int, lang: str) -> str:
    """A name as it was written, after "is", "should be" or a colon; empty when nothing is set."""
    at, start = after, -1
    if 0 < after <= len(tokens) and raw[tokens[after - 1].end :].lstrip().startswith(":"):
        start = after
    while at < len(tokens) and (_is_fixing(tokens[at].word, lang) or tokens[at].word in _words("setting", lang)):
        if tokens[at].word in _words("setting", lang) or (
            lang == "en" and tokens[at].word in ("just", "only") and start >= 0
        ):
            start = at + 1
        at += 1
    if not 0 <= start < len(tokens) or tokens[start].start < tokens[after - 1].end:
        return ""
    rest = tokens[start:]
    if _denies(rest[0].word, lang) or rest[0].word in _words("adding", lang):
        return ""
    negated = next((n for n, token in enumerate(rest) if _negates(token.word, lang)), len(rest))
    rest = rest[:negated]
    if not rest or len(rest) > _NAME_WORDS or all(_is_fixing(token.word, lang) for token in rest):
        return ""
    return raw[rest[0].start : rest[-1].end]


def _value_in(raw: str, tokens: Sequence[_Token], lang: str) -> str:
    """What is to stand there, as it was written: the words between those that only stand around it, up to a "not 1". Empty when
    what is said is denied: "March is wrong", "not in May"."""
    at, denied = 0, False
    while at < len(tokens) and _says_nothing(tokens[at], lang) and not _denies_next(raw, tokens, at, lang):
        denied = _is_denied(raw, tokens, at, lang, denied)
        at += 1
    if denied and at < len(tokens) and not _parted(raw, tokens, at):
        return ""
    if at < len(tokens) and _denies_next(raw, tokens, at, lang):
        # "not May but June"
        buts = pointing.near_words(lang)["but"].split()
        at = next((n + 1 for n in range(at, len(tokens)) if tokens[n].word in buts), len(tokens))
    end = at
    while (
        end < len(tokens)
        and not _denies_next(raw, tokens, end, lang)
        and tokens[end].word not in _words("instead", lang)
    ):
        if _denies(tokens[end].word, lang):
            return ""
        end += 1
    kept = list(tokens[at:end])
    while kept and _says_nothing(kept[0], lang):
        kept.pop(0)
    # the end of an address is no word: "ana@mail.es"
    while kept and _says_nothing(kept[-1], lang) and raw[: kept[-1].start][-1:] in ("", " ", ","):
        kept.pop()
    return raw[kept[0].start : kept[-1].end] if kept else ""


def _is_denied(raw: str, tokens: Sequence[_Token], at: int, lang: str, before: bool) -> bool:
    """Up to this word, is what follows denied: "I don't want", "enlevez la"? A new clause or "it is" ends that."""
    word = tokens[at].word
    if _denies(word, lang):
        return True
    begun = _parted(raw, tokens, at) or word in pointing.near_words(lang)["but"].split()
    put = word in _words("setting", lang) and not (at and _negates(tokens[at - 1].word, lang))
    return before and not begun and not put


def _parted(raw: str, tokens: Sequence[_Token], at: int) -> bool:
    """Does a comma or the like stand before the word?"""
    return at > 0 and bool(raw[tokens[at - 1].end : tokens[at].start].strip(" '’"))


def _denies_next(raw: str, tokens: Sequence[_Token], at: int, lang: str) -> bool:
    """Is this a "not" before a value: "not 1", "pas en mai"?"""
    following = tokens[at + 1 : at + 3]
    if not following or not _negates(tokens[at].word, lang) or raw[tokens[at].end : following[0].start].strip(" '’"):
        return False
    return any(not _says_nothing(token, lang) for token in following[: 2 if _is_short(following[0]) else 1])


def _is_short(token: _Token) -> bool:
    """An article or a preposition: "not the", "pas en"."""
    return len(token.word) <= _STEM and not token.word.isdigit()


def _negates(word: str, lang: str) -> bool:
    """A "not"; the "but" of "all but" is none here."""
    return pointing.negates(word, lang) and word not in pointing.near_words(lang)["but"].split()


def _denies(word: str, lang: str) -> bool:
    return _negates(word, lang) or word in _words("wrong", lang) or said.takes_out(word, lang)


def _says_nothing(token: _Token, lang: str) -> bool:
    """Does the word only stand around a value?"""
    return _is_fixing(token.word, lang) or _denies(token.word, lang) or token.word in _words("line", lang)


def _is_fixing(word: str, lang: str) -> bool:
    return word in _words("fixing", lang) or (word,) in yes_no.around(lang)


@cache
def _words(name: str, lang: str) -> frozenset[str]:
    return frozenset(vocabulary("corrections")[lang][name].split())
