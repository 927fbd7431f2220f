"""What a helpdesk promises to somebody who asks for a person, and how near that promise is to being broken."""

from dataclasses import dataclass
from typing import Final, Literal

from domain.hours import MINUTE, Hours

#: how much of the promised time may pass before those who lead the team are told
NEARLY: Final = 0.8

Stage = Literal["waiting", "soon", "late"]
#: what is told of a wait, in this order: that somebody waits, that the promise is about to break, that it is broken
STAGES: Final[tuple[Stage, ...]] = ("waiting", "soon", "late")


@dataclass(frozen=True, slots=True)
class Promise:
    """When a person answers: within some time from now (`by`) while somebody is there, else from a moment on (`opens`).

    Both in milliseconds since 1970.
    """

    by: int
    opens: int | None = None


def promise(hours: Hours, now: int, minutes: int) -> Promise | None:
    """What may be promised now, `minutes` of opening hours being what a first answer takes; None when nobody opens soon."""
    opens, by = hours.opens_next(now), hours.after(now, minutes)
    if opens is None or by is None:
        return None
    return Promise(by, opens if opens > now else None)


def spent(hours: Hours | None, since: int, now: int, minutes: int) -> float:
    """Which part of a promise of so many minutes is gone: 1.0 and more when it is broken. Without hours all time counts."""
    passed = max(now - since, 0) if hours is None else hours.open_time(since, now)
    return passed / (minutes * MINUTE)


def stage(part: float) -> Stage:
    """How a wait stands, of whose promise this part is gone."""
    if part >= 1:
        return "late"
    return "soon" if part >= NEARLY else "waiting"
