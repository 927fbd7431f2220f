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

    "French too", "French is still missing" add to those proposed; a level told of some of these changes them and no other; a
    language that is not spoken ("no Italian", "all forgotten") is taken from them.
    """
    lang = reading.lang
    opening, _ = said.opening(words, lang) if reading.proposed else ("", words)
    told = tongues.told(words, lang)
    found: list[list[Any]] = [list(pair) for pair in told.spoken]
    parts = sides.clauses(words, lang, _tongues(lang), always=True)
    gone = set(told.unspoken)
    if sides.denies(words, lang):
        spoken = {code for part in parts if not (part.against or part.doubt) for code, _ in _spoken(part.text, lang)}
        against = {code for part in parts if part.against for code, _ in _spoken(part.text, lang)} - spoken
        if reading.proposed and against and not any(tongues.names_level(words, lang) for _ in against):
            gone |= against  # "take the German out"
        # "not very good English" is English all the same
        others = [[code, None] for code, _ in found if code not in gone]
        found = [pair for pair in found if pair[0] in spoken] or others
    named: dict[str, list[Any]] = {pair[0]: pair for pair in found if pair[0] not in gone}
    known = {pair[0]: list(pair) for pair in reading.proposed if pair[0] not in gone}
    # "Dutch and also French" names all of them again
    adds = opening == "also" or (named.keys().isdisjoint(known) and tongues.adds(words, lang))
    rest_stays = any(part.rest for part in parts) and not _only(words, lang)
    if (gone and not named) or (known and (adds or rest_stays or _only_levels(words, named, known, lang))):
        named = known | {code: _with_level(pair, known) for code, pair in named.items()}
    if not named:
        raise NotUnderstood("language")
    return [_with_level(pair, known) for pair in named.values()]


def _with_level(told: list[Any], known: dict[str, list[Any]]) -> list[Any]:
    """A language with the level that was known of it where no other is told."""
    return known[told[0]] if told[1] is None and told[0] in known else told


def _only_levels(words: str, named: dict[str, list[Any]], known: dict[str, list[Any]], lang: str) -> bool:
    """Does an answer tell levels of languages that are proposed, and of no other: "English B1"? Not "only English B1"."""
    told = bool(named) and named.keys() <= known.keys() and all(level for _, level in named.values())
    return told and not _only(words, lang)


def _only(words: str, lang: str) -> bool:
    """Does an "only" stand before a language, or at the end: "only English B1"? "English only B1" is about the level."""
    only = sides.near_phrases("only", lang)
    tokens = cleaning.words(words)
    for at, token in enumerate(tokens):
        if (token,) in only:
            behind = " ".join(tokens[at + 1 : at + 3])
            if not tongues.names_level(behind, lang) or _spoken(behind, lang):
                return True
    return False


def _tongues(lang: str) -> sides.Names:
    return lambda text: [word for word in cleaning.words(text) if _spoken(word, lang)]


def _spoken(text: str, lang: str) -> tuple[tongues.Spoken, ...]:
    try:
        return tongues.languages(text, lang)
    except NotUnderstood:
        return ()
