"""The figures of Ecett: complete, sourced, and refused when they contradict themselves."""

import tomllib
from copy import deepcopy
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import rules
from domain.rules import Level, Payee, RuleError, Span


def raw() -> dict[str, Any]:
    text = (resources.files("domain") / "data" / "rules" / "ecett-2022.toml").read_text(encoding="utf-8")
    return deepcopy(tomllib.loads(text))


def test_the_current_rules_hold_the_ladder_that_the_domain_ships() -> None:
    levels = rules.load().levels
    assert (levels[Level.A].min_days, levels[Level.A].max_days, levels[Level.A].hosts) == (1, None, 1)
    assert (levels[Level.B].min_days, levels[Level.B].max_days, levels[Level.B].practices) == (2, None, 1)
    assert levels[Level.B].workshop
    assert not levels[Level.B].jury
    assert (levels[Level.C].min_days, levels[Level.C].hosts, levels[Level.C].practices) == (10, 3, 3)
    assert levels[Level.C].jury
    assert levels[Level.C].individual
    assert levels[Level.D].requires is Level.C
    assert levels[Level.D].project_months == Span(12, 60)
    assert levels[Level.D].support_months == Span(24, 36)


def test_the_organisational_costs_are_350_in_three_parts() -> None:
    grants = rules.load().grants
    assert [grants.share(payee) for payee in Payee] == [140, 140, 70]
    assert grants.base_eur == 350
    assert grants.min_trips * grants.base_eur == 5250
    assert (grants.min_trips, grants.project_years) == (15, 2)


def test_recommended_and_eligible_days_are_two_figures() -> None:
    grants = rules.load().grants
    assert (grants.recommended_days, grants.eligible_days) == (Span(2, 5), Span(2, 60))
    assert 60 in grants.eligible_days
    assert 61 not in grants.eligible_days


def test_sky_counts_people_not_partners() -> None:
    sky = rules.load().sky
    assert sky.people == sky.partners * sky.people_per_partner == 125
    assert sky.minutes == Span(90, 1440)


def test_the_legacy_set_differs_only_in_the_ladder() -> None:
    legacy, current = rules.load("legacy-000"), rules.load()
    assert (legacy.levels[Level.B].min_days, legacy.levels[Level.B].max_days) == (5, 15)
    assert legacy.levels[Level.C].min_days == 15
    assert legacy.levels[Level.D] == current.levels[Level.D]
    assert (legacy.grants, legacy.sky, legacy.stated) == (current.grants, current.sky, current.stated)
    assert legacy.name == "legacy-000"


def test_an_internship_finds_the_rules_of_its_day() -> None:
    assert rules.in_force(date(2015, 6, 1)).name == "legacy-000"
    assert rules.in_force(date(2022, 1, 1)).name == "ecett-2022"
    assert rules.in_force(date(2030, 1, 1)).name == "ecett-2022"
    with pytest.raises(RuleError, match="1999-01-01"):
        rules.in_force(date(1999, 1, 1))


def test_every_set_loads_and_every_figure_names_its_source() -> None:
    assert rules.CURRENT in rules.names()
    for name in rules.names():
        rule_set = rules.load(name)
        assert len(rule_set.origins) > 50
        assert all(origin.source for origin in rule_set.origins.values())
    assert "LAD-08" in rules.load("legacy-000").origins["levels.C.min_days"].source
    assert "LAD-09" in rules.load().origins["levels.C.min_days"].source


def test_an_unknown_set_is_named_in_the_error() -> None:
    with pytest.raises(RuleError, match=r"'ecett-1999'.*ecett-2022"):
        rules.load("ecett-1999")


def test_a_rule_set_is_frozen() -> None:
    with pytest.raises(AttributeError):
        rules.load().grants.base_eur = 400  # type: ignore[misc]
    with pytest.raises(TypeError):
        rules.load().levels[Level.A] = rules.load().levels[Level.B]  # type: ignore[index]


@given(st.integers(0, 1000))
def test_a_split_that_does_not_sum_is_refused(eur: int) -> None:
    data = raw()
    data["grants"]["split"][2]["eur"] = eur
    if eur == 70:
        assert rules.parse(data, "ecett-2022").grants.share(Payee.HELPDESK) == 70
    else:
        with pytest.raises(RuleError, match=f"sums to {280 + eur}, not to the base of 350"):
            rules.parse(data, "ecett-2022")


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_a_range_that_runs_backwards_or_out_of_bounds_is_refused(low: int, high: int) -> None:
    data = raw()
    data["sky"]["gestures"]["value"] = [low, high]
    if 1 <= low <= high <= 20:
        assert rules.parse(data, "ecett-2022").sky.gestures == Span(low, high)
    else:
        with pytest.raises(RuleError, match=r"ecett-2022: sky\.gestures"):
            rules.parse(data, "ecett-2022")


def change(data: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        data = data[int(parent)] if isinstance(data, list) else data[parent]
    data[int(last) if isinstance(data, list) else last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("name", "another", "calls itself 'another'"),
        ("valid_from", "2022-01-01", "valid_from is '2022-01-01', not date"),
        ("grants", 350, "grants is not a table"),
        ("grants.split", [], "grants.split is not a list of rows"),
        ("grants.split.0.eur", -1, "grants.split.0.eur is -1, less than 0"),
        ("grants.split.0.payee", "somebody", "grants.split.0.payee is 'somebody', not one of applicant"),
        ("grants.split.2.payee", "network", "grants.split names a payee twice"),
        ("grants.deadline_month.value", 13, "grants.deadline_month is 13, outside 1 to 12"),
        ("grants.base_eur.value", "350", "grants.base_eur is '350', not int"),
        ("grants.base_eur.value", True, "grants.base_eur is True, not int"),
        ("grants.base_eur.source", "", "grants.base_eur names no source"),
        ("grants.base_eur", {"value": 350, "source": "GRA-11"}, "grants.base_eur.note is missing"),
        ("grants.recommended_days.value", [1, 5], "recommended_days lies outside grants.eligible_days"),
        ("grants.recommended_days.value", [2], "recommended_days is not a pair"),
        ("levels.A.hosts", {}, "levels.A.hosts.value is missing"),
        ("levels.A.award.value", "medal", "levels.A.award is 'medal', not one of attendance"),
        ("levels.A.max_days", {"value": 0, "source": "x", "note": ""}, "levels.A.max_days is 0, outside 1 to 365"),
        ("levels.B.max_days", {"value": 1, "source": "x", "note": ""}, "levels.B.max_days is 1, less than min_days 2"),
        ("levels.D.requires.value", "E", "levels.D.requires is 'E', not one of A, B, C, D"),
        ("levels.D.project_months.value", [12, 90], "project_months is longer than ladder.longest_months"),
        ("levels.E", {}, "levels.E is not a known figure"),
        ("levels.A.min_dais", {"value": 1, "source": "x", "note": ""}, "levels.A.min_dais is not a known figure"),
        ("sky.people.value", 126, "sky.people is 126, not sky.partners times sky.people_per_partner"),
        ("sky.last_month.value", date(2021, 1, 1), "sky.last_month lies before sky.first_month"),
        ("follow_up.second_months.value", 6, "second_months lies before follow_up.first_months"),
        ("stated.goals_met_percent.value", 187, "goals_met_percent is 187, outside 0 to 100"),
    ],
)
def test_a_wrong_rule_set_is_refused_with_the_figure_named(path: str, value: object, message: str) -> None:
    data = raw()
    change(data, path, value)
    with pytest.raises(RuleError) as refused:
        rules.parse(data, "ecett-2022")
    assert str(refused.value).startswith("ecett-2022: ")
    assert message in str(refused.value)


@pytest.mark.parametrize("path", ["name", "levels.C", "grants.split", "sky.minutes", "stated.hosts"])
def test_a_missing_figure_is_named(path: str) -> None:
    data = raw()
    *parents, last = path.split(".")
    table = data
    for parent in parents:
        table = table[parent]
    del table[last]
    with pytest.raises(RuleError, match=f"{path} is missing"):
        rules.parse(data, "ecett-2022")
