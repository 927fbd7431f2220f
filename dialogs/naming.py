"""Which of the hosts shown an answer means: "das erste klingt gut, nehm ich", "the first, not the third", "la de Coimbra".

A host is meant by its number, by a word that only its name has, or by its town in any language. Words that nobody says while
pointing at one, beside its number, may say anything of it ("number 2 is too far"): then nothing is taken for granted.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from dialogs.questions import Option
from domain import concepts
from domain.answers import number_lexicon, options, places, pointing, sides
from domain.answers.cleaning import NotUnderstood, placed_words, words

#: "1-3" may mean the second one too
_BETWEEN: Final = re.compile(r"\d\s*[-–]\s*\d")
#: shorter words of a name tell nothing
_SHORTEST: Final = 4
#: a town known by more than that many options is no name
_ONE: Final = 1


def meant(raw: str, known: Sequence[Option], lang: str) -> list[str]:
    """The ids of the options with names that an answer means, in their order; none when it speaks of none of them.

    Raises NotUnderstood: "ambiguous" with the `candidates` when a name is that of several, "option" when it speaks of some and
    means none for sure, "option-number" for a number that is not there.
    """
    if raw.rstrip().endswith("?") or not known:
        return []
    numbers = {_number(option, place): option.id for place, option in enumerate(known, 1)}
    named = _names(tuple((option.id, *option.names) for option in known), lang)
    tokens = words(raw)
    by_name = {token: sorted(ids) for token in tokens if (ids := _called(token, named, lang))}
    pairs = (tokens[at : at + 2] for at in range(len(tokens) - 1))
    if not (
        by_name
        or any(pointing.is_place(token, lang) or _is_all(token, lang) for token in tokens)
        or any(pointing.is_one(pair, lang) for pair in pairs)
    ):
        return []

    if _BETWEEN.search(raw):
        raise NotUnderstood("option")
    called = {
        word
        for option in known
        if any(option.id in ids for ids in by_name.values())
        for word in words(" ".join(option.names))
    }
    called.update(by_name)

    def names(text: str) -> set[str]:
        return {one for one in words(text) if one in by_name or pointing.is_place(one, lang)}

    wanted: list[str] = []
    gone: set[str] = set()
    for part in sides.clauses(_told(raw, lang), lang, names, always=True):
        told = words(part.text)
        if (
            by_name
            and not any(one in by_name for one in told)
            and not _only_points(part.text, called, lang)
            and not part.against
        ):
            # "the Lumen, from 25 October for 3 days"
            if _says_but(part, raw, lang):
                raise NotUnderstood("option")
            continue
        here = _pointed(part.text, numbers, by_name, "n" in known[0].label.fields, lang)
        if part.against:
            gone.update(here)
        elif part.doubt or (not _only_points(part.text, called, lang) if here else _says_but(part, raw, lang)):
            raise NotUnderstood("option")
        else:
            wanted += here
    if gone and not wanted and pointing.leaves_out(raw, lang):
        wanted = [option.id for option in known]
    found = [option.id for option in known if option.id in wanted and option.id not in gone]
    if not found:
        raise NotUnderstood("option")
    return found


def mentioned(raw: str, known: Sequence[Option], lang: str) -> list[str]:
    """The ids of the options whose name or town stands in the words, whatever is said of them; a name of several tells nothing."""
    named = _names(tuple((option.id, *option.names) for option in known), lang)
    ids = [found for token in words(raw) if len(found := _called(token, named, lang)) == _ONE]
    return [option.id for option in known if any(option.id in found for found in ids)]


def _number(option: Option, place: int) -> int:
    shown: Any = option.label.fields.get("n", place)
    return int(shown)


def _told(raw: str, lang: str) -> str:
    """The words before a reason: "because", "want"."""
    reasons = sides.near_phrases("because", lang)
    found = next((word for word in placed_words(raw) if (word.folded,) in reasons), None)
    return raw[: found.start] if found is not None and found.start else raw


def _pointed(
    text: str, numbers: Mapping[int, str], by_name: Mapping[str, Sequence[str]], counted: bool, lang: str
) -> list[str]:
    """The options that a clause points at or names. Raises NotUnderstood when it says "one or the other", or points beyond them."""
    found: list[str] = []
    for token in words(text):
        if token in by_name and not pointing.is_place(token, lang):
            if len(by_name[token]) > _ONE:
                raise NotUnderstood("ambiguous", tuple(by_name[token]))
            found += by_name[token]
    tokens = words(text)
    # "number one" is 1, and not "the second one"
    tokens = [
        "1" if at and pointing.is_one(tokens[at - 1 : at + 1], lang) else token for at, token in enumerate(tokens)
    ]
    # "those two" are as many, and not the second one
    those = sides.near_phrases("those", lang)
    if sum(pointing.is_place(token, lang) for token in words(text)) == 1:
        tokens = [
            token
            for at, token in enumerate(tokens)
            if not (at and (tokens[at - 1],) in those and _is_count(token, lang))
        ]
    counts = sum(pointing.is_place(token, lang) for token in tokens) > 1
    plain = " ".join(
        token
        for token in tokens
        # "both 1 and 2"
        if token not in by_name and pointing.is_part(token, lang) and not (counts and _is_all(token, lang))
    )
    at = pointing.pointed(plain, max(numbers, default=0), lang)
    if at is not None and not (
        found and at.wanted == (1,) and not any(pointing.is_place(one, lang) for one in plain.split())
    ):
        if len(numbers) == 1 and not counted and at.wanted:
            # "the second as a reserve": the only one that is left of them
            return list(numbers.values())
        if not set(at.wanted) <= set(numbers):
            raise NotUnderstood("option-number", most=max(numbers, default=0))
        if at.either or at.unwanted:
            raise NotUnderstood("option")
        found += [numbers[place] for place in at.wanted]
    return found


def _is_count(word: str, lang: str) -> bool:
    """Is this a number of several, and no order ("second")?"""
    if word.isdigit():
        return int(word) > 1
    return pointing.is_place(word, lang) and (word,) in number_lexicon.small_numbers(lang)


def _only_points(text: str, called: Collection[str], lang: str) -> bool:
    """Does a clause hold nothing but the names and what people say while they point?"""
    liking = sides.near_phrases("liking", lang)
    return all(
        token in called or pointing.is_part(token, lang) or sides.is_small(token, lang) or (token,) in liking
        for token in words(text)
    )


def _says_but(part: sides.Clause, raw: str, lang: str) -> bool:
    """Is a clause that names nothing a "but" to what was said, with something of its own to say?"""
    if part.rest or part.against or _only_points(part.text, (), lang):
        return False
    before = words(raw[: max(raw.find(part.text), 0)])
    return bool(before) and (before[-1],) in sides.near_phrases("but", lang)


@lru_cache(maxsize=256)
def _names(known: tuple[tuple[str, ...], ...], lang: str) -> Mapping[str, tuple[str, ...]]:
    """The words that only one of the options is called by, or the town that is that of several."""
    found: dict[str, set[str]] = {}
    for one, name, *_ in known:
        for token in words(name):
            if len(token) >= _SHORTEST and not sides.is_small(token, lang) and not token.isdigit():
                found.setdefault(token, set()).add(one)
    # a word that several have, or that stands for something of the field, tells nothing of one
    kept = {token: ids for token, ids in found.items() if len(ids) == _ONE and not concepts.find(token, lang)}
    for one, _, *towns in known:
        for town in towns:
            for other in places.same_town(town):
                kept.setdefault(other, set()).add(one)
    return {token: tuple(sorted(ids)) for token, ids in kept.items()}


def _called(token: str, named: Mapping[str, tuple[str, ...]], lang: str) -> tuple[str, ...]:
    if token in named or len(token) < _SHORTEST + 1 or sides.is_small(token, lang):
        return named.get(token, ())
    near = [ids for name, ids in named.items() if options.one_slip(token, name)]
    return near[0] if len(near) == 1 else ()


def _is_all(token: str, lang: str) -> bool:
    return (token,) in sides.near_phrases("all", lang) | sides.near_phrases("two", lang)
