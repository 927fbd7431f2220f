"""Typed answers to a question with buttons: by number, by name, by the beginning of a name, with small slips."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Prefix

from domain.answers.cleaning import NotUnderstood, clean, fold, line, words
from domain.answers.pointing import Pointed, changes_nothing, near_words, negates, pointed, taken_back

Labels = Sequence[tuple[str, str]]

_CLOSE: Final = 84.0
"""How alike (0-100) a typed word and a label must be: one typing error in a word of five letters passes."""
_AHEAD: Final = 8.0
"""How much better the best label must be than the next one."""
_SHORTEST_GUESS: Final = 4
_STEM: Final = 6
_ENDING: Final = 4
_STRONG = re.compile(r"[,;\n•]+")


def best_option(raw: str, labels: Labels, lang: str) -> str:
    """The id of the option that was typed, `labels` being (id, label in the person's language) as shown, in order.

    Raises NotUnderstood: "option" when nothing fits, "option-number" for a number that is not in the list (with the
    field `most`), "ambiguous" with the ids of the `candidates` when several fit equally well.
    """
    return _Matcher(labels, lang).one(line(raw))


def best_options(raw: str, labels: Labels, lang: str) -> list[str]:
    """The ids of all options that were typed ("a and b, c", "1 3", "2-4", "all but c"), in the order of the list.

    Raises NotUnderstood like `best_option`, for the first part that does not fit.
    """
    matcher = _Matcher(labels, lang)
    text = clean(raw, limit=600)
    found = set(matcher.many(text))
    return [option for option, _ in labels if option in found]


def one_stem(word: str, other: str) -> bool:
    """Whether two words differ only in their ending."""
    shared = Prefix.similarity(word, other)
    return shared >= _STEM and max(len(word), len(other)) - shared <= _ENDING


def is_form(word: str, other: str) -> bool:
    """Whether a word is another form of one that is not short, or the same with one slip."""
    return one_stem(word, other) or one_slip(word, other)


def one_slip(word: str, other: str) -> bool:
    """Whether a word that is not short is another one with one slip of the keyboard."""
    long = len(word) > _SHORTEST_GUESS and abs(len(word) - len(other)) <= 1
    return long and OSA.distance(word, other, score_cutoff=1) <= 1


class _Matcher:
    """The labels of one question, folded once."""

    def __init__(self, labels: Labels, lang: str) -> None:
        self.ids = [option for option, _ in labels]
        self.names = [" ".join(words(label)) for _, label in labels]
        self.lang = lang
        self.near = near_words(lang)

    # -- several options ----------------------------------------------------------------------------------------------

    def many(self, text: str) -> list[str]:
        if exact := self.exact(text):
            return [exact]
        typed = " ".join(words(text))
        if self.is_all(typed) or typed.replace(" ", "_") in self.near["two"].split():
            return self.ids
        if (place := self.figure(text, words(text))) is not None:
            return [self.at_figure(place)]
        if places := self.places(text):
            return self.at_places(places)
        if apart := self.parted(typed):
            kept, left_out = apart
            without = set(self.many(left_out))
            return [option for option in (self.ids if self.is_all(kept) else self.many(kept)) if option not in without]
        pieces = [piece for piece in _STRONG.split(text) if words(piece)]
        if not pieces:
            raise NotUnderstood("option")
        return [option for piece in pieces for option in self.joined(piece)]

    def is_all(self, typed: str) -> bool:
        return typed.replace(" ", "_") in self.near["all"].split()

    def parted(self, typed: str) -> tuple[str, str] | None:
        """What stands before and after "except" or "but not", unless a label holds such a word."""
        for pattern in (self.either("except"), rf"(?:(?:{self.either('but')})\s)?(?:{self.either('not')})"):
            match = re.search(rf"\s(?:{pattern})\s", typed)
            if match and not any(set(match[0].split()) & set(name.split()) for name in self.names):
                return typed[: match.start()], typed[match.end() :]
        return None

    def either(self, name: str) -> str:
        """A pattern of the phrases of `choosing.toml` with a name."""
        return str(self.near[name]).replace(" ", "|").replace("_", " ")

    def joined(self, piece: str) -> list[str]:
        """A piece without commas: one option, or several joined by "and" or "or", a label with an "and" first."""
        whole = self.exact(piece) or self.only(self.beginning(" ".join(words(piece))))
        parts = [part for part in self.weak.split(f" {fold(piece)} ") if words(part)]
        if not whole and parts and parts[0].strip() != fold(piece).strip():
            with suppress(NotUnderstood):
                return [option for part in parts for option in self.joined(part)]
        return [whole] if whole else self.side_by_side(words(piece)) or [self.one(piece)]

    def side_by_side(self, typed: list[str]) -> list[str]:
        """The options of an answer that is nothing but their labels: "Belgium France"."""
        named = [at for at, name in enumerate(self.names) if self.names_in_full(typed, name.split())]
        said = {word for at in named for word in self.names[at].split()}
        only = len(named) > 1 and all(word in said or changes_nothing(word, self.lang) for word in typed)
        return [self.ids[at] for at in named] if only else []

    @property
    def weak(self) -> re.Pattern[str]:
        return re.compile(rf"\s(?:{self.either('and')}|{self.either('or')})\s|[/&+]")

    # -- one option ---------------------------------------------------------------------------------------------------

    def one(self, text: str) -> str:
        found = self.exact(text)
        if found:
            return found
        typed = words(text)
        if not typed:
            raise NotUnderstood("option")
        rest = [word for word in typed if word not in self.near["number"].split()] or typed
        if (place := self.figure(text, rest)) is not None:
            return self.at_figure(place)
        places = self.places(text)
        if places and not places.wanted:  # "not 2"
            raise NotUnderstood("option")
        found = self.only(self.beginning(" ".join(typed))) or self.only(self.holding(typed))
        if found or (places and (found := self.only(self.at_places(places)))):
            return found
        if any(self.takes_back(word) for word in typed):
            raise NotUnderstood("option")
        bare = [word for word in typed if not changes_nothing(word, self.lang)] or typed
        return self.only(self.inflected(bare)) or self.alike(" ".join(bare))

    @staticmethod
    def only(candidates: list[str]) -> str | None:
        if len(candidates) > 1:
            raise NotUnderstood("ambiguous", tuple(candidates))
        return candidates[0] if candidates else None

    def exact(self, text: str) -> str | None:
        typed = " ".join(words(text))
        if not typed:
            return None
        return next((option for option, name in zip(self.ids, self.names, strict=True) if name == typed), None)

    @staticmethod
    def figure(text: str, rest: list[str]) -> int | None:
        """The number of an option in figures: "2", "2)", "#2", "number 2"."""
        if len(rest) == 1 and rest[0].isascii() and rest[0].isdigit() and not re.search(r"\d[-−]|[-−]\d", text):
            return int(rest[0][:6])
        return None

    def at_figure(self, number: int) -> str:
        """The option whose label names the figure ("3 to 5 days"); if there is none, the one in that place."""
        figure = str(number)
        named = [option for option, name in zip(self.ids, self.names, strict=True) if figure in name.split()]
        return self.only(named) or self.numbered(number)

    def at_order(self, number: int) -> str:
        """The option in a place; of options with a number, the one with that number ("Number 2")."""
        figures = [[word for word in name.split() if word.isdigit()] for name in self.names]
        named = [option for option, found in zip(self.ids, figures, strict=True) if found == [str(number)]]
        return named[0] if len(named) == 1 else self.numbered(number)

    def numbered(self, number: int) -> str:
        if not 1 <= number <= len(self.ids):
            raise NotUnderstood("option-number", most=len(self.ids))
        return self.ids[number - 1]

    def places(self, text: str) -> Pointed | None:
        """What an answer points at, if it does nothing else."""
        return None if re.search(r"(?<!\d)[-−]\d", text) else pointed(text, len(self.ids), self.lang)

    def at_places(self, places: Pointed) -> list[str]:
        if not places.wanted:
            raise NotUnderstood("option")
        at = self.at_order if places.by_order or len(places.wanted) > 1 else self.at_figure
        return list(dict.fromkeys(at(place) for place in places.wanted))

    def beginning(self, typed: str) -> list[str]:
        if len(typed) < 2:
            return []
        return [option for option, name in zip(self.ids, self.names, strict=True) if name.startswith(typed)]

    def holding(self, typed: list[str]) -> list[str]:
        """Options whose label holds every typed word of three letters or more, or that the answer names in full."""
        telling = {word for word in typed if len(word) > 2 and word not in self.near["and"].split()}
        taken_back = any(self.takes_back(word) for word in typed)
        inside = [
            option
            for option, name in zip(self.ids, self.names, strict=True)
            if telling and telling <= set(name.split()) and not taken_back
        ]
        return inside or [
            option
            for option, name in zip(self.ids, self.names, strict=True)
            if len(name) > 2 and self.names_in_full(typed, name.split())
        ]

    def names_in_full(self, typed: list[str], name: list[str]) -> bool:
        """Whether the answer holds the label, and not after a "not"."""
        for at in range(len(typed) - len(name) + 1):
            here = typed[at : at + len(name)] == name
            if here and not taken_back(typed[:at], self.lang) and not any(self.takes_back(word) for word in typed[-1:]):
                return True
        return False

    def takes_back(self, word: str) -> bool:
        """Whether a word says "not", and no label does."""
        return negates(word, self.lang) and not any(word in name.split() for name in self.names)

    def inflected(self, typed: list[str]) -> list[str]:
        """Options with another form of a typed word: "educatrice" for "Educateur"."""
        long = [word for word in typed if len(word) >= _STEM]
        return [
            option
            for option, name in zip(self.ids, self.names, strict=True)
            if any(one_stem(word, other) for word in long for other in name.split())
        ]

    def alike(self, typed: str) -> str:
        if len(typed) < _SHORTEST_GUESS:
            raise NotUnderstood("option")
        scored = sorted(
            ((self.likeness(typed, name), option) for option, name in zip(self.ids, self.names, strict=True)),
            key=lambda pair: -pair[0],
        )
        if not scored or scored[0][0] < _CLOSE:
            raise NotUnderstood("option")
        close = tuple(option for score, option in scored if score > scored[0][0] - _AHEAD)
        if len(close) > 1:
            raise NotUnderstood("ambiguous", close)
        return scored[0][1]

    @staticmethod
    def likeness(typed: str, name: str) -> float:
        """The whole label, its beginning, or for one typed word any word of the label."""
        scores = [fuzz.ratio(typed, name), fuzz.ratio(typed, name[: len(typed)])]
        if len(typed) > _SHORTEST_GUESS and OSA.distance(typed, name, score_cutoff=1) == 1:
            scores.append(_CLOSE + _AHEAD)  # "Spian"
        if " " not in typed:
            scores += [fuzz.ratio(typed, word) for word in name.split() if len(word) >= _SHORTEST_GUESS]
        return max(scores)
