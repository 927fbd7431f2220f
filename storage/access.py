"""Who of the helpdesk may see and do what (S3). To anybody else a conversation looks as if it did not exist.

An admin sees everything, everybody else what belongs to their teams: conversations a team is in charge of, those the bot holds in a
language of the team, those they answer themselves, and those that a helpdesk they stand in for leaves waiting for too long. Where
no helpdesk is set up, everybody sees everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true

from domain.ownership import HUMAN, QUEUE
from storage import helpdesks, promises
from storage.helpdesks import Helpdesk
from storage.staff import ROLES, Account
from storage.tables import conversation, staff


def may(account: Account, role: str) -> bool:
    """May somebody do what needs at least this role?"""
    return ROLES.index(account.role) <= ROLES.index(role)


#: the numbers of all who do
who_answers = select(staff.c.id).where(staff.c.disabled.is_(False), staff.c.role != ROLES[-1])
#: … and of those who do not (any more)
who_answers_no_more = select(staff.c.id).where(or_(staff.c.disabled.is_(True), staff.c.role == ROLES[-1]))


def may_answer(connection: Connection, staff_id: int) -> bool:
    """Is this the number of somebody who answers trainees: an account in use, and more than a reader's?"""
    return connection.execute(who_answers.where(staff.c.id == staff_id)).first() is not None


def addresses(connection: Connection, conversation_id: int, staff_id: int) -> str:
    """The name of somebody whose next words in a conversation would be a reply to the trainee: one who answers trainees, where
    nobody has it yet or they have it themselves. "" for all others: what they write may be a note, and the bot may be speaking."""
    theirs = or_(
        conversation.c.owner == QUEUE, and_(conversation.c.owner == HUMAN, conversation.c.staff_id == staff.c.id)
    )
    query = select(staff.c.name).where(
        staff.c.id == staff_id, staff.c.id.in_(who_answers), conversation.c.id == conversation_id,
        conversation.c.reachable.is_(True), theirs,
    )  # fmt: skip
    return connection.execute(query).scalar_one_or_none() or ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What an account may see, looked up once for all lists of a page: `seen` is the condition on `conversation` that lets it
    through."""

    account: Account
    known: Sequence[Helpdesk]
    seen: ColumnElement[bool]

    def of_team(self, code: str) -> ColumnElement[bool]:
        """The condition on `conversation` that lets through what belongs to one helpdesk, whoever answers there."""
        return _belongs(self.known, (code,))

    def of_person(self, person_id: ColumnElement[int]) -> ColumnElement[bool]:
        """The condition on a column with people that lets through those the account may see: by any of their conversations."""
        return exists().where(conversation.c.person_id == person_id, self.seen)


def sight(connection: Connection, account: Account) -> Sight:
    """What an account may see now."""
    known = helpdesks.everyone(connection)
    if account.role == "admin" or not known:
        return Sight(account, known, true())
    own = or_(_belongs(known, account.teams), conversation.c.staff_id == account.id)
    left_to_us = [one.code for one in known if helpdesks.fallback_of(known, one.code) in account.teams]
    if left_to_us:
        own = or_(own, and_(conversation.c.team.in_(left_to_us), promises.told("late")))
    return Sight(account, known, own)


def sees(connection: Connection, account: Account) -> ColumnElement[bool]:
    """The condition on `conversation` that lets through what an account may see."""
    return sight(connection, account).seen


def _belongs(known: Sequence[Helpdesk], codes: Sequence[str]) -> ColumnElement[bool]:
    langs = {lang for one in known if one.code in codes for lang in one.langs}
    spoken = {lang for one in known for lang in one.langs}
    bots: ColumnElement[bool] = conversation.c.lang.in_(langs)
    # what nobody speaks goes to those who speak English, else to the first (`helpdesks.of_language`)
    if "en" in langs or ("en" not in spoken and known and known[0].code in codes):
        bots = or_(bots, conversation.c.lang.not_in(spoken))
    return or_(conversation.c.team.in_(codes), and_(conversation.c.team == "", bots))


def sees_conversation(connection: Connection, account: Account, conversation_id: int) -> bool:
    """May somebody see this conversation?"""
    query = select(conversation.c.id).where(conversation.c.id == conversation_id, sees(connection, account))
    return connection.execute(query).first() is not None


def sees_person(connection: Connection, account: Account, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition on a column with people that lets through those an account may see: by any of their conversations."""
    return sight(connection, account).of_person(person_id)
