"""Reads a goal as folded words and holds the word lists of one language (data/smart/*.toml).

Inflected forms are made once, when a language is first used, by the ending rules of its file ("drop>add"), so
checking a text is only set look-ups. Source: DOMAIN section 5.2 (fold accents, light suffix rules, no stemmer).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("en", "fr", "nl", "de", "es", "it")
LONGEST_READ = 20_000  # characters

INFINITIVE, FINITE, PARTICIPLE, GERUND, OTHERS = 1, 2, 4, 8, 16  # how a verb form stands in a goal (bit mask)
VERB_CLASSES = ("write", "make", "do", "see", "light", "weak")

_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d\d)(?!\d))"
    r"|(?P<clock>\d{1,2}[:hu]\d\d(?!\d))"
    r"|(?P<day>\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}\.\d{1,2}\.(?!\d)|\d\d\.\d\d(?![\d.]))"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?P<suffix>(?:st|nd|rd|th|er|re|[eè]me|de|ste|e|º|ª|°)(?![^\W_]))?"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """One word, number or mark: `text` is folded, `start` and `end` are offsets in the original, `kind` is the
    group of the token pattern ('word', 'number', 'ordinal', 'date', 'day', 'clock', 'mark')."""

    text: str
    start: int
    end: int
    kind: str
    capital: bool
    glued: bool  # a hyphen stands directly before
    accent: bool  # written with an accent, as in Dutch 'één'


def fold(text: str) -> str:
    """Lower case without accents, so that 'Évaluer', 'evaluer' and 'ÉVALUER' are one word; ß becomes ss."""
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def readable(text: str) -> str:
    """The part of a text that is read, with every accented letter as one character.

    LONGEST_READ characters at most: a goal is a sentence, and a pasted book must not hold up the bot.
    """
    return unicodedata.normalize("NFC", text[:LONGEST_READ])


def tokens(text: str) -> tuple[Token, ...]:
    """Cuts a text (see `readable`) into tokens; a hyphen between letters and an apostrophe give no token of their own."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "mark"
        raw, start, end = found[0], found.start(), found.end()
        before = text[start - 1] if start else " "
        if kind == "mark":
            after = text[end : end + 1]
            if raw in "'’`´" or (raw in "-‐‑" and before.isalpha() and after.isalnum()):
                continue
            if raw in "-‐‑" and before.isdigit() and after.isalpha():
                continue
        if kind == "suffix":
            kind = "ordinal"
        folded = fold(raw)
        glued = start > 0 and before in "-‐‑"
        yield Token(folded, start, end, kind, raw[0].isupper(), glued, folded != raw.lower())


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, inflected and folded.

    `verbs` maps a form to its class ('write', 'make', 'do', 'see', 'light', 'weak') and the bit mask of its uses;
    `particles` maps a form of a separable verb to {particle: class}. `sets` holds the plain lists by name,
    `phrases` lists of several words by name. `time` maps a word to its class letter in deadlines, `values` gives
    the number behind it (months 1-12, weekdays 0-6, numbers), `time_phrases` the same for several words.
    """

    language: str
    verbs: Mapping[str, tuple[str, int]]
    particles: Mapping[str, Mapping[str, str]]
    sets: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    tails: tuple[str, ...]
    infinitive_ends: tuple[str, ...]
    noun_ends: tuple[str, ...]
    numbers: Mapping[str, int]
    time: Mapping[str, str]
    values: Mapping[str, int]
    time_phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    guarded: Mapping[str, str]
    first_before_unit: frozenset[str]
    traits: frozenset[str]


def inflect(word: str, rules: Iterable[str]) -> Iterator[str]:
    """All forms a word takes by rules 'add', 'drop>add' or 'prefix+drop>add'; a rule that does not fit is skipped."""
    for rule in rules:
        prefix, plus, rest = rule.rpartition("+")
        drop, arrow, add = rest.rpartition(">")
        if arrow and not (word.endswith(drop) and len(word) > len(drop)):
            continue
        stem = word[: len(word) - len(drop)] if arrow else word
        yield (prefix if plus else "") + stem + add


def words(language: str) -> Words:
    """The lists of a language; an unknown one gets the English lists, so that a check never fails."""
    short = language[:2].lower()
    return _load(short if short in LANGUAGES else "en")


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> Words:
    source = resources.files("domain") / "data" / "smart" / f"{language}.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    endings = {name: tuple(fold(rule) for rule in rules.split()) for name, rules in data["endings"].items()}
    verbs, particles = _verbs(data["verbs"], endings)
    single: dict[str, frozenset[str]] = {}
    several: dict[str, Mapping[str, tuple[tuple[str, ...], ...]]] = {}
    for name in (*INFLECTED, *AS_WRITTEN):
        plain, long = _split(data["words"].get(name, ""))
        rules = ("", *endings["word"]) if name in INFLECTED else ("",)
        single[name] = frozenset(form for word in plain for form in inflect(word, rules))
        several[name] = _by_first_word(long)
    numbers = _numbers(data["numbers"])
    time, values, time_phrases = _time(data["time"], numbers)
    return Words(
        language=language,
        verbs=verbs,
        particles=particles,
        sets=single,
        phrases=several,
        tails=tuple(_split(data["words"].get("tail", ""))[0]) or ("\0",),
        infinitive_ends=tuple(data.get("infinitive_ends", ())),
        noun_ends=tuple(data.get("noun_ends", ())),
        numbers=numbers,
        time=time,
        values=values,
        time_phrases=time_phrases,
        guarded=data["time"].get("guarded", {}),
        first_before_unit=frozenset(_split(data["time"].get("first_before_unit", ""))[0]),
        traits=frozenset(data["traits"]),
    )


# Lists of [words]; those of AS_WRITTEN take no endings. A list that a language does not need is left out of its file.
INFLECTED = (
    "vague",
    "spare",
    "term",
    "generic",
    "absolute",
    "harmless",
    "deliverable",
    "label",
    "nominal",
    "agreement",
)
AS_WRITTEN = (
    "stop", "article", "definite", "possessive", "self", "auxiliary", "frame", "how", "purpose", "link", "learning",
    "joint", "skip", "times", "least", "better", "change", "vague_time", "clock", "hour_article", "not_one", "one_not",
    "tail", "negation",
)  # fmt: skip
_CLASSES = {
    "by": "B", "before": "V", "for": "P", "in": "I", "within": "J", "on": "O", "after": "A", "later": "L",
    "since": "S", "ago": "G", "during": "F", "each": "K", "end": "e", "begin": "b", "middle": "m", "last": "l",
    "next": "n", "next_many": "f", "this": "t", "filler": "d", "about": "q", "to": "r", "one": "1",
    "stay": "T", "event": "p", "back": "R", "departure": "X",
}  # fmt: skip
_COUNTED = {"months": "M", "weekdays": "w", "ordinals": "o", "tomorrow": "Z", "day_of_stay": "D"}
_NAMED = {"feasts": "C", "seasons": "s", "terms": "H", "ends": "E"}
FEASTS = ("christmas", "new_year", "easter", "pentecost", "ascension", "carnival", "all_saints", "saint_nicholas")
SEASONS = ("spring", "summer", "autumn", "winter")
UNITS = ("hour", "day", "week", "month", "quarter", "year")
TERMS = ("holiday", "school_year")
ENDS = ("stay", "day", "week", "month", "quarter", "year", "school_year")
_NAMES = {"feasts": FEASTS, "seasons": SEASONS, "terms": TERMS, "ends": ENDS}


def entries(listed: str) -> list[str]:
    """Entries of a list: parted by commas or line ends."""
    return [entry for part in re.split(r"[,\n]", listed) if (entry := part.strip())]


def _parts(entry: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(entry))


def _split(listed: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Parts a list into its single words and its phrases."""
    parts = [_parts(entry) for entry in entries(listed)]
    return [part[0] for part in parts if len(part) == 1], [part for part in parts if len(part) > 1]


def _by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


def _verbs(
    lists: Mapping[str, str], endings: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, int]], dict[str, dict[str, str]]]:
    """Forms of every verb; 'vor|stellen' is separable, 'write=written/wrote' adds irregular participles."""
    verbs: dict[str, tuple[str, int]] = {}
    particles: dict[str, dict[str, str]] = {}
    for kind in VERB_CLASSES:
        for entry in entries(lists[kind]):
            lemma, _, irregular = fold(entry).partition("=")
            particle, _, base = lemma.rpartition("|")
            uses = {
                INFINITIVE: {base, *inflect(base, endings.get("infinitive", ()))},
                FINITE: set(inflect(base, endings.get("finite", ()))),
                PARTICIPLE: set(inflect(base, endings.get("participle", ()))),
                GERUND: set(inflect(base, endings.get("gerund", ()))),
                OTHERS: set(inflect(base, endings.get("others", ()))),
            }
            if particle:
                for form in uses[INFINITIVE] | uses[FINITE]:
                    particles.setdefault(form, {}).setdefault(particle, kind)
                uses = {use: {particle + form for form in forms} for use, forms in uses.items()}
                uses[INFINITIVE].add(f"{particle}zu{base}")
            uses[PARTICIPLE].update(form for form in irregular.split("/") if form)
            for use, forms in uses.items():
                for form in forms:
                    first, mask = verbs.get(form, (kind, 0))
                    verbs[form] = first, mask | use
    return verbs, particles


def _numbers(lists: Mapping[str, str]) -> dict[str, int]:
    """Number words; `joined` says how tens and ones make one word, such as '{one}und{ten}'."""
    ones = [fold(word) for word in lists["ones"].split()]
    tens = [fold(word) for word in lists["tens"].split()]
    found = {word: value for value, word in enumerate(ones)}
    found.update((word, 10 * place) for place, word in enumerate(tens, 2))
    if joined := lists.get("joined"):
        for place, ten in enumerate(tens, 2):
            for value, one in enumerate(ones[1:10], 1):
                found[joined.format(one=one, ten=ten)] = 10 * place + value
    for word, _, number in (pair.partition("=") for pair in lists["more"].split()):
        found[fold(word)] = int(number)
    return found


def _time(
    lists: Mapping[str, object], numbers: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, int], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Class letter of every time word, the number behind it, and the phrases by their first word."""
    time: dict[str, str] = dict.fromkeys(numbers, "N")
    values: dict[str, int] = dict(numbers)
    phrases: list[tuple[tuple[str, ...], str]] = []

    def add(listed: str, letter: str, value: int | None = None) -> None:
        for parts in map(_parts, entries(listed)):
            if len(parts) == 1:
                time[parts[0]] = letter
            else:
                phrases.append((parts, letter))
            if value is not None:
                values[" ".join(parts)] = value

    for name, letter in _CLASSES.items():
        add(str(lists.get(name, "")), letter, 1 if letter == "1" else None)
    for name, letter in _COUNTED.items():
        first = 0 if name in {"weekdays", "tomorrow"} else 1
        for value, synonyms in enumerate(entries(str(lists.get(name, ""))), first):
            add(synonyms.replace(" / ", ","), letter, value)
    for name, letter in _NAMED.items():
        table = lists.get(name, {})
        for key, listed in table.items() if isinstance(table, dict) else ():
            add(listed, letter, _NAMES[name].index(key))
    units = lists["units"]
    for value, unit in enumerate(UNITS):
        singular, _, plural = str(units[unit] if isinstance(units, dict) else "").partition("|")
        add(plural, "U", value)
        add(singular, "u", value)
    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for phrase, letter in sorted(phrases, key=lambda item: len(item[0]), reverse=True):
        by_first[phrase[0]] = (*by_first.get(phrase[0], ()), (phrase, letter))
    return time, values, by_first
