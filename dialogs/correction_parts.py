"""A correction with several parts: "24 May instead, and 3 days", "the town is Liège and my job teacher".

Each part goes to its own line; parts that name no line belong to the one before them, and what is left over is asked back.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from dialogs import said
from dialogs.correction_lines import label_said
from dialogs.correction_words import articles, denies, negates, number_in, parted, says_nothing, words_for
from dialogs.corrections import READ, Correction, named
from dialogs.questions import Line, Question, Reading
from domain.answers import pointing
from domain.answers.cleaning import Word, placed_words
from domain.answers.company import company
from domain.texts import render

#: nobody puts several lines right in more words
_MOST_WORDS = 30
_SEVERAL = ("text", "location", "choices", "countries", "languages", "period")
#: of these a clause alone may say nothing
_FREE = ("text", "location", "choices")
_PARTING = (",", ";", "!", "\n", " + ", " & ")
#: "St. Gallen" and "15. Mai" are one thing
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The lines to change, in turn, the one that is only to be opened last; and words that were not understood."""

    changes: tuple[Correction, ...] = ()
    left: str = ""


@dataclass(slots=True)
class _Part:
    """Words that speak of one line."""

    said: list[str]
    change: Correction | None


def several(
    raw: str, lines: Sequence[Line], questions: Mapping[str, Question], reading: Reading, held: Mapping[str, Any]
) -> Found:
    """All that the words put right at a review, part by part."""

    def name(words: str) -> Correction | None:
        return named(words, lines, questions, reading, held)

    lang = reading.lang
    whole = name(raw)
    clauses = [one for one in _clauses(raw, lang) if not said.only_agrees(one, lang)]
    if len(clauses) <= 1:
        only = name(clauses[0]) if clauses and clauses[0] != raw else None
        return _one(only if _fills(only) or whole is None else whole)
    if len(placed_words(raw)) > _MOST_WORDS or _tells(clauses[0], lines, questions, lang):
        return _one(whole)
    parts = _parts(clauses, name, lines, questions, lang)
    changes = [part.change for part in parts if part.change is not None]
    if not any(_fills(one) for one in changes):
        return _one(whole)
    if len(changes) == 1 and whole is not None and whole.fills and _grows(whole, changes[0], questions):
        changes = [whole]
    changes.sort(key=lambda one: not _fills(one))
    opened = [one for one in changes if not _fills(one)]
    left = [
        words
        for part in parts
        for words in (
            part.said if part.change in opened[1:] else _left_over(part, name, _stands(part, lines, lang), lang)
        )
    ]
    return Found((*(one for one in changes if _fills(one)), *opened[:1]), ", ".join(left))


def _one(change: Correction | None) -> Found:
    return Found((change,) if change is not None else ())


def _fills(change: Correction | None) -> bool:
    return change is not None and change.fills


def _clauses(raw: str, lang: str) -> list[str]:
    """The words between commas, full stops and "and"."""
    tokens = placed_words(raw)
    joining = {*words_for("joining", lang), *pointing.near_words(lang)["but"].split()}
    starting = words_for("starting", lang)
    found: list[list[Word]] = [[]]
    for at, token in enumerate(tokens):
        gap = raw[tokens[at - 1].end : token.start] if at else ""
        ended = ". " in gap and len(tokens[at - 1].folded) > _SHORT and not tokens[at - 1].folded.isdigit()
        # "1,5"
        ended = ended or (gap != "," and any(sign in gap for sign in _PARTING))
        joins = token.folded in joining and not (lang == "it" and raw[token.start : token.end].lower() == "è")
        # "5 days from the 9th"
        following = _up_to(tokens[at + 1 : at + 3], joining) if not parted(raw, tokens, at + 1) else []
        counts = token.folded in starting and any(one.folded[:1].isdigit() for one in following)
        if found[-1] and (joins or counts or ended):
            found.append([])
        if not joins:
            found[-1].append(token)
    ends = {token.end: (tokens[at + 1].start if at + 1 < len(tokens) else len(raw)) for at, token in enumerate(tokens)}
    return [raw[one[0].start : ends[one[-1].end]].strip(" ,;!\n") for one in found if one]


def _up_to(tokens: Sequence[Word], joining: AbstractSet[str]) -> list[Word]:
    """The words before one that joins."""
    return list(takewhile(lambda one: one.folded not in joining, tokens))


def _tells(clause: str, lines: Sequence[Line], questions: Mapping[str, Question], lang: str) -> bool:
    """Does it speak of a line of free words? What follows then belongs to these."""
    tokens = placed_words(clause)
    label = label_said(clause, tokens, lines, questions, lang)
    question = questions.get(lines[label[0]].key) if label is not None else None
    if label is None or question is None or question.kind in READ or question.bare:
        return False
    return any(not says_nothing(one, lang) for one in [*tokens[: label[1]], *tokens[label[2] :]])


def _parts(
    clauses: Sequence[str], name: Callable[[str], Correction | None], lines: Sequence[Line],
    questions: Mapping[str, Question], lang: str,
) -> list[_Part]:  # fmt: skip
    """The clauses, put together where they speak of one line."""
    parts: list[_Part] = []
    for clause in clauses:
        if parts and _tells(parts[-1].said[0], lines, questions, lang):
            parts[-1].said.append(clause)
            continue
        change = name(clause)
        own = change is not None and not _starts_with_not(clause, lang) and (_fills(change) or _wants(clause, lang))
        before = parts[-1].change if parts else None
        other = change is None or before is None or before.key != change.key
        if own and (
            other or (change is not None and before is not None and before.does != change.does and change.fills)
        ):
            if parts and before is None:
                parts[-1].said.append(clause)
                together = name(", ".join(parts[-1].said))
                # "take English and German out": both, or which?
                both = change is not None and change.does == "out" and together != change
                parts[-1].change = together if both else change
            else:
                parts.append(_Part([clause], change))
        elif parts:
            parts[-1].said.append(clause)
            together = name(", ".join(parts[-1].said)) if before is not None else None
            if before is not None and change is not None and change.key == before.key and not before.fills:
                parts[-1].change = change
            elif before is not None and together is not None and together.fills and _grows(together, before, questions):
                same = change is not None and change.key == before.key
                if same or questions[before.key].kind in _FREE:
                    parts[-1].change = together
        else:
            parts.append(_Part([clause], None))
    return parts


def _grows(one: Correction, before: Correction, questions: Mapping[str, Question]) -> bool:
    """Are both of one line that may hold several things, or words with a comma?"""
    return one.key == before.key and one.key in questions and questions[one.key].kind in _SEVERAL


def _starts_with_not(clause: str, lang: str) -> bool:
    first = placed_words(clause)[0].folded
    return negates(first, lang)


def _wants(clause: str, lang: str) -> bool:
    """Is something said to be wrong, to change, or to be missing?"""
    telling = {*words_for("changing", lang), *words_for("adding", lang), *words_for("away", lang)}
    return any(denies(token.folded, lang) or token.folded in telling for token in placed_words(clause))


def _stands(part: _Part, lines: Sequence[Line], lang: str) -> frozenset[str]:
    """The words that stand in the line of a part."""
    value = next((line.value for line in lines if part.change is not None and line.key == part.change.key), None)
    return frozenset(token.folded for token in placed_words(render(value, lang))) if value is not None else frozenset()


def _is_beside(word: str, lang: str) -> bool:
    """A number, an article, an "almost"."""
    return number_in(word, lang) is not None or (word,) in articles(lang) or word in words_for("almost", lang)


def _left_over(part: _Part, name: Callable[[str], Correction | None], standing: frozenset[str], lang: str) -> list[str]:
    """The clauses without which the part says the same, where they say something; what stood there may be denied along."""
    left = []
    for clause in part.said:
        tokens = placed_words(clause)
        telling = [one.folded for one in tokens if not says_nothing(one, lang) and not _is_beside(one.folded, lang)]
        denied = any(negates(one.folded, lang) for one in tokens)
        alone = name(clause)
        elsewhere = not denied and alone is not None and part.change is not None and alone.key != part.change.key
        if not telling and not elsewhere and (denied or company(clause, lang) is None):
            continue
        if denied and not standing.isdisjoint(telling):
            continue
        same = alone is not None and part.change is not None and alone.key == part.change.key
        same = same and (part.change is None or part.change.does != "out" or alone == part.change)
        if same or said.is_unsure(clause, lang) or said.is_no(clause, lang):
            continue
        rest = [one for one in part.said if one is not clause]
        unused = part.change is not None and part.change.fills and rest and name(", ".join(rest)) == part.change
        if part.change is None or unused:
            left.append(clause)
    return left
