"""The letter that brings a host the link to its card: staff copy it, or the mail server sends it."""

from dataclasses import dataclass
from typing import Final

from bot.console.wording import Wording

#: where a link leads
PATH: Final = "/card"
#: letters of a host's name: a longer one would hide what the letter asks for
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: plain text, without formatting."""

    subject: str
    text: str


def link(address: str, token: str) -> str:
    """Where a host finds its card."""
    return f"{address}{PATH}/{token}"


def written(wording: Wording, name: str, link: str, until: int) -> Letter:
    """The letter to a host of this name, in the language of `wording`; `until` is when the link ends, in milliseconds."""

    def t(key: str, **fields: object) -> str:
        return wording.words(wording.lang, f"card.{key}", **fields)

    called = " ".join(name.split())
    if len(called) > _LONGEST_NAME:
        called = f"{called[:_LONGEST_NAME].rstrip()}…"
    until_day = wording.moment(until).day
    parts = (
        t("letter.hello"), t("letter.why", name=called), t("letter.do"), link, t("letter.until", day=until_day),
        t("letter.thanks"),
    )  # fmt: skip
    return Letter(t("letter.subject"), "\n\n".join(parts))
