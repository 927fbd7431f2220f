"""The requests that somebody has sent: where they stand, and taking one back."""

from datetime import UTC, datetime
from typing import Any

from domain.host_requests import OTHER_DAYS, OVER, PROPOSED, WITHDRAWN, may_become
from domain.messages import Part, Text, verbatim
from handlers.context import Context
from storage import handovers, requests
from storage.requests import Asked


def requests_made(context: Context) -> dict[str, Any]:
    """Is there any, and which may still be taken back."""
    made = requests.of_person(context.work.connection, context.person_id)
    still = [one for one in made if one.state not in OVER]
    return {
        "any": bool(made),
        "open": [{"id": str(one.id), "host": one.host_name, "city": one.host_city} for one in still],
    }


def request_states(context: Context) -> list[Part]:
    """One line for each: the host, the days, since when, and where it stands."""
    made = requests.of_person(context.work.connection, context.person_id)
    first = min((one.rank for one in made), default=0)
    return [Part(Text("my_requests.title"), "title"), *(Part(_line(context, one, first), "card") for one in made)]


def withdraw_request(context: Context, number: str) -> bool:
    """Take a request back; False when it has come to an end meanwhile. The desk reads it in the conversation's history."""
    asked = requests.of_id(context.work.connection, int(number))
    if asked is None or asked.person_id != context.person_id or not may_become(asked.state, WITHDRAWN):
        return False
    if not requests.become(context.work, asked, WITHDRAWN, told=True):
        return False
    handovers.record(
        context.work.connection, context.work.now, context.conversation, "request_answered",
        detail=f"{asked.id}:{WITHDRAWN}",
    )  # fmt: skip
    return True


def _line(context: Context, one: Asked, first: int) -> Text:
    asked_on = datetime.fromtimestamp(one.created_at / 1000, UTC).astimezone(context.services.zone).date()
    state = "reserve" if one.state == PROPOSED and one.rank > first else one.state
    fields: dict[str, Text] = {}
    if one.state == OTHER_DAYS:
        fields["days"] = Text(f"days:{one.other_first_day}:{one.other_last_day}")
    return Text(
        "my_requests.line",
        {
            "host": verbatim(one.host_name), "days": Text(f"days:{one.first_day}:{one.last_day}"),
            "asked": Text(f"day:{asked_on.isoformat()}"), "state": Text(f"my_requests.state.{state}", {**fields}),
        },
    )  # fmt: skip


ACTIONS = (requests_made, request_states, withdraw_request)
