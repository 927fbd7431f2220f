"""What somebody wants to have changed in the text that was written for them: put in, left out, made shorter.

"Add that I do nights, and leave out my surname": a wish begins with its verb, after small words; the next one begins behind a comma
or an "and". Whatever else speaks to us about the text is an instruction that nobody can carry out without writing it anew.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from dialogs import written
from domain.answers.cleaning import Word, placed_words
from domain.answers.phrases import Phrase, begins, ends, holds, listed, longest_at
from domain.vocabulary import vocabulary

Deed = Literal["add", "add_that", "say", "leave", "shorter", "rewrite"]

#: more words than this stand before no wish
_PREFIX: Final = 10
#: what is to be left out is named in so many words, what is to be put in in more
_NAMED: Final = 14
#: what says something has so many words
_SAYS: Final = 3
#: "without" in few words only: "without you we cannot go on" is no wish
_WITHOUT: Final = 8
#: so long a text in several sentences is a letter, whatever it begins with
_LETTER, _SENTENCES = 25, 3
_SENTENCE = re.compile(r"[.!?…]\s+|\n+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to be done to a text, with the words it is about, as they were written: "add_that" is for a clause."""

    deed: Deed
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A verb that opens a wish: where the words begin that belong to it, and where the wish itself begins."""

    deed: Deed
    start: int
    at: int


def wishes(raw: str, lang: str) -> tuple[Wish, ...]:
    """The wishes in the words, in their order; none where these are no instruction about a text."""
    tokens = placed_words(raw)
    folded = [token.folded for token in tokens]
    if not tokens or written.greets(raw, lang) or written.takes_proposal(raw, lang) or _is_letter(raw, tokens):
        return ()
    opened = _openings(raw, tokens, folded, lang)
    if not opened:
        announced = written.after_announcing(raw, lang) != raw
        return (Wish("rewrite"),) if not announced and _instructs(raw, folded, lang) else ()
    if opened[0].start > _PREFIX or not _all_small(folded[: opened[0].start], lang):
        return ()
    found: list[Wish] = []
    for number, one in enumerate(opened):
        end = opened[number + 1].start if number + 1 < len(opened) else len(tokens)
        wish = _wish(raw, tokens[:end], one, lang)
        if wish is None:
            return (Wish("rewrite"),) if _instructs(raw, folded, lang) else ()
        found.extend(wish)
    before = raw[: tokens[opened[0].at - 1].end] if opened[0].at else ""
    return () if _is_ours(before, found, lang) else tuple(found)


def _is_ours(before: str, found: Sequence[Wish], lang: str) -> bool:
    """Do they say to the others what they would like: "we would like to drop by", "je voudrais ajouter une visite chez vous"?"""
    if found[0].deed not in ("add", "leave"):
        return False
    return any(written.speaks(said, lang) for said in (before, *(one.words for one in found if one.deed != "add_that")))


def puts_in(found: Sequence[Wish]) -> bool:
    """Is a clause or a sentence to be put in, which can only be about a text?"""
    return any(one.deed in ("add_that", "say") for one in found)


def _openings(raw: str, tokens: Sequence[Word], folded: Sequence[str], lang: str) -> list[_Opened]:
    """Where a wish begins: at the start, behind a comma or an "and", after small words."""
    found: list[_Opened] = []
    reached, joining = 0, _of("and", lang)
    for start in range(len(tokens)):
        if start < reached or not (start == 0 or _parted(raw, tokens, start) or (folded[start - 1],) in joining):
            continue
        for at in range(start, min(start + _PREFIX, len(tokens))):
            verb = _verb(raw, tokens, folded, at, lang, first=not found)
            if verb is not None:
                begin = at if not found else start - (start > 0 and (folded[start - 1],) in joining)
                found.append(_Opened(verb[0], begin, at + verb[1]))
                reached = at + verb[1]
                if verb[0] in ("add", "say") and at > start and _denied(raw, tokens, at, lang):
                    # "can you not mention"
                    found[-1] = _Opened("leave", begin, at + verb[1])
                break
            if found and (folded[at],) in _of("we", lang):
                # "and we also say": still what is to be put in
                break
            if (folded[at],) not in _small(lang) or (at > start and _parted(raw, tokens, at)):
                break
    return found


def _verb(
    raw: str, tokens: Sequence[Word], folded: Sequence[str], at: int, lang: str, *, first: bool
) -> tuple[Deed, int] | None:
    """The verb of a wish that stands at a place, and how many words it has."""
    sizes: dict[Deed, int] = {
        "shorter": longest_at(folded, at, _of("shorter", lang)),
        "leave": longest_at(folded, at, _of("leave", lang)),
        "add": longest_at(folded, at, _of("add", lang)),
        "say": longest_at(folded, at, _of("say", lang)),
    }
    deed = max(sizes, key=lambda one: sizes[one])
    if deed == "say" and not _also_or_that(folded, at + sizes[deed], lang):
        sizes["say"] = 0
        deed = max(sizes, key=lambda one: sizes[one])
    if sizes[deed]:
        return deed, sizes[deed]
    rest = folded[at:]
    split = begins(rest, _of("leave_open", lang))
    clause = _clause_end(raw, tokens, at)
    if split and any(longest_at(folded, place, _of("leave_close", lang)) for place in range(at + split, clause)):
        return "leave", split
    if first and (size := begins(rest, _of("without", lang))) and len(rest) <= _WITHOUT:
        return "leave", size
    # "den Nachnamen bitte weglassen": the verb stands at the end
    return ("leave", 0) if at == 0 and _ends_with_verb(folded[:clause], lang) else None


def _ends_with_verb(clause: Sequence[str], lang: str) -> bool:
    """Do few words end with a verb that takes something out, and small words behind it?"""
    end = len(clause)
    while end and end <= _WITHOUT:
        if last := ends(clause[:end], _of("leave_last", lang)):
            return last < end
        if (clause[end - 1],) not in _small(lang):
            return False
        end -= 1
    return False


def _wish(raw: str, tokens: Sequence[Word], one: _Opened, lang: str) -> tuple[Wish, ...] | None:
    """The wish with its words; None when they say nothing that can be done. What is left beside "shorter" cannot be done either."""
    folded = [token.folded for token in tokens]
    if one.deed == "shorter":
        rest = folded[one.at :]
        return (Wish("shorter"),) if _all_small(rest, lang) else (Wish("shorter"), Wish("rewrite"))
    if one.deed == "leave":
        return _omission(raw, tokens, folded, one, lang)
    return _addition(raw, tokens, folded, one, lang)


def _omission(
    raw: str, tokens: Sequence[Word], folded: Sequence[str], one: _Opened, lang: str
) -> tuple[Wish, ...] | None:
    closing = _of("leave_close", lang)
    first, last = one.at, len(tokens)
    over = next((at for at in range(first + 1, last) if _ends_there(raw, tokens, at)), last)
    beyond = () if _all_small(folded[over:], lang) else (Wish("rewrite"),)
    last = over
    while last > first and (size := ends(folded[first:last], closing | _of("leave_last", lang) | _of("small", lang))):
        last -= size
    inner = [at for at in range(first, last) if not longest_at(folded[:last], at, closing)]
    if not inner or len(inner) > _NAMED:
        return None
    whole = len(inner) == inner[-1] - inner[0] + 1
    named = raw[tokens[inner[0]].start : tokens[inner[-1]].end]
    return (
        Wish("leave", named if whole else " ".join(raw[tokens[at].start : tokens[at].end] for at in inner)),
        *beyond,
    )


def _addition(
    raw: str, tokens: Sequence[Word], folded: Sequence[str], one: _Opened, lang: str
) -> tuple[Wish, ...] | None:
    at = one.at
    beside = _of("also", lang) | _of("small", lang)
    # "füge bitte hinzu, dass ...", "zet er ook nog bij dat ..."
    reach = at
    while reach < len(tokens) and (size := longest_at(folded, reach, beside)):
        if longest_at(folded, reach, _of("that", lang)) or (
            reach > at and raw[: tokens[reach].start].rstrip().endswith(":")
        ):
            break
        reach += size
    clause = longest_at(folded, reach, _of("that", lang)) if reach < len(tokens) else 0
    bare = next((place for place in range(at, reach + 1) if longest_at(folded, place, _of("clause", lang))), None)
    if bare is not None and not clause and len(tokens) - bare >= _SAYS:
        return (Wish("add_that", raw[tokens[bare].start : tokens[-1].end]),)
    if clause and reach + clause < len(tokens):
        return (Wish("add_that", raw[tokens[reach + clause].start : tokens[-1].end]),)
    also = at
    while also < len(tokens) and (size := longest_at(folded, also, _of("also", lang))):
        also += size
    if also >= len(tokens):
        return None
    colon = raw[: tokens[also].start].rstrip().endswith(":") if also < len(tokens) else False
    said = raw[tokens[also].start : tokens[-1].end]
    if _all_small(folded[also:], lang) or (len(tokens) - also < _SAYS and not colon):
        return None
    if (folded[-1],) in _of("not", lang):
        # "erwähnen Sie meinen Arbeitgeber nicht"
        return (Wish("leave", raw[tokens[also].start : tokens[-1].start].strip()),)
    if written.greets(said, lang):
        # the letter itself is announced
        return None
    return (Wish("say" if colon else "add", said),)


def _also_or_that(folded: Sequence[str], at: int, lang: str) -> bool:
    """Does "also" or "that" stand behind small words: "say also", "tell them that"?"""
    for place in range(at, min(at + 4, len(folded))):
        if longest_at(folded, place, _of("also", lang) | _of("that", lang) | _of("clause", lang)):
            return True
        if (folded[place],) not in _of("small", lang):
            return False
    return False


def _denied(raw: str, tokens: Sequence[Word], at: int, lang: str) -> bool:
    """Does a "not" stand right before the word at a place?"""
    return (tokens[at - 1].folded,) in _of("not", lang) and not _parted(raw, tokens, at)


def _parted(raw: str, tokens: Sequence[Word], at: int) -> bool:
    """Does something part the word at a place from the one before it?"""
    return at == 0 or bool(re.search(r"[,;.:!?…\n–—]|\s-\s", raw[tokens[at - 1].end : tokens[at].start]))


def _ends_there(raw: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a sentence end before the word at a place?"""
    return bool(re.search(r"[.!?…\n]", raw[tokens[at - 1].end : tokens[at].start]))


def _clause_end(raw: str, tokens: Sequence[Word], at: int) -> int:
    """The place behind the last word of the clause; a comma inside a wish that opens with "lass" may still be its own."""
    return next((place for place in range(at + 1, len(tokens)) if _parted(raw, tokens, place)), len(tokens))


def _is_letter(raw: str, tokens: Sequence[Word]) -> bool:
    return len(tokens) >= _LETTER and len(_SENTENCE.split(raw.strip())) >= _SENTENCES


def _instructs(raw: str, folded: Sequence[str], lang: str) -> bool:
    """Do few words plainly tell us to do something to the text, or how it should be?"""
    return written.orders(raw, lang) or (
        len(folded) <= _PREFIX
        and holds(list(folded), _of("rewrite", lang))
        and _all_small([token for token in folded if (token,) not in _words_of("rewrite", lang)], lang)
    )


def _all_small(folded: Sequence[str], lang: str) -> bool:
    known = _small(lang)
    return all((token,) in known for token in folded)


@cache
def _small(lang: str) -> frozenset[Phrase]:
    return _words_of("small", lang) | frozenset((token,) for token in written.small_words(lang))


@cache
def _words_of(name: str, lang: str) -> frozenset[Phrase]:
    return frozenset((token,) for phrase in _of(name, lang) for token in phrase)


@cache
def _of(name: str, lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("letters")[name].get(lang, ""))
