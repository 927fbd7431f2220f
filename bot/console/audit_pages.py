"""The record at the desk: who read or changed what, for admins, and for leads what their teams did."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot.console import rights
from bot.console.console import Console
from bot.console.door import LEAD, HttpRequest, visit_of
from bot.console.lists import pager
from bot.console.numbers import number_of, page_of
from bot.console.wording import Moment, Wording
from storage import audit, helpdesks, staff
from storage.audit import Entry, Wanted
from storage.desk import Page
from storage.staff import Account

if TYPE_CHECKING:
    pass

PATH = "/desk/audit"
SIZE = 100
#: what is recorded and the desk has words for; anything else is shown as it is recorded
WHAT = (
    "api.read", "audit.read", "canned.removed", "canned.saved", "canned.started", "conversation.assign",
    "conversation.hand_back", "conversation.note", "conversation.reply", "conversation.resolve", "conversation.snooze",
    "conversation.take", "desk.signed_in", "desk.signed_in_link", "desk.signed_in_openid", "desk.signed_out",
    "dossier.read", "draft.translated", "file.read",
    "helpdesk.added", "helpdesk.changed", "helpdesk.removed", "message.translated", "person.merged",
    "placement.added", "placement.changed", "placement.exported", "placement.read", "placement.removed", "placement.solved",
    "reading.marked",
    "reading.taken_back", "readings.exported", "request.read", "second_factor.codes", "second_factor.off",
    "second_factor.on", "second_factor.recovered", "staff.added", "staff.changed", "staff.disabled",
    "staff.invitation_withdrawn", "staff.invited", "staff.joined", "staff.link_made", "staff.openid_bound",
    "staff.openid_unbound", "staff.password_changed", "staff.sessions_ended",
    "staff.telegram_linked", "staff.telegram_offered", "token.added", "token.revoked", "webhook.added",
    "webhook.removed", "webhook.stopped", "card.asked", "card.confirmed", "card.letter_sent", "card.link_withdrawn",
    "card.words_seen", "card.written", "vocabulary.added", "vocabulary.changed", "vocabulary.ignored",
    "vocabulary.merged", "vocabulary.separated",
    "matching.exported", "why_not.read", "request.answered", "request.taken_back", "request.rated",
)  # fmt: skip
#: what something may be done to, with the page that shows it
ABOUT: Mapping[str, str] = {
    "conversation": "/desk/conversations/",
    "request": "/desk/requests/",
    "placement": "/desk/placements/",
    "concept": "/desk/vocabulary/",
    "hosts": "/desk/cards/hosts/",
    "practices": "/desk/cards/practices/",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the record, in words; `link` leads to what it is about."""

    at: Moment
    who: str
    what: str
    about: str
    link: str


def create_audit(console: Console) -> list[HTTPRouteHandler]:
    """The route of the record."""

    @get("/audit", opt=LEAD, include_in_schema=False)
    async def record(request: HttpRequest) -> Response[Any]:
        visit, wording, query = visit_of(request), console.wording(request), request.query_params
        me, number = visit.account, page_of(query.get("page", ""))
        person, talk = number_of(query.get("person", "")), number_of(query.get("conversation", ""))
        since, until = _day(query.get("from", "")), _day(query.get("to", ""))

        def read(connection: Connection) -> tuple[list[Entry], bool, list[Account]]:
            known = helpdesks.everyone(connection)
            shown = [one for one in staff.everybody(connection) if rights.shows(me, one, known)]
            actors = None if me.role == "admin" else [f"staff:{one.id}" for one in shown]
            if person is not None:
                actors = [f"staff:{person}"] if actors is None or f"staff:{person}" in actors else []
            wanted = Wanted(
                actors,
                f"conversation:{talk}" if talk else "",
                wording.start_of(since) if since else None,
                wording.start_of(until + dt.timedelta(days=1)) if until and until < dt.date.max else None,
            )
            found, more = audit.page(connection, wanted, number, SIZE)
            return found, more, shown

        found, more, shown = await console.app.database.read(read)
        at = console.now()
        await console.app.database.write(
            lambda connection: staff.record(
                connection, at, f"staff:{me.id}", "audit.read", f"conversation:{talk}" if talk else ""
            )
        )
        kept = {
            "person": str(person or ""),
            "conversation": str(talk or ""),
            "from": since.isoformat() if since else "",
            "to": until.isoformat() if until else "",
        }
        names = {f"staff:{one.id}": one.name for one in shown}
        values: dict[str, object] = {
            "lines": [_line(wording, one, names) for one in found],
            "people": shown,
            "kept": kept,
            "filtered": any(kept.values()),
            "pager": pager(Page(found, number, more), "page", kept, PATH),
        }
        return console.page(request, "audit.html", wording, values)

    return [record]


def _line(wording: Wording, one: Entry, names: Mapping[str, str]) -> Line:
    kind, _, number = one.about.partition(":")
    if one.actor in ("trainee", "host"):
        who = wording.t(f"by.{one.actor}")
    else:
        who = names.get(one.actor) or (wording.t("audit.system") if one.actor == "system" else one.actor)
    if kind in ABOUT and number:
        about = wording.t(f"audit.about.{kind}", number=number)
    else:
        about = "" if one.about == one.actor else names.get(one.about, one.about)
    what = wording.t(f"audit.what.{one.what}") if one.what in WHAT else one.what
    return Line(wording.moment(one.at), who, what, about, ABOUT[kind] + number if kind in ABOUT and number else "")


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
