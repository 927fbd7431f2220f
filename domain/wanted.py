"""What somebody says they want in their own words: something of the menu opened, or to hear of the request they have sent.

Read from what is named ("the hosts") and what is to be done with it ("show me"), not from whole phrases. Words stand in
`data/language/wishes.toml`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.answers import pointing
from domain.answers.cleaning import words
from domain.vocabulary import vocabulary

#: what the menu opens, by the names of its dialogs
THINGS: Final = ("enquiry", "profile", "cv", "goals", "hosts", "request", "my_data")
STATUS, WITHDRAW = "status", "withdraw"
#: a remark with more words than this tells a story
_LONGEST: Final = 25
#: so many words may stand before the one that begins a question: "ok, and how …"
_BEFORE_ASKING: Final = 2
_CLAUSE = re.compile(r"[,;.!?:\n]+")

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """A list of words: single ones, beginnings, and phrases of several by the first of their words ("" where that has a star)."""

    single: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: Mapping[str, tuple[_Phrase, ...]]

    def stand_in(self, tokens: Sequence[str]) -> bool:
        return (
            not self.single.isdisjoint(tokens)
            or (bool(self.beginnings) and any(token.startswith(self.beginnings) for token in tokens))
            or any(
                self.longest(tokens, at)
                for at, token in enumerate(tokens)
                if token in self.phrases or "" in self.phrases
            )
        )

    def at(self, tokens: Sequence[str], at: int) -> int:
        """How many words belong to the table from a place on; 0 for none."""
        return self.longest(tokens, at) or int(tokens[at] in self.single or tokens[at].startswith(self.beginnings))

    def longest(self, tokens: Sequence[str], at: int) -> int:
        """How many words the longest phrase has that stands there; 0 for none."""
        known = (*self.phrases.get(tokens[at], ()), *self.phrases.get("", ()))
        return max((len(one) for one in known if _matches(one, tokens[at : at + len(one)])), default=0)


def speaks_of(table: str, tokens: list[str], lang: str) -> bool:
    """Does one of the words or phrases of a table of `wishes.toml` stand among these (folded) words?"""
    return _table(table, lang).stand_in(tokens)


def opens_with(table: str, tokens: Sequence[str], lang: str) -> int:
    """How many words at the beginning of these belong to a table of `wishes.toml`; 0 for none."""
    return _table(table, lang).at(tokens, 0) if tokens else 0


def without(table: str, tokens: Iterable[str], lang: str) -> list[str]:
    """The words that are none of the single ones of a table."""
    single = _table(table, lang).single
    return [token for token in tokens if token not in single]


def thing(text: str, lang: str) -> str:
    """What of the menu somebody wants to have opened: "show me the hosts", "the CV later, my goals first"; "" for nothing."""
    if len(words(text)) > _LONGEST:
        return ""
    _, asked, after = text.rpartition("?")
    if asked and words(after):
        # "must I fill that in? I want to see the hosts first"
        return thing(after, lang)
    if asks(text, lang) and not _asks_to_see(text, lang):
        return _what_about(words(text), lang)
    found, wanted = set(), False
    for clause in _CLAUSE.split(text):
        tokens = words(clause)
        if speaks_of("later", tokens, lang) or any(pointing.negates(token, lang) for token in tokens):
            continue
        found |= {name for name in THINGS if speaks_of(name, tokens, lang)}
        wanted = wanted or any(speaks_of(table, tokens, lang) for table in ("show", "begin", "want"))
    if found == {"hosts", "request"}:
        return "request"
    return found.pop() if wanted and len(found) == 1 else ""


def _what_about(tokens: list[str], lang: str) -> str:
    """The one thing that is asked after, and nothing else: "and my goals?"."""
    named = {name for name in THINGS if speaks_of(name, tokens, lang)}
    only = opens_with("and_what_of", tokens, lang) and not beside(tokens, lang, "and_what_of", *THINGS)
    return named.pop() if only and len(named) == 1 else ""


def goes_on(text: str, lang: str) -> bool:
    """Is there a word of going on to the next step, "doe maar", "let's go"? What else is said is not looked at."""
    return speaks_of("go", words(text), lang)


def without_going_on(text: str, lang: str, name: str = "go") -> str:
    """The words beside those of going on, by the table of that `name`."""
    return " ".join(beside(words(text), lang, name))


def beside(tokens: Sequence[str], lang: str, *tables: str) -> list[str]:
    """The words that belong to no word or phrase of these tables of `wishes.toml`."""
    known = [_table(table, lang) for table in tables]
    at, kept = 0, []
    while at < len(tokens):
        size = max(one.at(tokens, at) for one in known)
        if not size:
            kept.append(tokens[at])
        at += size or 1
    return kept


def about_request(text: str, lang: str) -> str:
    """`STATUS` or `WITHDRAW` when this asks about a request that was sent, or "" when it does not; a trailing "?" where it
    names no request, and may be about something else: "when will they answer?"."""
    tokens = words(text)
    if len(tokens) > _LONGEST:
        return ""
    named = speaks_of("request", tokens, lang) or speaks_of("asked", tokens, lang)
    taken_back, answers = (speaks_of(table, tokens, lang) for table in ("take_back", "answers"))
    if not (named or taken_back or answers) or speaks_of("my_data", tokens, lang):
        return ""
    if named and (taken_back or speaks_of("drop", tokens, lang)):
        return WITHDRAW
    if taken_back:
        return f"{WITHDRAW}?"
    question = text.rstrip().endswith("?")
    if named and (question or answers or any(speaks_of(table, tokens, lang) for table in ("status", "show"))):
        begins = speaks_of("begin", tokens, lang) and speaks_of("want", tokens, lang) and not question
        return "" if begins else STATUS
    theirs = speaks_of("when", tokens, lang) or speaks_of("hosts", tokens, lang)
    if theirs and answers and (question or asks(text, lang)):
        return f"{STATUS}?"
    return ""


def asks(text: str, lang: str) -> bool:
    """Does this begin or end like a question?"""
    return text.rstrip().endswith("?") or any(
        speaks_of("asks", words(clause)[:1] or [""], lang) or _asks_after_little(words(clause), lang)
        for clause in _CLAUSE.split(text)
    )


def questions(text: str, lang: str) -> list[str]:
    """The questions of a message that asks more than one: sentences that end in a mark, and those after "and"; else none."""
    found = []
    for sentence in re.findall(r"[^?.!;\n]+\?", text):
        parts = _AND.split(sentence)
        whole = [parts[0]]
        for part in parts[1:]:
            if speaks_of("asks", words(part)[:1] or [""], lang):
                whole.append(part)
            else:
                whole[-1] += f" {part}"
        found += [one.strip() for one in whole if words(one)]
    return found if len(found) > 1 else []


_AND = re.compile(r"\s(?:and|et|en|und|y|e)\s", re.IGNORECASE)


def _asks_after_little(tokens: list[str], lang: str) -> bool:
    table = _table("asks", lang)
    return any(table.longest(tokens, at) for at in range(min(_BEFORE_ASKING, len(tokens))))


def _asks_to_see(text: str, lang: str) -> bool:
    """ "Can I see the hosts?", "my goals, can we do those?" ask for them, and are no questions that have an answer in words."""
    tokens = words(text)
    begins_to_ask = any(speaks_of("asks", words(clause)[:1] or [""], lang) for clause in _CLAUSE.split(text))
    together = speaks_of("together", tokens, lang) and speaks_of("begin", tokens, lang)
    return (speaks_of("show", tokens, lang) or together) and speaks_of("want", tokens, lang) and not begins_to_ask


def _matches(phrase: _Phrase, tokens: Sequence[str]) -> bool:
    return len(phrase) == len(tokens) and all(
        token.startswith(part[:-1]) if part.endswith("*") else token == part
        for part, token in zip(phrase, tokens, strict=True)
    )


@cache
def _table(name: str, lang: str) -> _Words:
    single, beginnings = set(), []
    phrases: dict[str, tuple[_Phrase, ...]] = defaultdict(tuple)
    for entry in vocabulary("wishes")[name].get(lang, "").split(","):
        tokens = _folded(entry)
        if len(tokens) > 1:
            phrases["" if tokens[0].endswith("*") else tokens[0]] += (tokens,)
        elif tokens and tokens[0].endswith("*"):
            beginnings.append(tokens[0][:-1])
        elif tokens:
            single.add(tokens[0])
    return _Words(frozenset(single), tuple(beginnings), dict(phrases))


def _folded(entry: str) -> _Phrase:
    """The words of an entry as those of a message are folded, each with its star."""
    found: list[str] = []
    for piece in entry.split():
        found += words(piece)
        if piece.endswith("*") and found:
            found[-1] += "*"
    return tuple(found)
