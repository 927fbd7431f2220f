"""The numbers of a text, in figures, in words or in both: "trois cents", "1,5k", "anderthalb", "two dozen", "2½".

A text becomes a row of parts of one letter each, so that a number is a pattern over letters ("2,5 mille" is `FK`):

F figures   n a number word below 100   i "one"   a an article   z "none"   v half   r "quarters"   p "point"   & and
H hundred   C "doscientos"   K thousand   M million   G a dozen   h k g the same where a number must stand before
c a counted thing   o third   f "about", "only"   | or, to   / "per"   % percent   ~ "a few"   ! not
. any other word; `numbers.money` adds letters of its own
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from domain.answers.cleaning import NotUnderstood, fold
from domain.answers.number_lexicon import Lexicon, Part
from domain.answers.slips import nearest
from locales import formats

MANY_FIGURES: Final = 12
_LONGEST_GLUED: Final = 60
_SHORTEST_GLUED: Final = 6

# "1 250", "1.250" and "1'250" are one number; "1.5" and "1,25" are decimals
_FIGURES = r"[1-9]\d{0,2}(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2})?|\d+(?:[.,](?:\d{1,2}|\d{4,}))?"
_TOKEN = re.compile(
    rf"""(?P<part>(?<![\d/])[13][/\u2044][24](?![/\d]))
    |(?<![\d.,])(?P<sign>(?<![^\W_])[-−]\s?)?(?P<figures>{_FIGURES})(?![.,]?\d)
        (?P<order>(?:st|nd|rd|th|er|i?eme|ste|de|[eao])(?!\w))?
    |(?P<word>[^\W\d_]+)
    |(?P<hyphen>(?<=[^\W\d_])-(?=[^\W\d_]))
    |(?P<mark>[€£$₺₴¥%])
    |(?P<or>[/,;–—-])
    |\d+""",
    re.VERBOSE,
)
_DECIMALS = re.compile(r"[.,](\d{1,2}|\d{4,})$")
_FRACTION = re.compile("(?=[½¼¾])")
_AFTER_FIGURES = frozenset(("c", "x"))
_BEFORE_FIGURES = frozenset(("x", "n", "nr", "no", "ca"))

_BELOW = r"(?:[niaF]?H|nh|C)(?:&?[ni])?|n|F"
_THOUSANDS = rf"(?:(?:{_BELOW}|[ia])?(?:&?va?)?K|(?:{_BELOW})(?:&?v)?k)"
_MILLIONS = rf"(?:(?:{_BELOW}|[ia])(?:&?va?)?|va?)M"
_NUMBER = re.compile(
    "|".join((
        "[niaF]?c&v", "[niF]p[niF]+", "[niaF]r",  # a day and a half; two point five; three quarters
        rf"{_MILLIONS}(?:&?{_THOUSANDS})?(?:&?(?:{_BELOW}))?(?:&v)?", rf"{_THOUSANDS}(?:&?(?:{_BELOW}|i))?(?:&v)?",
        "(?:[niaF]|a?va?)?G", "[nF]g", rf"(?:{_BELOW}|i(?=&v))(?:&?v)?", "a?va?(?=[cE])",
    ))
)  # fmt: skip
_ONE: Final = Decimal(1)
_MULTIPLES: Final = {letter: Decimal(10) ** power for letter, power in zip("HhKkM", (2, 2, 3, 3, 6), strict=True)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and the places of its first and last part in the row."""

    value: Decimal
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Row:
    """A text as parts, and the numbers in it. `weak` are numbers that may be only an article: "a day", "none"."""

    parts: tuple[Part, ...]
    numbers: tuple[Number, ...]
    weak: tuple[Number, ...]

    @property
    def letters(self) -> str:
        """The letters of all parts."""
        return "".join(part.letter for part in self.parts)

    @property
    def understood(self) -> bool:
        """Whether the text holds nothing but known words."""
        return "." not in self.letters

    def values(self) -> set[Decimal]:
        """All numbers; a weak one only where no other is, or where it is one of several ("a day or two")."""
        found = {number.value for number in self.numbers}
        if not found or "|" in self.letters:
            found |= {number.value for number in self.weak}
        return found


def row(text: str, lexicon: Lexicon, slips: bool = False) -> Row:
    """The parts and numbers of a text; with `slips`, unknown words may be number words with a typing error.

    Raises NotUnderstood("too-big") for absurdly many figures.
    """
    parts = tuple(_parts(text, lexicon, slips))
    letters = "".join(part.letter for part in parts)
    found = tuple(_numbers(parts, letters))
    return Row(parts, found, () if found and "|" not in letters else tuple(_weak(parts, letters)))


def _numbers(parts: tuple[Part, ...], letters: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(letters):
        before = letters[match.start() - 1 : match.start()]
        if before == "!" or (before == "~" and match[0][0] in "HKMGhkg"):
            continue
        yield Number(_value(parts[match.start() : match.end()]), match.start(), match.end() - 1)


def _weak(parts: tuple[Part, ...], letters: str) -> Iterator[Number]:
    # "3 days a week" speaks of no second number
    for match in re.finditer(r"(?<!c)(?<!c\|)[aiz](?=c)|i(?=\|)|(?<=\|)i", letters):
        yield Number(parts[match.start()].value, match.start(), match.start())
    telling = [at for at, letter in enumerate(letters) if letter != "f"]
    if [letters[at] for at in telling if letters[at] != "a"] in (["i"], ["z"], ["o"], ["v"]):
        at = next(at for at in telling if letters[at] != "a")
        yield Number(parts[at].value, at, at)


def _value(parts: tuple[Part, ...]) -> Decimal:
    if parts[-1].letter == "r":
        return parts[0].value / 4
    if any(part.letter == "p" for part in parts):  # "two point five"
        return Decimal(f"{parts[0].value:.0f}.{''.join(f'{part.value:.0f}' for part in parts[2:])}")
    if any(part.letter == "c" for part in parts):
        counted = next((part.value for part in parts if part.letter in "niaF"), _ONE)
        return counted + parts[-1].value
    total, last = Decimal(0), Decimal(1)
    current: Decimal | None = None
    for part in parts:
        if part.letter in "HhKkM":
            last = _MULTIPLES[part.letter]
            current = (_ONE if current is None else current) * last
            if part.letter not in "Hh":
                total, current = total + current, None
        elif part.letter in "Gg":
            current = (_ONE if current is None else current) * part.value
        elif part.letter == "v" and current is None and total:
            total += part.value * last  # "a million and a half"
        elif part.letter not in "&a":
            current = part.value + (current or 0)
    return total + (current or 0)


def _parts(text: str, lexicon: Lexicon, slips: bool) -> Iterator[Part]:
    folded = fold(text if text.isascii() else _FRACTION.sub(" ", text))
    tokens = [token for token in _TOKEN.finditer(folded) if token.lastgroup != "hyphen"]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token["word"]:
            taken, found = _word(tokens, at - 1, lexicon, slips)
            at += taken - 1
            yield from found
        elif token["figures"]:
            yield _figures(token, tokens[max(at - 3, 0) : at - 1], tokens[at] if at < len(tokens) else None, lexicon)
        elif token["part"]:
            yield Part("v", Decimal(int(token[0][0])) / int(token[0][-1]))
        elif token["or"]:
            yield Part("|")
        else:
            yield replace(lexicon.word(token[0]) or Part("%" if token[0] == "%" else "."), text=token[0])


def _figures(token: re.Match[str], before: list[re.Match[str]], after: re.Match[str] | None, lexicon: Lexicon) -> Part:
    """Figures are no number inside a name or an hour: "B2", "covid-19", "5G", "9pm"."""
    if after and after["word"] and after.start() == token.end() and not _may_touch(after[0], lexicon):
        return Part(".")
    while before and before[-1][0] == "-":
        before.pop()
    if before and before[-1]["word"] and token.string[before[-1].end() : token.start()] in ("", "-"):
        named = lexicon.word(before[-1][0])
        if before[-1][0] not in _BEFORE_FIGURES and not _is_code(before[-1][0]) and not (named and named.letter == "E"):
            return Part(".")
    written, decimals = token["figures"], ""
    if match := _DECIMALS.search(written):
        written, decimals = written[: match.start()], match[1]
    figures = re.sub(r"\D", "", written)
    if len(figures) > MANY_FIGURES:
        raise NotUnderstood("too-big", most=10**MANY_FIGURES)
    value = Decimal(f"{figures}.{decimals or 0}")
    below_zero = token["sign"] and not (before and not before[-1]["word"])  # "200 - 300" is no negative number
    return Part("F", -value if below_zero else value, token["figures"])


def _may_touch(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may follow figures without a space: "5dagen", "300eur"."""
    named = lexicon.word(word)
    return (named is not None and named.letter not in "Zo&|!") or word in _AFTER_FIGURES or _is_code(word)


def _is_code(word: str) -> bool:
    return len(word) == len("EUR") and word.upper() in _currencies()


@cache
def _currencies() -> frozenset[str]:
    return formats.currencies()


def _word(tokens: list[re.Match[str]], at: int, lexicon: Lexicon, slips: bool) -> tuple[int, tuple[Part, ...]]:
    """The parts that a word and those after it are, and how many words they take."""
    word = tokens[at][0]
    after_figures = at > 0 and tokens[at - 1]["figures"] is not None
    # "50 cent" are no 50 hundreds
    if after_figures and word.startswith("cent") and (lexicon.word(word) or Part(".")).letter in "Hh":
        return 1, (Part(".", text=word),)
    glued = after_figures and tokens[at - 1].end() == tokens[at].start()
    for phrase, part in lexicon.phrases.get(word, ()):
        if len(phrase) == 1 or tuple(token[0] for token in tokens[at : at + len(phrase)]) == phrase:
            return len(phrase), (replace(part, text=" ".join(phrase), glued=glued),)
    if parts := _in_one_word(word, lexicon):
        return 1, parts
    meant = nearest(word, lexicon.guessable) if slips else None
    if meant:
        return 1, (replace(lexicon.word(meant) or Part("."), text=meant),)
    return 1, (Part(".", text=word, glued=glued),)


def _in_one_word(word: str, lexicon: Lexicon) -> tuple[Part, ...]:
    """The parts of a number in one word: "dreihundertfünfzig", "milleduecento", "tweeënhalf"."""
    if not _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED:
        return ()
    pieces = lexicon.glue.findall(word)
    parts = tuple(lexicon.pieces[piece] for piece in pieces) if "".join(pieces) == word else ()
    return parts if _NUMBER.fullmatch("".join(part.letter for part in parts)) else ()
