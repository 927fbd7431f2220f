"""What may become of a request to a host: which state may follow which, and of which the trainee hears (DOMAIN 2.3)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

PROPOSED, SENT, REMINDED, ACCEPTED, OTHER_DAYS, DECLINED, EXPIRED, WITHDRAWN = STATES = (
    "proposed", "sent", "reminded", "accepted", "alternative_offered", "declined", "expired", "withdrawn",
)  # fmt: skip

_ANSWERS: Final = (ACCEPTED, OTHER_DAYS, DECLINED)
#: what may come next; a host may answer what nobody has noted as sent, and late
NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    PROPOSED: (*_ANSWERS, SENT, WITHDRAWN),
    SENT: (*_ANSWERS, REMINDED, EXPIRED, WITHDRAWN),
    REMINDED: (*_ANSWERS, EXPIRED, WITHDRAWN),
    OTHER_DAYS: (ACCEPTED, DECLINED, EXPIRED, WITHDRAWN),
    ACCEPTED: (DECLINED, WITHDRAWN),
    EXPIRED: (*_ANSWERS, WITHDRAWN),
    DECLINED: (),
    WITHDRAWN: (),
}
#: what the trainee is told of
TOLD: Final = frozenset(_ANSWERS)
#: where it ends without a stay: the next of the reserves may be asked
OVER: Final = frozenset({DECLINED, EXPIRED, WITHDRAWN})

SCORES: Final = range(1, 6)
"""What a trainee may think of a stay, 5 is best."""

LONGEST_STAY: Final = 366
"""In days."""


def may_become(state: str, wanted: str) -> bool:
    """May a request in this state come into that one?"""
    return wanted in NEXT.get(state, ())


def swaps_days(state: str, other: str) -> bool:
    """Is this between the offer of other days and their being agreed (or back)? Then the days of the stay are the other ones."""
    return {state, other} == {OTHER_DAYS, ACCEPTED}


def are_days(first: str, last: str) -> bool:
    """Are these the first and the last day (YYYY-MM-DD) of a stay?"""
    try:
        length = date.fromisoformat(last) - date.fromisoformat(first)
    except ValueError:
        return False
    # other ways to write a day are not kept
    return len(first) == len(last) == 10 and 0 <= length.days < LONGEST_STAY
