"""T4: the CV file and what a Europass says; sniffing and reading were done when the file was fetched."""

from typing import Any

import msgspec

from dialogs.state import Answer, State
from domain.messages import Text
from domain.uploads import REFUSALS
from handlers.context import Context
from storage import people

#: a CV is one of these
KINDS = ("pdf", "docx", "xml")


def check_cv(context: Context, value: dict[str, Any] | None) -> Text | None:
    """A PDF, Word or Europass XML file that could be fetched and is what it says."""
    if value is None:
        return None
    problem = value.get("problem")
    if problem:
        return Text(f"answer.error.file.{problem if problem in REFUSALS else 'gone'}")
    return None if value.get("kind") in KINDS else Text("answer.error.file.type")


def read_europass(context: Context, file: dict[str, Any]) -> dict[str, Any]:
    """What the file says about the person, for them to confirm: `guesses`, without what the profile says as well, and what
    the `profile` says otherwise."""
    facts = file.get("facts") or {}
    known = people.profile(context.work, context.person_id)
    guesses = {key: value for key, value in facts.items() if _plain(value) != _plain(known.get(key))}
    return {"guesses": guesses, "profile": {key: known[key] for key in guesses if known.get(key)}}


def _plain(value: Any) -> Any:
    """For comparing: the same name in other letters, the same number with other spaces, the same languages in another order."""
    if isinstance(value, list):
        return sorted((str(code), str(level)) for code, level in value)
    return "".join(letter for letter in str(value or "").casefold() if letter.isalnum())


def remove_cv(context: Context) -> bool:
    """Forget the file of the CV; returns whether there was one."""
    return people.remove_document(context.work, context.person_id, "cv")


def save_cv(context: Context, file: dict[str, Any] | None, confirmed: dict[str, Any], share: bool) -> bool:
    """Keep the file; what the person confirmed goes into the profile, also into the dialog that they may open again."""
    work, person = context.work, context.person_id
    if file is not None:
        people.add_document(work, person, "cv", file)
    people.save_profile(work, person, people.profile(work, person) | confirmed | {"share_cv": share})
    archived = people.archived(work, person, "profile")
    if archived is not None and confirmed:
        state = msgspec.json.decode(archived, type=State)
        state.answers |= {key: Answer(value) for key, value in confirmed.items()}
        people.archive(work, person, "profile", msgspec.json.encode(state))
    return True


ACTIONS = (check_cv, read_europass, remove_cv, save_cv)
