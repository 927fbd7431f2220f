"""What a trainee has told, line by line: profile and enquiry in the words of the dialogs that asked for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.console.wording import Wording
from domain import countries
from domain.messages import Text
from locales import catalogue

#: field and kind of value, in the order of the dialogs; the labels are those of the dialogs
PROFILE: Final = (
    ("name", "text"), ("email", "text"), ("phone", "text"), ("country", "countries"), ("city", "text"),
    ("profession", "text"), ("employer", "text"), ("employer_address", "text"), ("position", "text"), ("years", "text"),
    ("sectors", "concepts"), ("client_groups", "concepts"), ("skills", "options"), ("languages", "languages"),
    ("motivation", "text"), ("needs", "text"), ("share", "yes_no"),
)  # fmt: skip
ENQUIRY: Final = (
    ("problem", "text"), ("benefit", "text"), ("wish", "text"), ("understood_other", "text"), ("sectors", "concepts"),
    ("client_groups", "concepts"), ("topics", "concepts"), ("countries", "countries"), ("period", "period"),
    ("days", "text"), ("people", "text"),
    ("languages", "languages"), ("employer", "option"), ("money", "option"), ("obstacles", "options"),
    ("obstacle_help", "text"),
)  # fmt: skip
#: what the trainee was promised that only the helpdesk sees
PRIVATE: Final = frozenset({"needs"})


@dataclass(frozen=True, slots=True)
class Field:
    """A line: what was asked, what was answered; `stored` is the file that the value names."""

    label: str
    value: str
    private: bool = False
    stored: str = ""


def profile(wording: Wording, values: Mapping[str, Any]) -> list[Field]:
    """The profile, without what is not filled in."""
    return _fields(wording, "profile", PROFILE, values)


def enquiry(wording: Wording, values: Mapping[str, Any]) -> list[Field]:
    """The enquiry, without what was skipped; no country means anywhere."""
    return _fields(wording, "enquiry", ENQUIRY, values)


def _fields(wording: Wording, dialog: str, kinds: Sequence[tuple[str, str]], values: Mapping[str, Any]) -> list[Field]:
    found = []
    for key, kind in kinds:
        value = values.get(key)
        if value is None or (value in ("", []) and kind != "countries") or key not in values:
            continue
        label = wording.t("enquiry.topics") if key == "topics" else wording.show(Text(f"{dialog}.{key}.label"))
        found.append(Field(label, _shown(wording, f"{dialog}.{key}", kind, value), key in PRIVATE))
    return found


def _shown(wording: Wording, name: str, kind: str, value: Any) -> str:
    match kind:
        case "concepts" if isinstance(value, list):
            return ", ".join(wording.show(Text(f"concept:{one}")) for one in value)
        case "countries" if isinstance(value, list):
            return wording.show(countries.shown([str(code) for code in value]))
        case "languages" if isinstance(value, list):
            return ", ".join(_language(wording, one) for one in value)
        case "period" if isinstance(value, dict):
            return _period(wording, value)
        case "option":
            return option(wording, name, str(value))
        case "options" if isinstance(value, list):
            return ", ".join(option(wording, name, str(one)) for one in value)
        case "yes_no":
            return wording.show(Text("common.yes" if value else "common.no"))
        case _:
            return str(value)


def option(wording: Wording, name: str, value: str) -> str:
    """The label of an option of a dialog; words of the trainee's own stay as they are."""
    key = f"{name}.option.{value}"
    return wording.show(Text(key)) if catalogue.has(key) else value


def _language(wording: Wording, one: Any) -> str:
    code, level = one if isinstance(one, list) and len(one) == 2 else (one, None)
    name = wording.in_a_sentence(str(code))
    return f"{name} ({level})" if level else name


def _period(wording: Wording, value: Mapping[str, Any]) -> str:
    if value.get("from") and value.get("to"):
        return wording.days(str(value["from"]), str(value["to"]))
    months = [wording.show(Text(f"month:{month}")) for month in value.get("months") or ()]
    return ", ".join(months) or wording.show(Text("common.any_time"))
