"""How the desk names what the bot read, and what might have been right instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.console import answers
from bot.console.wording import Wording
from domain import concepts, countries, faq
from domain.language import DETECTED
from domain.messages import Text
from domain.traces import ReadAs, Trace
from locales import catalogue
from storage.misreadings import NOTHING_OF_THESE

#: the intents that the bot reads (`domain.commands`)
COMMANDS: Final = (
    "menu", "back", "skip", "cancel", "help", "save", "human", "bot", "mydata", "delete_my_data", "stop_messages",
    "change_language", "restart", "hello", "thanks", "allow_messages", "delete_detail", "robot",
    "enough", "no_thanks",
)  # fmt: skip
#: readings of which staff may say what would have been right, and the values there are
MEANT: Final[Mapping[str, Sequence[str]]] = {"language": DETECTED, "command": COMMANDS, "faq": faq.TOPICS}

Choices = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a message, in words: `kind` names it, `what` was read, `share` is how sure it was, "" where nobody says.

    `place` is its place in the trace; `choices` names the list of what it might have been, `meant` is what staff said of it.
    """

    place: int
    kind: str
    what: str
    share: str
    choices: str
    marked: bool
    meant: str


def shown(wording: Wording, trace: Trace) -> tuple[Reading, ...]:
    """The readings of a message."""
    return tuple(_shown(wording, place, one, trace.asked) for place, one in enumerate(trace.read))


def _shown(wording: Wording, place: int, one: ReadAs, asked: str) -> Reading:
    what = named(wording, one.kind, one.value, asked)
    label = f"{asked}.label"
    if one.kind == "answer" and catalogue.has(label):
        kind = wording.show(Text(label))
    else:
        # a language needs no word beside its name
        kind = "" if one.kind == "language" else wording.t(f"reading.kind.{one.kind}")
    return Reading(
        place=place,
        kind=kind,
        what=what if one.sure or not one.value else wording.t("reading.perhaps", what=what),
        share="" if one.confidence is None else wording.share(one.confidence),
        choices=one.kind if one.kind in MEANT else "",
        marked=one.mark is not None,
        meant=meant(wording, one.kind, one.mark.meant) if one.mark is not None and one.mark.meant else "",
    )


def choices(wording: Wording) -> Choices:
    """What might have been right, by kind: value and name, in the order of the names."""
    return {
        kind: sorted(((value, named(wording, kind, value)) for value in values), key=lambda one: one[1].casefold())
        for kind, values in MEANT.items()
    }


def meant(wording: Wording, kind: str, value: str) -> str:
    """What would have been right, in words."""
    return wording.t("reading.none") if value == NOTHING_OF_THESE else named(wording, kind, value)


def named(wording: Wording, kind: str, value: str, asked: str = "") -> str:
    """What was read, in words; `asked` is the question it answered (`domain.traces`)."""
    match kind:
        case "language":
            return wording.language(value)
        case "command" if value in COMMANDS:
            return wording.t(f"reading.command.{value}")
        case "menu":
            return _menu(wording, value)
        case "faq":
            return wording.show(Text(f"faq-title:{value}"))
        case "answer":
            return _answer(wording, value, asked)
        case "goal":
            return value.replace("+", " ✓ ").replace("-", " ✗ ").strip()
        case "matching":
            return ", ".join(wording.show(Text(f"concept:{one}")) for one in value.split(","))
        case _:
            return value


def _menu(wording: Wording, name: str) -> str:
    if name == "human":
        return wording.show(Text("common.talk_to_person"))
    return wording.show(Text(f"menu.{name}")) if catalogue.has(f"menu.{name}") else name


def _answer(wording: Wording, read: str, asked: str) -> str:
    kind, colon, value = read.partition(":")
    if not read:
        return wording.t("reading.not_understood")
    if not colon:
        return wording.t("reading.own_words")
    if value == "-":
        return wording.show(Text("common.skipped"))
    several = [one for one in value.split(",") if one]
    match kind:
        case "yes_no":
            return wording.show(Text("common.yes" if value == "yes" else "common.no"))
        case "date":
            return wording.show(Text(f"day:{value}"))
        case "money":
            return wording.show(Text(f"money:{value.replace(' ', ':')}"))
        case "choice" | "choices":
            return ", ".join(_option(wording, asked, one) for one in several)
        case "countries":
            return wording.show(countries.shown(several))
        case "languages":
            return ", ".join(" ".join((wording.in_a_sentence(one[:2]), one[2:].strip())).strip() for one in several)
        case "period" if " " in value:
            first, last = value.split(" ", 1)
            return wording.days(first, last)
        case "period":
            return ", ".join(wording.show(Text(f"month:{one}")) for one in several) or wording.show(
                Text("common.any_time")
            )
        case _:
            return value


def _option(wording: Wording, asked: str, one: str) -> str:
    if concepts.get(one) is not None:
        return wording.show(Text(f"concept:{one}"))
    return answers.option(wording, asked, one)
