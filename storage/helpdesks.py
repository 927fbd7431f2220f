"""The helpdesks: which team answers in which language (ENQ-01), and when."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.tables import helpdesk


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """A team. `langs` are those it answers in; `zone` is where its clock stands ("" for the settings' time zone); `hours` and
    `holidays` say when somebody is there; `fallback` is who is asked when nobody is; `first_answer` the minutes of opening hours
    within which a person answers."""

    code: str
    name: str
    langs: tuple[str, ...]
    zone: str = ""
    hours: str = ""
    holidays: str = ""
    fallback: str = ""
    first_answer: int = 240


def everyone(connection: Connection) -> list[Helpdesk]:
    """All helpdesks, by code."""
    return [
        Helpdesk(
            row.code, row.name, tuple(row.langs.split(",")) if row.langs else (), row.zone, row.hours, row.holidays,
            row.fallback, row.first_answer,
        )
        for row in connection.execute(select(helpdesk).order_by(helpdesk.c.code))
    ]  # fmt: skip


def of_language(connection: Connection, *langs: str) -> str:
    """The code of the helpdesk that speaks one of these languages, the first of them that any speaks; else the one that speaks
    English. Where no helpdesk is set up, each language is a team of its own.
    """
    known = everyone(connection)
    if not known:
        return langs[-1]
    return next((one.code for lang in (*langs, "en") for one in known if lang in one.langs), known[0].code)
