"""Sample host cards."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from bot.samples.places import PLACES
from bot.samples.themes import THEMES, Theme, words
from domain import concepts
from domain.cards import HostCard, HostStatus

SEED = 2027
#: names of houses: trees, birds and winds, so that nobody finds their own organisation
NAMES = (
    "Alder", "Aspen", "Beech", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Laurel", "Linden", "Maple", "Myrtle", "Olive", "Rowan",
    "Spruce", "Willow", "Heron", "Lark", "Linnet", "Merlin", "Osprey", "Plover", "Robin", "Swift", "Teal", "Wren", "Levante",
    "Mistral", "Scirocco", "Zephyr", "Alba", "Aurora", "Delta", "Lumen", "Meridian", "Nova", "Opal", "Orion", "Vega", "Vesta",
)  # fmt: skip
LEGAL_FORMS = ("Trust", "e.V.", "asbl", "vzw", "ETS", "ONG", "Stiftung")
STATUSES: tuple[HostStatus, ...] = ("active",) * 15 + ("dormant", "contacted", "submitted", "archived", "declined")


def hosts(n: int = 1200) -> Iterator[HostCard]:
    """`n` host cards, the same at every run."""
    chance = random.Random(SEED)
    countries = list(PLACES)
    # the network is older in some countries than in others
    weights = [max(1, len(PLACES[country][2])) for country in countries]
    for number in range(1, n + 1):
        country = chance.choices(countries, weights)[0]
        yield _host(chance, number, country, THEMES[number % len(THEMES)])


def _host(chance: random.Random, number: int, country: str, theme: Theme) -> HostCard:
    written, spoken, towns = PLACES[country]
    lang, town = chance.choice(written), chance.choice(towns)
    text = words(lang)
    kind, bird = chance.choice(text["kinds"]), chance.choice(NAMES)
    name = f"{kind} {bird}"
    least = chance.choice((None, 1, 2, 2, 2, 3, 5))
    return HostCard(
        external_id=f"S{number:04}",
        name=f"{name} {town}" if chance.random() < 0.7 else f"{name} {number}",
        organisation=f"{bird} {chance.choice(LEGAL_FORMS)}" if chance.random() < 0.85 else "",
        department=concepts.label(theme.topics[0], lang) if chance.random() < 0.5 else "",
        country=country,
        city=town,
        languages=tuple(one for one in spoken if one == lang or chance.random() < 0.8) if chance.random() < 0.9 else (),
        sectors=(theme.sector,) if chance.random() < 0.9 else (),
        client_groups=tuple(chance.sample(theme.groups, chance.randint(1, len(theme.groups)))) if chance.random() < 0.85 else (),
        expertise=tuple(concepts.label(topic, lang) for topic in chance.sample(theme.topics, chance.randint(0, len(theme.topics)))),
        description=_description(chance, text, theme, name, town),
        description_lang=lang,
        months_open=_months(chance),
        min_days=least,
        max_days=chance.choice((None, 5, 10, 15, 20)) if least != 5 else None,
        capacity_per_year=chance.choice((None, 1, 2, 3, 4, 6, 12)),
        group_max=chance.choice((None, 1, 2, 3, 4, 8)),
        website=f"https://{bird.lower()}-{number}.example.org" if chance.random() < 0.6 else "",
        status=chance.choice(STATUSES),
        # some say nothing of it
        reciprocity=(None, True, False, True, None)[number % 5],
    )  # fmt: skip


def _description(chance: random.Random, text: Mapping[str, Any], theme: Theme, name: str, town: str) -> str:
    """From one sentence to five: what they do is always there."""
    sentences = text["themes"][theme.id]
    opening = chance.choice(text["openings"]).format(
        name=name, city=town, team=chance.randint(4, 60), year=chance.randint(1978, 2021)
    )
    parts = [opening, sentences[0], sentences[1], chance.choice(text["closings"])]
    keep = chance.choice(((0, 1, 2, 3), (0, 1, 2), (1, 2, 3), (0, 1), (1, 2), (1,)))
    other = chance.choice(THEMES)
    if other is not theme and chance.random() < 0.2:
        parts.append(text["themes"][other.id][0])
        keep = (*keep, 4)
    return " ".join(str(parts[place]) for place in keep)


def _months(chance: random.Random) -> tuple[int, ...]:
    """All year (empty), all but the summer, or a few months."""
    kind = chance.random()
    if kind < 0.35:
        return ()
    if kind < 0.7:
        return tuple(month for month in range(1, 13) if month not in (7, 8))
    return tuple(sorted(chance.sample(range(1, 13), chance.randint(2, 7))))
