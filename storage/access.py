"""Who of the helpdesk may see and do what (S3). To anybody else a conversation looks as if it did not exist.

An admin sees everything, everybody else what belongs to their teams: conversations a team is in charge of, those the bot holds in a
language of the team, and those they answer themselves. Where no helpdesk is set up, everybody sees everything.
"""

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true

from storage import helpdesks
from storage.staff import ROLES, Account
from storage.tables import conversation


def may(account: Account, role: str) -> bool:
    """May somebody do what needs at least this role?"""
    return ROLES.index(account.role) <= ROLES.index(role)


def sees(connection: Connection, account: Account) -> ColumnElement[bool]:
    """The condition on `conversation` that lets through what an account may see."""
    known = helpdesks.everyone(connection)
    if account.role == "admin" or not known:
        return true()
    mine = [one for one in known if one.code in account.teams]
    first = known[0].code
    langs = {lang for one in mine for lang in one.langs}
    spoken = {lang for one in known for lang in one.langs}
    bots: ColumnElement[bool] = conversation.c.lang.in_(langs)
    # what nobody speaks goes to those who speak English, else to the first (`helpdesks.of_language`)
    if "en" in langs or ("en" not in spoken and first in account.teams):
        bots = or_(bots, conversation.c.lang.not_in(spoken))
    return or_(
        conversation.c.team.in_(account.teams),
        and_(conversation.c.team == "", bots),
        conversation.c.staff_id == account.id,
    )


def sees_conversation(connection: Connection, account: Account, conversation_id: int) -> bool:
    """May somebody see this conversation?"""
    query = select(conversation.c.id).where(conversation.c.id == conversation_id, sees(connection, account))
    return connection.execute(query).first() is not None


def sees_person(connection: Connection, account: Account, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition on a column with people that lets through those an account may see: by any of their conversations."""
    return exists().where(conversation.c.person_id == person_id, sees(connection, account))
