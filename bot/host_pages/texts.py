"""The keys of the catalogue that the page of a host and its letter use, so that a missing text is found before anybody sees it."""

from typing import Final

#: `card.` comes in front
NAMED: Final = (
    "title",
    "lead",
    "languages",
    "shown",
    "place",
    "speaks",
    "open",
    "open.always",
    "stay",
    "stay.between",
    "stay.least",
    "stay.most",
    "stay.one",
    "untold",
    "text",
    "which",
    "which.lead",
    "nothing",
    "found",
    "find",
    "search",
    "none_found",
    "wrong",
    "wrong.hint",
    "save",
    "problem.none",
    "confirmed",
    "thanks.title",
    "thanks.confirmed",
    "thanks.words",
    "thanks.about",
    "thanks.again",
    "gone.title",
    "gone.text",
    "letter.subject",
    "letter.hello",
    "letter.why",
    "letter.do",
    "letter.until",
    "letter.thanks",
)


def every_key() -> tuple[str, ...]:
    """Each of them."""
    return tuple(f"card.{key}" for key in NAMED)
