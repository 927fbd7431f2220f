"""Who may do what to whose account: an admin to everybody's but their own, a lead to agents and readers of their own teams."""

import re
from collections.abc import Sequence

from domain.language import SERVED
from storage.helpdesks import Helpdesk
from storage.staff import ROLES, SAMPLE_EMAIL, Account

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
LONGEST_EMAIL, LONGEST_NAME = 200, 100

#: the roles that a lead may give
_LED = ("agent", "reader")


def is_email(value: str) -> bool:
    """Does it look like an e-mail address?"""
    return bool(_EMAIL.fullmatch(value)) and value.isprintable() and len(value) <= LONGEST_EMAIL


def is_name(value: str) -> bool:
    """Can it be the name of somebody?"""
    return bool(value) and value.isprintable() and len(value) <= LONGEST_NAME


def is_language(value: str) -> bool:
    """Is it a language the bot speaks?"""
    return value in SERVED


def lacks_teams(role: str, teams: Sequence[str], known: Sequence[Helpdesk]) -> bool:
    """Would this account see nothing? Without helpdesks everybody sees everything, and an admin always does."""
    return bool(known) and role != "admin" and not teams


def roles_for(me: Account) -> tuple[str, ...]:
    """The roles that somebody may give."""
    return ROLES if me.role == "admin" else _LED


def teams_for(me: Account, known: Sequence[Helpdesk]) -> list[Helpdesk]:
    """The teams that somebody may put others in."""
    return [one for one in known if me.role == "admin" or one.code in me.teams]


def shows(me: Account, other: Account, known: Sequence[Helpdesk]) -> bool:
    """Does somebody see that this account exists?"""
    return me.role == "admin" or me.id == other.id or not known or bool(set(me.teams) & set(other.teams))


def manages(me: Account, other: Account, known: Sequence[Helpdesk]) -> bool:
    """May somebody change this account? Nobody may change their own rights: the last admin would lock everybody out."""
    if other.id == me.id or other.email == SAMPLE_EMAIL:
        return False
    return me.role == "admin" or manages_rights(me, other.role, other.teams, known)


def manages_rights(me: Account, role: str, teams: Sequence[str], known: Sequence[Helpdesk]) -> bool:
    """May somebody decide about an account of this role in these teams?"""
    if me.role == "admin":
        return True
    return me.role == "lead" and role in _LED and (not known or (bool(teams) and set(teams) <= set(me.teams)))
