"""Which state of a request to a host may follow which."""

import pytest

from domain.host_requests import ACCEPTED, DECLINED, NEXT, OTHER_DAYS, SENT, STATES, are_days, may_become, swaps_days


def test_each_state_has_its_place_in_the_table() -> None:
    assert set(NEXT) == set(STATES)
    assert {state for following in NEXT.values() for state in following} < set(STATES)


def test_what_nobody_noted_as_sent_may_be_answered_and_an_end_is_an_end() -> None:
    assert may_become("proposed", ACCEPTED)
    assert may_become(OTHER_DAYS, ACCEPTED)
    assert may_become("expired", DECLINED)
    assert not may_become(DECLINED, ACCEPTED)
    assert not may_become(ACCEPTED, SENT)
    assert not may_become("on the moon", ACCEPTED)
    assert not any(state in following for state, following in NEXT.items())


def test_only_the_offer_of_other_days_changes_places_with_the_days_of_the_stay() -> None:
    assert swaps_days(OTHER_DAYS, ACCEPTED)
    assert swaps_days(ACCEPTED, OTHER_DAYS)
    assert not swaps_days(ACCEPTED, SENT)
    assert not swaps_days(OTHER_DAYS, DECLINED)


@pytest.mark.parametrize(
    ("first", "last", "fine"),
    [
        ("2027-05-03", "2027-05-03", True),
        ("2027-05-03", "2028-05-02", True),
        ("2027-05-03", "2028-05-03", False),
        ("2027-05-03", "2027-05-02", False),
        ("2027-05-03", "", False),
        ("20270503", "20270504", False),
        ("soon", "later", False),
    ],
)
def test_days_of_a_stay_are_a_first_and_a_last_one_of_a_year_at_the_most(first: str, last: str, fine: bool) -> None:
    assert are_days(first, last) is fine
