"""Trainees and what they have told us. Nothing here is written before consent (the handlers see to it)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import delete, func, insert, select, update

from domain import ownership
from domain.messages import FileRef, Message
from storage import conversations, handovers, suggestions, topics
from storage.requests import REASON
from storage.tables import (
    consent,
    conversation,
    dialog_archive,
    document,
    enquiry,
    goal,
    host,
    host_request,
    inbox,
    note,
    outbox,
    person,
    placement_member,
    suggestion,
)
from storage.unit_of_work import UnitOfWork
from storage.updates import DONE
from storage.upsert import insert_or_update

T = TypeVar("T")
_json = msgspec.json
_message = msgspec.json.Decoder(Message).decode


def create(work: UnitOfWork, lang: str, purpose: str, text_version: str) -> int:
    """A person, and the consent that allows us to keep anything about them."""
    number = int(
        work.connection.execute(
            insert(person).values(created_at=work.now, lang=lang).returning(person.c.id)
        ).scalar_one()
    )
    consented(work, number, purpose, text_version, lang)
    return number


def exists(work: UnitOfWork, person_id: int) -> bool:
    """Do we still keep anything about this person?"""
    return work.connection.execute(select(person.c.id).where(person.c.id == person_id)).first() is not None


def consented(work: UnitOfWork, person_id: int, purpose: str, text_version: str, lang: str) -> None:
    """Record a consent: which text, in which language, when."""
    work.connection.execute(
        insert(consent).values(
            person_id=person_id, purpose=purpose, text_version=text_version, lang=lang, given_at=work.now
        )
    )


def consents(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """All consents, the oldest first."""
    rows = work.connection.execute(
        select(consent.c.purpose, consent.c.text_version, consent.c.lang, consent.c.given_at, consent.c.withdrawn_at)
        .where(consent.c.person_id == person_id)
        .order_by(consent.c.id)
    )
    return [dict(row._mapping) for row in rows]


def has_consent(work: UnitOfWork, person_id: int, purpose: str, text_version: str) -> bool:
    """Did they agree to this version, and not take it back?"""
    return (
        work.connection.execute(
            select(consent.c.id)
            .where(
                consent.c.person_id == person_id,
                consent.c.purpose == purpose,
                consent.c.text_version == text_version,
                consent.c.withdrawn_at.is_(None),
            )
            .limit(1)
        ).first()
        is not None
    )


def withdraw(work: UnitOfWork, person_id: int, purpose: str) -> None:
    """Take back a consent."""
    work.connection.execute(
        update(consent)
        .where(consent.c.person_id == person_id, consent.c.purpose == purpose, consent.c.withdrawn_at.is_(None))
        .values(withdrawn_at=work.now)
    )


def profile(work: UnitOfWork, person_id: int) -> dict[str, Any]:
    """The profile as JSON; empty when there is none yet."""
    sealed = work.connection.execute(select(person.c.profile).where(person.c.id == person_id)).scalar_one_or_none()
    found: dict[str, Any] = _json.decode(work.vault.open(sealed, b"person.profile")) if sealed else {}
    return found


def save_profile(work: UnitOfWork, person_id: int, values: Mapping[str, Any]) -> None:
    """Keep a profile."""
    sealed = work.vault.seal(_json.encode(values), b"person.profile")
    work.connection.execute(update(person).where(person.c.id == person_id).values(profile=sealed))


def set_stopped(work: UnitOfWork, person_id: int, stopped: bool) -> None:
    """Messages that nobody asked for (reminders, broadcasts) are stopped or allowed again."""
    work.connection.execute(
        update(person).where(person.c.id == person_id).values(messages_stopped_at=work.now if stopped else None)
    )


def is_stopped(work: UnitOfWork, person_id: int) -> bool:
    """Has the person stopped reminders and broadcasts?"""
    return bool(
        work.connection.execute(
            select(person.c.messages_stopped_at).where(person.c.id == person_id)
        ).scalar_one_or_none()
    )


def archive(work: UnitOfWork, person_id: int, dialog: str, state: bytes) -> None:
    """Keep the answers of a finished dialog, so that it can be opened again and changed."""
    values = {
        "person_id": person_id,
        "dialog": dialog,
        "state": work.vault.seal(state, b"dialog.state"),
        "finished_at": work.now,
    }
    insert_or_update(work.connection, dialog_archive, values, ["person_id", "dialog"])


def archived(work: UnitOfWork, person_id: int, dialog: str) -> bytes | None:
    """The answers of a finished dialog."""
    sealed = work.connection.execute(
        select(dialog_archive.c.state).where(dialog_archive.c.person_id == person_id, dialog_archive.c.dialog == dialog)
    ).scalar_one_or_none()
    return work.vault.open(sealed, b"dialog.state") if sealed else None


def all_archived(work: UnitOfWork, person_id: int) -> list[bytes]:
    """The answers of all finished dialogs."""
    rows = work.connection.execute(
        select(dialog_archive.c.state).where(dialog_archive.c.person_id == person_id).order_by(dialog_archive.c.id)
    )
    return [work.vault.open(sealed, b"dialog.state") for sealed in rows.scalars()]


def memories(work: UnitOfWork, person_id: int) -> list[bytes]:
    """What the person's conversations remember, their unfinished dialogs among it."""
    rows = work.connection.execute(
        select(conversation.c.session).where(conversation.c.person_id == person_id, conversation.c.session.is_not(None))
    )
    return [work.vault.open(sealed, b"conversation.session") for sealed in rows.scalars()]


def finished_dialogs(work: UnitOfWork, person_id: int) -> set[str]:
    """Which dialogs this person has been through."""
    rows = work.connection.execute(select(dialog_archive.c.dialog).where(dialog_archive.c.person_id == person_id))
    return set(rows.scalars())


def save_enquiry(work: UnitOfWork, person_id: int, lang: str, details: Mapping[str, Any]) -> None:
    """Keep the enquiry; a person has one that is open, a new one takes its place."""
    sealed = work.vault.seal(_json.encode(details), b"enquiry.details")
    found = work.connection.execute(
        select(enquiry.c.id).where(enquiry.c.person_id == person_id, enquiry.c.state == "new")
    ).scalar_one_or_none()
    if found is not None:
        work.connection.execute(
            update(enquiry).where(enquiry.c.id == found).values(details=sealed, lang=lang, updated_at=work.now)
        )
        return
    work.connection.execute(
        insert(enquiry).values(
            person_id=person_id, state="new", lang=lang, details=sealed, created_at=work.now, updated_at=work.now
        )
    )


def latest_enquiry(work: UnitOfWork, person_id: int) -> dict[str, Any] | None:
    """What the person looks for."""
    row = work.connection.execute(
        select(enquiry.c.details, enquiry.c.lang).where(enquiry.c.person_id == person_id).order_by(enquiry.c.id.desc())
    ).first()
    if row is None:
        return None
    found: dict[str, Any] = _json.decode(work.vault.open(row.details, b"enquiry.details"))
    return found | {"lang": row.lang}


def save_goals(work: UnitOfWork, person_id: int, lang: str, goals: Sequence[Mapping[str, Any]]) -> None:
    """Keep one to five goals; earlier ones are replaced. Each has `details`, `smart` and `needs_human`."""
    work.connection.execute(delete(goal).where(goal.c.person_id == person_id, goal.c.state == "checked"))
    rows = [
        {
            "person_id": person_id,
            "position": position,
            "state": "checked",
            "lang": lang,
            "details": work.vault.seal(_json.encode(item["details"]), b"goal.details"),
            "smart": _json.encode(item["smart"]).decode(),
            "needs_human": bool(item.get("needs_human")),
            "created_at": work.now,
        }
        for position, item in enumerate(goals)
    ]
    if rows:
        work.connection.execute(insert(goal), rows)


def goals(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """The goals in their order."""
    rows = work.connection.execute(
        select(goal.c.details, goal.c.smart, goal.c.needs_human, goal.c.state)
        .where(goal.c.person_id == person_id)
        .order_by(goal.c.position)
    )
    return [
        {
            "details": _json.decode(work.vault.open(row.details, b"goal.details")),
            "smart": _json.decode(row.smart),
            "needs_human": row.needs_human,
            "state": row.state,
        }
        for row in rows
    ]


def remove_document(work: UnitOfWork, person_id: int, kind: str, *, but: str = "") -> bool:
    """Forget the document of a kind, and its file if it is not the one stored as `but`; returns whether there was one."""
    rows = work.connection.execute(
        delete(document).where(document.c.person_id == person_id, document.c.kind == kind).returning(document.c.stored)
    )
    stored = list(rows.scalars())
    work.orphans.extend(one for one in stored if one != but)
    return bool(stored)


def add_document(work: UnitOfWork, person_id: int, kind: str, file: Mapping[str, Any]) -> None:
    """Keep a document of a kind; the one before it is no longer needed."""
    remove_document(work, person_id, kind, but=file["stored"])
    work.connection.execute(
        insert(document).values(
            person_id=person_id,
            kind=kind,
            name=work.vault.seal(file["name"].encode(), b"document.name"),
            mime=file["mime"],
            size=file["size"],
            stored=file["stored"],
            created_at=work.now,
        )
    )


def documents(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """The documents: kind, name, mime, size, stored."""
    rows = work.connection.execute(select(document).where(document.c.person_id == person_id).order_by(document.c.id))
    return [
        {
            "kind": row.kind,
            "name": work.vault.open(row.name, b"document.name").decode(),
            "mime": row.mime,
            "size": row.size,
            "stored": row.stored,
        }
        for row in rows
    ]


def suggested(work: UnitOfWork, person_id: int) -> dict[str, str]:
    """What the person thought of the hosts we showed: external id -> feedback."""
    rows = work.connection.execute(
        select(host.c.external_id, suggestion.c.feedback)
        .join(suggestion, suggestion.c.host_id == host.c.id)
        .where(suggestion.c.person_id == person_id)
        .order_by(suggestion.c.id)
    )
    return {row.external_id: row.feedback for row in rows}


def documents_stored(work: UnitOfWork, stored: Iterable[str]) -> set[str]:
    """Which of these stored files are somebody's documents."""
    return set(work.connection.execute(select(document.c.stored).where(document.c.stored.in_(list(stored)))).scalars())


def suggest(work: UnitOfWork, person_id: int, external_id: str, feedback: str, reason: str = "") -> None:
    """Remember that a host was shown, liked, rejected (and why) or requested."""
    found = work.connection.execute(select(host.c.id).where(host.c.external_id == external_id)).scalar_one_or_none()
    if found is None:
        return
    values = {
        "person_id": person_id,
        "host_id": found,
        "feedback": feedback,
        "reason": reason,
        "created_at": work.now,
    }
    insert_or_update(work.connection, suggestion, values, ["person_id", "host_id"])


def request_hosts(work: UnitOfWork, person_id: int, hosts: Sequence[str], details: Mapping[str, Any]) -> int:
    """Propose a stay to hosts, the first choice first; returns how many requests were made."""
    made = 0
    for rank, external_id in enumerate(hosts):
        found = work.connection.execute(select(host.c.id).where(host.c.external_id == external_id)).scalar_one_or_none()
        if found is None:
            continue
        made_now = work.connection.execute(
            insert(host_request)
            .values(
                person_id=person_id,
                host_id=found,
                rank=rank,
                state="proposed",
                first_day=details["first_day"],
                last_day=details["last_day"],
                people=details.get("people", 1),
                message=work.vault.seal(details["message"].encode(), b"request.message"),
                share_cv=bool(details.get("share_cv")),
                created_at=work.now,
            )
            .returning(host_request.c.id)
        ).scalar_one()
        suggest(work, person_id, external_id, "requested")
        suggestions.requested(work, person_id, external_id, made_now)
        made += 1
    return made


def requests(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """The person's host requests, newest last."""
    rows = work.connection.execute(
        select(host_request, host.c.external_id)
        .join(host, host.c.id == host_request.c.host_id)
        .where(host_request.c.person_id == person_id)
        .order_by(host_request.c.id)
    )
    return [
        {
            "host": row.external_id,
            "rank": row.rank,
            "state": row.state,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "people": row.people,
            "message": work.vault.open(row.message, b"request.message").decode(),
            "share_cv": row.share_cv,
            "score": row.score,
            "created_at": row.created_at,
            "answered_at": row.changed_at,
            "reason": work.vault.open(row.reason, REASON).decode() if row.reason else "",
            "other_days": [row.other_first_day, row.other_last_day] if row.other_first_day else [],
            "told": row.told,
        }
        for row in rows
    ]


def transcript(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """What was said in the person's conversations, in order, and what was read in their words (for the export)."""
    rows = work.connection.execute(
        select(outbox.c.created_at, outbox.c.author, outbox.c.lang, outbox.c.body, outbox.c.trace)
        .join(conversation, conversation.c.id == outbox.c.conversation_id)
        .where(conversation.c.person_id == person_id)
        .order_by(outbox.c.id)
    )
    return [
        {"at": row.created_at, "author": row.author, "message": _json.decode(work.vault.open(row.body, b"outbox.body"))}
        | ({"read_as": _json.decode(work.vault.open(row.trace, b"outbox.trace"))} if row.trace else {})
        for row in rows
    ]


def erase(work: UnitOfWork, person_id: int) -> None:
    """Forget a person: every row about them, what was said in their conversations, their files.

    The conversation's address stays until the last words are sent; an idle conversation of nobody is swept away later. Where
    people answer in another conversation of theirs, nobody waits there any more: it is the bot's again.
    Files that only an unfinished dialog holds are seen to by the turn (`handlers.turn`).
    """
    ids = list(
        work.connection.execute(select(conversation.c.id).where(conversation.c.person_id == person_id)).scalars()
    )
    work.orphans.extend(
        work.connection.execute(select(document.c.stored).where(document.c.person_id == person_id)).scalars()
    )
    work.orphans.extend(file.stored for file in _files_of_staff(work, ids))
    # what has come in meanwhile keeps its turn: it is handled, and then erased, as the word of somebody unknown
    handled = update(inbox).where(inbox.c.conversation_id.in_(ids), inbox.c.state >= DONE)
    work.connection.execute(handled.values(raw=None, file=None))
    _hand_back(work, person_id)
    topics.forget(work.connection, ids)
    for said in (outbox, note):
        work.connection.execute(delete(said).where(said.c.conversation_id.in_(ids)))
    # earlier turns of the same transaction may have something to say still
    work.letters[:] = [letter for letter in work.letters if letter.conversation_id not in ids]
    suggestions.forget(work, person_id)
    for table in (consent, dialog_archive, enquiry, goal, document, suggestion, host_request, placement_member):
        work.connection.execute(delete(table).where(table.c.person_id == person_id))
    work.connection.execute(update(conversation).where(conversation.c.id.in_(ids)).values(person_id=None, session=None))
    work.connection.execute(delete(person).where(person.c.id == person_id))


def _hand_back(work: UnitOfWork, person_id: int) -> None:
    with_people = select(conversation.c.id).where(
        conversation.c.person_id == person_id, conversation.c.owner != ownership.BOT
    )
    for number in work.connection.execute(with_people.order_by(conversation.c.id)).scalars().all():
        found = conversations.lock(work.connection, work.vault, number)
        if found is not None and found.owner != ownership.BOT:
            handovers.record(work.connection, work.now, found, "handed_back")
            ownership.give_back(found)
            conversations.save(work.connection, work.vault, [found])


def files_of_staff(work: UnitOfWork, person_id: int) -> list[FileRef]:
    """The files that staff have sent a person."""
    theirs = select(conversation.c.id).where(conversation.c.person_id == person_id)
    return _files_of_staff(work, list(work.connection.execute(theirs).scalars()))


def _files_of_staff(work: UnitOfWork, conversations: Sequence[int]) -> list[FileRef]:
    rows = work.connection.execute(
        select(outbox.c.body)
        .where(outbox.c.conversation_id.in_(conversations), outbox.c.author == "staff")
        .order_by(outbox.c.id)
    )
    return [file for body in rows.scalars() for file in _message(work.vault.open(body, b"outbox.body")).files]


def count(work: UnitOfWork) -> int:
    """How many people we keep data about."""
    return int(work.connection.execute(select(func.count()).select_from(person)).scalar_one())
