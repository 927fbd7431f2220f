"""Typed answers become values: pure readers `(raw, lang, ...) -> value` that raise only `NotUnderstood(code)`.

Every reader takes any text, of any length and with any characters, and answers in time linear in its length.
"""

from typing import Final

from domain.answers.cleaning import NotUnderstood, clean

__all__ = ["ERROR_CODES", "NotUnderstood", "clean"]

ERROR_CODES: Final = frozenset(
    {
        "empty", "too-long",
        "number", "whole-number", "one-number", "too-small", "too-big", "days", "which-days", "money",
        "date", "date-day", "date-far", "one-date", "weekday",
        "period", "period-end", "period-long", "period-order", "period-past", "period-start",
        "yes-no", "clear-yes", "option", "option-number", "ambiguous",
        "email", "one-email", "phone", "phone-international",
        "country", "one-country", "country-except", "language", "name", "town", "work", "address",
    }
)  # fmt: skip
"""All codes of `NotUnderstood`: each has a text `answer.error.<code>` in every language."""
