"""The letter to a host, sentence by sentence: something is put in or left out, nothing is written anew; what was typed is tidied.

A letter that was written for somebody is made of sentences whose kind is known (`Known`). The greeting, the days and the question
at the end always stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from domain.answers import places
from domain.answers.cleaning import after, placed_words, words
from domain.answers.phrases import Phrase, begins, listed, longest_at
from domain.vocabulary import vocabulary

#: the kinds of sentences of a letter that was written for somebody, in their order
KINDS: Final = ("hello", "job", "problem", "goals", "stay", "welcome")
#: what a shorter letter does without, one after the other
OPTIONAL: Final = ("goals", "problem", "job")
_STAYING: Final = ("hello", "stay", "welcome")
#: words that begin alike in so many letters are forms of one: "familia", "familias"
_STEM: Final = 5
#: so much of what is named must stand in a sentence
_MOST_OF_IT: Final = 0.6

_QUOTES: Final = {"“": "”", "„": "“", "«": "»"}
_CHAR = re.compile(r"[^\W\d_]")

Trouble = Literal["not_found", "stays"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a letter that was written for somebody: its sentences by their kind, and the names that stand in it."""

    sentences: Mapping[str, str]
    name: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a letter; its `kind` is empty where the person said it."""

    kind: str
    text: str


def sentences(text: str, known: Known) -> list[Sentence]:
    """The sentences of a letter in their order: those that are known as they stand, the others as their points part them."""
    places_of: list[tuple[int, int, str]] = []
    for kind in KINDS:
        for one in _variants(kind, known):
            at = text.find(one)
            if at >= 0:
                places_of.append((at, at + len(one), kind))
                break
    found: list[Sentence] = []
    reached = 0
    for start, end, kind in sorted(places_of):
        if start < reached:
            continue
        found += [Sentence("", piece) for piece in _pieces(text[reached:start])]
        found.append(Sentence(kind, text[start:end]))
        reached = end
    return found + [Sentence("", piece) for piece in _pieces(text[reached:])]


def added(text: str, sentence: str, known: Known) -> str:
    """The letter with one more sentence, before the question it ends with."""
    found = [one.text for one in sentences(text, known)]
    at = len(found) - 1 if found and found[-1].endswith("?") else len(found)
    return " ".join((*found[:at], sentence, *found[at:]))


def shorter(text: str, known: Known) -> str | None:
    """The letter without the next of the sentences that it can do without; None when there is none."""
    found = sentences(text, known)
    for kind in OPTIONAL:
        left = [one.text for one in found if one.kind != kind]
        if len(left) < len(found):
            return " ".join(left)
    return None


def without(text: str, named: str, known: Known, lang: str) -> str | Trouble:
    """The letter without what is named: a name, or the one sentence that clearly speaks of it; else why not."""
    telling = [token for token in words(named) if (token,) not in _of("pointing", lang)]
    if not telling:
        return "not_found"
    found = sentences(text, known)
    who = _named(named, telling, known, lang)
    if who is not None:
        return _without_names(text, who, found, known)
    kinds = {kind for kind in ("job", "goals", "problem", "stay", "hello") if _all_in(telling, _of(kind, lang))}
    matching = [one for one in found if one.kind in kinds] if kinds else _speaking(found, telling)
    if kinds and not matching:
        matching = _speaking(found, telling)
    if len(matching) != 1:
        return "not_found"
    gone = matching[0]
    if gone.kind in _STAYING or len(found) < 2 or _greets(gone, found, lang):
        return "stays"
    return " ".join(one.text for one in found if one is not gone)


def moved(text: str, before: str, now: str) -> str:
    """A letter that was made of one that was written for somebody, with what has changed in that one since: other days.

    What can no longer be found out makes it the new one.
    """
    old, new = _pieces(before), _pieces(now)
    changed = [(a, b) for a, b in zip(old, new, strict=False) if a != b]
    if len(old) != len(new) or any(a not in text for a, _ in changed):
        return now
    for a, b in changed:
        text = text.replace(a, b)
    return text


def sentence(said: str, lang: str) -> str:
    """What somebody wants to be said, on one line, with a large letter at the beginning and a point at the end."""
    text = line_of(said)
    if lang == "en":
        text = re.sub(r"\bi\b(?!\.)", "I", text)
    return _large(text) + ("" if text.endswith((".", "!", "?", "…")) else ".")


def line_of(said: str) -> str:
    """Words on one line, without what parts them from the next at their end."""
    return " ".join(said.split()).strip(' ,;:–-"“”«»„').rstrip()


def quoted(said: str, lang: str) -> str:
    """What somebody told us, as it may be quoted to others: on one line, without the sounds before they began to speak."""
    text = " ".join(said.split())
    was_large = next((letter.isupper() for letter in text if _CHAR.match(letter)), False)
    while True:
        tokens = placed_words(text)
        folded = [token.folded for token in tokens]
        size = begins(folded, _of("fillers", lang))
        if not size:
            apart = begins(folded, _of("fillers_apart", lang))
            size = apart if apart and text[tokens[apart - 1].end :].lstrip()[:1] in (",", ".", "…", ":") else 0
        if not size or size >= len(tokens):
            return _large(text) if was_large else text
        text = after(text, size).lstrip(" …!?")


def person_name(name: str) -> str:
    """The name of a person, said once, with large letters when it was typed all small: "lucia, lucia marin"."""
    head, comma, tail = (part.strip() for part in name.partition(","))
    if comma and head and words(tail)[: len(words(head))] == words(head):
        name = tail
    return _capitals(name, words(name)) if name == name.lower() else name


def place_names(text: str, towns: Iterable[str], lang: str) -> str:
    """A text typed all small, with large letters where it names a town."""
    if text != text.lower():
        return text
    tokens = words(text)
    named = {at + more for at, (size, _) in places.named(text, lang) for more in range(size)}
    for town in (words(one) for one in towns):
        named |= {
            at + more for at in range(len(tokens)) for more in range(len(town)) if tokens[at : at + len(town)] == town
        }
    return _capitals(text, [token for at, token in enumerate(tokens) if at in named])


def _capitals(text: str, these: Sequence[str]) -> str:
    small = _of("in_names", "en")
    for token in reversed(placed_words(text)):
        if token.folded in these and (token.folded,) not in small:
            text = text[: token.start] + text[token.start].upper() + text[token.start + 1 :]
    return text


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pieces(text: str) -> list[str]:
    """The sentences of a text; what is quoted is not parted."""
    found: list[str] = []
    start, closing = 0, ""
    for at, letter in enumerate(text):
        if closing:
            closing = "" if letter == closing else closing
        elif letter in _QUOTES and _QUOTES[letter] in text[at + 1 :]:
            closing = _QUOTES[letter]
        elif letter == "\n" or (letter.isspace() and text[:at].rstrip().endswith((".", "!", "?", "…"))):
            found.append(text[start:at])
            start = at
    return [one.strip() for one in (*found, text[start:]) if one.strip()]


def _variants(kind: str, known: Known) -> tuple[str, ...]:
    """How a known sentence may stand there: whole, or without a name that was left out."""
    whole = known.sentences.get(kind, "")
    if not whole:
        return ()
    bare = _cut(whole, _surname(known)) if kind == "hello" else _cut(whole, known.employer) if kind == "job" else None
    return (whole, bare) if bare else (whole,)


def _surname(known: Known) -> str:
    return known.name.strip().partition(" ")[2].strip()


def _cut(text: str, name: str) -> str | None:
    """A sentence without a name that stands in brackets or behind another one."""
    if not name or name not in text:
        return None
    in_brackets = re.sub(rf"\s*\({re.escape(name)}\)", "", text)
    if in_brackets != text:
        return in_brackets
    behind = re.sub(rf"(?<=\w) {re.escape(name)}(?=[.,])", "", text)
    return behind if behind != text else None


def _named(named: str, telling: Sequence[str], known: Known, lang: str) -> tuple[str, ...] | None:
    """The names that are meant ("surname", "employer"); an empty row for one that stays, None for no name."""
    tokens = words(named)
    names = _of("name", lang)
    if any(longest_at(tokens, at, _of("surname", lang)) for at in range(len(tokens))) or _within(
        telling, _surname(known)
    ):
        return ("surname",)
    of_work = _of("employer", lang) | {(token,) for token in words(known.employer)}
    if _all_in(telling, of_work | names) and any((token,) in of_work for token in telling):
        return ("employer",)
    if _all_in(telling, _of("names", lang)) and any(
        token in ("names", "noms", "namen", "nombres", "nomi") for token in tokens
    ):
        return ("surname", "employer")
    if _all_in(telling, names) or _within(telling, known.name):
        return ()
    return None


def _greets(gone: Sentence, found: Sequence[Sentence], lang: str) -> bool:
    return gone is found[0] and bool(begins(words(gone.text), listed(vocabulary("written")["greets"].get(lang, ""))))


def _within(telling: Sequence[str], name: str) -> bool:
    return bool(name) and set(telling) <= set(words(name))


def _all_in(telling: Sequence[str], known: frozenset[Phrase] | set[Phrase]) -> bool:
    return all((token,) in known for token in telling)


def _without_names(text: str, who: Sequence[str], found: Sequence[Sentence], known: Known) -> str | Trouble:
    """The letter without names; nothing is left out by halves."""
    if not who:
        return "stays"
    done, left = False, [one.text for one in found]
    for kind, name in (("hello", _surname(known)), ("job", known.employer)):
        if ("surname" if kind == "hello" else "employer") not in who:
            continue
        for at, one in enumerate(left):
            cut = _cut(one, name)
            if cut is not None:
                left[at], done = cut, True
    whole = " ".join(left)
    if not done:
        return "not_found" if any(name and name not in text for name in _meant(who, known)) else "stays"
    return "stays" if any(name and name in whole for name in _meant(who, known)) else whole


def _meant(who: Sequence[str], known: Known) -> list[str]:
    return [_surname(known) if one == "surname" else known.employer for one in who]


def _speaking(found: Sequence[Sentence], telling: Sequence[str]) -> list[Sentence]:
    """The sentences that hold most of these words, the best ones; several when it is not plain which."""
    counted = [(sum(_holds(words(one.text), token) for token in telling), one) for one in found]
    most = max((count for count, _ in counted), default=0)
    if not most or most < _MOST_OF_IT * len(telling):
        return []
    return [one for count, one in counted if count == most]


def _holds(tokens: Sequence[str], token: str) -> bool:
    if token in tokens:
        return True
    stem = token[:_STEM]
    return len(token) >= _STEM and any(
        one[:_STEM] == stem and abs(len(one) - len(token)) <= 3 for one in tokens if len(one) >= _STEM
    )


@cache
def _of(name: str, lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("letters")[name].get(lang, ""))
