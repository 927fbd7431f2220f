"""Which hosts are suggested for a wish, in which order, and what is said about them."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import concepts
from domain.cards import HOST_STATUSES, HostCard, PracticeCard
from domain.matching import CardIndex, Match
from domain.matching_ranking import preference
from domain.matching_wish import FEW_HOSTS, FilterName, Standing, Wish, passes, wanted_filters
from tests.catalogue import HOSTS, PRACTICES

SUBJECTS = (
    "dementia care", "Wohngruppen für Menschen mit Suchterkrankung", "jeunes en décrochage scolaire", "dagbesteding",
    "personas sin hogar", "cure palliative", "a team that nobody described",
)  # fmt: skip
LANGS = ("en", "fr", "de", "it")
COUNTRIES = ("BE", "FR", "IT", "DE")


def index() -> CardIndex:
    return CardIndex(HOSTS, PRACTICES)


def found(wish: Wish, **more: Any) -> list[str]:
    return [match.card.external_id for match in index().search(wish, **more)]


def reasons(match: Match, code: str) -> list[str]:
    return [reason.value for reason in match.reasons if reason.code == code]


def some(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


MONTHS = some(tuple(range(1, 13))).map(lambda months: tuple(sorted(months)))
CARDS = st.lists(
    st.builds(
        HostCard,
        external_id=st.integers(0, 10**6).map(lambda number: f"H{number}"),
        name=st.just("House"),
        country=st.sampled_from(("", *COUNTRIES)),
        languages=some(LANGS),
        client_groups=some(("young people", "people with dementia")),
        description=st.sampled_from(SUBJECTS),
        description_lang=st.sampled_from(("", *LANGS)),
        months_open=MONTHS,
        min_days=st.none() | st.integers(1, 5),
        max_days=st.none() | st.integers(5, 20),
        capacity_per_year=st.none() | st.integers(0, 3),
        group_max=st.none() | st.integers(1, 6),
        status=st.sampled_from(HOST_STATUSES) | st.just("active"),
    ),
    max_size=8,
    unique_by=lambda card: card.external_id,
)
WISHES = st.builds(
    Wish,
    problem=st.sampled_from(("", *SUBJECTS)),
    lang=st.none() | st.sampled_from(LANGS),
    working_languages=some(LANGS),
    countries=some(COUNTRIES),
    not_countries=some(COUNTRIES),
    months=MONTHS,
    days=st.none() | st.integers(1, 20),
    group=st.none() | st.integers(1, 6),
    client_groups=some(("young-people", "people-with-dementia")),
)


@given(CARDS, WISHES)
def test_no_suggested_host_violates_a_wish(cards: list[HostCard], wish: Wish) -> None:
    for match in CardIndex(cards).search(wish, 50):
        card = match.card
        assert card.status == "active"
        assert card.capacity_per_year != 0
        assert not wish.countries or card.country in wish.countries
        assert wish.countries or card.country not in wish.not_countries
        assert not (wish.working_languages and card.languages) or set(card.languages) & set(wish.working_languages)
        assert not (wish.months and card.months_open) or set(card.months_open) & set(wish.months)
        assert wish.days is None or (card.min_days or 1) <= wish.days <= (card.max_days or wish.days)
        assert wish.group is None or wish.group <= (card.group_max or wish.group)


@given(CARDS, WISHES, st.sampled_from(("working_languages", "countries", "months", "days", "group")))
def test_one_wish_less_never_takes_a_host_away(cards: list[HostCard], wish: Wish, name: str) -> None:
    given_up: dict[str, Any] = {name: None if name in ("days", "group") else ()}
    looser = replace(wish, not_countries=(), **given_up)
    shown, more = ({match.card.external_id for match in CardIndex(cards).search(each, 50)} for each in (wish, looser))
    assert shown <= more


@given(CARDS, WISHES)
def test_reasons_only_name_facts_of_the_card_and_of_the_wish(cards: list[HostCard], wish: Wish) -> None:
    for match in CardIndex(cards).search(wish, 50):
        card = match.card
        assert set(reasons(match, "speaks-language")) <= set(wish.working_languages) & set(card.languages)
        assert set(reasons(match, "in-country")) <= {card.country} & set(wish.countries)
        assert {int(month) for month in reasons(match, "open-in-month")} <= set(card.months_open) & set(wish.months)
        assert {int(days) for days in reasons(match, "fits-days")} <= {wish.days}
        assert {int(group) for group in reasons(match, "fits-group")} <= {wish.group}
        on_card = "\n".join((card.name, *card.client_groups, card.description))
        assert all(word in on_card for word in reasons(match, "word"))
        assert all(reason.said in wish.text for reason in match.reasons)
        told = {hit.id for part in on_card.split("\n") for hit in concepts.find(part, broader=True)}
        told |= {hit.id for hit in concepts.find(card.description, card.description_lang or None, broader=True)}
        named = [r.value for r in match.reasons if r.code.startswith("same-") or r.code == "related"]
        assert set(named) <= told


@given(CARDS, WISHES)
def test_the_same_wish_finds_the_same_hosts_in_whatever_order_the_cards_come(cards: list[HostCard], wish: Wish) -> None:
    shuffled = random.Random(len(cards)).sample(cards, len(cards))
    once, again = ([match.card.external_id for match in CardIndex(each).search(wish, 50)] for each in (cards, shuffled))
    assert once == again


@given(CARDS, WISHES)
def test_a_hint_to_relax_tells_the_number_of_hosts_that_then_pass(cards: list[HostCard], wish: Wish) -> None:
    shown = [card for card in cards if card.suggestible and card.capacity_per_year != 0]
    filters = wanted_filters(wish)
    remaining = sum(passes(card, wish, filters) for card in shown)
    hints = CardIndex(cards).relax(wish)
    assert not hints or remaining < FEW_HOSTS
    for hint in hints:
        kept: list[FilterName] = [name for name in filters if name not in hint.filters]
        assert hint.hosts == sum(passes(card, wish, kept) for card in shown)
        assert hint.hosts > remaining
    assert [hint.hosts for hint in hints] == sorted((hint.hosts for hint in hints), reverse=True)


@given(st.text(max_size=300), st.sampled_from([None, "en", "de"]))
def test_whatever_is_written_a_search_answers(text: str, lang: str | None) -> None:
    assert len(index().search(Wish(problem=text, goals=text, lang=lang), 3)) <= 3


def test_a_host_open_in_one_of_the_months_is_suggested_and_says_which() -> None:
    matches = index().search(Wish(problem="drug addiction", months=(1, 6, 9)))
    assert [match.card.external_id for match in matches if match.card.external_id in ("H1", "H3")] == ["H1", "H3"]
    by_id = {match.card.external_id: match for match in matches}
    assert reasons(by_id["H1"], "open-in-month") == ["6", "9"]
    assert reasons(by_id["H3"], "open-in-month") == ["6"]
    assert "H3" not in found(Wish(problem="drug addiction", months=(9,)))


def test_what_a_card_does_not_tell_excludes_it_only_for_the_country() -> None:
    cards = [HostCard("H1", "Dementia house")]
    wish = Wish(problem="dementia", working_languages=("en",), months=(5,), days=3, group=2)
    assert len(CardIndex(cards).search(wish)) == 1
    assert CardIndex(cards).search(replace(wish, countries=("IT",))) == ()


def test_a_closed_full_or_excluded_host_is_never_suggested() -> None:
    cards = [
        HostCard("H1", "Dementia house", status="dormant"),
        HostCard("H2", "Dementia house", capacity_per_year=0),
        HostCard("H3", "Dementia house"),
        HostCard("H4", "Dementia house"),
    ]
    matches = CardIndex(cards).search(Wish(problem="dementia", exclude=frozenset({"H3"})))
    assert [match.card.external_id for match in matches] == ["H4"]


@pytest.mark.parametrize(
    ("problem", "lang", "best"),
    [
        ("Many of our clients relapse a few weeks after they leave us.", "en", "H1"),
        ("Veel cliënten hervallen na enkele weken.", "nl", "H1"),
        ("Nos jeunes à la rue ne viennent pas au centre.", "fr", "H2"),
        ("Los jóvenes de la calle no vienen al centro.", "es", "H2"),
        ("Wir möchten die Familien von Suchtkranken besser einbeziehen.", "de", "H3"),
        ("Come coinvolgere le famiglie delle persone con dipendenza?", "it", "H3"),
        ("Young adults with depression could help each other.", "en", "H4"),
        ("Des groupes animés par des pairs pour des jeunes en dépression", "fr", "H4"),
    ],
)
def test_the_host_that_knows_the_problem_comes_first_in_any_language(problem: str, lang: str, best: str) -> None:
    assert found(Wish(problem=problem, lang=lang))[0] == best


def test_a_reason_says_which_words_of_the_trainee_it_answers() -> None:
    (best, *_) = index().search(Wish(problem="Beaucoup rechutent après leur sortie.", lang="fr"))
    said = {reason.value: reason.said for reason in best.reasons if reason.code == "same-topic"}
    assert said["relapse-prevention"] == "rechutent"


def test_a_concept_chosen_by_a_button_counts_and_one_that_was_denied_does_not() -> None:
    wish = Wish(problem="Families of people who drink", lang="en")
    named, chosen = (
        {match.card.external_id: match.score for match in index().search(each)}
        for each in (wish, replace(wish, topics=("peer-support",)))
    )
    assert chosen["H4"] / chosen["H3"] > named.get("H4", 0.0) / named["H3"]
    denied = index().search(replace(wish, not_meant=("families",)))
    assert not any("families" in reasons(match, "same-client-group") for match in denied)


@pytest.mark.parametrize("problem", ["", "Our nurses need new ideas for night care", "Unsere Pflegekräfte sind müde"])
def test_the_same_profession_is_told_only_of_a_trainee_whose_profile_names_it(problem: str) -> None:
    cards = CardIndex(
        [HostCard("H1", "House A", description="Nurses care for people at night.", description_lang="en")]
    )
    (match,) = cards.search(Wish(problem=problem))
    assert reasons(match, "same-profession") == []
    (match,) = cards.search(Wish(problem=problem, professions=("nurse", "teacher")))
    assert reasons(match, "same-profession") == ["nurse"]


def test_the_own_profession_brings_no_host_that_has_nothing_to_do_with_the_wish() -> None:
    cards = CardIndex(
        [HostCard("H1", "House A", description="Nurses care for people at night.", description_lang="en")]
    )
    assert cards.search(Wish(problem="school dropout", lang="en", professions=("nurse",))) == ()


def test_what_a_card_only_hints_at_is_no_reason() -> None:
    # "residents" may be old people, or not
    hinting = HostCard("H1", "House A", description="Our residents cook together.", description_lang="en")
    (match,) = CardIndex([hinting]).search(Wish(problem="old people", lang="en", client_groups=("older-people",)))
    assert reasons(match, "same-client-group") == []


def test_a_language_or_a_length_that_a_card_does_not_tell_is_no_reason() -> None:
    silent = HostCard("H1", "House A", description="Démence", description_lang="fr", min_days=2)
    (match,) = CardIndex([silent]).search(Wish(problem="démence", lang="fr", working_languages=("fr",), days=9))
    assert reasons(match, "speaks-language") == reasons(match, "fits-days") == []


def test_a_good_practice_seen_at_a_host_speaks_for_it() -> None:
    cards = [HostCard("H1", "House A"), HostCard("H2", "House B")]
    practice = PracticeCard("G1", "Night walks for people with dementia", lang="en", host_external_id="H2")
    (match,) = CardIndex(cards, [practice]).search(Wish(problem="dementia"))
    assert match.card.external_id == "H2"
    assert reasons(match, "good-practice") == [practice.title]


def test_practices_are_found_by_the_subject() -> None:
    (match,) = index().practices(Wish(problem="Comment accueillir les nouveaux avec un pair-aidant ?", lang="fr"))
    assert match.card.external_id == "G1"
    assert match.reasons


def test_without_a_subject_the_fullest_cards_come_first() -> None:
    assert sorted(found(Wish())) == ["H1", "H2", "H3", "H4"]
    assert found(Wish(), limit=1) != ["H4"]


def test_a_wish_that_no_card_has_to_do_with_finds_nothing() -> None:
    assert found(Wish(problem="zzzz qqqq", lang="en")) == []


def test_a_catalogue_without_cards_finds_nothing_and_hints_nothing() -> None:
    empty = CardIndex([])
    wish = Wish(problem="dementia", countries=("IT",))
    assert (empty.search(wish), empty.practices(wish), empty.relax(wish)) == ((), (), ())


def test_a_language_that_the_trainee_hardly_speaks_is_not_shared_with_a_host() -> None:
    cards = CardIndex(
        [HostCard("H1", "Dementia house", languages=("fr",)), HostCard("H2", "Dementia", languages=("en",))]
    )
    wish = Wish(problem="dementia", lang="en", working_languages=("en", "fr"), weak_languages=("fr",))
    assert [match.card.external_id for match in cards.search(wish)] == ["H2"]
    assert len(cards.search(replace(wish, weak_languages=()))) == 2


def test_a_host_that_is_full_for_this_year_is_not_suggested_and_relaxes_nothing() -> None:
    cards = [HostCard("H1", "Dementia house", country="IT", capacity_per_year=2)]
    full = CardIndex(cards, standings={"H1": Standing(accepted=2)})
    assert full.search(Wish(problem="dementia")) == ()
    assert full.relax(Wish(problem="dementia", countries=("FR",))) == ()


def twins(**standings: Standing) -> list[str]:
    cards = [
        HostCard(name, "House", description="Care for people with dementia.", description_lang="en") for name in "ABC"
    ]
    return [
        match.card.external_id
        for match in CardIndex(cards, standings=standings).search(Wish(problem="dementia", lang="en"))
    ]


def test_of_hosts_that_fit_as_well_those_suggested_less_often_come_first() -> None:
    assert twins() == ["A", "B", "C"]
    assert twins(A=Standing(suggested=40), B=Standing(suggested=9)) == ["C", "B", "A"]
    assert twins(A=Standing(suggested=9), B=Standing(suggested=8), C=Standing(suggested=9)) == ["A", "B", "C"]


def test_hosts_that_trainees_rated_come_before_others_and_one_rating_tells_little() -> None:
    assert twins(C=Standing(ratings=20, rated=100), A=Standing(ratings=20, rated=40)) == ["C", "B", "A"]
    scores = [preference(Standing(ratings=many, rated=5 * many)) for many in (0, 1, 20)]
    assert scores[0] < scores[1] < scores[2] < 1.04
    assert preference(Standing(), confirmed=True) > preference(Standing())


def test_who_would_like_a_visit_in_return_comes_first_only_where_there_can_be_one_and_others_fit_no_better() -> None:
    house = HostCard("A", "House", description="Care for people with dementia.", description_lang="en")
    better = replace(house, external_id="C", description="Night care for people with dementia.")
    cards = CardIndex([house, replace(house, external_id="B", reciprocity=True), better])
    wish = Wish(problem="night care for people with dementia", lang="en")
    orders = [cards.search(replace(wish, receives=receives)) for receives in (False, True)]
    assert [[match.card.external_id for match in order] for order in orders] == [["C", "A", "B"], ["C", "B", "A"]]
    told = {match.card.external_id: reasons(match, "reciprocity") for match in orders[1]}
    assert told == {"A": [], "B": ["yes"], "C": []}
    assert not any(reasons(match, "reciprocity") for match in orders[0])


def test_an_organisation_that_receives_people_is_known_by_the_names_of_its_active_cards() -> None:
    cards = CardIndex(
        [
            HostCard("A", "Maison Béthanie", organisation="Alder Trust"),
            HostCard("B", "Het Anker", status="dormant"),
            HostCard("C", "The"),
        ]
    )
    for name in ("Alder Trust", "ALDER", "alder v.z.w.", "La maison bethanie", "Bethanie Maison"):
        assert cards.receives(name), name
    for name in ("", "Het Anker", "Alder House", "The", "a.s.b.l."):
        assert not cards.receives(name), name


def test_a_much_better_host_stays_first_however_often_it_is_suggested() -> None:
    cards = [
        HostCard("H1", "House", description="Day care for people with dementia.", description_lang="en"),
        HostCard(
            "H2", "House", description="A kitchen, where people with and without dementia meet.", description_lang="en"
        ),
    ]
    wish = Wish(problem="day care for people with dementia", lang="en")
    found = CardIndex(cards, standings={"H1": Standing(suggested=500)}).search(wish)
    assert [match.card.external_id for match in found] == ["H1", "H2"]


def test_a_rare_word_finds_its_card_among_many_that_are_as_much_about_the_subject() -> None:
    cards = [
        HostCard(f"H{n}", "House", description="Care for people with dementia.", description_lang="en")
        for n in range(600)
    ]
    cards.append(HostCard("X", "House", description="We visit the elderly with Snoezelen.", description_lang="en"))
    (first, *_) = CardIndex(cards).search(Wish(problem="Snoezelen for dementia", lang="en"), 3)
    assert first.card.external_id == "X"


def test_a_wish_that_was_given_up_is_no_reason() -> None:
    card = HostCard(
        "H1", "House", country="IT", max_days=2, group_max=1, description="dementia care", description_lang="en"
    )
    wish = Wish(problem="dementia", lang="en", countries=("FR",), days=5, group=3, relaxed=("country", "days", "group"))
    (match,) = CardIndex([card]).search(wish)
    assert not {reason.code for reason in match.reasons} & {"in-country", "fits-days", "fits-group"}


@given(CARDS, WISHES)
def test_what_was_found_is_found_again_among_itself_for_the_same_reasons(cards: list[HostCard], wish: Wish) -> None:
    shown = CardIndex(cards).search(wish, 3)
    again = CardIndex(cards).search(wish, 3, [match.card.external_id for match in shown])
    assert {match.card: match.reasons for match in again} == {match.card: match.reasons for match in shown}
