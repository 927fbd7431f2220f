"""What an answer is for and what it is against, clause by clause: "not sport, the rest is right", "day centre is wrong".

Only a "not" that stands right beside a name takes it away: of "the parents do not come" parents are what it is about.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from domain.answers.cleaning import Word, fold, placed_words, words
from domain.answers.phrases import Phrase, holds, phrases
from domain.answers.pointing import changes_nothing, near_words
from domain.vocabulary import vocabulary

#: the folded words of a text that name something
Names = Callable[[str], Collection[str]]

_BREAK: Final = re.compile(r"[,;:.!?\n…]+|\s[-–—]+\s")
_LONGEST: Final = 4
#: words of another kind before a "not": "well, suddenly not sport"
_ASIDE: Final = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of an answer as it was written. `against`: what it names is not meant, and `text` is hardly more than the names;
    `bare`: it holds nothing but names; `only`: it names all that is meant; `rest`: it speaks of all that is not named, or only says
    once more that something is right or wrong; `doubt`: a "not" stands before the names, with words between that may tell
    otherwise.
    """

    text: str
    against: bool = False
    bare: bool = False
    only: bool = False
    rest: bool = False
    doubt: bool = False


@dataclass(slots=True)
class _Piece:
    """Words between two marks or words like "and"; `opens` tells that a clause begins here."""

    words: list[Word]
    opens: bool
    turns: bool = False
    against: bool = False
    excepts: bool = False
    after: bool = False
    doubt: bool = False
    carried: frozenset[str] = frozenset()
    bare: bool = False


def denies(raw: str, lang: str) -> bool:
    """Does any word of an answer say "not", "wrong", "except"? Where none does, the answer is for all that it names."""
    return any(_denial(tokens, at, lang) for tokens in _between_marks(raw) for at in range(len(tokens)))


def welcomes(raw: str, lang: str) -> bool:
    """Does an answer say "not only", "why not", "not to forget"?"""
    return any(_welcomes(tokens, at, lang) for tokens in _between_marks(raw) for at in range(len(tokens)))


def _between_marks(raw: str) -> Iterator[list[str]]:
    """The folded words from one mark to the next: "sport not, only music" says no "not only"."""
    for part in _BREAK.split(raw):
        yield words(part)


def preferred(raw: str, lang: str) -> str:
    """The answer without what comes second in it: of "rather in June than in May" the beginning."""
    words = placed_words(raw)
    sooner = next((at for at, word in enumerate(words) if (word.folded,) in near_phrases("sooner", lang)), None)
    if sooner is None:
        return raw
    if sooner and (word := next(iter(words[sooner + 1 :]), None)) and (word.folded,) in near_phrases("than", lang):
        return raw[: words[sooner].start].rstrip(" ,")  # "June rather than May"
    for word in words[sooner + 2 :]:
        if (word.folded,) in near_phrases("than", lang):
            return raw[: word.start].rstrip(" ,")
    return raw


def clauses(raw: str, lang: str, names: Names, *, always: bool = False) -> list[Clause]:
    """The parts of an answer in their order. `names` tells which words of a text name something that can be meant. An answer that
    says "not" of nothing is in one part unless it is `always` parted.
    """
    if not always and not denies(raw, lang):
        return [_clause([_piece(raw, placed_words(raw), True, names, lang)], raw, lang)]
    whole: list[_Piece] = []
    for one in _pieces(raw, lang):
        piece = _piece(raw, one.words, one.opens, names, lang)
        said = [word.folded for word in piece.words]
        if (
            whole
            and not piece.carried
            and not _adds(said, lang)
            and (not piece.opens or (one.turns and _denial(said, 0, lang) == len(said)))
        ):
            # "l'adhd e sbagliato": no "and"
            piece = _piece(raw, [*whole[-1].words, *piece.words], whole.pop().opens, names, lang)
        whole.append(piece)
    pieces = [part for piece in whole for part in _parted(piece, raw, names, lang)]
    _inherit(pieces, lang)
    _inherit_also(pieces, raw, lang)
    found: list[list[_Piece]] = []
    for piece in pieces:
        if found and not piece.opens and found[-1][-1].against == piece.against:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [_clause(group, raw, lang) for group in found]


def parts(raw: str, lang: str) -> list[str]:
    """The answer taken apart at its marks and at words like "and", as it was written."""
    return [raw[piece.words[0].start : piece.words[-1].end] for piece in _pieces(raw, lang)]


def _pieces(raw: str, lang: str) -> Iterator[_Piece]:
    ends = [*(match.span() for match in _BREAK.finditer(raw)), (len(raw), len(raw))]
    joins, but = near_phrases("and", lang) | near_phrases("or", lang), near_phrases("but", lang)
    start = 0
    for stop, following in ends:
        words, opens, turns = placed_words(raw, start, stop), True, False
        start = following
        piece: list[Word] = []
        for word in words:
            everything_but = (word.folded,) in near_phrases("except", lang) and any(
                (one.folded,) in near_phrases("all", lang) for one in piece
            )
            if not everything_but and ((word.folded,) in joins or (word.folded,) in but):
                if piece:
                    yield _Piece(piece, opens, turns)
                turns = (word.folded,) in but
                piece, opens = [], turns or (opens and not piece)
            else:
                piece.append(word)
        if piece:
            yield _Piece(piece, opens, turns)


def _piece(raw: str, words: list[Word], opens: bool, names: Names, lang: str) -> _Piece:
    carried = frozenset(names(raw[words[0].start : words[-1].end])) if words else frozenset()
    bare = any(word.folded in carried for word in words) and all(
        word.folded in carried or is_small(word.folded, lang) for word in words
    )
    bare = bare and not _adds([word.folded for word in words], lang)
    return _Piece(words, opens, carried=carried, bare=bare)


def _parted(piece: _Piece, raw: str, names: Names, lang: str) -> list[_Piece]:
    """The piece with what it is against found out; in two where it names something before a "not" and after it."""
    tokens = [word.folded for word in piece.words]
    for at in range(len(tokens)):
        if tokens[at] in piece.carried:
            continue
        size = _denial(tokens, at, lang)
        if not size:
            continue
        denial = tuple(tokens[at : at + size])
        before = [one for one in range(at) if tokens[one] in piece.carried]
        after = [one for one in range(at + size, len(tokens)) if tokens[one] in piece.carried]
        if denial in near_phrases("without", lang) and any(_tells(tokens, one, lang) for one in range(at)):
            continue  # "how they work without restraint"
        if not before and after:
            piece.against = _denied_after(tokens, at, size, after, lang)
            piece.doubt = not piece.against and _may_deny(tokens, at, size, after, lang)
        elif before and not after:
            piece.against = piece.after = _denied_before(tokens, at, size, before, lang)
        elif before and after:
            first = _Piece(piece.words[:at], piece.opens, carried=piece.carried)
            second = _piece(raw, piece.words[at:], True, names, lang)
            if _denied_after(tokens[at:], 0, size, [one - at for one in after], lang):
                first = _piece(raw, first.words, piece.opens, names, lang)
                return [first, *_parted(second, raw, names, lang)]
            continue
        else:
            continue
        piece.excepts = piece.against and denial in near_phrases("except", lang)
        if piece.against:
            break
    return [piece]


def _tells(tokens: Sequence[str], at: int, lang: str) -> bool:
    """Is a word none of those that only stand around what is named?"""
    return not (is_small(tokens[at], lang) or _fits(tokens[at], lang) or _denial(tokens, at, lang))


def _denied_after(tokens: Sequence[str], at: int, size: int, names: Sequence[int], lang: str) -> bool:
    """ "Not the sport": nothing but small words between, and it does not tell what there is not ("there is no money here")."""
    between, before, behind = tokens[at + size : names[0]], tokens[:at], tokens[names[-1] + 1 :]
    if not all(is_small(token, lang) or _fits(token, lang) for token in between):
        return False
    others = [token for token in before if not is_small(token, lang) and not _fits(token, lang)]
    having = _flat("having", lang)
    if len(others) > _ASIDE or any(token in having for token in before):
        return False
    more = [token for token in behind if not is_small(token, lang) and not _fits(token, lang)]
    # "no structure during the day" tells what there is, "not the day, I never said that" does not
    kind = tokens[at] in _flat("kind", lang) or any(token in _flat("kind_of", lang) for token in between)
    return not more or not kind


def _may_deny(tokens: Sequence[str], at: int, size: int, names: Sequence[int], lang: str) -> bool:
    having = _flat("having", lang)
    return not any(token in having for token in tokens[:at]) and any(
        not is_small(token, lang) and not _fits(token, lang) for token in tokens[at + size : names[0]]
    )


def _denied_before(tokens: Sequence[str], at: int, size: int, names: Sequence[int], lang: str) -> bool:
    """ "Sport is wrong", "das mit dem Sport passt nicht": nothing but small words and such as "right" around the "not"."""
    around = [*tokens[names[-1] + 1 : at], *tokens[at + size :]]
    others = [token for token in tokens[: names[0]] if not is_small(token, lang) and not _fits(token, lang)]
    return len(others) <= _ASIDE and all(
        is_small(token, lang) or _fits(token, lang) or _denial([token], 0, lang) for token in around
    )


def _inherit(pieces: Sequence[_Piece], lang: str) -> None:
    """ "Not sport and music", "sport and music are wrong", "all but sport, music"."""
    for before, piece in pairwise(pieces):
        goes_on = before.against and not before.after and piece.bare and not _begins(piece, "only", lang)
        if goes_on and (not piece.opens or before.excepts):
            piece.against, piece.excepts = True, before.excepts
    for piece, behind in zip(reversed(pieces[:-1]), reversed(pieces), strict=False):
        if behind.against and behind.after and not behind.opens and piece.bare:
            piece.against = piece.after = True


def _inherit_also(pieces: Sequence[_Piece], raw: str, lang: str) -> None:
    """ "Sport is wrong, and music and art too"."""
    starts = [at for at, piece in enumerate(pieces) if piece.opens or piece.against or (at and pieces[at - 1].against)]
    for start, stop in pairwise([*starts, len(pieces)]):
        group = pieces[start:stop]
        before = pieces[start - 1] if start else None
        if before is None or not (before.against and before.after) or not all(one.bare for one in group):
            continue
        end = pieces[stop].words[0].start if stop < len(pieces) else len(raw)
        behind = words(raw[group[-1].words[0].start : end])
        between = words(raw[before.words[-1].end : group[0].words[0].start])
        turns = not _flat("but", lang).isdisjoint(between)
        if not turns and not group[0].against and _also_after(lang).intersection(behind[1:]):
            for piece in group:
                piece.against = piece.after = True


@cache
def _also_after(lang: str) -> frozenset[str]:
    return frozenset(fold(word).split()[-1] for word in vocabulary("said")["also_after"][lang].split(","))


def _begins(piece: _Piece, name: str, lang: str) -> bool:
    return bool(piece.words) and piece.words[0].folded in _flat(name, lang)


def _clause(pieces: Sequence[_Piece], raw: str, lang: str) -> Clause:
    words = [word for piece in pieces for word in piece.words]
    if not words:
        return Clause(raw)
    tokens = [word.folded for word in words]
    if pieces[0].against:
        return Clause(", ".join(name for piece in pieces for name in _names_of(piece, raw, lang)), against=True)
    rest = holds(tokens, near_phrases("rest", lang))
    if not rest and not any(piece.carried for piece in pieces):
        denials = [at for at in range(len(tokens)) if _denial(tokens, at, lang)]
        rest = bool(denials) and all(
            at in denials or is_small(token, lang) or _fits(token, lang) for at, token in enumerate(tokens)
        )
    only = any(
        tokens[at] in _flat("only", lang) and not _welcomes(tokens, at, lang) for at in range(min(_ASIDE, len(tokens)))
    )
    return Clause(
        raw[words[0].start : words[-1].end],
        bare=all(piece.bare for piece in pieces),
        only=only,
        rest=rest,
        doubt=any(piece.doubt for piece in pieces),
    )


def _adds(tokens: Sequence[str], lang: str) -> bool:
    """Do words say that something is to come: "debts are missing", "und Sucht dazu"?"""
    return not missing(lang).isdisjoint(tokens)


@cache
def missing(lang: str) -> frozenset[str]:
    """Words that tell that something is to come to what is marked."""
    return frozenset(vocabulary("corrections")[lang]["missing"].split())


def _names_of(piece: _Piece, raw: str, lang: str) -> Iterator[str]:
    """The names of a piece, parted where a "nor" stands between them."""
    tokens = [word.folded for word in piece.words]
    run: list[Word] = []
    for at, word in enumerate(piece.words):
        if word.folded in piece.carried:
            run.append(word)
        elif run and _denial(tokens, at, lang):
            yield raw[run[0].start : run[-1].end]
            run = []
    if run:
        yield raw[run[0].start : run[-1].end]


def _welcomes(tokens: Sequence[str], at: int, lang: str) -> bool:
    """Does a word belong to a "not only", "why not", "not to forget"?"""
    return any(
        tuple(tokens[start : start + size]) in near_phrases("welcome", lang)
        for size in range(2, _LONGEST + 1)
        for start in range(max(0, at - size + 1), at + 1)
    )


def _denial(tokens: Sequence[str], at: int, lang: str) -> int:
    """How many words from here on say "not", "wrong", "except"; 0 for none."""
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        phrase = tuple(tokens[at : at + size])
        if phrase in _denials(lang):
            number = phrase == ("no",) and lang == "en" and "".join(tokens[at + 1 : at + 2]).isdigit()
            # "weder … noch", but "noch Schulden dazu"
            more = phrase in near_phrases("nor", lang) and not any(_denial(tokens, one, lang) for one in range(at))
            return 0 if number or more or _welcomes(tokens, at, lang) else size
    return 0


@cache
def _denials(lang: str) -> frozenset[Phrase]:
    return frozenset().union(*(near_phrases(name, lang) for name in ("not", "except", "deny", "wrong")))


@cache
def near_phrases(name: str, lang: str) -> frozenset[Phrase]:
    """The phrases of `choosing.toml` with a name."""
    return phrases(str(near_words(lang).get(name, "")))


@cache
def _flat(name: str, lang: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in near_phrases(name, lang) if len(phrase) == 1)


def _fits(token: str, lang: str) -> bool:
    return token in _flat("fits", lang)


def is_small(token: str, lang: str) -> bool:
    """Whether a word names nothing: "the", "about", "please"."""
    return token in _flat("around", lang) or changes_nothing(token, lang)
