"""Reading an answer to a choice: of one, of several together, of those that are called by names, of what a clause is against."""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

from dialogs import marks, naming, role, said, spoken, written
from dialogs.questions import NotAnAnswer, Option, Question, Reading, together
from domain import concepts
from domain.answers import cleaning, options, pointing, sides
from domain.answers.cleaning import NotUnderstood
from domain.answers.company import UNSURE as UNSURE_COMPANY
from domain.answers.company import company
from domain.answers.phrases import Phrase, holds, longest_at
from domain.messages import Text
from domain.texts import render

#: the option for what is not known yet
UNKNOWN = "unknown"
_CLAUSES = re.compile(r"[,;:.!?\n…]+|\s[-–—]+\s")
#: concepts that are named as surely as by their label (`domain.concepts`)
SURE_CONCEPT = 1.0


def choice(question: Question, words: str, reading: Reading) -> str:
    """The id of the option that is meant, or of those that may be named together. Raises NotUnderstood.

    Where "not known yet" is one of the options, a doubt, a question and what is only said not to be so are that one.
    """
    if any(option.id == UNKNOWN for option in question.options) and not _is_label(question, words, reading.lang):
        if written.is_unsure_of(words, reading.lang):
            return UNKNOWN
        if words.rstrip().endswith("?"):
            # of what they ask they are not sure; what names no option is a question to us
            return _choice(question, words, reading) and UNKNOWN
        words = _not_denied(question, _preferred(words, reading.lang), reading.lang)
        if not words:
            return UNKNOWN
    return spoken.half(words, _choice(question, words, reading), question.options, reading.lang)


def _is_label(question: Question, words: str, lang: str) -> bool:
    return cleaning.fold(words) in [cleaning.fold(label) for _, label in labels(question.options, lang)]


def _preferred(words: str, lang: str) -> str:
    """What stands before "otherwise", "or else": "a grant, otherwise my employer"."""
    tokens = cleaning.placed_words(words)
    folded = [token.folded for token in tokens]
    reserve = said.phrases_of("reserve", lang)
    at = next((at for at in range(1, len(folded)) if longest_at(folded, at, reserve)), None)
    return words if at is None else words[: tokens[at].start].rstrip(" ,;.-–")


def _not_denied(question: Question, words: str, lang: str) -> str:
    """The clauses that do not say of an option that it is not meant: "not me, my employer"; empty when the others are all of it."""
    names = marks.names_in(question.options, lang)
    kept: list[str] = []
    denied = named = False
    for clause in _CLAUSES.split(words):
        tokens = cleaning.words(clause)
        # "no my employer pays" begins with a no of its own
        told = tokens[1:] if said.starts_with_no(clause, lang) else tokens
        meant = bool(names(clause))
        if meant and holds(told, _not(lang)) and not sides.welcomes(clause, lang):
            denied = True
        else:
            named = named or meant
            kept.append(clause.strip())
    if not denied:
        return words
    return ", ".join(kept) if named else ""


@cache
def _not(lang: str) -> frozenset[Phrase]:
    return sides.near_phrases("not", lang) | sides.near_phrases("deny", lang)


def _choice(question: Question, words: str, reading: Reading) -> str:
    known = labels(question.options, reading.lang)
    if question.unit == "people" and (people := company(words, reading.lang)) is not None:
        if people == UNSURE_COMPANY:
            raise NotUnderstood("ambiguous")
        return "alone" if people == 1 else "group"
    if any(option.names for option in question.options) and (meant_together := _several(question, words, reading.lang)):
        return meant_together
    if cleaning.fold(words) not in [cleaning.fold(label) for _, label in known]:
        if question.who and (speaker := role.meant(words, reading.lang)):
            return speaker
        own = role.of_oneself(words, reading.lang) if question.who else words
        meant = spoken.option(own, question.options, reading.lang)
        if meant is not None:
            return meant
        if len(known) == 1 and said.only_agrees(words, reading.lang):
            return known[0][0]
    try:
        telling = role.without_generic(words, reading.lang) if question.who else words
        if not telling:
            raise NotUnderstood("option")
        chosen = options.best_option(telling, known, reading.lang)
        if not spoken.is_plain(words, chosen, question.options, reading.lang):
            raise NotUnderstood("clear-yes")
        return chosen
    except NotUnderstood as refused:
        pointed = spoken.number(words, reading.lang) if refused.code in ("option", "ambiguous") else None
        if pointed is None or not spoken.is_plain(words, "", question.options, reading.lang):
            raise
        return _pointed(pointed, known, reading.lang)


def _several(question: Question, words: str, lang: str) -> str:
    """Those that the answer means, one or together, of the options that are called by names; of the others the one it speaks of,
    and the first one for a plain yes."""
    known = [option for option in question.options if option.names]
    others = [option for option in question.options if not option.names]
    if cleaning.words(words) in [cleaning.words(label) for _, label in labels(tuple(others), lang)]:
        return ""
    try:
        found = naming.meant(words, known, lang)
        if len(found) > 1 and not question.several:
            found = _without_reserves(words, known, found, lang)
    except NotUnderstood:
        meant = spoken.options(words, others, lang)
        if len(meant) != 1:
            raise
        return meant[0]
    if not found and question.options[0] in others and said.takes_the_only_one(words, lang):
        return question.options[0].id
    return together(found)


def _without_reserves(words: str, known: list[Option], found: list[str], lang: str) -> list[str]:
    """The one that is meant in the first place of those found: "Delft first and Ghent as a backup". Raises NotUnderstood."""
    reserves: set[str] = set()
    for part in sides.parts(words, lang):
        if said.is_reserve(part, lang):
            with suppress(NotUnderstood):
                reserves.update(naming.meant(part, known, lang))
    first = [one for one in found if one not in reserves]
    if len(first) != 1:
        raise NotUnderstood("ambiguous", tuple(found))
    return first


def _pointed(number: int, known: list[tuple[str, str]], lang: str) -> str:
    """The option whose label names the number, the one in its place when several do."""
    try:
        return options.best_option(str(number), known, lang)
    except NotUnderstood as refused:
        in_place = known[number - 1][0] if 1 <= number <= len(known) else ""
        if in_place not in refused.candidates:
            raise
        return in_place


def choices(question: Question, words: str, reading: Reading) -> list[str]:
    """The ids of the options that are meant, in their order. Raises NotUnderstood, and NotAnAnswer for too few or too many."""
    found = _chosen(question, words, reading)
    if question.least and len(found) < question.least:
        raise NotAnAnswer(Text("answer.error.choose_at_least", {"n": question.least}))
    if question.most is not None and len(found) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return [option.id for option in question.options if option.id in found]


def _chosen(question: Question, words: str, reading: Reading) -> list[str]:
    """What a clause is against is taken from what is proposed, what one names is added where it says "also", else it is all."""
    lang, proposed = reading.lang, [str(one) for one in reading.proposed]
    words = _all_there_is(words, lang)
    named = [option for option in question.options if option.names]
    if named and (found := naming.meant(words, named, lang) or _only_one(named, words, lang)):
        return [*proposed, *found] if proposed and said.opening(words, lang)[0] == "also" else found
    parts = sides.clauses(words, lang, marks.names_in(question.options, lang)) if sides.denies(words, lang) else []
    if not any(part.against or part.doubt for part in parts):
        opening, rest = said.opening(words, lang) if proposed else ("", words)
        if proposed and sides.welcomes(words, lang):  # "not only youth care"
            return [*proposed, *_named(question, words, lang)]
        return [*proposed, *_named(question, rest, lang)] if opening == "also" else _named(question, words, lang)
    gone: set[str] = set()
    found = []
    added, everything = False, pointing.leaves_out(words, lang)
    for part in parts:
        _, text = said.opening(part.text, lang)
        if part.doubt or part.rest:
            everything = everything or part.rest
        elif part.against:
            with suppress(NotUnderstood):
                gone.update(_named(question, part.text, lang))
        elif pointing.is_all(text, lang):
            everything = True
        elif not said.only_agrees(text, lang) and not said.is_no(text, lang):
            found += _named(question, text, lang)
            added = added or part.only
    if proposed and not added:
        found = [*proposed, *found]
    elif everything and not found:
        found = [option.id for option in question.options]
    found = [one for one in found if one not in gone]
    if not found:
        raise NotUnderstood("option")
    return found


def _all_there_is(words: str, lang: str) -> str:
    """What follows "nothing but", "niks, behalve": that and no more is meant."""
    tokens = cleaning.placed_words(words)
    folded = [token.folded for token in tokens]
    but = sides.near_phrases("except", lang) | said.phrases_of("limiting", lang)
    for at in range(1, len(folded)):
        size = longest_at(folded, at, but)
        if size and at + size < len(folded):
            before = words[: tokens[at].start].strip(" ,;")
            return words[tokens[at + size].start :] if said.is_nothing(before, lang) else words
    return words


def _option(question: Question, option: str) -> Option:
    return next(one for one in question.options if one.id == option)


def _only_one(named: Sequence[Option], words: str, lang: str) -> list[str]:
    return [named[0].id] if len(named) == 1 and said.takes_the_only_one(words, lang) else []


def _named(question: Question, words: str, lang: str) -> list[str]:
    """The options of an answer that is for all that it names; besides labels, it may name a concept of the field, or an option in
    other words."""
    hits = {hit.id: hit.strength for hit in concepts.find(words, lang)}
    meant = spoken.options(words, question.options, lang)
    try:
        found = options.best_options(words, labels(question.options, lang), lang)
        # of what a label says in full, a part is no other option: "gestione delle crisi" is no "gestione"
        taken = {
            word
            for option, label in labels(question.options, lang)
            if option in found
            for word in cleaning.words(label)
        }
        meant = [one for one in meant if not spoken.telling(words, [_option(question, one)], lang) <= taken]
        more = [one for one, strength in hits.items() if strength >= SURE_CONCEPT] + meant
        ids = [option.id for option in question.options if option.id in {*found, *more}]
        return ids if question.most is None or len(ids) <= question.most else found
    except NotUnderstood:
        # what is only hinted at is not meant: nobody chooses by a likeness
        found = [option.id for option in question.options if hits.get(option.id, 0.0) >= marks.NAMED]
        found += [one for one in meant if one not in found]
        if not found:
            raise
        return found


def labels(known: tuple[Option, ...], lang: str) -> list[tuple[str, str]]:
    """Options by id, with their labels."""
    return [(option.id, render(option.label, lang)) for option in known]
