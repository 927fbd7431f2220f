"""Why a host was not suggested: the answer always agrees with what the search does."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cards import HOST_STATUSES, HostCard
from domain.matching import CardIndex, Match
from domain.matching_wish import Standing, Wish, passes, wanted_filters
from domain.why_not import BETTER, LOOKED_THROUGH, why_not

MANY = 1_000
ABOUT = (
    "We work with young people who use drugs and with their families.",
    "Day care for people with dementia; our residents wander at night.",
    "A farm where adults with autism find a daily structure.",
    "Night shelter for homeless people, open all year.",
    "",
)
WISHES = ("Our young clients relapse", "residents with dementia wander at night", "zzgrmpf", "")
LANGS, COUNTRIES, MONTHS = ("en", "fr", "de"), ("BE", "IT", "PT"), (3, 5, 9)


def some(values: Sequence[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


CARDS = st.lists(
    st.builds(
        HostCard,
        external_id=st.just(""), name=st.sampled_from(("Casa", "Maison", "Haus")), country=st.sampled_from(("", *COUNTRIES)),
        languages=some(LANGS), description=st.sampled_from(ABOUT), description_lang=st.sampled_from(("", "en")),
        months_open=some(MONTHS), min_days=st.sampled_from((None, 2, 5)), max_days=st.sampled_from((None, 5, 20)),
        capacity_per_year=st.sampled_from((None, 0, 2)), group_max=st.sampled_from((None, 1, 4)),
        status=st.sampled_from(("active",) * 5 + HOST_STATUSES),
    ),
    min_size=1, max_size=6,
).map(lambda cards: [replace(card, external_id=f"h{n}") for n, card in enumerate(cards)])  # fmt: skip
ASKED = st.builds(
    Wish,
    problem=st.sampled_from(WISHES), lang=st.just("en"), working_languages=some(LANGS), countries=some(COUNTRIES),
    months=some(MONTHS), days=st.sampled_from((None, 1, 3, 10)), group=st.sampled_from((None, 1, 3)),
    exclude=st.sampled_from((frozenset(), frozenset({"h0"}))), weak_languages=some(LANGS),
)  # fmt: skip
FOUND = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FOUND
@given(CARDS, ASKED, st.sampled_from((0, 2)))
def test_the_answer_agrees_with_the_search(cards: list[HostCard], wish: Wish, accepted: int) -> None:
    index = CardIndex(cards, standings={card.external_id: Standing(accepted=accepted) for card in cards})
    order = [match.card.external_id for match in index.search(wish, MANY)]
    for card in cards:
        answer = why_not(index.search, card, wish, index.has_room(card.external_id))
        found = card.external_id in order
        assert (answer.found is not None) == found
        # exactly one sort of answer
        assert [bool(answer.shut or answer.failed), answer.off_subject, found].count(True) == 1
        if answer.found is not None:
            assert answer.place == order.index(card.external_id) + 1
            assert answer.found.card == card
            assert [one.card.external_id for one in answer.better] == order[: min(BETTER, answer.place - 1)]
        if answer.off_subject:
            assert [one.card.external_id for one in answer.better] == order[:BETTER]


@FOUND
@given(CARDS, ASKED)
def test_what_failed_is_what_does_not_pass_and_giving_it_up_brings_the_host_in(
    cards: list[HostCard], wish: Wish
) -> None:
    index = CardIndex(cards)
    for card in cards:
        answer = why_not(index.search, card, wish, True)
        names = {one.name for one in answer.failed}
        assert names == {name for name in wanted_filters(wish) if not passes(card, wish, (name,))}
        if names and not answer.shut:
            without = [match.card.external_id for match in index.search(replace(wish, relaxed=tuple(names)), MANY)]
            place = without.index(card.external_id) + 1 if card.external_id in without else 0
            assert answer.otherwise == place


CASA = HostCard(
    "h0", "Casa", country="IT", languages=("it",), description="Young people who use drugs.", description_lang="en"
)


def test_what_a_card_tells_is_told_beside_what_was_wanted() -> None:
    card = replace(CASA, months_open=(3, 5), min_days=5, group_max=2)
    wish = Wish("drugs", working_languages=("nl",), countries=("FR",), months=(9,), days=3, group=4)
    answer = why_not(CardIndex([card]).search, card, wish, True)
    assert [(one.name, one.wanted, one.told, one.least) for one in answer.failed] == [
        ("language", ("nl",), ("it",), False),
        ("country", ("FR",), ("IT",), False),
        ("month", ("9",), ("3", "5"), False),
        ("days", ("3",), ("5",), True),
        ("group", ("4",), ("2",), False),
    ]
    assert answer.otherwise == 1


def test_a_card_that_is_about_something_else_says_what_it_is_about() -> None:
    card = replace(CASA, expertise=("dementia",), description="")
    answer = why_not(CardIndex([card]).search, card, Wish("xyzzy", lang="en"), True)
    assert answer.off_subject
    assert answer.card_is_about
    assert not answer.wish_is_about


def test_a_host_with_as_many_accepted_as_it_takes_is_full_and_not_off_the_subject() -> None:
    card = replace(CASA, capacity_per_year=2)
    for accepted, shut in ((1, ()), (2, ("full",))):
        index = CardIndex([card], standings={"h0": Standing(accepted=accepted)})
        answer = why_not(index.search, card, Wish("drugs", lang="en"), index.has_room("h0"))
        assert (answer.shut, answer.off_subject) == (shut, False)


def test_a_search_that_finds_very_many_is_not_read_to_its_end() -> None:
    asked: list[int] = []

    def search(_wish: Wish, limit: int) -> Sequence[Match]:
        asked.append(limit)
        return [Match(replace(CASA, external_id=f"other{n}"), 1.0, (), ()) for n in range(min(limit, 100_000))]

    answer = why_not(search, CASA, Wish("drugs"), True)
    assert (answer.found, answer.beyond, answer.off_subject) == (None, True, False)
    assert max(asked) == LOOKED_THROUGH
    assert why_not(search, CASA, Wish("drugs", countries=("FR",)), True).otherwise is None
