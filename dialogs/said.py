"""How people answer besides the words on a button: "just me", "my boss", "nothing", "no idea"."""

import re
from collections.abc import Iterable
from functools import cache

from dialogs import written
from dialogs.questions import Option
from domain.answers import number_lexicon, pointing, yes_no
from domain.answers.cleaning import NotUnderstood, fold, words
from domain.answers.lengths import lengths
from domain.answers.phrases import Phrase, ends, holds, listed, longest_at
from domain.commands_words import courtesies
from domain.messages import Text
from domain.texts import render
from domain.vocabulary import vocabulary

#: more words than this point at nothing
POINTING_WORDS = 5

#: "the first one no": after what it takes away, in languages that say so
_NO_AFTER = frozenset(("no", "non", "nee", "nein", "niet", "nicht", "not"))

#: at a yes or no a number is the place of a button in so few words: "2", "number 2"
_BARE_NUMBER = 2

#: an option is spoken of as much as another when its phrase has so great a part of the letters
_AS_TELLING = 0.6
# nobody refuses at the end of a longer answer
_SHORT_REFUSAL = 7

#: so many words before what is missing a "no" may stand: "no hablo el idioma"
_REACH = 3


def option(raw: str, options: Iterable[Option], lang: str) -> str | None:
    """The id of the option that the words speak of without naming it (`data/language/said.toml`); None when unclear.

    A bare yes or no stands for its option; then what is listed for an option goes before a no found in the words. Raises
    NotUnderstood("ambiguous") with the `candidates` when two options are spoken of equally.
    """
    known = tuple(options)
    agreeing, refusing = _of_table("yes", known), _of_table("no", known)
    if agreeing is not None and yes_no.agrees(raw, lang, _phrases(agreeing.label.key, lang)):
        return agreeing.id
    if refusing is not None and yes_no.refuses(raw, lang):
        return refusing.id
    asks = raw.rstrip().endswith("?")
    if asks and (asking := _of_table("asking", known)) is not None:
        return asking.id
    if spoken := _spoken_of(raw, known, lang):
        return spoken
    return refusing.id if refusing is not None and not asks and starts_with_no(raw, lang) else None


def is_plain(raw: str, chosen: str, options: Iterable[Option], lang: str) -> bool:
    """May the words stand for the option `chosen`? A yes that something hangs on is only given by a bare yes, the label or a number
    alone."""
    known = tuple(options)
    agreeing = _of_table("yes", known)
    if agreeing is None:
        return True
    if any(token.isdigit() for token in words(raw)) and len(words(raw)) > _BARE_NUMBER:
        return False
    label = frozenset((tuple(words(render(agreeing.label, lang))),))
    return chosen != agreeing.id or yes_no.agrees(raw, lang, label) or number(raw, lang) is not None


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
    """The ids of all options that the words speak of without naming them; of words within longer ones that speak of another option
    ("crisis management") only the longer count."""
    found = _spans(raw, known, lang)
    return list(
        dict.fromkeys(one for one, at in found if not any(set(at) < set(other) for name, other in found if name != one))
    )


def lacked(raw: str, known: Iterable[Option], lang: str) -> list[str]:
    """The ids of the options that name what may be missing and that the words say is: "no time", "pas d'argent"."""
    lacking = [one for one in known if one.label.key in vocabulary("said")["lacking"]["options"].split()]
    tokens = words(raw)
    before = {one: tokens[max(span.start - _REACH, 0) : span.start] for one, span in _spans(raw, lacking, lang)}
    return [
        one.id
        for one in lacking
        if any(token in _NO_AFTER or pointing.negates(token, lang) for token in before.get(one.id, ()))
    ]


def spoken(raw: str, known: Iterable[Option], lang: str) -> set[str]:
    """The words by which an answer speaks of options without naming them."""
    tokens = words(raw)
    return {tokens[at] for _, span in _spans(raw, known, lang) for at in span}


def _spans(raw: str, known: Iterable[Option], lang: str) -> list[tuple[str, range]]:
    tokens = words(raw)
    return [
        (one.id, range(at, at + len(phrase)))
        for one in known
        for phrase in _phrases(one.label.key, lang)
        for at in range(len(tokens) - len(phrase) + 1)
        if tuple(tokens[at : at + len(phrase)]) == phrase
    ]


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
    """Does the whole answer say that there is none: "no", "nothing", "later", "nee hoor, niks eigenlijk"?"""
    said_so = yes_no.refuses(raw, lang, _phrases("nothing", lang)) or raw.strip() == "-"
    return said_so or written.is_nothing(raw, lang) or written.is_later(raw, lang)


def is_no(raw: str, lang: str) -> bool:
    """Is the whole answer a no: "no", "no, no", "nee hoor"?"""
    return yes_no.refuses(raw, lang)


def starts_with_no(raw: str, lang: str) -> bool:
    """Do the words begin with a no: "no photo"?"""
    try:
        return not yes_no.yes_no(raw, lang)
    except NotUnderstood:
        return False


def is_yes(raw: str, lang: str) -> bool:
    """Is the whole answer a yes?"""
    return tuple(words(raw)) in yes_no.phrases_of("yes", lang)


def takes_out(word: str, lang: str) -> bool:
    """Is this a word that takes something out: "remove", "enlevez"?"""
    return (word,) in _phrases("without", lang)


def opening(raw: str, lang: str) -> tuple[str, str]:
    """How an answer about what is marked begins ("yes", "no", "not", "also", "rather" or ""), and the words after that.

    The last of several beginnings counts: "no, rather sleep", "yes, and sleep". "Sleep too" only adds as well.
    """
    tokens, kind = words(raw), ""
    beginnings = [
        (phrase, name)
        for name, phrases in (
            ("yes", yes_no.phrases_of("yes", lang) | _phrases("keep", lang)), ("no", yes_no.phrases_of("no", lang)),
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
    also = ends(tokens, _phrases("also_after", lang))
    if 0 < also < len(tokens) and kind in ("", "yes", "also"):
        kind, tokens = "also", tokens[:-also]
    return kind, _after(raw, tokens) if kind else raw


def only_agrees(raw: str, lang: str) -> bool:
    """Does the whole answer say that what is shown is right, or may stay: "ok, all fine, thanks", "so passt's"?"""
    return yes_no.agrees(raw, lang, _phrases("keep", lang))


def is_reserve(raw: str, lang: str) -> bool:
    """Do the words speak of a reserve: "and Ghent as a backup"?"""
    return holds(words(raw), _phrases("reserve", lang))


def takes_the_only_one(raw: str, lang: str) -> bool:
    """Does the whole answer agree with the only option there is: "yes, that one", "va bene quella"?"""
    return yes_no.agrees(raw, lang, _phrases("keep", lang) | _phrases("that_one", lang))


def answers(raw: str, question: Text, lang: str) -> bool:
    """The yes or no to a question that something hangs on; its text may have phrases of its own that agree.

    Raises NotUnderstood, also for a yes with something else beside it (`domain.answers.yes_no`).
    """
    table = vocabulary("said")["same"].get(question.key, question.key)
    return yes_no.plain_yes_no(raw, lang, _phrases(table, lang))


def declines(raw: str, lang: str) -> bool:
    """Does the answer begin or end by saying no, nothing or "rather not", and take nothing of it back: "non, rien ne bloque"?"""
    tokens = words(raw)
    if any(token.isdigit() for token in tokens) or raw.rstrip().endswith("?"):
        return False
    if any((token,) in _phrases("limiting", lang) for token in tokens):
        return False
    if holds(tokens, _phrases("no_wait", lang)):
        return False
    small = yes_no.around(lang)
    refusing = yes_no.phrases_of("no", lang) | _phrases("nothing", lang) | _phrases("refusing", lang)
    for at in range(len(tokens)):
        if longest_at(tokens, at, refusing):
            return True
        if (tokens[at],) not in small:
            break
    # "il telefono preferirei di no": a single "no" or "none" behind something else may count that
    return len(tokens) <= _SHORT_REFUSAL and ends(tokens, _phrases("nothing", lang) | _phrases("refusing", lang)) > 1


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
    return written.is_unsure(raw, lang)


def days(raw: str, lang: str) -> int | None:
    """The one length of time that the words name, in days: "Spain, in May, 5 days"; None without one, or with several."""
    named = lengths(raw, lang)
    return named[0] if len(named) == 1 else None


def _of_table(table: str, known: Iterable[Option]) -> Option | None:
    """The option that a table of `said.toml` names."""
    return next((one for one in known if one.label.key in vocabulary("said")[table]["options"].split()), None)


def _spoken_of(raw: str, known: Iterable[Option], lang: str) -> str:
    """The option whose longest phrase stands in the words; empty without one.

    A phrase after "not" does not count, nor one inside a longer one: "pas encore dit oui" is no "dit oui".
    """
    tokens = words(raw)
    found = sorted(
        (
            (len("".join(phrase)), at, at + len(phrase), one.id)
            for one in known
            for phrase in _phrases(one.label.key, lang)
            for at in range(len(tokens))
            if tuple(tokens[at : at + len(phrase)]) == phrase
            # "no, non ho un capo": a phrase that says "not" itself is not taken back
            and (pointing.negates(phrase[0], lang) or not pointing.taken_back(tokens[:at], lang))
        ),
        reverse=True,
    )
    sizes: dict[str, int] = {}
    taken: list[tuple[int, int, str]] = []
    for size, start, end, one in found:
        if not any(start < to and at < end and other != one for at, to, other in taken):
            taken.append((start, end, one))
            sizes.setdefault(one, size)
    best = max(sizes.values(), default=0)
    likely = tuple(one for one, size in sizes.items() if size >= best * _AS_TELLING)
    if len(likely) > 1:
        raise NotUnderstood("ambiguous", likely)
    return likely[0] if likely else ""


def _longest(raw: str, key: str, lang: str) -> int:
    """How many letters the longest phrase of an option has that stands in the answer; 0 for none. "No time" is an obstacle too."""
    tokens = words(raw)
    return max(
        (
            len("".join(phrase))
            for phrase in _phrases(key, lang)
            for at in range(len(tokens))
            if tuple(tokens[at : at + len(phrase)]) == phrase
        ),
        default=0,
    )


@cache
def _phrases(key: str, lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("said").get(key, {}).get(lang, ""))
