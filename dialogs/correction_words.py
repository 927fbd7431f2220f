"""The words of somebody who puts a line of a review right: which only stand around, which deny, which are numbers."""

from collections.abc import Sequence
from functools import cache

from dialogs import said
from domain.answers import number_lexicon, pointing, yes_no
from domain.answers.cleaning import Word
from domain.answers.phrases import Phrase
from domain.vocabulary import vocabulary

#: an article or a preposition has so many letters at most
_SMALL = 3


def number_in(word: str, lang: str) -> int | None:
    """The number that a word is: "3", "three", "third"; None for articles and all others."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 else None
    return number_lexicon.ordinals(lang).get((word,)) or (
        number_lexicon.small_numbers(lang).get((word,)) if (word,) not in articles(lang) else None
    )


@cache
def articles(lang: str) -> frozenset[Phrase]:
    """ "One" is mostly an article."""
    return frozenset(phrase for phrase, value in number_lexicon.small_numbers(lang).items() if value == 1)


def parted(raw: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a comma or the like stand before the word?"""
    return 0 < at < len(tokens) and bool(raw[tokens[at - 1].end : tokens[at].start].strip(" '’"))


def denies_next(raw: str, tokens: Sequence[Word], at: int, lang: str) -> bool:
    """Is this a "not" before a value: "not 1", "pas en mai"?"""
    following = tokens[at + 1 : at + 3]
    if not following or not negates(tokens[at].folded, lang) or raw[tokens[at].end : following[0].start].strip(" '’"):
        return False
    return any(not says_nothing(token, lang) for token in following[: 2 if _is_short(following[0]) else 1])


def _is_short(token: Word) -> bool:
    """An article or a preposition: "not the", "pas en"."""
    return len(token.folded) <= _SMALL and not token.folded.isdigit()


def negates(word: str, lang: str) -> bool:
    """A "not"; the "but" of "all but" is none here."""
    return pointing.negates(word, lang) and word not in pointing.near_words(lang)["but"].split()


def denies(word: str, lang: str) -> bool:
    """A "not", "wrong", "remove"."""
    return negates(word, lang) or word in words_for("wrong", lang) or said.takes_out(word, lang)


def goes_away(word: str, lang: str) -> bool:
    """Does the word take something out: "remove", "drop", "weg"?"""
    return word in words_for("away", lang) or said.takes_out(word, lang)


def only_takes(token: Word, lang: str) -> bool:
    """Does the word only help to take something out: "take it out", "may go"?"""
    return goes_away(token.folded, lang) or token.folded in words_for("taking", lang) or says_nothing(token, lang)


def says_nothing(token: Word, lang: str) -> bool:
    """Does the word only stand around a value?"""
    return is_fixing(token.folded, lang) or denies(token.folded, lang) or token.folded in words_for("line", lang)


def is_fixing(word: str, lang: str) -> bool:
    """Does the word only speak of putting something right: "should", "please", "change"?"""
    return word in words_for("fixing", lang) or (word,) in yes_no.around(lang)


@cache
def words_for(name: str, lang: str) -> frozenset[str]:
    """The words of a list of `corrections.toml`."""
    return frozenset(vocabulary("corrections")[lang][name].split())
