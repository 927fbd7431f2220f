"""Two identities of one person (say, on the web and in Telegram) become one. Only staff decide that; there is no way back.

Everything is kept: conversations with their notes, documents, goals, enquiries, consents, what was thought of hosts, requests.
Where both have answered the same, the answers of the one that stays count.
"""

from typing import Any, Final

import msgspec
from sqlalchemy import Connection, String, Table, and_, delete, func, insert, literal, select, update

from storage import conversations, placements
from storage.tables import (
    consent,
    conversation,
    dialog_archive,
    document,
    enquiry,
    goal,
    metadata,
    person,
    suggestion,
)
from storage.unit_of_work import UnitOfWork

#: documents of which a person has one; further ones are kept like those that were sent to staff
_ONE_OF_A_KIND: Final = ("cv", "photo")
#: letters of their stored name that name the kind of such a document (`handlers.takeover`)
_NAMED_BY: Final = 10
_json = msgspec.json


class Unmergeable(Exception):
    """These two cannot be made one: `code` is "same" (they are one already), "nobody" (nothing is known of one of them yet) or
    "changed" (they are not the two that staff looked at)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def merge(work: UnitOfWork, kept: tuple[int, int], gone: tuple[int, int]) -> None:
    """Make the two who talk in these conversations one person. Each is a conversation and the person whom staff saw there; the
    answers of `kept` win. Raises Unmergeable; then nothing has changed.
    """
    for number, person_id in sorted((kept, gone)):
        owned = conversations.lock(work.connection, work.vault, number)
        if owned is None or owned.person_id is None:
            raise Unmergeable("nobody")
        if owned.person_id != person_id:
            raise Unmergeable("changed")
    stays, goes = kept[1], gone[1]
    if stays == goes:
        raise Unmergeable("same")
    _wait_for(work.connection, stays, goes)
    _profiles(work, stays, goes)
    _consents(work.connection, stays, goes)
    _documents(work.connection, stays, goes)
    _enquiries(work.connection, stays, goes)
    _archives(work.connection, stays, goes)
    _suggestions(work.connection, stays, goes)
    _goals(work.connection, stays, goes)
    placements.merge(work.connection, stays, goes)
    for table in tables_of_a_person():
        work.connection.execute(update(table).where(table.c.person_id == goes).values(person_id=stays))
    work.connection.execute(delete(person).where(person.c.id == goes))


def tables_of_a_person() -> list[Table]:
    """Every table with rows of a person."""
    return [table for table in metadata.sorted_tables if "person_id" in table.c]


def _wait_for(connection: Connection, *people: int) -> None:
    """Turns in other conversations of theirs end first: none of them may write of somebody who is gone."""
    theirs = select(conversation.c.id).where(conversation.c.person_id.in_(people)).order_by(conversation.c.id)
    connection.execute(theirs.with_for_update()).all()


def _profiles(work: UnitOfWork, stays: int, goes: int) -> None:
    rows = {
        row.id: row
        for row in work.connection.execute(
            select(person.c.id, person.c.created_at, person.c.profile, person.c.messages_stopped_at).where(
                person.c.id.in_((stays, goes))
            )
        )
    }
    known: dict[str, Any] = {}
    for number in (goes, stays):
        sealed = rows[number].profile
        found = _json.decode(work.vault.open(sealed, b"person.profile")) if sealed else {}
        known |= {name: value for name, value in found.items() if value not in (None, "", [])}
    stopped = [row.messages_stopped_at for row in rows.values() if row.messages_stopped_at is not None]
    values = {
        "created_at": min(row.created_at for row in rows.values()),
        # who has stopped messages anywhere wants none anywhere
        "messages_stopped_at": min(stopped, default=None),
        "profile": work.vault.seal(_json.encode(known), b"person.profile") if known else None,
    }
    work.connection.execute(update(person).where(person.c.id == stays).values(values))


def _consents(connection: Connection, stays: int, goes: int) -> None:
    """All are kept. Where one of the two has taken a consent back after the other gave it, the last word of the person counts."""
    rows = connection.execute(select(consent).where(consent.c.person_id.in_((stays, goes)))).all()
    taken_back: dict[str, int] = {}
    for row in rows:
        if row.withdrawn_at is not None:
            taken_back[row.purpose] = max(row.withdrawn_at, taken_back.get(row.purpose, 0))
    for row in rows:
        end = taken_back.get(row.purpose)
        if row.withdrawn_at is None and end is not None and row.given_at <= end:
            connection.execute(update(consent).where(consent.c.id == row.id).values(withdrawn_at=end))


def _documents(connection: Connection, stays: int, goes: int) -> None:
    mine = set(connection.execute(select(document.c.kind).where(document.c.person_id == stays)).scalars())
    for kind in mine.intersection(_ONE_OF_A_KIND):
        spare = and_(document.c.person_id == goes, document.c.kind == kind)
        name = literal("sent-") + func.substr(document.c.stored, 1, _NAMED_BY, type_=String)
        connection.execute(update(document).where(spare).values(kind=name))


def _enquiries(connection: Connection, stays: int, goes: int) -> None:
    """The newest enquiry is the one that counts, and one only is open: that of the one who stays, if they have any."""
    mine = connection.execute(
        select(enquiry).where(enquiry.c.person_id == stays).order_by(enquiry.c.id.desc()).limit(1)
    ).first()
    if mine is None:
        return
    connection.execute(update(enquiry).where(enquiry.c.person_id == goes).values(state="merged"))
    values = {name: value for name, value in mine._mapping.items() if name != "id"}
    connection.execute(delete(enquiry).where(enquiry.c.id == mine.id))
    connection.execute(insert(enquiry).values(values))


def _archives(connection: Connection, stays: int, goes: int) -> None:
    mine = select(dialog_archive.c.dialog).where(dialog_archive.c.person_id == stays)
    both = set(connection.execute(mine).scalars())
    connection.execute(
        delete(dialog_archive).where(dialog_archive.c.person_id == goes, dialog_archive.c.dialog.in_(both))
    )


def _suggestions(connection: Connection, stays: int, goes: int) -> None:
    """A host that was asked stays asked, whatever else was thought of it."""
    asked = select(suggestion.c.host_id).where(
        suggestion.c.person_id.in_((stays, goes)), suggestion.c.feedback == "requested"
    )
    known = set(connection.execute(select(suggestion.c.host_id).where(suggestion.c.person_id == stays)).scalars())
    requested = set(connection.execute(asked).scalars())
    connection.execute(delete(suggestion).where(suggestion.c.person_id == goes, suggestion.c.host_id.in_(known)))
    connection.execute(
        update(suggestion)
        .where(suggestion.c.person_id == stays, suggestion.c.host_id.in_(requested))
        .values(feedback="requested")
    )


def _goals(connection: Connection, stays: int, goes: int) -> None:
    """The goals of the one who stays come first."""
    last = func.coalesce(func.max(goal.c.position), -1)
    first = connection.execute(select(last).where(goal.c.person_id == stays)).scalar_one() + 1
    connection.execute(update(goal).where(goal.c.person_id == goes).values(position=goal.c.position + first))
