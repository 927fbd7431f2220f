"""T4: the CV file and what a Europass says; sniffing and reading were done when the file was fetched."""

from typing import Any

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
    """What the file says about the person, for them to confirm."""
    facts = file.get("facts") or {}
    return {"found": bool(facts), "guesses": facts}


def save_cv(context: Context, file: dict[str, Any] | None, confirmed: dict[str, Any], share: bool) -> bool:
    """Keep the file; what the person confirmed goes into the profile."""
    if file is not None:
        people.add_document(context.work, context.person_id, "cv", file)
    profile = people.profile(context.work, context.person_id)
    people.save_profile(context.work, context.person_id, profile | confirmed | {"share_cv": share})
    return True


ACTIONS = (check_cv, read_europass, save_cv)
