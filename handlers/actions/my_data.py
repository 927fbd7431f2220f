"""T23: everything we know about a person: shown, exported, deleted; messages stopped."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from dialogs.options import concepts
from dialogs.questions import Kind, Option, Question
from dialogs.state import State
from domain.messages import Part, Text, verbatim
from handlers.context import Context, Memory
from storage import people, placements, suggestions, translations
from storage.unit_of_work import UnitOfWork

#: kinds of question whose answers read otherwise than as words
_KINDS: Mapping[str, Kind] = {
    "country": "countries", "countries": "countries", "period": "period", "languages": "languages", "share": "yes_no",
    "money": "choice", "skills": "choices", "obstacles": "choices", "sectors": "choices", "client_groups": "choices",
    "topics": "choices",
}  # fmt: skip
#: fields whose values are concepts
_CONCEPTS = ("sectors", "client_groups", "topics")
#: labels of fields that no question is named after
_LABELS = {"enquiry.topics": "enquiry.understood"}
#: what is kept of the profile and of the search, in the order of the questions; their labels are those of the dialogs
_PROFILE = (
    "name", "email", "phone", "country", "city", "profession", "employer", "employer_address", "position", "years", "sectors",
    "client_groups", "skills", "languages", "motivation", "needs", "share",
)  # fmt: skip
_ENQUIRY = (
    "problem", "benefit", "wish", "topics", "understood_other", "sectors", "client_groups", "countries", "period", "days",
    "people", "languages", "employer", "money", "obstacles", "obstacle_help",
)  # fmt: skip
Line = tuple[Text, Text]


def show_my_data(context: Context) -> list[Part]:
    """What we keep of the answers, line by line; the rest is counted."""
    work, person = context.work, context.person_id
    lines = [*_lines("profile", people.profile(work, person), _PROFILE)]
    lines += _lines("enquiry", people.latest_enquiry(work, person) or {}, _ENQUIRY)
    for goal in people.goals(work, person):
        lines.append((Text("my_data.goal"), verbatim(goal["details"]["text"])))
        if plan_b := goal["details"].get("plan_b"):
            lines.append((Text("my_data.plan_b"), verbatim(plan_b)))
    lines += [(Text("request.message.label"), verbatim(one["message"])) for one in people.requests(work, person)]
    lines += [(Text("my_data.document"), verbatim(doc["name"])) for doc in people.documents(work, person)]
    parts = [Part(Text("my_data.shown"), "title")]
    parts += [Part(Text("common.line", {"label": label, "value": value}), "card") for label, value in lines]
    counted = {
        "requests": len(people.requests(work, person)),
        "messages": len(people.transcript(work, person)),
        "consents": len(people.consents(work, person)),
    }
    parts.append(Part(Text("my_data.counts", {**counted}), "note"))
    parts.append(Part(Text("my_data.rest"), "note"))
    return parts


def _lines(dialog: str, kept: Mapping[str, Any], keys: Iterable[str]) -> Iterator[Line]:
    """The label and the value of each field that is kept, as the review of the dialog shows them."""
    for key in keys:
        value = kept.get(key)
        if value is None or value == "" or (value == [] and key not in ("countries",)):
            continue
        name = f"{dialog}.{key}"
        yield Text(f"{_LABELS.get(name, name)}.label"), _shown(name, key, value)


def _shown(name: str, key: str, value: Any) -> Text:
    kind: Kind = "choice" if name == "enquiry.employer" else _KINDS.get(key, "text")
    named = value if isinstance(value, list) else [value]
    options: list[Option] = []
    if key in _CONCEPTS:
        options = concepts(named)
    elif kind in ("choice", "choices"):
        options = [Option(one, Text(f"{name}.option.{one}")) for one in named]
    return Question(key=key, kind=kind, text=Text(f"{name}.ask"), options=tuple(options)).show(value)


def export_my_data(context: Context) -> list[Part]:
    """An address where the whole of it can be fetched as a file."""
    link = context.services.export_link(context.work, context.person_id)
    return [Part(Text("my_data.export_ready", {"link": link}))]


def everything(work: UnitOfWork, person: int) -> dict[str, Any]:
    """All we keep about a person, for the export (P2); `answers` are all those given, in unfinished dialogs too."""
    return {
        "profile": people.profile(work, person),
        "enquiry": people.latest_enquiry(work, person),
        "goals": people.goals(work, person),
        "answers": [_answers(state) for state in _dialogs(work, person) if state.answers],
        "documents": people.documents(work, person),
        "hosts": people.suggested(work, person),
        "shown": suggestions.of_person(work, person),
        "requests": people.requests(work, person),
        "placements": placements.of_person(work.connection, work.vault, person),
        "consents": people.consents(work, person),
        "messages": people.transcript(work, person),
        "translations": translations.of_person(work.connection, work.vault, person),
        "messages_stopped": people.is_stopped(work, person),
    }


def _dialogs(work: UnitOfWork, person: int) -> Iterator[State]:
    for archived in people.all_archived(work, person):
        yield msgspec.json.decode(archived, type=State)
    for kept in people.memories(work, person):
        session = msgspec.json.decode(kept, type=Memory).session
        yield from (*session.saved.values(), *session.stack)


def _answers(state: State) -> dict[str, Any]:
    return {"dialog": state.dialog, "given": {key: answer.value for key, answer in state.answers.items()}}


def toggle_messages(context: Context) -> bool:
    """Stop reminders and broadcasts, or allow them again; returns whether they are stopped now."""
    stopped = not people.is_stopped(context.work, context.person_id)
    people.set_stopped(context.work, context.person_id, stopped)
    return stopped


def stop_messages(context: Context) -> bool:
    """Stop reminders and broadcasts, if they are not stopped already."""
    people.set_stopped(context.work, context.person_id, True)
    return True


def delete_me(context: Context) -> bool:
    """Forget the person."""
    people.erase(context.work, context.person_id)
    context.conversation.person_id = None
    return True


ACTIONS = (show_my_data, export_my_data, toggle_messages, stop_messages, delete_me)
