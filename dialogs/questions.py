"""Questions: what is asked, how a typed answer is read, how a value is shown again.

Values are plain JSON: a text, a whole number, a date as YYYY-MM-DD, an option's id, a list of ids, true or false, a
mapping for money, periods and files. A question that was skipped has the value None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Literal

import msgspec

from domain import countries
from domain.concepts import get
from domain.messages import FileRef, Text, verbatim

Kind = Literal[
    "text", "number", "money", "date", "period", "choice", "choices", "yes_no", "file", "location", "languages",
    "countries", "email", "review",
]  # fmt: skip


KEEP, SKIP, DONE, ALL, CHANGE, OWN = "=keep", "=skip", "=done", "=all", "=change", "=own"
"""Presses that are no option of the question itself: keep what is known, leave out, end a choice of several, show all options or
the lines of a review, insist on words that were asked back."""


class NotAnAnswer(Exception):
    """This input does not answer the question; `text` says so kindly and gives an example."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.key)
        self.text = text


class Option(msgspec.Struct, frozen=True):
    """One of the answers that a question offers; `shown` is how it reads as an answer, when that is not its label. `names` are what
    it is called besides: the name of a host and its town (`dialogs.naming`).
    """

    id: str
    label: Text
    shown: Text | None = None
    names: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """One line of a review: what was asked, what was answered, and the key to change it."""

    key: str
    label: Text
    value: Text


# a replay makes all the questions of a dialog: msgspec does so ten times faster than a frozen dataclass
class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a dialog.

    `accepts` is pure and also runs at replay: a recorded answer that no longer fits is asked again. `check` names an action
    and further arguments: called with the value when the answer is given (it may use data), it returns what is wrong, or
    None. `picks` are quick answers beside
    free text. `sample` is what look-ahead and exploration take for an answer.
    """

    key: str
    kind: Kind
    text: Text
    help: Text | None = None
    label: Text | None = None
    options: tuple[Option, ...] = ()
    picks: tuple[Option, ...] = ()
    optional: bool = False
    private: bool = False
    least: int | None = None
    most: int | None = None
    #: what a number counts, or a choice goes by, when people name it otherwise: "days" ("a week"), "people" ("with a colleague"),
    #: "years" ("since 2015")
    unit: str = ""
    #: the first of the days that are counted, when it is known (YYYY-MM-DD): "until the 17th" is a number then
    since: str = ""
    #: what is named: a "person", a "town", "work"; "I am …", "in …" before it are no part of the answer (`dialogs.written`)
    bare: str = ""
    #: how many of the options are shown before "show all" is pressed; typed answers find all of them
    first: int = 100
    #: how the ids of those options begin that one typed answer may name together ("1 and 3"); see `together`
    several: str = ""
    #: ids of those options that are marked before anything is pressed: what was understood already
    marked: tuple[str, ...] = ()
    #: the option for what none of the others says, and the key of the question that takes the words for it (`dialogs.marks`)
    others: tuple[str, str] | None = None
    #: a yes with a condition is one too, for nothing hangs on it: "yes, but only by e-mail"
    lenient: bool = False
    #: keys of later questions that a typed answer may speak of as well (`dialogs.besides`)
    besides: tuple[str, ...] = ()
    #: keys of later questions that the answer settles when it tells them along: they are not asked then
    settles: tuple[str, ...] = ()
    #: asks who is speaking: trades and troubles at work tell it too (`dialogs.role`)
    who: bool = False
    #: an action that tells words which begin the next repeated part, and the question there that they answer
    opens: tuple[str, str] | None = None
    accepts: Callable[[Any], bool] | None = None
    check: tuple[Any, ...] = ()
    #: an action, with further arguments, that tells why words may not be meant to take the place of what was proposed: they are
    #: asked back once (`accepts` and `check` refuse for good)
    doubt: tuple[Any, ...] = ()
    #: an action, with further arguments, that does what words want to have changed in the proposed text (`dialogs.letter`)
    changes: tuple[Any, ...] = ()
    lines: tuple[Line, ...] = ()
    digest: str = ""
    sample: Any = None
    aliases: tuple[str, ...] = ()

    @property
    def proposed(self) -> str:
        """The id of the text that is proposed beside free words; empty without one."""
        return next((pick.id for pick in self.picks if pick.id.startswith("=") and pick.id != OWN), "")

    def fits(self, value: Any) -> bool:
        """Is this recorded value still an answer to the question as it stands today?"""
        if value is None:
            return self.optional
        if self.kind == "review":
            return bool(value == self.digest)
        if self.kind in ("choice", "choices"):
            ids = [option.id for option in self.options]
            if self.kind == "choice":
                if value not in ids and not self._names_several(value, ids):
                    return False
            elif not isinstance(value, list) or not all(item in ids for item in value):
                return False
        return self.accepts is None or self.accepts(value)

    def _names_several(self, value: Any, ids: list[str]) -> bool:
        return (
            bool(self.several) and isinstance(value, str)
            and all(item in ids and item.startswith(self.several) for item in apart(value))
        )  # fmt: skip

    def show(self, value: Any) -> Text:
        """The value in the words of the question, for reviews and for "you wrote"."""
        if value is None:
            return Text("common.skipped")
        labels = {option.id: option.shown or option.label for option in (*self.options, *self.picks)}
        match self.kind:
            case "choice":
                return _in_a_row([labels.get(item, verbatim(item)) for item in apart(str(value))])
            case "choices":
                # what was chosen earlier may not be offered any more
                return _in_a_row([labels.get(item) or _unlisted(str(item)) for item in value])
            case "yes_no":
                return Text("common.yes" if value else "common.no")
            case "date":
                return Text(f"day:{value}")
            case "period":
                return _period(value)
            case "money":
                return Text(f"money:{value['minor']}:{value['currency']}")
            case "file":
                return verbatim(value["name"])
            case "countries":
                return countries.shown(value)
            case "languages":
                return spoken(value)
            case _:
                return labels.get(str(value), verbatim(str(value)))


def _unlisted(item: str) -> Text:
    return Text(f"concept:{item}") if get(item) is not None else verbatim(item)


def _listed(items: tuple[Text, ...]) -> Text:
    return Text("common.list", {"items": items}) if items else Text("common.none")


def _in_a_row(labels: Sequence[Text]) -> Text:
    """Labels hold an "and" of their own: commas keep them apart."""
    if not labels:
        return Text("common.none")
    return reduce(lambda before, after: Text("common.pair", {"before": before, "after": after}), labels)


def spoken(languages: Sequence[Sequence[Any]]) -> Text:
    """Languages with their levels, in words."""
    return _listed(tuple(_language(code, level) for code, level in languages))


def together(ids: Sequence[str]) -> str:
    """The value of a choice whose answer named several options."""
    return "\n".join(ids)


def apart(value: str) -> list[str]:
    """The reverse of `together`; mostly there is only one."""
    return value.split("\n")


def picked(value: str | list[list[Any]]) -> str:
    """The id of an option that stands for a text or for languages: `fr:C1,nl:`."""
    if isinstance(value, str):
        return value
    return ",".join(f"{code}:{level or ''}" for code, level in value)


def _language(code: str, level: str | None) -> Text:
    name = Text(f"language:{code}")
    return Text("common.language_level", {"language": name, "level": level}) if level else name


def _period(value: Mapping[str, Any]) -> Text:
    if value.get("from") and value.get("to"):
        return Text("common.from_to", {"start": Text(f"day:{value['from']}"), "end": Text(f"day:{value['to']}")})
    months = tuple(Text(f"month:{month}") for month in value.get("months", ()))
    return _listed(months) if months else Text("common.any_time")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a typed answer may depend on: the person's language, today's date where they are, and what is marked or proposed
    at a question that takes several."""

    lang: str
    today: date
    proposed: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came in: typed words, a pressed option, or a file."""

    words: str = ""
    option: str | None = None
    file: FileRef | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON, to wait in `State.pending`."""
        found: dict[str, Any] = {"words": self.words}
        if self.option is not None:
            found["option"] = self.option
        if self.file is not None:
            found["file"] = msgspec.to_builtins(self.file)
        return found

    @classmethod
    def from_plain(cls, found: Mapping[str, Any]) -> "Given":
        """The reverse of `plain`."""
        file = found.get("file")
        return cls(found.get("words", ""), found.get("option"), msgspec.convert(file, FileRef) if file else None)


#: the answer of inputs that carry none
NOTHING = Given()
