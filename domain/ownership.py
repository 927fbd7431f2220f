"""Who answers in a conversation: the bot, nobody yet, or a member of staff; and how that changes (DESIGN section 6).

Three fields say it, never one overloaded status: `owner`, `work`, and the dialog, which waits where it is. Each change of owner
raises `epoch`: what was queued under an older one is never sent (the fence of the outbox). All times are milliseconds since
1970 (UTC). These functions change the conversation they are given; storing it is up to the caller, who holds its lock.
"""

from typing import Final, Protocol

BOT, QUEUE, HUMAN = "bot", "queue", "human"
ACTIVE, WAITING, SNOOZED, RESOLVED = "active", "waiting", "snoozed", "resolved"

LEASE: Final = 30 * 60_000
"""How long a member of staff may leave a waiting trainee without an answer before the team is asked, in milliseconds of
opening hours."""
LONGEST_SNOOZE: Final = 366 * 86_400_000
"""How far ahead a conversation may be put off, in milliseconds."""


class Owned(Protocol):
    """A conversation, as far as its owner goes.

    `owner` is bot, queue or human; `team` the helpdesk in charge while it is not the bot; `staff_id` who of it; `work` is
    active, waiting (for the trainee), snoozed or resolved; `waiting_since` is when the trainee began to wait for a person, which
    words of the bot never change; `lease_until` is when silence of the person in charge is too long.
    """

    owner: str
    team: str
    staff_id: int | None
    work: str
    epoch: int
    waiting_since: int | None
    lease_until: int | None
    snoozed_until: int | None


class Refused(Exception):
    """A member of staff may not do this now.

    `code` is "held": somebody else, `by`, answers here; "changed": the owner has changed since they last looked, or the trainee has
    said something; "nobody": there is nobody to give it to; "unreachable": words cannot get to the trainee; "not-agreed": they have
    not agreed to our keeping what they write; "too-far": nobody thinks of it any more by then; "wrong": what they filled in as
    `key` makes no sense.
    """

    def __init__(self, code: str, by: int | None = None, key: str = "") -> None:
        super().__init__(code)
        self.code, self.by, self.key = code, by, key


def check(owned: Owned, staff_id: int, epoch: int) -> None:
    """May this member of staff act, who saw the conversation at `epoch`? Compare-and-swap: of two who come together one wins.

    Raises Refused. Whoever answers here already may act from an older page of theirs.
    """
    if owned.owner == HUMAN and owned.staff_id == staff_id:
        return
    if owned.owner == HUMAN:
        raise Refused("held", owned.staff_id)
    if owned.epoch != epoch:
        raise Refused("changed")


def queue(owned: Owned, team: str, now: int) -> None:
    """A person of this team is wanted."""
    _to(owned, QUEUE, team, None)
    owned.waiting_since = owned.waiting_since or now


def take(owned: Owned, staff_id: int, team: str, lease_until: int) -> None:
    """A member of staff answers from now on; whoever waited still waits."""
    _to(owned, HUMAN, team, staff_id)
    owned.lease_until = lease_until if owned.waiting_since is not None else None


def replied(owned: Owned) -> None:
    """The person in charge has answered: nobody waits for us any more."""
    owned.waiting_since = owned.lease_until = owned.snoozed_until = None
    owned.work = WAITING


def heard(owned: Owned, now: int, lease_until: int) -> None:
    """The trainee has said something: it is our turn, whatever was agreed before."""
    owned.work, owned.snoozed_until = ACTIVE, None
    if owned.owner == BOT:
        return
    if owned.waiting_since is None:
        owned.waiting_since = now
    # one that is running goes on; a snooze that ends here had stopped it
    if owned.owner == HUMAN and owned.lease_until is None:
        owned.lease_until = lease_until


def give_back(owned: Owned) -> None:
    """The bot answers again; the parked dialog goes on."""
    if owned.owner != BOT:
        _to(owned, BOT, "", None)
    owned.waiting_since = owned.lease_until = None


def resolve(owned: Owned) -> None:
    """All is said: the bot owns the conversation, and the next message works at once."""
    give_back(owned)
    owned.work, owned.snoozed_until = RESOLVED, None


def snooze(owned: Owned, until: int) -> None:
    """Nothing to do until then, or until the trainee writes."""
    owned.work, owned.snoozed_until, owned.lease_until = SNOOZED, until, None


def wake(owned: Owned, lease_until: int) -> None:
    """The time of a snoozed conversation has come."""
    owned.work, owned.snoozed_until = ACTIVE, None
    if owned.owner == HUMAN and owned.waiting_since is not None:
        owned.lease_until = lease_until


def is_overdue(owned: Owned, now: int) -> bool:
    """Has the person in charge let somebody wait for longer than the lease?"""
    return owned.owner == HUMAN and owned.lease_until is not None and owned.lease_until <= now


def escalate(owned: Owned, now: int) -> None:
    """The person in charge is silent: the team is asked, never the bot."""
    queue(owned, owned.team, now)


def _to(owned: Owned, owner: str, team: str, staff_id: int | None) -> None:
    owned.owner, owned.team, owned.staff_id = owner, team, staff_id
    owned.epoch += 1
    owned.work, owned.lease_until, owned.snoozed_until = ACTIVE, None, None
