"""Rule sets: the figures of Ecett as dated, named values.

Every number a person is told (days, grants, levels) comes from here, never from a text, because the sources contradict
each other and calls change them (DOMAIN 1.13). A rule set is a TOML file under ``domain/data/rules``; an internship
keeps the set it started under.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from tomllib import TOMLDecodeError, loads
from types import MappingProxyType
from typing import Any

from domain.figures import Figures, Origin, RuleError, Span

__all__ = [
    "CURRENT",
    "Award",
    "CostShare",
    "FollowUp",
    "Grants",
    "Ladder",
    "Level",
    "LevelRule",
    "Limits",
    "Origin",
    "Payee",
    "RuleError",
    "RuleSet",
    "Sky",
    "Span",
    "Stated",
    "in_force",
    "load",
    "names",
    "parse",
]

CURRENT = "ecett-2022"
_FOLDER = resources.files("domain") / "data" / "rules"


class Level(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Payee(StrEnum):
    APPLICANT = "applicant"
    NETWORK = "network"
    HELPDESK = "helpdesk"


class Award(StrEnum):
    ATTENDANCE = "attendance"
    CERTIFICATE_B = "certificate-b"
    CERTIFICATE_C = "certificate-c"
    JOURNEYMAN = "journeyman"


@dataclass(frozen=True, slots=True)
class Ladder:
    """What holds for all levels: days one trip needs to count towards C, and the length of the whole path."""

    credit_min_days: int
    shortest_days: int
    longest_months: int


@dataclass(frozen=True, slots=True)
class LevelRule:
    """What one level asks (DOMAIN 1.7): days (those of C add up over trips), different hosts, validated good practices.

    `individual`: groups are not admitted; `requires`: the level that comes first.
    """

    level: Level
    min_days: int | None
    max_days: int | None
    usual_days: Span | None
    hosts: int
    practices: int
    project: bool
    project_months: Span | None
    support_months: Span | None
    workshop: bool
    jury: bool
    individual: bool
    requires: Level | None
    award: Award


@dataclass(frozen=True, slots=True)
class Limits:
    """How many goals a trainee sets and how many key ideas are kept."""

    goals: int
    key_ideas: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Months after the internship at which progress and innovation are asked (FUP-01)."""

    first_months: int
    second_months: int


@dataclass(frozen=True, slots=True)
class CostShare:
    """One row of the split of the organisational costs, in whole euros per grant."""

    payee: Payee
    eur: int


@dataclass(frozen=True, slots=True)
class Grants:
    """Mobility grants (DOMAIN 1.8): lengths in days, calendar as month numbers, money in whole euros per grant."""

    recommended_days: Span
    eligible_days: Span
    min_trips: int
    project_years: int
    prepare_month: int
    deadline_month: int
    report_months: int
    report_days_after_end: int
    base_eur: int
    split: tuple[CostShare, ...]

    def share(self, payee: Payee) -> int:
        """Euros of one grant that go to `payee`; 0 when the split does not name it."""
        return sum(row.eur for row in self.split if row.payee is payee)


@dataclass(frozen=True, slots=True)
class Sky:
    """The SKY project and its micro-trainings (DOMAIN 1.12); the months are given by their first day."""

    minutes: Span
    gestures: Span
    partners: int
    trainings_per_country: int
    people_per_partner: int
    people: int
    practices_per_partner: Span
    working_groups_per_partner: int
    seminars: int
    first_month: date
    last_month: date


@dataclass(frozen=True, slots=True)
class Stated:
    """What the pages claim; to be shown only where no live count is at hand (K6, K7)."""

    hosts: int
    practices: int
    practices_validated: int
    goals_met_percent: int
    study_year: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One complete set of figures. `origins` is keyed like the file: ``levels.C.min_days``."""

    name: str
    valid_from: date
    source: str
    note: str
    ladder: Ladder
    levels: Mapping[Level, LevelRule]
    limits: Limits
    follow_up: FollowUp
    grants: Grants
    sky: Sky
    stated: Stated
    origins: Mapping[str, Origin]


def names() -> tuple[str, ...]:
    """The names of all rule sets, in alphabetical order."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    )


@lru_cache(maxsize=32)
def load(name: str = CURRENT) -> RuleSet:
    """The rule set `name`.

    Raises RuleError when there is no such set or when its file is not sound.
    """
    return parse(_read(name), name)


def in_force(day: date) -> RuleSet:
    """The newest rule set that is valid on `day`; raises RuleError when none is old enough."""
    sets = [rules for rules in map(load, names()) if rules.valid_from <= day]
    if not sets:
        raise RuleError(f"no rule set is valid on {day.isoformat()}")
    return max(sets, key=lambda rules: rules.valid_from)


def _read(name: str) -> dict[str, Any]:
    if name not in names():
        raise RuleError(f"no rule set is called {name!r}; there are: {', '.join(names())}")
    try:
        raw = loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    except TOMLDecodeError as error:
        raise RuleError(f"{name}: not a TOML file: {error}") from error
    base = raw.pop("base", None)
    return raw if base is None else _overlay(_read(str(base)), raw)


def _overlay(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`below` with the figures of `above`; a figure (a table with a value) is replaced whole, with its source."""
    merged = dict(below)
    for key, entry in above.items():
        old = merged.get(key)
        both_tables = isinstance(entry, dict) and isinstance(old, dict) and "value" not in entry
        merged[key] = _overlay(old, entry) if both_tables else entry  # type: ignore[arg-type]
    return merged


def parse(raw: Mapping[str, Any], name: str) -> RuleSet:
    """Turn the tables of a file into a checked rule set.

    Raises RuleError for a missing, unknown or impossible figure, a figure without a source, a split that does not sum
    to its base, and totals that contradict their parts.
    """
    origins: dict[str, Origin] = {}
    top = Figures(name, "", raw, origins)
    if top.plain("name", str) != name:
        raise RuleError(f"{name}: the file calls itself {raw['name']!r}")
    ladder = top.table("ladder")
    levels = top.table("levels")
    limits = top.table("limits")
    follow_up = top.table("follow_up")
    rules = RuleSet(
        name=name,
        valid_from=top.plain("valid_from", date),
        source=top.plain("source", str),
        note=top.plain("note", str),
        ladder=Ladder(
            ladder.number("credit_min_days", 1, 60),
            ladder.number("shortest_days", 1, 60),
            ladder.number("longest_months", 1, 120),
        ),
        levels=MappingProxyType({level: _level(level, levels.table(level.value)) for level in Level}),
        limits=Limits(limits.number("goals", 1, 20), limits.number("key_ideas", 1, 20)),
        follow_up=FollowUp(follow_up.number("first_months", 1, 60), follow_up.number("second_months", 1, 60)),
        grants=_grants(top.table("grants")),
        sky=_sky(top.table("sky")),
        stated=_stated(top.table("stated")),
        origins=MappingProxyType(origins),
    )
    for table in (ladder, levels, limits, follow_up, top):
        table.end()
    _agree(rules)
    return rules


def _agree(rules: RuleSet) -> None:
    """Figures that depend on each other must fit together."""
    grants, sky, top = rules.grants, rules.sky, rules.levels[Level.D]
    total = sum(row.eur for row in grants.split)
    checks = (
        (total == grants.base_eur, f"grants.split sums to {total}, not to the base of {grants.base_eur}"),
        (len({row.payee for row in grants.split}) == len(grants.split), "grants.split names a payee twice"),
        (
            grants.recommended_days.low in grants.eligible_days
            and grants.recommended_days.high in grants.eligible_days,
            "grants.recommended_days lies outside grants.eligible_days",
        ),
        (
            sky.people == sky.partners * sky.people_per_partner,
            f"sky.people is {sky.people}, not sky.partners times sky.people_per_partner",
        ),
        (sky.first_month <= sky.last_month, "sky.last_month lies before sky.first_month"),
        (
            rules.follow_up.first_months <= rules.follow_up.second_months,
            "follow_up.second_months lies before follow_up.first_months",
        ),
        (
            top.project_months is None or top.project_months.high <= rules.ladder.longest_months,
            "levels.D.project_months is longer than ladder.longest_months",
        ),
    )
    for holds, message in checks:
        if not holds:
            raise RuleError(f"{rules.name}: {message}")


def _level(level: Level, table: Figures) -> LevelRule:
    requires = table.optional("requires")
    rule = LevelRule(
        level=level,
        min_days=table.number("min_days", 1, 365) if table.has("min_days") else None,
        max_days=table.number("max_days", 1, 365) if table.has("max_days") else None,
        usual_days=table.span("usual_days", 1, 365) if table.has("usual_days") else None,
        hosts=table.number("hosts", 0, 20),
        practices=table.number("practices", 0, 20),
        project=table.flag("project"),
        project_months=table.span("project_months", 1, 120) if table.has("project_months") else None,
        support_months=table.span("support_months", 1, 120) if table.has("support_months") else None,
        workshop=table.flag("workshop"),
        jury=table.flag("jury"),
        individual=table.flag("individual"),
        requires=None if requires is None else table.one_of("requires", requires, Level),
        award=table.one_of("award", table.value("award"), Award),
    )
    table.end()
    if rule.min_days is not None and rule.max_days is not None and rule.max_days < rule.min_days:
        raise table.wrong("max_days", f"is {rule.max_days}, less than min_days {rule.min_days}")
    return rule


def _grants(table: Figures) -> Grants:
    grants = Grants(
        recommended_days=table.span("recommended_days", 1, 365),
        eligible_days=table.span("eligible_days", 1, 365),
        min_trips=table.number("min_trips", 1, 1000),
        project_years=table.number("project_years", 1, 10),
        prepare_month=table.number("prepare_month", 1, 12),
        deadline_month=table.number("deadline_month", 1, 12),
        report_months=table.number("report_months", 1, 60),
        report_days_after_end=table.number("report_days_after_end", 1, 365),
        base_eur=table.number("base_eur", 0, 100_000),
        split=tuple(_share(row) for row in table.rows("split")),
    )
    table.end()
    return grants


def _share(row: Figures) -> CostShare:
    eur = row.plain("eur", int)
    if eur < 0:
        raise row.wrong("eur", f"is {eur}, less than 0")
    share = CostShare(row.one_of("payee", row.plain("payee", str), Payee), eur)
    row.origin("", row.plain("source", str), row.plain("note", str))
    row.end()
    return share


def _sky(table: Figures) -> Sky:
    sky = Sky(
        minutes=table.span("minutes", 1, 100_000),
        gestures=table.span("gestures", 1, 20),
        partners=table.number("partners", 1, 50),
        trainings_per_country=table.number("trainings_per_country", 1, 100),
        people_per_partner=table.number("people_per_partner", 1, 1000),
        people=table.number("people", 1, 50_000),
        practices_per_partner=table.span("practices_per_partner", 0, 100),
        working_groups_per_partner=table.number("working_groups_per_partner", 0, 100),
        seminars=table.number("seminars", 0, 100),
        first_month=table.day("first_month"),
        last_month=table.day("last_month"),
    )
    table.end()
    return sky


def _stated(table: Figures) -> Stated:
    stated = Stated(
        hosts=table.number("hosts", 0, 1_000_000),
        practices=table.number("practices", 0, 1_000_000),
        practices_validated=table.number("practices_validated", 0, 1_000_000),
        goals_met_percent=table.number("goals_met_percent", 0, 100),
        study_year=table.number("study_year", 1990, 2100),
    )
    table.end()
    return stated
