"""What an answer says besides what was asked: a guess for a later question, to be confirmed there."""

from typing import Any

from dialogs import said
from dialogs.questions import Reading
from dialogs.state import Answer, State
from domain.answers import periods
from domain.answers.cleaning import NotUnderstood

#: as many as the enquiry takes
MOST_DAYS = 60


def keep(state: State, words: str, reading: Reading) -> None:
    """Note the period and the days of "Spain, in May, 5 days", where the enquiry asks for countries; answers stay as they are."""
    if (state.dialog, state.asked) != ("enquiry", "countries"):
        return
    days = said.days(words, reading.lang) or 0
    for key, value in (("period", _period(words, reading)), ("days", days if days <= MOST_DAYS else None)):
        if value and key not in state.answers:
            state.answers[key] = Answer(value, "guess")


def _period(words: str, reading: Reading) -> dict[str, Any] | None:
    try:
        found = periods.period(words, reading.lang, reading.today).plain()
    except NotUnderstood:
        return None
    # "anywhere" is no "any time"
    return found if found.get("months") or found.get("from") else None
