"""T3: what is known already, what a phone number and a photo must be, and the profile itself."""

from typing import Any

from domain.answers import NotUnderstood, contact
from domain.messages import Text
from domain.uploads import REFUSALS
from handlers.actions.enquiry import all_ids
from handlers.context import Context
from storage import people


def known_profile(context: Context) -> dict[str, Any]:
    """Guesses from the enquiry, the CV and an earlier profile, to be confirmed; and the concepts to choose from."""
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    guesses = {key: enquiry[key] for key in ("sectors", "client_groups", "languages") if enquiry.get(key)}
    if likely := enquiry.get("likely_sectors"):
        guesses["sectors"] = likely
    guesses |= {key: value for key, value in people.profile(context.work, context.person_id).items() if value}
    return {
        "sectors": all_ids("sector"),
        "client_groups": all_ids("client_group"),
        "guesses": guesses,
    }


def check_phone(context: Context, value: str | None) -> Text | None:
    """A telephone number; one of the country where they work is completed once that is known (`save_profile`)."""
    if not value:
        return None
    try:
        contact.phone(value)
    except NotUnderstood as refused:
        return None if refused.code == "phone-international" else Text(f"answer.error.{refused.code}")
    return None


def _from_abroad(number: str | None, countries: list[str]) -> str | None:
    """The number as it is dialled from abroad, as far as the country is known."""
    try:
        return contact.phone(number, countries[0] if len(countries) == 1 else None) if number else number
    except NotUnderstood:
        return number


def check_photo(context: Context, value: dict[str, Any] | None) -> Text | None:
    """A picture."""
    if value is None:
        return None
    return _problem(value) or (None if value.get("kind") in ("jpeg", "png") else Text("answer.error.not_a_picture"))


def _problem(file: dict[str, Any]) -> Text | None:
    problem = file.get("problem")
    if not problem:
        return None
    return Text(f"answer.error.file.{problem if problem in REFUSALS else 'gone'}")


def save_profile(context: Context, values: dict[str, Any]) -> bool:
    """Keep the profile; the photo becomes a document of its own. What was left out is gone, also if it was there before."""
    work, person = context.work, context.person_id
    photo = values.pop("photo", None)
    if photo:
        people.add_document(work, person, "photo", photo)
    else:
        people.remove_document(work, person, "photo")
    values["phone"] = _from_abroad(values.get("phone"), values.get("country") or [])
    # whether the CV may be shown is asked with the CV
    others = {key: value for key, value in people.profile(work, person).items() if key == "share_cv"}
    people.save_profile(work, person, values | others)
    return True


ACTIONS = (known_profile, check_phone, check_photo, save_profile)
