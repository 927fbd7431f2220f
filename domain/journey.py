"""The trainee's way from the first question to the host request (DOMAIN 1.1-1.3; the stay and what follows come later)."""

from collections.abc import Collection

#: the dialogs in their usual order; objectives come before the choice of a host (BEF-05)
STEPS = ("enquiry", "profile", "cv", "goals", "hosts", "request")


def next_step(done: Collection[str]) -> str | None:
    """The first step that is not done yet; None when all are."""
    return next((step for step in STEPS if step not in done), None)
