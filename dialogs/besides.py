"""What an answer says besides what was asked: guesses for later questions, to be confirmed there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dialogs import said
from dialogs.questions import Reading
from domain.answers import periods
from domain.answers.cleaning import NotUnderstood

#: as many as the enquiry takes
MOST_DAYS = 60


def found(keys: Iterable[str], words: str, reading: Reading) -> Iterator[tuple[str, Any]]:
    """The later questions among `keys` that the words speak of, with their values: "Spain, in May, 5 days"."""
    for key in keys if words else ():
        value = _READERS[key](words, reading)
        if value:
            yield key, value


def _period(words: str, reading: Reading) -> dict[str, Any] | None:
    try:
        span = periods.period(words, reading.lang, reading.today).plain()
    except NotUnderstood:
        return None
    # "anywhere" is no "any time"
    return span if span.get("months") or span.get("from") else None


def _days(words: str, reading: Reading) -> int | None:
    days = said.days(words, reading.lang) or 0
    return days if days <= MOST_DAYS else None


_READERS: Mapping[str, Callable[[str, Reading], Any]] = {"period": _period, "days": _days}
