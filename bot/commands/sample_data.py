"""An empty installation filled with invented hosts and good practices, a helpdesk for each language, and prepared answers."""

from typing import Final

from sqlalchemy import Connection

from bot import samples
from bot.app import App
from bot.inbox import milliseconds
from domain.canned_files import starting
from domain.language import SERVED
from locales import formats
from storage import canned, catalogue, helpdesks
from storage.helpdesks import Helpdesk

#: where the clocks of the invented helpdesks stand, by language
_ZONES: Final = {
    "en": "Europe/Malta", "fr": "Europe/Brussels", "nl": "Europe/Brussels", "de": "Europe/Berlin", "es": "Europe/Madrid",
    "it": "Europe/Rome",
}  # fmt: skip


def fill(app: App) -> None:
    """Write the samples, each kind unless there is some of it already."""
    app.database.write_now(_helpdesks)
    (hosts, *_), (practices, *_) = app.database.read_now(catalogue.version)
    if hosts or practices:
        return
    app.database.write_now(lambda c: canned.take_in(c, milliseconds(), starting()))
    cards = list(samples.hosts())
    app.database.write_now(lambda c: catalogue.save_hosts(c, milliseconds(), cards))
    app.database.write_now(lambda c: catalogue.save_practices(c, milliseconds(), samples.practices(cards)))


def _helpdesks(connection: Connection) -> None:
    if helpdesks.everyone(connection):
        return
    for lang in SERVED:
        # English stands in for all, French for English
        one = Helpdesk(
            lang, f"Helpdesk {formats.autonym(lang)}", (lang,), _ZONES.get(lang, ""),
            "Mon-Thu 9:00-12:30 13:30-17:00; Fri 9:00-12:30", "01-01 05-01 12-25",
            "fr" if lang == "en" else "en",
        )  # fmt: skip
        helpdesks.save(connection, one)
