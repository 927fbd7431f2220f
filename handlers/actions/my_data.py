"""T23: everything we know about a person: shown, exported, deleted; messages stopped."""

from collections.abc import Iterator
from typing import Any

import msgspec

from dialogs.state import State
from domain.messages import Part, Text, verbatim
from handlers.context import Context, Memory
from storage import people, placements, suggestions, translations
from storage.unit_of_work import UnitOfWork

#: profile fields in the order they are shown; their labels are those of the profile dialog
_SHOWN = ("name", "email", "phone", "city", "profession", "employer", "position", "motivation", "needs")


def show_my_data(context: Context) -> list[Part]:
    """What we keep, in a few lines."""
    work, person = context.work, context.person_id
    profile = people.profile(work, person)
    lines = [(Text(f"profile.{key}.label"), verbatim(str(profile[key]))) for key in _SHOWN if profile.get(key)]
    enquiry = people.latest_enquiry(work, person)
    if enquiry:
        lines.append((Text("enquiry.problem.label"), verbatim(enquiry["problem"])))
    lines += [(Text("my_data.goal"), verbatim(goal["details"]["text"])) for goal in people.goals(work, person)]
    lines += [(Text("my_data.document"), verbatim(doc["name"])) for doc in people.documents(work, person)]
    parts = [Part(Text("my_data.shown"), "title")]
    parts += [Part(Text("common.line", {"label": label, "value": value}), "card") for label, value in lines]
    counted = {
        "requests": len(people.requests(work, person)),
        "messages": len(people.transcript(work, person)),
        "consents": len(people.consents(work, person)),
    }
    parts.append(Part(Text("my_data.counts", {**counted}), "note"))
    return parts


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
