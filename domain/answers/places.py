"""Countries, by their names, towns and regions in six languages, by their codes, or "anywhere"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from babel.core import get_global
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from domain.answers import sides
from domain.answers.cleaning import NotUnderstood, clean, fold, words
from domain.answers.phrases import Phrase, longest_at, phrases
from domain.answers.slips import another_word, jumbled, ordinary, same_sound
from domain.language.codes import SERVED
from domain.vocabulary import vocabulary
from locales import formats

Codes = tuple[str, ...]

_CODE = re.compile(r"\b[A-Z]{2,3}\b")
_CODES_OF_THREE = {  # of sports
    "GER": "DE", "SUI": "CH", "NED": "NL", "POR": "PT", "GRE": "GR", "DEN": "DK", "CRO": "HR", "UAE": "AE",
}  # fmt: skip
_ABBREVIATIONS = frozenset(("am", "cd", "cv", "dm", "id", "mp", "ms", "pm", "pr", "tv"))
_FLAG_A = 0x1F1E6
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_WORDS = frozenset(
    ("am", "as", "at", "do", "id", "in", "is", "it", "la", "me", "my", "na", "ne", "no", "se", "si", "so", "to")
)
_PIECES = re.compile(r"[,;/\n]+")
_PARTS = re.compile(r"[,;\n]+")
_CLOSE = 86.0
_SHORTEST_GUESS = 5
_LONGEST_NAME = 6
_SHORT_ANSWER = 4
_LIMIT = 600
# Inside a sentence a slip is forgiven only in the names of countries where people of the network are ("child" is not
# Chile), with the first letter right: one in five letters, two in twelve.
_TWO_SLIPS_FROM = 12
_SHORTEST_TOWN = 8
_OTHER_LETTER_FROM = 7
_LONGEST_MISSPELT = 3
_MISSPELT_WORDS = 30
# the names of one town stand side by side, so many of them at the most, and are like each other so much (0 to 100)
_FORMS_OF_A_TOWN = 4
_ALIKE_TOWNS = 45


def country(raw: str, lang: str) -> str:
    """The one country of an answer, as ISO 3166-1 code ("Belgique" is "BE").

    Raises NotUnderstood: "country" when there is none, "one-country" when there are several.
    """
    found = countries(raw, lang)
    if len(found) > 1:
        raise NotUnderstood("one-country")
    if not found:
        raise NotUnderstood("country")
    return found[0]


def countries(raw: str, lang: str) -> tuple[str, ...]:
    """The countries of an answer in the order they were typed; () means anywhere ("peu importe").

    Raises NotUnderstood: "country" when there is none, "country-except" for "anywhere but France".
    """
    wanted, unwanted = for_and_against(raw, lang)
    if unwanted and not wanted:
        raise NotUnderstood("country-except")
    return wanted


def for_and_against(raw: str, lang: str) -> tuple[Codes, Codes]:
    """The countries that an answer asks for, and those that it leaves out: "Finland or Sweden, not Norway".

    Raises NotUnderstood: "country" when it names none, "country-except" when it may mean either.
    """
    text = sides.preferred(_FLAG.sub(_flag, clean(raw, _LIMIT)), lang)
    tokens = [word for part in _PARTS.split(text) for word in _without_streets(words(part), lang)]
    named = _named(tokens, lang)
    found = _coded(text, tokens, named) | {at: codes for at, (_, codes) in named.items()}
    found |= _misspelt(tokens, named, lang)
    places = vocabulary("places")
    anywhere = phrases(places["anywhere"].get(lang, "")) | phrases(places["anywhere"]["en"])
    # "all" and "any" are also small words of longer sentences
    shortest = 1 if len(tokens) <= _SHORT_ANSWER else 2
    everywhere = any(longest_at(tokens, at, anywhere) >= shortest for at in range(len(tokens)))
    if not everywhere:
        found |= _alike(text, found, lang) or ({} if found else _people(tokens))
    if not found and not everywhere:
        raise NotUnderstood("country")
    if found or everywhere:
        outside = " ".join(_outside(tokens, anywhere))
        exceptions = places["except"].get(lang, "").split()
        if sides.denies(outside, lang) or not set(exceptions).isdisjoint(outside.split()):
            wanted, unwanted = _parted(text, lang)
            return (wanted, unwanted) if wanted or unwanted else (_codes(found), ())
    return _codes(found), ()


def _codes(found: Mapping[int, Codes]) -> Codes:
    return tuple(dict.fromkeys(code for _, codes in sorted(found.items()) for code in codes))


def _parted(text: str, lang: str) -> tuple[Codes, Codes]:
    """The countries before and after a "not"."""

    def at(part: str) -> dict[int, Codes]:
        tokens = words(part)
        named = _named(tokens, lang)
        found = _coded(part, tokens, named) | {at: codes for at, (_, codes) in named.items()}
        return found | _misspelt(tokens, named, lang)

    def names(part: str) -> set[str]:
        tokens = words(part)
        named = _named(tokens, lang)
        inside = {tokens[at + further] for at, (size, _) in named.items() for further in range(size)}
        return inside | {tokens[place] for place in at(part)}

    parts = sides.clauses(text, lang, names)
    if any(part.doubt for part in parts):
        raise NotUnderstood("country-except")
    unwanted = tuple(code for part in parts if part.against for code in _codes(at(part.text)))
    wanted = tuple(code for part in parts if not part.against for code in _codes(at(part.text)))
    return tuple(code for code in dict.fromkeys(wanted) if code not in unwanted), unwanted


def is_country(tokens: Sequence[str], lang: str) -> bool:
    """Do these words name a country, and no town or region?"""
    return tuple(tokens) in _names(lang) and tuple(tokens) not in _towns(lang)


def named(raw: str, lang: str) -> list[tuple[int, tuple[int, Codes]]]:
    """The countries that a text names without a slip, by name or town: the place of each in `words`, its length and its codes."""
    return sorted(_named(_without_streets(words(raw), lang), lang).items())


def _without_streets(tokens: list[str], lang: str) -> list[str]:
    """The words with those blank that a street is named after: "rue de Paris", "London road"."""
    before, of, after = (_streets(name, lang) for name in ("before", "of", "after"))
    names, kept = _names(lang), list(tokens)
    for at, token in enumerate(tokens):
        if token in before and "".join(tokens[at + 1 : at + 2]).isalpha():  # but not "Berlin Avenue 12"
            start = at + 1
            while start < len(tokens) and tokens[start] in of:
                start += 1
            kept[start : start + 1] = [""] * len(kept[start : start + 1])
            for end in range(start + 1, min(start + _LONGEST_NAME, len(tokens)) + 1):
                if tuple(tokens[start:end]) in names:
                    kept[start:end] = [""] * (end - start)
        elif token in after:
            for start in range(max(at - _LONGEST_NAME, 0), at):
                if tuple(tokens[start:at]) in names:
                    kept[start:at] = [""] * (at - start)
    return kept


@cache
def _streets(name: str, lang: str) -> frozenset[str]:
    known = vocabulary("places")["streets"][name]
    return frozenset((*known["every"].split(), *known.get(lang, "").split()))


def _named(tokens: Sequence[str], lang: str) -> dict[int, tuple[int, Codes]]:
    """Countries with the length of their name in words, by its place in the answer, the longest names first."""
    found: dict[int, tuple[int, Codes]] = {}
    at = 0
    names = _names(lang)
    while at < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            codes = names.get(tuple(tokens[at : at + size]))
            if codes:
                found[at] = size, codes
                at += size - 1
                break
        at += 1
    return found


def _misspelt(tokens: Sequence[str], named: Mapping[int, tuple[int, Codes]], lang: str) -> dict[int, Codes]:
    """Countries whose name has a slip, among the words that are part of no other name."""
    names, ordinary = _near_names(lang), _ordinary()
    found: dict[int, Codes] = {}
    taken = {at + further for at, (size, _) in named.items() for further in range(size)}
    for at in range(min(len(tokens), _MISSPELT_WORDS)):
        for size in range(min(_LONGEST_MISSPELT, len(tokens) - at), 0, -1):
            typed = " ".join(tokens[at : at + size])
            if len(typed) < _SHORTEST_GUESS or typed in ordinary or not taken.isdisjoint(range(at, at + size)):
                continue
            most = 1 if len(typed) < _TWO_SLIPS_FROM else 2
            alike = process.extract(typed, names.get((typed[0], size), ()), scorer=OSA.distance, score_cutoff=most)
            near = [(slips, name) for name, slips, _ in alike if not another_word(typed, name, _OTHER_LETTER_FROM)]
            meant = {_names(lang)[tuple(name.split())] for slips, name in near if slips == min(near)[0]}
            if meant:  # "Austrlia" is as near to Australia as to Austria
                others = process.extract(
                    typed, _country_names(lang).get(typed[0], {}).keys(), scorer=OSA.distance, score_cutoff=min(near)[0]
                )
                meant |= {_country_names(lang)[typed[0]][name] for name, _, _ in others}
            if len(meant) == 1:
                found[at] = meant.pop()
                taken.update(range(at, at + size))
                break
    return found


def _coded(text: str, tokens: Sequence[str], named: Mapping[int, tuple[int, Codes]]) -> dict[int, Codes]:
    """Codes in capitals, or in lower case when a code is the whole answer and not a word: "fr" but not "no"."""
    shouted = text.isupper() and any(len(token) > len("FRA") for token in tokens)
    typed = set() if shouted else {fold(code) for code in _CODE.findall(text)}
    if len(tokens) > 1:
        typed -= _ABBREVIATIONS
    if len(tokens) == 1 and len(tokens[0]) == len("fr") and tokens[0] not in _WORDS:
        typed.add(tokens[0])
    taken = {at + further for at, (size, _) in named.items() for further in range(size)}
    coded = {at: _code(token) for at, token in enumerate(tokens) if token in typed and at not in taken}
    return {at: (code,) for at, code in coded.items() if code}


def _code(token: str) -> str:
    """The country of a code of two or three letters, "" for another one."""
    code = token.upper()
    if len(code) > len("fr"):
        code = _CODES_OF_THREE.get(code) or next(iter(get_global("territory_aliases").get(code, ("",))))
    return code if code in formats.countries("en") else ""


def _flag(letters: re.Match[str]) -> str:
    """The code that a flag is made of."""
    return " " + "".join(chr(ord(letter) - _FLAG_A + ord("A")) for letter in letters[0]) + " "


def _people(tokens: Sequence[str]) -> dict[int, Codes]:
    """ "Dutch", "je suis belge": a country, if nothing else is said."""
    known, around = _of_people(), vocabulary("places")["people_around"]["every"].split()
    telling = [(at, token) for at, token in enumerate(tokens) if token not in around]
    return {at: known[token] for at, token in telling if len(telling) == 1 and token in known}


def _alike(text: str, found: Mapping[int, Codes], lang: str) -> dict[int, Codes]:
    """Countries anywhere in the world with a typing error, one for each further piece of an answer that is no sentence."""
    pieces = [words(piece) for piece in _PIECES.split(text)]
    if any(len(piece) > _LONGEST_MISSPELT for piece in pieces):
        return {}
    more: dict[int, Codes] = {}
    at = 0
    for piece in pieces:
        typed = " ".join(piece)
        if (
            len(typed) >= _SHORTEST_GUESS
            and typed not in _ordinary()
            and found.keys().isdisjoint(range(at, at + len(piece)))
        ):
            names = _country_names(lang).get(typed[0], {})
            close = process.extract(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
            meant = {names[name] for name, likeness, _ in close if likeness == close[0][1]}
            if not meant:  # "Swisse", "Porgutal"
                meant = {codes for name, codes in names.items() if same_sound(typed, name) or jumbled(typed, name)}
            if len(meant) == 1:
                more[at] = meant.pop()
        at += len(piece)
    return more


def _outside(tokens: Sequence[str], known: frozenset[Phrase]) -> list[str]:
    """The words that are not part of one of the phrases."""
    left: list[str] = []
    at = 0
    while at < len(tokens):
        size = longest_at(tokens, at, known)
        if not size:
            left.append(tokens[at])
        at += size or 1
    return left


@cache
def _names(lang: str) -> Mapping[Phrase, Codes]:
    """Folded names in all served languages; where two languages disagree, that of the person decides."""
    places = vocabulary("places")
    found = dict(_towns(lang))
    for code in (*(code for code in SERVED if code != lang), lang):
        found |= {tuple(words(name)): (country,) for country, name in formats.countries(code).items()}
    near = [(words(formats.country(country, lang)), country) for country in places["near"].split()]
    for side in places["sides"].get(lang, "").split():  # "Südfrankreich"
        found |= {(side + name[0],): (country,) for name, country in near if len(name) == 1}
    for country, entry in places["aliases"].items():
        found |= dict.fromkeys(phrases(entry), (country,))
    for countries, entry in places["groups"].items():
        found |= dict.fromkeys(phrases(entry), tuple(countries.split()))
    return {phrase: codes for phrase, codes in found.items() if phrase not in phrases(places["words_in"].get(lang, ""))}


@cache
def _of_people() -> Mapping[str, Codes]:
    return {word: (code,) for code, entry in vocabulary("places")["people"].items() for word in entry.split()}


@lru_cache(maxsize=512)
def same_town(town: str) -> frozenset[str]:
    """The names of a town in any language, of one word each: beside "Toulouse" stands "tolosa" in the lists."""
    name = "_".join(words(town))
    found = {name} if name and "_" not in name else set()
    for entry in vocabulary("places")["towns"].values():
        listed = entry.split()
        if name in listed:
            at = listed.index(name)
            near = listed[max(0, at - _FORMS_OF_A_TOWN) : at + _FORMS_OF_A_TOWN + 1]
            found.update(other for other in near if other[0] == name[0] and "_" not in other and _sounds(other, name))
    return frozenset(found or {word for word in words(town) if len(word) >= _SHORTEST_GUESS})


def _sounds(one: str, other: str) -> bool:
    """Do two names have the same consonants at the beginning: "anvers" and "antwerpen", not "marseille" and "malaga"?"""
    return fuzz.ratio(one, other) >= _ALIKE_TOWNS or one[:2] == other[:2]


@cache
def _towns(lang: str) -> Mapping[Phrase, Codes]:
    """Folded names of towns and regions; those that are a word of the person's language left out."""
    places = vocabulary("places")
    entries = (*places["towns"].items(), *places["towns_in"].get(lang, {}).items())
    return {phrase: (country,) for country, entry in entries for phrase in phrases(entry)}


@cache
def _country_names(lang: str) -> Mapping[str, Mapping[str, Codes]]:
    """The names by their first letter, without the towns, most of which are near to some word."""
    found: dict[str, dict[str, Codes]] = {}
    for phrase, codes in _names(lang).items():
        if phrase not in _towns(lang):
            found.setdefault(phrase[0][0], {})[" ".join(phrase)] = codes
    return found


@cache
def _near_names(lang: str) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Names in which a slip is forgiven inside a sentence, by their first letter and their number of words."""
    near, towns = set(vocabulary("places")["near"].split()), _towns(lang)
    found: dict[tuple[str, int], list[str]] = {}
    for phrase, codes in _names(lang).items():
        name = " ".join(phrase)
        if near.issuperset(codes) and len(name) >= (_SHORTEST_TOWN if phrase in towns else _SHORTEST_GUESS):
            found.setdefault((name[0], len(phrase)), []).append(name)
    return {key: tuple(names) for key, names in found.items()}


@cache
def _ordinary() -> frozenset[str]:
    """Words that are never a country with a slip."""
    return ordinary() | set(vocabulary("places")["ordinary"].split())
