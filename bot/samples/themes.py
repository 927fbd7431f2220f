"""What sample hosts do: a theme stands for a field, the people in it and what the team knows; its sentences are in `words/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Theme:
    """Ids of concepts (`domain.concepts`): one field, groups of people, topics."""

    id: str
    sector: str
    groups: tuple[str, ...]
    topics: tuple[str, ...]


THEMES = (
    Theme(
        "addiction",
        "addiction-services",
        ("people-with-addiction", "young-people"),
        ("relapse-prevention", "peer-support", "harm-reduction"),
    ),
    Theme(
        "youth",
        "youth-care",
        ("young-people-in-care", "young-people"),
        ("aftercare", "mentoring", "independent-living"),
    ),
    Theme(
        "dementia",
        "elderly-care",
        ("people-with-dementia", "informal-carers", "older-people"),
        ("dementia-friendly-care", "respite-care"),
    ),
    Theme(
        "mental", "mental-health", ("people-with-mental-illness",), ("crisis-intervention", "peer-support", "recovery")
    ),
    Theme("housing", "homelessness-services", ("homeless-people",), ("housing-first", "outreach", "supported-housing")),
    Theme("migration", "migration", ("migrants", "unaccompanied-minors"), ("intercultural-work", "language-learning")),
    Theme(
        "school",
        "education",
        ("pupils", "pupils-with-special-needs", "parents"),
        ("school-dropout", "inclusive-education", "bullying-prevention"),
    ),
    Theme(
        "early",
        "early-years",
        ("young-children", "parents"),
        ("early-childhood", "parenting-support", "play-and-leisure"),
    ),
    Theme(
        "work",
        "employment",
        ("long-term-unemployed", "people-in-poverty"),
        ("vocational-reintegration", "social-enterprise", "motivation"),
    ),
    Theme("justice", "justice", ("offenders", "victims"), ("restorative-justice", "probation", "conflict-mediation")),
    Theme(
        "disability",
        "disability-services",
        ("people-with-intellectual-disability", "people-with-autism"),
        ("supported-employment", "independent-living", "user-participation"),
    ),
    Theme(
        "family",
        "family-support",
        ("families", "parents", "victims"),
        ("family-mediation", "domestic-violence", "child-protection"),
    ),
    Theme(
        "health",
        "health-care",
        ("patients", "dying-people", "informal-carers"),
        ("palliative-care", "care-coordination", "home-care"),
    ),
    Theme("learning", "adult-education", ("adult-learners",), ("literacy", "digital-inclusion")),
    Theme(
        "community",
        "community-culture",
        ("older-people", "volunteers"),
        ("loneliness", "volunteering", "community-development"),
    ),
    Theme("social", "social-work", ("people-in-poverty",), ("debt-counselling", "food-aid", "legal-rights")),
)


@cache
def words(lang: str) -> Mapping[str, Any]:
    """The sentences of a language: `openings`, `closings`, `kinds`, and for each theme what, how and a practice."""
    return tomllib.loads(resources.files(__package__).joinpath("words", f"{lang}.toml").read_text("utf-8"))
