"""What is kept about the one person of a test."""

from typing import Any

from sqlalchemy import Connection, select

from bot.app import App
from storage import people
from storage.tables import person
from storage.unit_of_work import UnitOfWork


def _of_the_one(app: App, read: Any) -> Any:
    def job(connection: Connection) -> Any:
        number = connection.execute(select(person.c.id)).scalar_one()
        return read(UnitOfWork(connection, app.vault, 0), number)

    return app.database.read_now(job)


def profile(app: App) -> dict[str, Any]:
    found: dict[str, Any] = _of_the_one(app, people.profile)
    return found


def enquiry(app: App) -> dict[str, Any]:
    found: dict[str, Any] = _of_the_one(app, people.latest_enquiry)
    return found


def goals(app: App) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _of_the_one(app, people.goals)
    return found


def documents(app: App) -> list[str]:
    """Their kinds."""
    return [document["kind"] for document in _of_the_one(app, people.documents)]


def requests(app: App) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _of_the_one(app, people.requests)
    return found


def suggested(app: App) -> dict[str, str]:
    """What they thought of each host they were shown."""
    found: dict[str, str] = _of_the_one(app, people.suggested)
    return found
