"""How people answer besides the words on a button: "just me", "my boss", "nothing", "no idea"."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from dialogs.questions import Option
from domain.answers import number_lexicon, numbers, pointing, yes_no
from domain.answers.cleaning import NotUnderstood, fold, words
from domain.commands_words import courtesies
from domain.matching_words import function_words
from domain.texts import render
from domain.vocabulary import vocabulary

#: more words than this point at nothing
POINTING_WORDS = 5

#: a week with a team is a working week
DAYS_A_WEEK = 5

#: "1-3" may mean the second one too
_BETWEEN = re.compile(r"\d\s*[-–]\s*\d")

#: "the first one no": after what it takes away, in languages that say so
_NO_AFTER = frozenset(("no", "non", "nee", "nein", "niet", "nicht", "not"))

Phrase = tuple[str, ...]


def option(raw: str, options: Iterable[Option], lang: str) -> str | None:
    """The id of the option that the words speak of without naming it (`data/language/said.toml`); None when unclear."""
    known = tuple(options)
    by_word = _by_yes_or_no(raw, known, lang)
    if by_word is not None:
        return by_word
    sizes = {one.id: _longest(raw, one.label.key, lang, meant=True) for one in known}
    best = max(sizes.values(), default=0)
    found = [one for one, size in sizes.items() if size == best]
    return found[0] if best and len(found) == 1 else None


def speaks_of(raw: str, key: str, lang: str) -> bool:
    """Do the words speak of the option whose label has this key?"""
    return _longest(raw, key, lang) > 0


def number(raw: str, lang: str) -> int | None:
    """The one number that a few words point at: "the second", "number 2 too"; None without one."""
    tokens = words(raw)
    if len(tokens) > POINTING_WORDS or any(pointing.negates(token, lang) for token in tokens):
        return None
    found = {n for token in tokens if (n := number_lexicon.ordinals(lang).get((token,)))}
    found |= {int(token) for token in tokens if token.isascii() and token.isdigit() and len(token) <= 2}
    return found.pop() if len(found) == 1 else None


def numbers_of(raw: str, lang: str) -> list[int]:
    """The numbers of an answer that does nothing but point at some: "2 and 3", "I like the first and the third"; else none."""
    found = pointing.pointed(raw, 0, lang)
    if found is None or found.unwanted or found.either or _BETWEEN.search(raw):
        return []
    return sorted(found.wanted)


def _points_at(token: str, lang: str) -> int | None:
    if token.isascii() and token.isdigit() and len(token) <= 2:
        return int(token)
    return number_lexicon.ordinals(lang).get((token,)) or number_lexicon.small_numbers(lang).get((token,))


def mark(raw: str, top: int, lang: str) -> str:
    """The mark alone of "3/10", "3 out of 10", "three out of ten", on a scale up to `top`; other answers as they are."""
    text = re.sub(rf"\s*/\s*{top}\s*$", "", fold(raw))
    for phrase in sorted(_phrases("out_of", lang), key=len, reverse=True):
        found = re.fullmatch(rf"(.+?)\s+{' '.join(phrase)}\s+(\w+)\W*", text)
        if found and _points_at(found[2], lang) == top:
            return found[1]
    return text


def bare(raw: str, lang: str) -> str:
    """The answer without "my name is", "I work as a", "in"; unchanged when nothing would be left."""
    text = raw.replace("’", "'").lower()
    leads = sorted(vocabulary("said")["lead_in"].get(lang, "").split(", "), key=len, reverse=True)
    lead = next((lead for lead in leads if text.startswith(f"{lead} ")), "")
    rest = raw[len(lead) :].strip(" .")
    return rest if lead and rest else raw


def options(raw: str, known: Iterable[Option], lang: str) -> list[str]:
    """The ids of all options that the words speak of without naming them."""
    return [one.id for one in known if _longest(raw, one.label.key, lang)]


def is_offered(raw: str, known: Iterable[Option], lang: str) -> bool:
    """Do the words, "please" apart, stand in the label of an option, or are they another name of it?"""
    courtesy = courtesies(lang)
    tokens = tuple(token for token in words(raw) if token not in courtesy)
    return bool(tokens) and any(
        _holds(label, tokens)
        or (len(label) > 1 and _holds(tokens, label))
        or tokens in _phrases(option.label.key, lang)
        for option in known
        if (label := tuple(words(render(option.label, lang))))
    )


def calls(raw: str, key: str, lang: str) -> bool:
    """Is the whole answer, small words apart, another name for the button whose label has this key: "the profile, please"?"""
    said = _telling(words(raw), lang)
    return bool(said) and any(_telling(phrase, lang) == said for phrase in _phrases(key, lang))


def _telling(tokens: Iterable[str], lang: str) -> Phrase:
    """The words that are none of the small ones; all of them where there is no other."""
    everything = tuple(tokens)
    small = courtesies(lang).union(*_phrases("small", lang))
    return tuple(token for token in everything if token not in small) or everything


def _holds(tokens: Phrase, part: Phrase) -> bool:
    return any(tokens[at : at + len(part)] == part for at in range(len(tokens)))


def is_nothing(raw: str, lang: str) -> bool:
    """Does the whole answer say that there is none: "no", "nothing", "later"?"""
    return tuple(words(raw)) in _phrases("nothing", lang) or is_no(raw, lang) or raw.strip() == "-"


def is_no(raw: str, lang: str) -> bool:
    """Is the whole answer a no?"""
    return tuple(words(raw)) in _yes_no_phrases("no", lang)


def starts_with_no(raw: str, lang: str) -> bool:
    """Do the words begin with a no: "no photo"?"""
    try:
        return not yes_no.yes_no(raw, lang)
    except NotUnderstood:
        return False


def is_yes(raw: str, lang: str) -> bool:
    """Is the whole answer a yes?"""
    return tuple(words(raw)) in _yes_no_phrases("yes", lang)


def is_kept(raw: str, lang: str) -> bool:
    """Does the whole answer say that what is proposed may stay?"""
    return is_yes(raw, lang) or tuple(words(raw)) in _phrases("keep", lang)


def opening(raw: str, lang: str) -> tuple[str, str]:
    """How an answer about what is marked begins ("yes", "no", "not", "also", "rather" or ""), and the words after that.

    The last of several beginnings counts: "no, rather sleep", "yes, and sleep". "Sleep too" only adds as well.
    """
    tokens, kind = words(raw), ""
    beginnings = [
        (phrase, name)
        for name, phrases in (
            ("yes", _yes_no_phrases("yes", lang) | _phrases("keep", lang)), ("no", _yes_no_phrases("no", lang)),
            ("also", _phrases("also", lang)), ("rather", _phrases("rather", lang)), ("not", _phrases("without", lang)),
        )
        for phrase in phrases
    ]  # fmt: skip
    while len(tokens) > 1:
        begun = [
            (len(one), name) for one, name in beginnings if tuple(tokens[: len(one)]) == one and len(one) < len(tokens)
        ]
        if pointing.negates(tokens[0], lang):
            begun.append((1, "not"))
        if not begun:
            break
        size, kind = max(begun, key=lambda found: found[0])
        tokens = tokens[size:]
    courtesy = courtesies(lang)
    while len(tokens) > 1 and tokens[-1] in courtesy:
        tokens = tokens[:-1]
    if kind == "" and len(tokens) > 1 and tokens[-1] in _NO_AFTER:
        kind, tokens = "not", tokens[:-1]
    ends = max((len(one) for one in _phrases("also_after", lang) if tuple(tokens[-len(one) :]) == one), default=0)
    if 0 < ends < len(tokens) and kind in ("", "yes", "also"):
        kind, tokens = "also", tokens[:-ends]
    return kind, _after(raw, tokens) if kind else raw


def only_agrees(raw: str, lang: str) -> bool:
    """Is every word one of those people agree with, or a small one: "ok, all fine, thanks"?"""
    if is_kept(raw, lang):
        return True
    agreeing = {token for phrase in (*_phrases("keep", lang), *_yes_no_phrases("yes", lang)) for token in phrase}
    small = courtesies(lang) | function_words()
    tokens = words(raw)
    negated = any(pointing.negates(token, lang) or token in _NO_AFTER for token in tokens)
    return (
        not negated
        and bool(agreeing.intersection(tokens))
        and all(token in agreeing or token in small or pointing.changes_nothing(token, lang) for token in tokens)
    )


def _after(raw: str, tokens: list[str]) -> str:
    """The end or the beginning of an answer that is made of these words, as it was written when that can be told."""
    pieces = re.split(r"(?<=[\s,;:])", raw)
    for at in range(len(pieces)):
        for rest in ("".join(pieces[at:]), "".join(pieces[: at or len(pieces)])):
            if words(rest) == tokens:
                return rest.strip(" ,;:")
    return " ".join(tokens)


def is_done(raw: str, lang: str) -> bool:
    """Does the whole answer say that the choice of several is complete?"""
    return tuple(words(raw)) in _phrases("done", lang)


def is_unsure(raw: str, lang: str) -> bool:
    """Does the whole answer say "I don't know"?"""
    return tuple(words(raw)) in _yes_no_phrases("unknown", lang)


def weeks(raw: str, lang: str) -> int:
    """How many weeks the words speak of ("a week", "two weeks"); 0 when of none."""
    tokens = words(raw)
    named = vocabulary("calendar")[lang]["units"].split()[1].split("/")
    if not set(tokens) & set(named):
        return 0
    try:
        return numbers.whole_number(" ".join(token for token in tokens if token not in named), lang)
    except NotUnderstood:
        return 1


def days(raw: str, lang: str) -> int | None:
    """The number before a word for days or weeks, in days: "Spain, in May, 5 days"; None without one."""
    tokens, units = words(raw), vocabulary("calendar")[lang]["units"].split()
    for number, unit in pairwise(tokens):
        for size, named in ((1, units[0]), (DAYS_A_WEEK, units[1])):
            if unit in named.split("/") and (count := _points_at(number, lang)):
                return count * size
    return None


def _by_yes_or_no(raw: str, known: tuple[Option, ...], lang: str) -> str | None:
    def named(table: str) -> str | None:
        return next((one.id for one in known if one.label.key in vocabulary("said")[table]["options"].split()), None)

    if raw.rstrip().endswith("?"):
        # "yes, but who sees it?" is no yes yet
        return named("asking")
    meant = {True: named("yes"), False: named("no")}
    if not any(meant.values()):
        return None
    try:
        return meant[yes_no.yes_no(raw, lang)]
    except NotUnderstood:
        return None


def _longest(raw: str, key: str, lang: str, meant: bool = False) -> int:
    """How many letters the longest phrase of an option has that stands in the answer; 0 for none.

    Where one of several is `meant`, a phrase after "not" does not count; "no time" is an obstacle all the same.
    """
    tokens = words(raw)
    return max(
        (
            len("".join(phrase))
            for phrase in _phrases(key, lang)
            for at in range(len(tokens))
            if tuple(tokens[at : at + len(phrase)]) == phrase and not (meant and pointing.taken_back(tokens[:at], lang))
        ),
        default=0,
    )


@cache
def _phrases(key: str, lang: str) -> frozenset[Phrase]:
    listed = vocabulary("said").get(key, {}).get(lang, "")
    return frozenset(phrase for part in listed.split(",") if (phrase := tuple(words(part))))


@cache
def _yes_no_phrases(kind: str, lang: str) -> frozenset[Phrase]:
    lists = vocabulary("yes_no")
    every = (entry for name in (lang, "every") for entry in lists.get(name, {}).get(kind, "").split())
    return frozenset(tuple(entry.split("_")) for entry in every)
