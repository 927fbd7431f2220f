"""Phrases are found where they stand, the longest first."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.answers import phrases
from domain.vocabulary import vocabulary

LISTS = ("choosing", "money", "numbers", "places", "said", "tongues", "trip", "wishes", "written", "yes_no")
WORDS = st.sampled_from("ab")
TOKENS = st.lists(WORDS, max_size=9)
KNOWN = st.frozensets(st.lists(WORDS, min_size=1, max_size=phrases.LONGEST).map(tuple))


def entries(found: Any) -> Iterator[str]:
    for value in found.values():
        if isinstance(value, str):
            yield value
        elif hasattr(value, "values"):
            yield from entries(value)


def test_no_phrase_of_the_lists_is_longer_than_is_looked_for() -> None:
    every = [entry for name in LISTS for entry in entries(vocabulary(name))]
    known = [*(one for entry in every for one in phrases.phrases(entry)),
             *(one for entry in every if "," in entry for one in phrases.listed(entry))]  # fmt: skip
    assert max(map(len, known)) == phrases.LONGEST


@given(TOKENS, KNOWN)
def test_a_phrase_is_found_where_it_stands_the_longest_first(
    tokens: list[str], known: frozenset[phrases.Phrase]
) -> None:
    fits = {
        place: [len(one) for one in known if tuple(tokens[place : place + len(one)]) == one]
        for place in range(len(tokens))
    }
    assert [phrases.longest_at(tokens, place, known) for place in fits] == [
        max(sizes, default=0) for sizes in fits.values()
    ]
    assert phrases.begins(tokens, known) == max(fits.get(0, ()), default=0)
    assert phrases.ends(tokens, known) == max(
        (len(one) for one in known if tuple(tokens[-len(one) :]) == one), default=0
    )
    assert phrases.holds(tokens, known) is any(fits.values())


def test_entries_are_read_as_they_are_written() -> None:
    assert phrases.phrases("not at_all") == {("not",), ("at", "all")}
    assert phrases.listed("Pas du tout, non,") == {("pas", "du", "tout"), ("non",)}
