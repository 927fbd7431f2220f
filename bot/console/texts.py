"""The keys of the catalogue that the desk uses, so that a missing text is found before anybody sees it."""

from pathlib import Path

from bot.console import (
    account,
    audit_pages,
    cards,
    figures,
    helpdesks,
    matching_figures,
    people,
    placements,
    vocabulary,
    why_not,
)
from bot.console.acting import REFUSALS
from bot.console.canned import PROBLEMS as CANNED_PROBLEMS
from bot.console.dossiers import DOCUMENTS, LETTERS, REASONS
from bot.console.dossiers import PROBLEMS as LINES
from bot.console.lists import CHANNELS
from bot.console.merging import REFUSALS as MERGE_REFUSALS
from bot.console.pages import PROBLEM_CODES, PROBLEMS
from bot.console.placement_rows import WISHES
from bot.console.readings import COMMANDS
from bot.console.requests import REFUSALS as REQUEST_REFUSALS
from bot.console.shortcuts import SHORTCUTS
from bot.console.sign_in import OPENID_PROBLEMS
from bot.console.standing import KINDS as STANDINGS
from bot.console.timeline import BY_NOBODY, TOLD
from bot.named_texts import named_in
from bot.translation import PROBLEMS as TRANSLATION_PROBLEMS
from domain.canned import FIELDS
from domain.concept_check import LINE_CODES
from domain.concepts import KINDS as VOCABULARY_KINDS
from domain.host_requests import STATES as REQUEST_STATES
from domain.journey import STEPS
from domain.traces import KINDS
from domain.uploads import REFUSALS as REFUSED_FILES
from domain.why_not import SHUT
from storage.desk import VIEWS
from storage.staff import ROLES
from storage.staff_groups import TROUBLES


def every_key() -> tuple[str, ...]:
    """Each key of the catalogue that the desk uses."""
    families = (
        *(f"account.done.{name}" for name in account.DONE),
        *(f"account.openid.{name}" for name in account.OPENID),
        *(f"sign_in.openid.{name}" for name in OPENID_PROBLEMS),
        *(f"account.problem.{name}" for name in account.PROBLEMS if name != "too_many"),
        *(f"account.problem.people.{name}" for name in people.PROBLEMS),
        *(f"by.{who}" for who in ("trainee", "host")),
        *(f"audit.about.{kind}" for kind in audit_pages.ABOUT),
        *(f"audit.what.{what}" for what in audit_pages.WHAT),
        *(f"people.done.{name}" for name in people.DONE),
        *(f"people.role.{role}{part}" for role in ROLES for part in ("", ".hint")),
        *(f"change.{what}" for what in TOLD),
        *(f"change.{what}.nobody" for what in BY_NOBODY),
        *(f"channel.{name}" for name in CHANNELS),
        *(f"document.{kind}" for kind in (*DOCUMENTS, "other")),
        *(f"figures.days.{days}" for days in figures.DAYS),
        *(f"figures.{name}" for name in ("helpdesk", "first_p90", "resolved_p90")),
        *(f"helpdesks.done.{name}" for name in helpdesks.DONE),
        *(f"helpdesks.{field}{part}" for field in helpdesks.TYPED for part in ("", ".hint")),
        *(f"helpdesks.now.{state}" for state in helpdesks.STATES),
        *(f"helpdesks.wrong.{problem}" for problem in helpdesks.PROBLEMS),
        *(f"helpdesks.group.{trouble}" for trouble in TROUBLES),
        *(f"mark.{stage}" for stage in ("soon", "late")),
        *(f"merge.{code}" for code in MERGE_REFUSALS),
        *(f"view.{view}" for view in (*VIEWS, "requests")),
        *(f"keys.{name}" for _, name in SHORTCUTS),
        *(f"line.{state}" for state in dict.fromkeys(LINES.values())),
        *(f"now.{kind}" for kind in (*STANDINGS, "parked")),
        *(f"presence.{doing}.{number}" for doing in ("writing", "looking") for number in ("one", "many")),
        *(f"problem.{status}.{part}" for status in (*PROBLEMS, *PROBLEM_CODES) for part in ("title", "text")),
        *(f"reading.command.{name}" for name in COMMANDS),
        *(f"reading.kind.{kind}" for kind in KINDS),
        *(f"refused.{code}" for code in REFUSALS),
        *(f"reply.hint.{kind}" for kind in STANDINGS if kind != "theirs"),
        "back.lead.menu",
        *(f"request.state.{state}" for state in REQUEST_STATES),
        *(f"request.to.{state}" for state in REQUEST_STATES if state != "proposed"),
        *(f"request.refused.{code}" for code in REQUEST_REFUSALS),
        *(f"smart.{letter.lower()}" for letter in LETTERS),
        *(f"smart.{state}" for state in ("ok", "ask", "pending")),
        *(f"canned.field.{name}" for name in FIELDS),
        *(f"canned.problem.{name}" for name in CANNED_PROBLEMS),
        *(f"file.refused.{code}" for code in REFUSED_FILES),
        *(f"translation.problem.{code}" for code in TRANSLATION_PROBLEMS),
        *(f"smart.why.{reason}" for reason in REASONS),
        *(f"placements.column.{name}" for name in placements.COLUMNS),
        *(f"placements.done.{name}" for name in placements.DONE),
        *(f"placements.problem.{name}" for name in placements.PROBLEMS),
        *(f"placements.wish.{name}" for name in WISHES),
        *(f"matching.{name}" for name in (*matching_figures.TABLES, *matching_figures.BECAME)),
        *(f"matching.column.{name}" for name in matching_figures.TABLES),
        *(f"matching.facet.{name}" for name in matching_figures.FACETS),
        *(f"why_not.verdict.{name}" for name in why_not.VERDICTS),
        *(f"why_not.shut.{name}" for name in SHUT),
        *(f"why_not.status.{name}" for name in why_not.STATUSES),
        *(f"why_not.failed.{name}" for name in why_not.FAILED),
        *(f"why_not.wish.{name}" for name in WISHES),
        *(f"vocabulary.facet.{kind}" for kind in VOCABULARY_KINDS),
        *(f"vocabulary.problem.{code}" for code in (*LINE_CODES, *vocabulary.PROBLEMS)),
        *(f"vocabulary.{which}" for which in ("broader", "narrower", "near")),
        *(f"cards.kind.{kind}" for kind in ("hosts", "practices")),
        *(f"cards.problem.{problem}" for problem in cards.PROBLEMS),
        *(f"cards.done.{name}" for name in cards.DONE),
        *(f"step.{name}" for name in STEPS),
    )
    return tuple(f"desk.{key}" for key in dict.fromkeys((*sorted(named_in(Path(__file__).parent)), *families)))
