"""Reading a list of countries or languages: "also" adds to what is proposed, "not" takes away."""

from typing import Any

from dialogs import said
from dialogs.questions import NotAnAnswer, Question, Reading
from domain import countries as kept
from domain.answers import cleaning, places, sides
from domain.answers import languages as tongues
from domain.answers.cleaning import NotUnderstood
from domain.messages import Text


def countries(question: Question, words: str, reading: Reading) -> list[str]:
    """Codes as `domain.countries` keeps them. Raises NotUnderstood, and NotAnAnswer for too many."""
    opening, rest = said.opening(words, reading.lang) if reading.proposed else ("", words)
    wanted, unwanted = places.for_and_against(rest if opening == "also" else words, reading.lang)
    if unwanted and not wanted:
        # what is proposed stays, without those; anywhere is so too
        wanted = tuple(kept.without(reading.proposed, unwanted))
        if not wanted or not question.picks:
            raise NotUnderstood("country-except")
    elif opening == "also":
        wanted = tuple(dict.fromkeys((*kept.wanted(reading.proposed), *wanted)))
    if not question.picks and len(wanted) != 1:
        raise NotAnAnswer(Text("answer.error.one_country"))
    if question.most is not None and len(wanted) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return list(wanted)


def languages(words: str, reading: Reading) -> list[list[Any]]:
    """Codes of languages with their levels. Raises NotUnderstood.

    "French too", "French is still missing" add to those proposed; a level told of some of these changes them and no other.
    """
    lang = reading.lang
    opening, rest = said.opening(words, lang) if reading.proposed else ("", words)
    found: list[list[Any]] = [list(pair) for pair in tongues.languages(rest if opening == "also" else words, lang)]
    if sides.denies(words, lang):
        spoken = {code for part in sides.clauses(words, lang, _tongues(lang)) if not (part.against or part.doubt)
                  for code, _ in _spoken(part.text, lang)}  # fmt: skip
        # "not very good English" is English all the same
        found = [pair for pair in found if pair[0] in spoken] or [[code, None] for code, _ in found]
    named: dict[str, list[Any]] = {pair[0]: pair for pair in found}
    # "Dutch and also French" names all of them again
    adds = opening == "also" or (named.keys().isdisjoint(_proposed(reading)) and tongues.adds(words, lang))
    if not adds and not _only_levels(words, named, reading):
        return found
    kept = [named.pop(pair[0]) if pair[0] in named else list(pair) for pair in reading.proposed]
    return [*kept, *named.values()]


def _only_levels(words: str, named: dict[str, list[Any]], reading: Reading) -> bool:
    """Does an answer tell levels of languages that are proposed, and of no other: "English B1"? Not "only English B1"."""
    only = any(part.only for part in sides.clauses(words, reading.lang, _tongues(reading.lang)))
    return not only and bool(named) and named.keys() <= _proposed(reading) and all(level for _, level in named.values())


def _proposed(reading: Reading) -> set[str]:
    return {pair[0] for pair in reading.proposed}


def _tongues(lang: str) -> sides.Names:
    return lambda text: [word for word in cleaning.words(text) if _spoken(word, lang)]


def _spoken(text: str, lang: str) -> tuple[tongues.Spoken, ...]:
    try:
        return tongues.languages(text, lang)
    except NotUnderstood:
        return ()
