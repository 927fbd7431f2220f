"""Goals in a person's own words: are they specific, measurable and time-bound, and by when? Source: DOMAIN section 5.

A goal becomes `tokens`, with the `words` of its language; `deadlines` reads its time phrases (`time_letters`,
`deadline_grammar` and what its matches mean: `calendar_meanings`, `span_meanings`). `reading` holds what stands where,
`clauses` finds what is beside the goal (`denials`, `past`, `others`), `actions` the trainee's verbs. `content` and
`measures` weigh the rest, and `smart` gives the verdict with its `quotes`.
"""

from domain.goals.deadlines import Deadline, find_deadline
from domain.goals.smart import SmartCheck, agreement_hint, check, check_slots, horizon, realistic
from domain.goals.words import LANGUAGES

__all__ = [
    "LANGUAGES", "Deadline", "SmartCheck", "agreement_hint", "check", "check_slots", "find_deadline", "horizon", "realistic",
]  # fmt: skip
