"""What a line of a table becomes: a card, or all that is wrong with it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cards import (
    HOST_COLUMNS,
    HOST_STATUSES,
    PRACTICE_COLUMNS,
    CardError,
    HostCard,
    PracticeCard,
    declared_concepts,
    parse_host,
    parse_practice,
)


def host(**cells: str) -> HostCard:
    return parse_host({"external_id": "H1", "name": "Casa Aperta", **cells})


def problems(**cells: str) -> list[tuple[str, str]]:
    with pytest.raises(CardError) as raised:
        host(**cells)
    return [(problem.column, problem.code) for problem in raised.value.problems]


def test_an_id_and_a_name_are_enough() -> None:
    assert host() == HostCard("H1", "Casa Aperta")


@pytest.mark.parametrize("written", ["BE", "be", "Belgium", "Belgique", "België", "Belgien", "Bélgica", " Belgio "])
def test_a_country_is_understood_by_code_and_by_name(written: str) -> None:
    assert host(country=written).country == "BE"


def test_the_codes_of_the_european_institutions_are_understood() -> None:
    assert (host(country="UK").country, host(country="EL").country) == ("GB", "GR")


@pytest.mark.parametrize(
    "written", ["fr;en;nl", "fr, en, nl", "French; Engels; Nederlands", "fr-BE|eng|dut", "fr B2;en (C1);nl"]
)
def test_languages_are_understood_by_code_and_by_name(written: str) -> None:
    assert host(languages=written).languages == ("fr", "en", "nl")


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("5", (5,)),
        ("9-11", (9, 10, 11)),
        ("Nov-Feb", (1, 2, 11, 12)),
        ("mai; juin", (5, 6)),
        ("März–Mai", (3, 4, 5)),
        ("6;5;5", (5, 6)),
        ("all year", tuple(range(1, 13))),
        ("Toute l’année", tuple(range(1, 13))),
        ("", ()),
    ],
)
def test_months_are_understood_as_numbers_names_and_ranges(written: str, months: tuple[int, ...]) -> None:
    assert host(months_open=written).months_open == months


def test_a_number_may_be_written_with_a_decimal_zero() -> None:
    assert host(min_days="2.0", max_days="10").min_days == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("yes", True),
        ("Oui", True),
        (" JA ", True),
        ("TRUE", True),
        ("no", False),
        ("nee", False),
        ("0", False),
        ("", None),
    ],
)
def test_yes_and_no_are_understood_and_nothing_is_neither(written: str, said: bool | None) -> None:
    assert host(reciprocity=written).reciprocity is said
    assert host().reciprocity is None
    assert problems(reciprocity="perhaps") == [("reciprocity", "not-yes-or-no")]


def test_a_web_address_without_a_scheme_is_https() -> None:
    assert host(website="www.example.org/team").website == "https://www.example.org/team"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://", "ftp://example.org", "see our site", "http://a b.org"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert problems(website=address) == [("website", "not-a-web-address")]


def test_all_problems_of_a_line_are_told_at_once_in_the_order_of_the_columns() -> None:
    assert problems(
        external_id="", country="Atlantis", languages="fr;klingon", months_open="13", min_days="two", group_max="0", status="open"
    ) == [
        ("external_id", "missing"),
        ("country", "not-a-country"),
        ("languages", "not-a-language"),
        ("months_open", "not-a-month"),
        ("min_days", "not-a-number"),
        ("group_max", "out-of-range"),
        ("status", "unknown-status"),
    ]  # fmt: skip


def test_a_problem_quotes_the_part_that_is_wrong() -> None:
    with pytest.raises(CardError) as raised:
        host(languages="fr;klingon;en")
    assert [problem.value for problem in raised.value.problems] == ["klingon"]


def test_a_shortest_stay_above_the_longest_is_told() -> None:
    assert problems(min_days="10", max_days="5") == [("max_days", "min-over-max")]


def test_endless_texts_and_lists_are_refused() -> None:
    assert problems(name="x" * 301) == [("name", "too-long")]
    assert problems(sectors=";".join(f"s{n}" for n in range(61))) == [("sectors", "too-many")]


def test_a_table_without_a_status_lists_hosts_to_suggest_but_an_empty_status_is_a_draft() -> None:
    assert host().suggestible
    assert not host(status="").suggestible
    assert parse_practice({"external_id": "G1", "title": "Buddy"}).suggestible


def test_only_active_hosts_may_be_suggested() -> None:
    assert [status for status in HOST_STATUSES if host(status=status).suggestible] == ["active"]


def test_unseen_characters_do_not_reach_a_card() -> None:
    card = host(name="Casa\u202e \x00Aperta\u200b", description="one\r\ntwo\x07")
    assert (card.name, card.description) == ("Casa Aperta", "one\ntwo")


def test_a_practice_card_is_read_like_a_host_card() -> None:
    card = parse_practice({"external_id": "G1", "title": "Buddy", "lang": "English", "topics": "peer support;dementia"})
    assert card == PracticeCard("G1", "Buddy", lang="en", topics=("peer support", "dementia"))
    with pytest.raises(CardError):
        parse_practice({"external_id": "G1", "title": ""})


def test_the_lists_of_a_card_say_its_concepts_in_any_language() -> None:
    found = declared_concepts(host(sectors="elderly-care", expertise="démence", client_groups="Obdachlose"))
    assert {"elderly-care", "people-with-dementia", "homeless-people"} <= set(found)


_CELL = st.one_of(
    st.text(max_size=60),
    st.text(string.digits + "-;,", max_size=12),
    st.sampled_from(["BE", "fr;en", "9-11", "active", "http://a.be"]),
)


@given(st.dictionaries(st.sampled_from(HOST_COLUMNS), _CELL))
def test_any_cells_make_a_host_card_or_a_card_error(row: dict[str, str]) -> None:
    try:
        card = parse_host(row)
    except CardError as error:
        wrong = {problem.column for problem in error.problems}
    else:
        assert card.external_id
        assert card.name
        assert all(1 <= month <= 12 for month in card.months_open)
        return
    assert wrong
    assert wrong <= set(HOST_COLUMNS)


@given(st.dictionaries(st.sampled_from(PRACTICE_COLUMNS), _CELL))
def test_any_cells_make_a_practice_card_or_a_card_error(row: dict[str, str]) -> None:
    try:
        card = parse_practice(row)
    except CardError as error:
        wrong = {problem.column for problem in error.problems}
    else:
        assert card.external_id
        assert card.title
        return
    assert wrong
    assert wrong <= set(PRACTICE_COLUMNS)
