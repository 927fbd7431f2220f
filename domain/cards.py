"""Host cards and good practice cards, and reading them from a line of a table.

A host card says who receives trainees: what the team knows, for whom it works, when and how many can come (DOMAIN 2.2
Host). A practice card describes a good practice that somebody saw (DOMAIN 2.2 GoodPractice). Real cards are uneven, so
nearly every cell may be empty; what is there must be right, and every wrong cell of a line is reported at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from domain import concept_words, concepts
from domain.card_cells import CardProblem, Cells
from domain.concept_changes import Overlay

HOST_COLUMNS = (
    "external_id", "name", "organisation", "department", "country", "city", "languages", "sectors", "client_groups",
    "expertise", "description", "description_lang", "months_open", "min_days", "max_days", "capacity_per_year",
    "group_max", "reciprocity", "website", "status", "concepts", "not_concepts",
)  # fmt: skip
PRACTICE_COLUMNS = (
    "external_id", "title", "summary", "description", "lang", "host_external_id", "topics", "client_groups", "status",
    "concepts", "not_concepts",
)  # fmt: skip
#: columns whose cards call them otherwise: what a person said that a card is about, and what it is not
COLUMN_OF = {"concepts": "confirmed", "not_concepts": "denied"}

HostStatus = Literal["draft", "submitted", "contacted", "confirmed", "active", "dormant", "declined", "archived"]
PracticeStatus = Literal[
    "draft", "submitted", "in_review", "revise", "validated", "presented", "published", "archived", "rejected"
]
HOST_STATUSES: tuple[HostStatus, ...] = (
    "draft", "submitted", "contacted", "confirmed", "active", "dormant", "declined", "archived",
)  # fmt: skip
PRACTICE_STATUSES: tuple[PracticeStatus, ...] = (
    "draft", "submitted", "in_review", "revise", "validated", "presented", "published", "archived", "rejected",
)  # fmt: skip
# Only these may be shown to a trainee: "only active hosts" (DOMAIN T6) and practices that passed their review (BEF-02).
SUGGESTED_HOST_STATUSES: frozenset[HostStatus] = frozenset({"active"})
SUGGESTED_PRACTICE_STATUSES: frozenset[PracticeStatus] = frozenset({"validated", "presented", "published"})

_ID_LETTERS, _NAME_LETTERS, _TEXT_LETTERS = 80, 300, 20_000
_MOST_DAYS, _MOST_PEOPLE = 366, 10_000


class CardError(ValueError):
    """A line that is no card; `problems` holds all that is wrong with it, in the order of the columns."""

    def __init__(self, problems: tuple[CardProblem, ...]) -> None:
        super().__init__("; ".join(f"{p.column}: {p.code} ({p.value!r})" for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class HostCard:
    """A team that receives, or may receive, trainees.

    `country` is ISO 3166-1 alpha-2, languages are ISO 639-1, months are 1 to 12 in order, days are days of one stay. An
    empty tuple, an empty string or None means "not told". `sectors`, `client_groups` and `expertise` are as the host
    wrote them; `declared_concepts` says what they mean. `confirmed` and `denied` are the ids of concepts of which a person said
    that this card is, or is not, about them. `reciprocity` says whether the team would like a visit in return (DOMAIN CER-53).
    """

    external_id: str
    name: str
    organisation: str = ""
    department: str = ""
    country: str = ""
    city: str = ""
    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    client_groups: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    description: str = ""
    description_lang: str = ""
    months_open: tuple[int, ...] = ()
    min_days: int | None = None
    max_days: int | None = None
    capacity_per_year: int | None = None
    group_max: int | None = None
    website: str = ""
    status: HostStatus = "active"
    confirmed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    reciprocity: bool | None = None

    @property
    def suggestible(self) -> bool:
        """Whether trainees may be shown this card."""
        return self.status in SUGGESTED_HOST_STATUSES


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A good practice; `lang` is the language of its texts (ISO 639-1), `host_external_id` the host where it was seen
    ("" if none).
    """

    external_id: str
    title: str
    summary: str = ""
    description: str = ""
    lang: str = ""
    host_external_id: str = ""
    topics: tuple[str, ...] = ()
    client_groups: tuple[str, ...] = ()
    status: PracticeStatus = "validated"
    confirmed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    @property
    def suggestible(self) -> bool:
        """Whether trainees may be shown this card."""
        return self.status in SUGGESTED_PRACTICE_STATUSES


def parse_host(row: Mapping[str, str]) -> HostCard:
    """Return the host card of a line: cells by column name (`HOST_COLUMNS`), lists separated by ";", absent columns
    allowed.

    A table without a status column lists hosts to be suggested (`active`); an empty status cell is a card nobody
    confirmed (`draft`). Raises CardError with every problem of the line.
    """
    cells = Cells(row)
    card = HostCard(
        external_id=cells.text("external_id", _ID_LETTERS, required=True),
        name=cells.text("name", _NAME_LETTERS, required=True),
        organisation=cells.text("organisation", _NAME_LETTERS),
        department=cells.text("department", _NAME_LETTERS),
        country=cells.country("country"),
        city=cells.text("city", _NAME_LETTERS),
        languages=cells.languages("languages"),
        sectors=cells.labels("sectors"),
        client_groups=cells.labels("client_groups"),
        expertise=cells.labels("expertise"),
        description=cells.text("description", _TEXT_LETTERS, lines=True),
        description_lang=cells.language("description_lang"),
        months_open=cells.months("months_open"),
        min_days=cells.number("min_days", 1, _MOST_DAYS),
        max_days=cells.number("max_days", 1, _MOST_DAYS),
        capacity_per_year=cells.number("capacity_per_year", 0, _MOST_PEOPLE),
        group_max=cells.number("group_max", 1, _MOST_PEOPLE),
        reciprocity=cells.yes_or_no("reciprocity"),
        website=cells.website("website"),
        status=cells.one_of("status", HOST_STATUSES, absent="active", empty="draft"),
        confirmed=_concepts(cells, "concepts"),
        denied=_concepts(cells, "not_concepts"),
    )
    if card.min_days and card.max_days and card.min_days > card.max_days:
        cells.report("max_days", "min-over-max")
    if cells.problems:
        raise CardError(tuple(cells.problems))
    return card


def parse_practice(row: Mapping[str, str]) -> PracticeCard:
    """Return the practice card of a line (`PRACTICE_COLUMNS`), read like `parse_host`; without a status column:
    `validated`.

    Raises CardError with every problem of the line.
    """
    cells = Cells(row)
    card = PracticeCard(
        external_id=cells.text("external_id", _ID_LETTERS, required=True),
        title=cells.text("title", _NAME_LETTERS, required=True),
        summary=cells.text("summary", _TEXT_LETTERS, lines=True),
        description=cells.text("description", _TEXT_LETTERS, lines=True),
        lang=cells.language("lang"),
        host_external_id=cells.text("host_external_id", _ID_LETTERS),
        topics=cells.labels("topics"),
        client_groups=cells.labels("client_groups"),
        status=cells.one_of("status", PRACTICE_STATUSES, absent="validated", empty="draft"),
        confirmed=_concepts(cells, "concepts"),
        denied=_concepts(cells, "not_concepts"),
    )
    if cells.problems:
        raise CardError(tuple(cells.problems))
    return card


def _concepts(cells: Cells, column: str) -> tuple[str, ...]:
    """Return the ids of the concepts that a list names, by id or by name."""
    found: dict[str, None] = {}
    for value in cells.labels(column):
        known = concepts.get(value) or next(map(concepts.get, concepts.ids_in([value])), None)
        if known is None:
            cells.report(column, "not-a-concept", value)
        else:
            found[known.id] = None
    return tuple(found)


def is_confirmed(card: HostCard | PracticeCard) -> bool:
    """Whether a person said which concepts this card carries."""
    return bool(card.confirmed or card.denied)


def declared_concepts(card: HostCard | PracticeCard) -> tuple[str, ...]:
    """Return the ids of the concepts that a card's lists (sectors, client groups, expertise, topics) name, in any
    language.
    """
    return _declared(card, concept_words.current())


@lru_cache(maxsize=20_000)
def _declared(card: HostCard | PracticeCard, _vocabulary: Overlay) -> tuple[str, ...]:
    if isinstance(card, HostCard):
        return concepts.ids_in((*card.sectors, *card.client_groups, *card.expertise))
    return concepts.ids_in((*card.topics, *card.client_groups))
