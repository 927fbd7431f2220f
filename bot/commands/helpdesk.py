"""`helpdesk set | list | remove | figures`: which teams answer, in which languages, when, and how they do."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.helpdesk_fields import WrongField, changed, is_code
from bot.inbox import milliseconds
from bot.settings import Settings
from domain.service import Times
from storage import helpdesks, notices, service, staff
from storage.helpdesks import Helpdesk

_ALL = "compagnon helpdesk list shows them all"


def set_up(settings: Settings, code: str, written: Mapping[str, str]) -> None:
    """Make a helpdesk, or change what is `written` of one. Raises OperatorError."""
    if not is_code(code):
        raise OperatorError(f"{code}: write a code of at most 8 small letters and figures, such as fr")

    def write(connection: Connection) -> tuple[Helpdesk, bool]:
        known = helpdesks.everyone(connection)
        before = next((one for one in known if one.code == code), None)
        if before is None and not {"name", "langs"} <= set(written):
            raise OperatorError(f"{code} is new: it needs --name and --langs")
        one = changed(before or Helpdesk(code, "", ()), written, known)
        helpdesks.save(connection, one)
        what = "helpdesk.changed" if before is not None else "helpdesk.added"
        staff.record(connection, milliseconds(), "system", what, f"helpdesk:{code}")
        return one, before is None

    with opened(settings) as database:
        try:
            one, new = database.write_now(write)
        except WrongField as error:
            raise OperatorError(f"--{error.field.replace('_', '-')}: {error}") from None
    print(f"{one.code} ({one.name}) {'is set up' if new else 'is changed'}: {_now(one, ZoneInfo(settings.time_zone))}")


def list_all(settings: Settings) -> None:
    """Print all helpdesks."""
    with opened(settings) as database:
        known = database.read_now(helpdesks.everyone)
    if not known:
        print('No helpdesks yet: compagnon helpdesk set fr --name "Français" --langs fr --hours "Mon-Fri 9:00-17:00"')
        return
    table = Table(
        "code", "name", "languages", "hours", "time zone", "stands in", "first answer", "now", box=None, pad_edge=False
    )
    zone = ZoneInfo(settings.time_zone)
    for one in known:
        table.add_row(
            one.code, one.name, ", ".join(one.langs), one.hours or "-", one.zone or settings.time_zone,
            one.fallback or "-", f"{one.first_answer} min", _now(one, zone),
        )  # fmt: skip
    Console(markup=False, highlight=False).print(table)


def remove(settings: Settings, code: str) -> None:
    """Forget a helpdesk that is in charge of nothing. Raises OperatorError."""

    def write(connection: Connection) -> bool:
        if held := helpdesks.in_charge(connection, code):
            raise OperatorError(f"{code} is in charge of {held} conversations: give them to another helpdesk first", 1)
        if not helpdesks.remove(connection, code):
            return False
        staff.record(connection, milliseconds(), "system", "helpdesk.removed", f"helpdesk:{code}")
        return True

    with opened(settings) as database:
        if not database.write_now(write):
            raise OperatorError(f"{code} is no helpdesk: {_ALL}", 1)
    print(f"{code} is removed")


def figures(settings: Settings, days: int) -> None:
    """Print how the helpdesks do: times are hours and minutes of opening hours."""
    zone, now = ZoneInfo(settings.time_zone), milliseconds()
    with opened(settings) as database:
        found = database.read_now(lambda connection: service.figures(connection, now, zone, days))
        lost = database.read_now(notices.count_given_up)
    table = Table(
        "helpdesk", "waiting", "longest", "first answer", "9 of 10", "in time", "until done", "9 of 10", "good/fair/bad",
        box=None, pad_edge=False,
    )  # fmt: skip
    for one in found:
        kept = "-" if one.kept is None else f"{one.kept:.0%}"
        bad, fair, good = one.scores
        table.add_row(
            one.team, str(one.waiting), _length(one.longest) if one.waiting else "-", *_times(one.first), kept,
            *_times(one.resolved), f"{good}/{fair}/{bad}",
        )  # fmt: skip
    Console(markup=False, highlight=False).print(table)
    if lost:
        print(f"{lost} notices could not be mailed")


def _times(of: Times) -> tuple[str, str]:
    return (_length(of.median), _length(of.p90)) if of.count else ("-", "-")


def _length(milliseconds_: int) -> str:
    minutes = milliseconds_ // 60_000
    return f"{minutes // 60}:{minutes % 60:02d}"


def _now(one: Helpdesk, zone: ZoneInfo) -> str:
    now, hours = milliseconds(), one.opening(zone)
    if hours is None:
        return "no hours"
    if hours.is_open(now):
        return "open"
    opens = hours.opens_next(now)
    if opens is None:
        return "closed for good"
    return f"closed until {datetime.fromtimestamp(opens / 1000, hours.zone):%Y-%m-%d %H:%M}"
