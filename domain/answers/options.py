"""Typed answers to a question with buttons: by number, by name, by the beginning of a name, with small slips."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from domain.answers.cleaning import NotUnderstood, clean, fold, line, vocabulary, words
from domain.answers.numbers import number_vocabulary

Labels = Sequence[tuple[str, str]]

_CLOSE: Final = 84.0
"""How alike (0-100) a typed word and a label must be: one typing error in a word of five letters passes."""
_AHEAD: Final = 8.0
"""How much better the best label must be than the next one."""
_SHORTEST_GUESS: Final = 4
_STRONG = re.compile(r"[,;\n•]+")
_RANGE = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
_NUMBERS = re.compile(r"\d{1,2}(?:[\s.)]+\d{1,2})+[.)]?")


def best_option(raw: str, labels: Labels, lang: str) -> str:
    """The id of the option that was typed, `labels` being (id, label in the person's language) as shown, in order.

    Raises NotUnderstood: "option" when nothing fits, "option-number" for a number that is not in the list (with the
    field `most`), "ambiguous" with the ids of the `candidates` when several fit equally well.
    """
    return _Matcher(labels, lang).one(line(raw))


def best_options(raw: str, labels: Labels, lang: str) -> list[str]:
    """The ids of all options that were typed ("a and b, c", "1 3", "2-4", "all"), in the order of the list.

    Raises NotUnderstood like `best_option`, for the first part that does not fit.
    """
    matcher = _Matcher(labels, lang)
    text = clean(raw, limit=600)
    found = set(matcher.many(text))
    return [option for option, _ in labels if option in found]


class _Matcher:
    """The labels of one question, folded once."""

    def __init__(self, labels: Labels, lang: str) -> None:
        self.ids = [option for option, _ in labels]
        self.names = [" ".join(words(label)) for _, label in labels]
        self.lang = lang
        self.near = vocabulary("choosing").get(lang) or vocabulary("choosing")["en"]

    def many(self, text: str) -> list[str]:
        whole = self.exact(text)
        if whole:
            return [whole]
        typed = " ".join(words(text))
        if typed.replace(" ", "_") in self.near["all"].split():
            return self.ids
        if spread := _RANGE.fullmatch(text.strip()):
            return [self.numbered(n) for n in range(int(spread[1]), min(int(spread[2]), len(self.ids) + 1) + 1)]
        if _NUMBERS.fullmatch(text.strip()):
            return [self.numbered(int(n)) for n in re.findall(r"\d+", text)]
        pieces = [piece for piece in _STRONG.split(text) if words(piece)]
        if not pieces:
            raise NotUnderstood("option")
        return [option for piece in pieces for option in self.joined(piece)]

    def joined(self, piece: str) -> list[str]:
        """A piece without commas: one option, or several joined by "and"."""
        try:
            return [self.one(piece)]
        except NotUnderstood as error:
            parts = self.weak.split(f" {fold(piece)} ")
            parts = [part for part in parts if words(part)]
            if len(parts) < 2 and not (len(parts) == 1 and parts[0].strip() != fold(piece).strip()):
                raise error from None
        return [option for part in parts for option in self.joined(part)]

    @property
    def weak(self) -> re.Pattern[str]:
        ands = "|".join(word.replace("_", " ") for word in self.near["and"].split())
        return re.compile(rf"\s(?:{ands})\s|[/&+]")

    def one(self, text: str) -> str:
        found = self.exact(text)
        if found:
            return found
        typed = words(text)
        if not typed:
            raise NotUnderstood("option")
        rest = [word for word in typed if word not in self.near["number"].split()] or typed
        number = self.figure(text, rest)
        if number is not None:
            return self.only(self.with_figure(str(number))) or self.numbered(number)
        found = self.only(self.beginning(" ".join(typed))) or self.only(self.holding(typed))
        if found:
            return found
        spelled = number_vocabulary(self.lang)[0].get(tuple(rest), 0)
        return self.numbered(spelled) if spelled and len(rest[0]) > 1 else self.alike(" ".join(typed))

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

    def numbered(self, number: int) -> str:
        if not 1 <= number <= len(self.ids):
            raise NotUnderstood("option-number", most=len(self.ids))
        return self.ids[number - 1]

    def with_figure(self, figure: str) -> list[str]:
        """Options whose label names the figure ("3 to 5 days"): they go before the third option."""
        return [option for option, name in zip(self.ids, self.names, strict=True) if figure in name.split()]

    def beginning(self, typed: str) -> list[str]:
        if len(typed) < 2:
            return []
        return [option for option, name in zip(self.ids, self.names, strict=True) if name.startswith(typed)]

    def holding(self, typed: list[str]) -> list[str]:
        """Options whose label holds every typed word of three letters or more, or that the answer names in full."""
        telling = {word for word in typed if len(word) > 2 and word not in self.near["and"].split()}
        answer = f" {' '.join(typed)} "
        inside = [
            option
            for option, name in zip(self.ids, self.names, strict=True)
            if telling and telling <= set(name.split())
        ]
        return inside or [
            option for option, name in zip(self.ids, self.names, strict=True) if len(name) > 2 and f" {name} " in answer
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
        if " " not in typed:
            scores += [fuzz.ratio(typed, word) for word in name.split() if len(word) >= _SHORTEST_GUESS]
        return max(scores)
