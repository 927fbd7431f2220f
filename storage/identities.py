"""Which account of an identity provider (OpenID Connect) opens which account of ours (decision 0012).

The provider knows somebody by a subject that it never gives to anybody else. Once the two are bound, that alone decides: an
e-mail address may change, or be given to another colleague. An account has one subject at a provider, and a subject one account.
"""

from sqlalchemy import Connection, delete, select

from storage.tables import staff_identity
from storage.upsert import insert_or_ignore


def account_of(connection: Connection, issuer: str, subject: str) -> int | None:
    """The number of the account that is bound to this subject."""
    query = select(staff_identity.c.staff_id).where(
        staff_identity.c.issuer == issuer, staff_identity.c.subject == subject
    )
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def bind(connection: Connection, now: int, staff_id: int, issuer: str, subject: str) -> bool:
    """Bind them: False when one of the two is bound to another already."""
    values = {"staff_id": staff_id, "issuer": issuer, "subject": subject, "created_at": now}
    connection.execute(insert_or_ignore(connection, staff_identity), values)
    return account_of(connection, issuer, subject) == staff_id


def bound(connection: Connection, staff_id: int, issuer: str) -> bool:
    """Has this account a subject at the provider?"""
    query = select(staff_identity.c.id).where(staff_identity.c.staff_id == staff_id, staff_identity.c.issuer == issuer)
    return connection.execute(query).first() is not None


def unbind(connection: Connection, staff_id: int) -> bool:
    """Forget all subjects of an account: the next sign-in by a provider is a first one. Was there any?"""
    return connection.execute(delete(staff_identity).where(staff_identity.c.staff_id == staff_id)).rowcount > 0
