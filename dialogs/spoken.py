"""Which options the words speak of without naming them: "just me", "my boss", "no time" (`data/language/said.toml`)."""

import re
from collections.abc import Iterable
from typing import Final

from dialogs import said
from dialogs.questions import Option
from dialogs.said import NO_AFTER, phrases_of
from domain.answers import number_lexicon, pointing, yes_no
from domain.answers.cleaning import NotUnderstood, fold, words
from domain.answers.lengths import counts_time
from domain.answers.phrases import Phrase, holds
from domain.commands_words import courtesies
from domain.texts import render
from domain.vocabulary import vocabulary

#: more words than this point at nothing
POINTING_WORDS: Final = 5
#: at a yes or no a number is the place of a button in so few words: "2", "number 2"
_BARE_NUMBER: Final = 2
#: an option is spoken of as much as another when its phrase has so great a part of the letters
_AS_TELLING: Final = 0.6
#: so many words before what is missing a "no" may stand: "no hablo el idioma"
_REACH: Final = 3


def option(raw: str, options: Iterable[Option], lang: str) -> str | None:
    """The id of the option that the words speak of without naming it (`data/language/said.toml`); None when unclear.

    A bare yes or no stands for its option; then what is listed for an option goes before a no found in the words. Raises
    NotUnderstood("ambiguous") with the `candidates` when two options are spoken of equally.
    """
    known = tuple(options)
    agreeing, refusing = _of_table("yes", known), _of_table("no", known)
    if agreeing is not None and yes_no.agrees(raw, lang, phrases_of(agreeing.label.key, lang)):
        return agreeing.id
    if refusing is not None and yes_no.refuses(raw, lang):
        return refusing.id
    asks = raw.rstrip().endswith("?")
    if asks and (asking := _of_table("asking", known)) is not None:
        return asking.id
    if spoken := _spoken_of(raw, known, lang):
        return spoken
    return refusing.id if refusing is not None and not asks and said.starts_with_no(raw, lang) else None


def half(raw: str, chosen: str, known: Iterable[Option], lang: str) -> str:
    """The option that is meant where the words only half speak of the one chosen: "she agrees, sort of"."""
    if not holds(words(raw), phrases_of("half", lang)):
        return chosen
    pairs = dict(pair.split("=") for pair in vocabulary("said")["half"]["options"].split())
    ids = {one.label.key: one.id for one in known}
    other = next((pairs.get(key, "") for key, one in ids.items() if one == chosen), "")
    return ids.get(other, chosen)


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
    return holds(words(raw), phrases_of(key, lang))


def number(raw: str, lang: str) -> int | None:
    """The one number that a few words point at: "the second", "number 2 too"; None without one."""
    tokens = words(raw)
    if len(tokens) > POINTING_WORDS or any(
        pointing.negates(token, lang) or counts_time(token, lang) for token in tokens
    ):
        return None
    found = {n for token in tokens if (n := number_lexicon.ordinals(lang).get((token,)))}
    found |= {int(token) for token in tokens if token.isascii() and token.isdigit() and len(token) <= 2}
    return found.pop() if len(found) == 1 else None


def mark(raw: str, top: int, lang: str) -> str:
    """The mark alone of "3/10", "3 out of 10", "three out of ten", on a scale up to `top`; other answers as they are."""
    text = re.sub(rf"\s*/\s*{top}\s*$", "", fold(raw))
    for phrase in sorted(phrases_of("out_of", lang), key=len, reverse=True):
        found = re.fullmatch(rf"(.+?)\s+{' '.join(phrase)}\s+(\w+)\W*", text)
        if found and _points_at(found[2], lang) == top:
            return found[1]
    return text


def _points_at(token: str, lang: str) -> int | None:
    if token.isascii() and token.isdigit() and len(token) <= 2:
        return int(token)
    return number_lexicon.ordinals(lang).get((token,)) or number_lexicon.small_numbers(lang).get((token,))


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
        if any(token in NO_AFTER or pointing.negates(token, lang) for token in before.get(one.id, ()))
    ]


def telling(raw: str, known: Iterable[Option], lang: str) -> set[str]:
    """The words by which an answer speaks of options without naming them."""
    tokens = words(raw)
    return {tokens[at] for _, span in _spans(raw, known, lang) for at in span}


def is_offered(raw: str, known: Iterable[Option], lang: str) -> bool:
    """Do the words, "please" apart, stand in the label of an option, or are they another name of it?"""
    courtesy = courtesies(lang)
    tokens = tuple(token for token in words(raw) if token not in courtesy)
    return bool(tokens) and any(
        _holds(label, tokens)
        or (len(label) > 1 and _holds(tokens, label))
        or tokens in phrases_of(option.label.key, lang)
        for option in known
        if (label := tuple(words(render(option.label, lang))))
    )


def calls(raw: str, key: str, lang: str) -> bool:
    """Is the whole answer, small words apart, another name for the button whose label has this key: "the profile, please"?"""
    said = _telling(words(raw), lang)
    return bool(said) and any(_telling(phrase, lang) == said for phrase in phrases_of(key, lang))


def _spans(raw: str, known: Iterable[Option], lang: str) -> list[tuple[str, range]]:
    tokens = words(raw)
    return [
        (one.id, range(at, at + len(phrase)))
        for one in known
        for phrase in phrases_of(one.label.key, lang)
        for at in range(len(tokens) - len(phrase) + 1)
        if tuple(tokens[at : at + len(phrase)]) == phrase
    ]


def _spoken_of(raw: str, known: Iterable[Option], lang: str) -> str:
    """The option whose longest phrase stands in the words; empty without one.

    A phrase after "not" does not count, nor one inside a longer one: "pas encore dit oui" is no "dit oui".
    """
    tokens = words(raw)
    found = sorted(
        (
            (len("".join(phrase)), at, at + len(phrase), one.id)
            for one in known
            for phrase in phrases_of(one.label.key, lang)
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


def _of_table(table: str, known: Iterable[Option]) -> Option | None:
    """The option that a table of `said.toml` names."""
    return next((one for one in known if one.label.key in vocabulary("said")[table]["options"].split()), None)


def _telling(tokens: Iterable[str], lang: str) -> Phrase:
    """The words that are none of the small ones; all of them where there is no other."""
    everything = tuple(tokens)
    small = courtesies(lang).union(*phrases_of("small", lang))
    return tuple(token for token in everything if token not in small) or everything


def _holds(tokens: Phrase, part: Phrase) -> bool:
    return any(tokens[at : at + len(part)] == part for at in range(len(tokens)))
