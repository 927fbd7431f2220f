"""Sample good practices, each observed at one of the sample hosts."""

import random
from collections.abc import Iterator, Sequence

from bot.samples.hosts import SEED
from bot.samples.themes import THEMES, words
from domain.cards import HostCard, PracticeCard, PracticeStatus

STATUSES: tuple[PracticeStatus, ...] = ("validated",) * 6 + (
    "presented",
    "published",
    "published",
    "submitted",
    "in_review",
    "draft",
)


def practices(hosts: Sequence[HostCard], n: int = 400) -> Iterator[PracticeCard]:
    """`n` good practices of these hosts, the same at every run."""
    chance = random.Random(SEED + 1)
    themes = {theme.sector: theme for theme in THEMES}
    described = [host for host in hosts if host.sectors and host.description_lang]
    for number in range(1, n + 1):
        host = chance.choice(described)
        theme = themes[host.sectors[0]]
        what, how, title = words(host.description_lang)["themes"][theme.id]
        yield PracticeCard(
            external_id=f"G{number:04}",
            title=f"{title} ({host.city})",
            summary=what if chance.random() < 0.9 else "",
            description=f"{how} {what}" if chance.random() < 0.6 else how,
            lang=host.description_lang,
            host_external_id=host.external_id,
            topics=tuple(chance.sample(theme.topics, chance.randint(1, len(theme.topics)))),
            client_groups=host.client_groups or theme.groups[:1],
            status=chance.choice(STATUSES),
        )
