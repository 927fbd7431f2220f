"""Columns of numbers find what looking at one card after the other finds."""

from math import log, sqrt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain import concepts
from domain.cards import HostCard
from domain.matching_columns import Columns, Packed, Register, best
from domain.matching_filters import Filters, Practical
from domain.matching_index import host_row, indexed, nothing
from domain.matching_tags import KEPT, STEMS, Filed, Tags, edition, filed, packed, tags_of
from domain.matching_wish import FilterName, Standing, Wish, hints, passes, wanted_filters
from tests.catalogue import HOSTS
from tests.domain.test_matching import CARDS, WISHES

NAMES = [concept.id for concept in concepts.everything()][::20]
WEIGHTS = st.dictionaries(st.sampled_from(NAMES), st.integers(50, 1200).map(lambda n: n / 1000), max_size=8)
FILED = st.builds(
    lambda weights, told, stems: Filed(Tags(weights, frozenset(list(weights)[:told])), stems, float(len(stems))),
    WEIGHTS,
    st.integers(0, 3),
    st.lists(st.integers(1, 12), max_size=6, unique=True),
)
FACETS = {"sector": 0.7, "profession": 0.7, "problem": 1.15}


def columns_of(cards: list[Filed]) -> Columns:
    columns = Columns([Packed(f"H{n}", 1, packed(its)) for n, its in enumerate(cards)], Register())
    columns.reckon()
    return columns


def points_of(cards: list[Filed], wanted: dict[str, float]) -> list[float]:
    """The same, one card after the other."""
    carriers = {one: sum(its.tags.weights.get(one, 0.0) for its in cards) for one in NAMES}
    rarity = {
        one: FACETS.get(found.kind, 1.0) * log(1 + len(cards) / (1 + carriers[one]))
        for one in NAMES
        if (found := concepts.get(one)) is not None
    }
    points = []
    for its in cards:
        length = 0.5 + sqrt(sum((weight * rarity[one]) ** 2 for one, weight in its.tags.weights.items()))
        shared = (weight * its.tags.weights.get(one, 0.0) * rarity[one] ** 2 for one, weight in wanted.items())
        points.append(sum(shared) / length)
    return points


@given(st.lists(FILED, min_size=1, max_size=8), WEIGHTS)
def test_what_cards_are_about_counts_as_if_they_were_looked_at_one_by_one(
    cards: list[Filed], wanted: dict[str, float]
) -> None:
    columns = columns_of(cards)
    found = columns.subjects(wanted, np.arange(len(cards)))
    assert np.allclose(found, points_of(cards, wanted), rtol=1e-4, atol=1e-6)
    some = np.flatnonzero(found > 0)
    assert np.array_equal(columns.subjects(wanted, some), found[some])


@given(st.lists(FILED, min_size=1, max_size=8), st.dictionaries(st.integers(1, 15), st.floats(0.5, 5), max_size=4))
def test_stems_are_found_where_they_are(cards: list[Filed], stems: dict[int, float]) -> None:
    columns = columns_of(cards)
    expected = [sum(stems.get(stem, 0.0) for stem in its.stems) for its in cards]
    assert np.allclose(columns.words(stems, np.arange(len(cards))), expected)
    for stem in range(1, 13):
        assert columns.with_stem(stem) == sum(stem in its.stems for its in cards)


@given(st.lists(FILED, max_size=8), st.sets(st.sampled_from(NAMES), max_size=3))
def test_what_a_card_tells_is_kept_apart_from_what_it_is_about(cards: list[Filed], wanted: set[str]) -> None:
    columns = columns_of(cards)
    for number, its in enumerate(cards):
        assert columns.told(number) == its.tags.told
    assert columns.tell(wanted).tolist() == [not its.tags.told.isdisjoint(wanted) for its in cards]


@given(st.lists(FILED, max_size=6), st.lists(FILED, max_size=4), st.sets(st.integers(0, 5)), WEIGHTS)
def test_columns_that_change_are_those_that_would_be_made_anew(
    first: list[Filed], more: list[Filed], gone: set[int], wanted: dict[str, float]
) -> None:
    register = Register()
    before = Columns([Packed(f"H{n}", 1, packed(its)) for n, its in enumerate(first)], register)
    added = Columns([Packed(f"M{n}", 2, packed(its)) for n, its in enumerate(more)], register)
    changed = before.changed(np.array([n not in gone for n in range(len(first))], bool), added)
    changed.reckon()
    left = [its for n, its in enumerate(first) if n not in gone] + more
    assert changed.ids == [f"H{n}" for n in range(len(first)) if n not in gone] + [f"M{n}" for n in range(len(more))]
    numbers = np.arange(len(left))
    assert np.allclose(changed.subjects(wanted, numbers), columns_of(left).subjects(wanted, numbers))


@given(CARDS, WISHES, st.sets(st.sampled_from(("en", "it"))))
def test_filters_let_through_what_passes_card_by_card(cards: list[HostCard], wish: Wish, weak: set[str]) -> None:
    wish = Wish(**{name: getattr(wish, name) for name in wish.__slots__} | {"weak_languages": tuple(weak)})
    filters = Filters([Practical.of(card) for card in cards], Register(), Register())
    everyone = np.ones(len(cards), bool)
    expected = [number for number, card in enumerate(cards) if passes(card, wish, wanted_filters(wish))]
    assert filters.passing(wish, everyone).tolist() == expected

    def remaining(dropped: tuple[FilterName, ...]) -> int:
        kept = [name for name in wanted_filters(wish) if name not in dropped]
        return sum(passes(card, wish, kept) for card in cards)

    assert filters.relax(wish, everyone) == hints(wanted_filters(wish), remaining)


def test_the_best_are_the_same_whatever_order_equal_cards_come_in() -> None:
    points, drawn = np.array([1, 3, 3, 0, 3], np.float32), np.array([5, 4, 1, 0, 2], np.uint32)
    assert best(points, drawn, 2).tolist() == [2, 4]
    assert best(points, drawn, 9).tolist() == [2, 4, 1, 0]


def test_a_host_that_took_as_many_as_it_can_this_year_has_no_room() -> None:
    hosts, practices = nothing()
    hosts = hosts.changed(
        frozenset(), [host_row(HostCard("H1", "House", capacity_per_year=2)), host_row(HostCard("H2", "House"))]
    )
    assert indexed(hosts, practices, {"H1": Standing(accepted=1), "H2": Standing(accepted=9)}).room.all()
    assert indexed(hosts, practices, {"H1": Standing(accepted=2)}).room.tolist() == [False, True]


def test_more_is_never_kept_of_a_card_than_columns_hold() -> None:
    long = HostCard(
        "H1", "House", description=" ".join(card.description for card in HOSTS) * 3 + " word".join(map(str, range(200)))
    )
    its = filed(long)
    assert len(its.tags.weights) <= KEPT
    assert len(its.stems) <= STEMS
    assert its.tags.told <= set(its.tags.weights)


def test_a_confirmed_concept_is_kept_and_a_denied_one_is_not() -> None:
    read = tags_of(HOSTS[0])
    one = next(iter(sorted(read.told)))
    denied = tags_of(
        HostCard("H1", HOSTS[0].name, description=HOSTS[0].description, description_lang="en", denied=(one,))
    )
    assert one not in denied.weights
    assert "peer-support" in tags_of(HostCard("H1", "House", confirmed=("peer-support",))).told


def test_the_edition_is_that_of_the_vocabulary() -> None:
    assert edition() == edition()
    assert len(edition()) <= 24
