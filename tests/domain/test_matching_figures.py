"""The figures of suggestions: counted by wishes, and silent where they would tell of a person."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from domain.matching_figures import FEW, FIRST, figures, main_concepts
from domain.matching_wish import Wish


@dataclass(frozen=True)
class Seen:
    wish: int
    person: int
    lang: str = "fr"
    concepts: tuple[str, ...] = ("addiction",)
    host: str = "h0"
    country: str = "BE"
    place: int = 1
    liked: bool = False
    rejected: bool = False
    reason: str = ""
    requested: bool = False
    accepted: bool = False


def five(lang: str = "fr", first: int = 0, **became: object) -> list[Seen]:
    return [Seen(first + n, first + n, lang, **became) for n in range(FEW)]  # type: ignore[arg-type]


def test_a_wish_counts_once_and_only_what_stood_among_the_first() -> None:
    shown = [
        *five(), Seen(0, 0, place=3, liked=True), Seen(0, 0, place=2, liked=True, host="h1"),
        Seen(1, 1, place=4, requested=True), Seen(2, 2, place=6, liked=True),
    ]  # fmt: skip
    (rates,) = figures(shown).languages
    assert FIRST == (3, 5)
    assert (rates.wishes, rates.liked, rates.requested) == (5, (0.2, 0.4), (0.0, 0.2))


def test_what_few_people_stand_behind_is_not_told_however_many_wishes_they_had() -> None:
    shown = [*five("fr"), *five("nl", 100)]
    shown += [Seen(200 + n, 7, "de", reason="country", rejected=True, requested=True) for n in range(20)]
    found = figures(shown)
    assert [(rates.key, rates.wishes) for rates in found.languages] == [("fr", 5), ("nl", 5), ("de", None)]
    # or "de" could be had by subtraction
    assert found.total is None
    assert [count.times for count in (*found.reasons, *found.hosts)] == [None, None]


def test_the_subjects_that_find_least_come_first() -> None:
    shown = [*five(concepts=("dementia",), liked=True), *five(first=10, concepts=("autism",))]
    assert [rates.key for rates in figures(shown).concepts] == ["autism", "dementia"]


def test_nothing_shown_is_no_figure() -> None:
    assert not figures([]).any
    assert figures([]).total is None


SEEN = st.builds(
    Seen, wish=st.integers(0, 12), person=st.integers(0, 8), lang=st.sampled_from(("fr", "nl")), place=st.integers(1, 7),
    country=st.sampled_from(("", "BE", "IT")), host=st.sampled_from(("h0", "h1")), liked=st.booleans(),
    rejected=st.booleans(), requested=st.booleans(), accepted=st.booleans(), reason=st.sampled_from(("", "country")),
)  # fmt: skip


@given(st.lists(SEEN, max_size=40))
def test_no_figure_is_told_of_fewer_people(shown: list[Seen]) -> None:
    found = figures(shown)
    for key, rates in [("lang", r) for r in found.languages] + [("country", r) for r in found.countries]:
        people = {one.person for one in shown if getattr(one, key) == rates.key}
        assert (rates.wishes is None) == (len(people) < FEW)
        assert (rates.liked is None) == (rates.wishes is None)
        if rates.liked and rates.requested:
            assert 0 <= rates.liked[0] <= rates.liked[1] <= 1
            assert rates.requested[0] <= rates.liked[0]
    for count in found.reasons:
        people = {one.person for one in shown if one.rejected and one.reason == count.key}
        assert (count.times is None) == (len(people) < FEW)
    for count in found.hosts:
        yes = {one.person for one in shown if one.requested and one.accepted and one.host == count.key}
        assert count.more is None if 0 < len(yes) < FEW else count.more is not None


def test_a_wish_is_counted_under_what_it_names_and_picks() -> None:
    assert "people-with-dementia" in main_concepts(Wish("our residents have dementia", lang="en"))
    assert main_concepts(Wish(topics=("dementia-friendly-care",))) == ("dementia-friendly-care",)
    assert main_concepts(Wish()) == ()
