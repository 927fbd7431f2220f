"""Who of a team could answer a trainee: those who speak the language first (ENQ-01)."""

from sqlalchemy import Connection

from storage import helpdesks, staff
from storage.staff import SAMPLE_EMAIL, Account


def speakers(connection: Connection, team: str, lang: str) -> list[Account]:
    """The colleagues of a team who may answer, those who speak `lang` before the others, each by name.

    An admin belongs to every team. Where no helpdesk is set up, everybody belongs to all.
    """
    known = bool(helpdesks.everyone(connection))
    found = [
        one
        for one in staff.everybody(connection)
        if not one.disabled
        and one.role != "reader"
        and (one.email != SAMPLE_EMAIL or not known)
        and (not known or one.role == "admin" or team in one.teams)
    ]
    return sorted(found, key=lambda one: (lang not in one.langs, one.name.casefold(), one.id))
