"""The time words of a language, each with the letter of its kind for the grammar of deadlines."""

from collections.abc import Mapping

from domain.answers.cleaning import fold
from domain.goals.entries import entries, parts
from domain.goals.lookups import Phrases

_CLASSES = {
    "by": "B", "before": "V", "for": "P", "in": "I", "within": "J", "on": "O", "after": "A", "later": "L",
    "since": "S", "ago": "G", "during": "F", "each": "K", "end": "e", "begin": "b", "middle": "m", "last": "l",
    "next": "n", "next_many": "f", "this": "t", "filler": "d", "about": "q", "to": "r", "one": "1",
    "stay": "T", "event": "p", "meeting": "g", "back": "R", "departure": "X", "idiom": "x",
}  # fmt: skip
_COUNTED = {"months": "M", "weekdays": "w", "ordinals": "o", "tomorrow": "Z", "day_of_stay": "D", "quarters": "Q"}
_NAMED = {"feasts": "C", "seasons": "s", "terms": "H", "ends": "E"}
FEASTS = (
    "christmas", "new_year", "easter", "pentecost", "ascension", "carnival", "all_saints", "saint_nicholas",
    "epiphany", "midsummer", "assumption", "good_friday", "easter_monday", "whit_monday",
)  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter")
UNITS = ("hour", "day", "week", "month", "quarter", "year")
TERMS = ("holiday", "school_year")
ENDS = ("stay", "day", "week", "month", "quarter", "year", "school_year")
_NAMES = {"feasts": FEASTS, "seasons": SEASONS, "terms": TERMS, "ends": ENDS}


def number_words(lists: Mapping[str, str]) -> dict[str, int]:
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


def time_words(
    lists: Mapping[str, object], numbers: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, int], Phrases]:
    """Class letter of every time word, the number behind it, and the phrases by their first word."""
    time: dict[str, str] = dict.fromkeys(numbers, "N")
    values: dict[str, int] = dict(numbers)
    phrases: list[tuple[tuple[str, ...], str]] = []

    def add(listed: str, letter: str, value: int | None = None) -> None:
        for said in map(parts, entries(listed)):
            if len(said) == 1:
                time[said[0]] = letter
            else:
                phrases.append((said, letter))
            if value is not None:
                values[" ".join(said)] = value

    for name, letter in _CLASSES.items():
        add(str(lists.get(name, "")), letter, 1 if letter == "1" else None)
    for name, letter in _COUNTED.items():
        first = 0 if name in {"weekdays", "tomorrow"} else 1
        for value, synonyms in enumerate(entries(str(lists.get(name, ""))), first):
            add(synonyms.replace(" / ", ","), letter, value)
    for part in map(fold, entries(str(lists.get("day_parts", "")))):
        time |= {day + part: "w" for day, letter in time.items() if letter == "w"}
        values |= {day + part: values[day] for day in time if day + part in time and day in values}
    for name, letter in _NAMED.items():
        table = lists.get(name, {})
        for key, listed in table.items() if isinstance(table, dict) else ():
            add(listed, letter, _NAMES[name].index(key))
    units = lists["units"]
    for value, unit in enumerate(UNITS):
        singular, _, plural = str(units[unit] if isinstance(units, dict) else "").partition("|")
        add(plural, "U", value)
        add(singular, "u", value)
    return time, values, Phrases(phrases)
