"""Staff: their accounts, their sessions at the desk, and the record of what they looked at (S5, P6).

The second factor is a module of its own (`storage.second_factor`), so are invitations and the chain of the record.

A session is known by a keyed hash of what the browser holds, so that a copy of the database opens no door. An e-mail
address is compared in small letters; `normal` makes it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, insert, or_, select, update

from storage import audit
from storage.tables import staff, staff_identity, staff_invitation, staff_recovery, staff_session
from storage.upsert import insert_or_ignore

#: milliseconds until a session ends: without a page asked for, and in any case
IDLE = 30 * 60_000
ABSOLUTE = 12 * 60 * 60_000
#: … and of one that still owes the second factor
OWED = 10 * 60_000
#: milliseconds between two notes that a session is in use, so that reading pages does not mean writing each time
NOTED_EVERY = 30_000

#: what somebody may do, each as much as all after it: keep accounts and helpdesks; lead teams; answer trainees; read
ROLES = ("admin", "lead", "agent", "reader")

#: what a session still owes before it opens anything: nothing, or a code; a link is none before somebody follows it
SIGNED_IN, CODE, LINK = "", "code", "link"

#: how a session was begun: by password, by the identity provider, by a link of the command line
BY_PASSWORD, BY_OPENID, BY_LINK = "", "openid", "link"

#: the account that sample mode makes; it has no password, and a desk outside sample mode refuses it
SAMPLE_EMAIL = "sample@desk.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff. `role` is one of `ROLES`; `teams` are the helpdesks they work for; `password` is a hash, empty when nobody
    can sign in by password. `lang` is the language of the desk, "" for that of the browser; with `totp` a code is asked for."""

    id: int
    email: str
    name: str
    langs: tuple[str, ...]
    disabled: bool
    created_at: int
    password: str = field(repr=False)
    role: str = "reader"
    teams: tuple[str, ...] = ()
    lang: str = ""
    totp: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A session of somebody: its key, since when and until when it was seen in use, the browser's family, its network."""

    key: bytes
    created_at: int
    seen_at: int
    browser: str
    network: str
    way: str = BY_PASSWORD


def normal(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().lower()


def add(
    connection: Connection,
    now: int,
    email: str,
    name: str,
    langs: Sequence[str],
    password: str,
    role: str = "agent",
    teams: Sequence[str] = (),
) -> int | None:
    """A new account, or a disabled one opened again as this one, without what opened it before (its second factor, its subject at
    an identity provider); None when there is one in use."""
    values = {
        "name": name, "langs": ",".join(langs), "password": password, "disabled": False, "role": role,
        "teams": ",".join(teams), "totp": None, "totp_on": False,
    }  # fmt: skip
    connection.execute(
        insert_or_ignore(connection, staff), {"email": normal(email), "created_at": now, **values, "disabled": True}
    )
    opened = update(staff).where(staff.c.email == normal(email), staff.c.disabled.is_(True)).values(**values)
    number: int | None = connection.execute(opened.returning(staff.c.id)).scalar_one_or_none()
    if number is not None:
        connection.execute(delete(staff_recovery).where(staff_recovery.c.staff_id == number))
        connection.execute(delete(staff_identity).where(staff_identity.c.staff_id == number))
    return number


def by_email(connection: Connection, email: str) -> Account | None:
    """The account of an address."""
    row = connection.execute(_accounts().where(staff.c.email == normal(email))).first()
    return _account(row) if row else None


def by_id(connection: Connection, number: int) -> Account | None:
    """The account of a number."""
    row = connection.execute(_accounts().where(staff.c.id == number)).first()
    return _account(row) if row else None


def everybody(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    return [_account(row) for row in connection.execute(_accounts().order_by(staff.c.name, staff.c.id))]


def set_password(connection: Connection, staff_id: int, password: str) -> None:
    """Keep another hash of a password."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(password=password))


def set_lang(connection: Connection, staff_id: int, lang: str) -> None:
    """The language of the desk."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(lang=lang))


def change(
    connection: Connection, account: Account, *, name: str, role: str, teams: Sequence[str], langs: Sequence[str]
) -> bool:
    """Change what an account is. A change of rights ends its sessions: the next one begins with the new rights. Was it one?"""
    values = {"name": name, "role": role, "teams": ",".join(teams), "langs": ",".join(langs)}
    connection.execute(update(staff).where(staff.c.id == account.id).values(values))
    rights = (role, frozenset(teams)) != (account.role, frozenset(account.teams))
    if rights:
        close_sessions(connection, account.id)
    return rights


def disable(connection: Connection, email: str) -> int | None:
    """Close an account and end its sessions at once, with the links by which it invited others; None when there is none."""
    closed = update(staff).where(staff.c.email == normal(email)).values(disabled=True).returning(staff.c.id)
    found = connection.execute(closed).scalar_one_or_none()
    if found is not None:
        close_sessions(connection, found)
        connection.execute(delete(staff_invitation).where(staff_invitation.c.staff_id == found))
    return found


def sample(connection: Connection, now: int, langs: Sequence[str]) -> int:
    """The account of sample mode, made when it is first needed."""
    values = {"email": SAMPLE_EMAIL, "name": "Sam Sample", "langs": ",".join(langs), "password": "", "created_at": now}
    connection.execute(insert_or_ignore(connection, staff), {**values, "role": "admin"})
    return int(connection.execute(select(staff.c.id).where(staff.c.email == SAMPLE_EMAIL)).scalar_one())


def open_session(
    connection: Connection,
    now: int,
    key: bytes,
    staff_id: int,
    *,
    stage: str = "",
    browser: str = "",
    network: str = "",
    way: str = BY_PASSWORD,
) -> None:
    """Begin a session; those that are over, of anybody, are swept away."""
    over = or_(
        staff_session.c.created_at <= now - ABSOLUTE,
        staff_session.c.seen_at <= now - IDLE,
        and_(staff_session.c.stage != SIGNED_IN, staff_session.c.created_at <= now - OWED),
    )
    connection.execute(delete(staff_session).where(over))
    values = {
        "id": key, "staff_id": staff_id, "created_at": now, "seen_at": now, "stage": stage, "browser": browser,
        "network": network, "way": way,
    }  # fmt: skip
    connection.execute(insert(staff_session).values(values))


def session(connection: Connection, now: int, key: bytes) -> tuple[Account, Session] | None:
    """Whose session this is, and the session; None when it is over or not whole yet, or the account closed."""
    return _session(connection, now, key, SIGNED_IN)


def owing(connection: Connection, now: int, key: bytes) -> tuple[Account, Session] | None:
    """Who has given the right password in this session, or come by another way, and still owes the second factor."""
    return _session(connection, now, key, CODE)


def offer_link(connection: Connection, now: int, key: bytes, staff_id: int) -> None:
    """Keep a link that lets somebody in once, within `OWED`; `key` is the hash of what it holds. An earlier one is void."""
    connection.execute(delete(staff_session).where(staff_session.c.staff_id == staff_id, staff_session.c.stage == LINK))
    open_session(connection, now, key, staff_id, stage=LINK)


def link(connection: Connection, now: int, key: bytes) -> Account | None:
    """Whom a link lets in; None when it is over or used, or the account closed."""
    found = _session(connection, now, key, LINK)
    return found[0] if found else None


def _session(connection: Connection, now: int, key: bytes, stage: str) -> tuple[Account, Session] | None:
    row = connection.execute(
        _accounts()
        .add_columns(*_OF_SESSION)
        .join(staff_session, staff_session.c.staff_id == staff.c.id)
        .where(
            staff_session.c.id == key,
            staff_session.c.stage == stage,
            staff_session.c.created_at > now - (ABSOLUTE if stage == SIGNED_IN else OWED),
            staff_session.c.seen_at > now - IDLE,
            staff.c.disabled.is_(False),
        )
    ).first()
    return (_account(row), _opened(row)) if row else None


def seen(connection: Connection, now: int, key: bytes) -> None:
    """Note that a session is in use."""
    connection.execute(update(staff_session).where(staff_session.c.id == key).values(seen_at=now))


def close_session(connection: Connection, key: bytes) -> bool:
    """End a session, or use a link: False when there is none any more."""
    return connection.execute(delete(staff_session).where(staff_session.c.id == key)).rowcount == 1


def close_sessions(connection: Connection, staff_id: int, *, but: bytes = b"") -> None:
    """End all sessions of somebody, but for the one with the key `but`."""
    mine = delete(staff_session).where(staff_session.c.staff_id == staff_id, staff_session.c.id != but)
    connection.execute(mine)


def sessions(connection: Connection, now: int, staff_id: int) -> list[Session]:
    """The open sessions of somebody, the one last in use first."""
    rows = connection.execute(
        select(*_OF_SESSION)
        .where(
            staff_session.c.staff_id == staff_id,
            staff_session.c.stage == SIGNED_IN,
            staff_session.c.created_at > now - ABSOLUTE,
            staff_session.c.seen_at > now - IDLE,
        )
        .order_by(staff_session.c.seen_at.desc(), staff_session.c.created_at.desc())
    )
    return [_opened(row) for row in rows]


def record(connection: Connection, now: int, actor: str, what: str, about: str = "") -> None:
    """Add to the record who did what; rows are only ever added (P6). `actor` is "staff:3", "trainee" or "system".

    Call it last in a transaction (`storage.audit.add`).
    """
    audit.add(connection, now, actor, what, about)


#: the columns of a session; those of an account have names of their own
_OF_SESSION = (
    staff_session.c.id.label("key"), staff_session.c.created_at.label("opened_at"), staff_session.c.seen_at,
    staff_session.c.browser, staff_session.c.network, staff_session.c.way,
)  # fmt: skip


def _opened(row: Any) -> Session:
    return Session(bytes(row.key), row.opened_at, row.seen_at, row.browser, row.network, row.way)


def _accounts() -> Select[Any]:
    return select(
        staff.c.id, staff.c.email, staff.c.name, staff.c.langs, staff.c.disabled, staff.c.created_at, staff.c.password,
        staff.c.role, staff.c.teams, staff.c.lang, staff.c.totp_on,
    )  # fmt: skip


def _account(row: Row[Any]) -> Account:
    langs = tuple(row.langs.split(",")) if row.langs else ()
    teams = tuple(row.teams.split(",")) if row.teams else ()
    return Account(
        row.id,
        row.email,
        row.name,
        langs,
        row.disabled,
        row.created_at,
        row.password,
        row.role,
        teams,
        row.lang,
        row.totp_on,
    )
