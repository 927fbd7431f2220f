"""`canned import | export`: answers written beforehand as a TOML file, one table each."""

from pathlib import Path

from sqlalchemy import Connection

from bot.commands import screens, stores
from bot.commands.remedies import OperatorError, check_place
from bot.inbox import milliseconds
from bot.settings import Settings
from domain.canned import Canned
from domain.canned_files import CannedFileError, read, starting, write
from storage import canned, helpdesks, staff
from storage.disk import write_whole

#: bytes of a file: thousands of answers
_LARGEST = 5_000_000


def import_answers(settings: Settings, path: Path | None, lang: str) -> None:
    """Keep the answers of a file, or those to start with; one that is there already gives way. Raises OperatorError."""
    answers = starting(lang) if path is None else _read(path, lang)

    def job(connection: Connection) -> tuple[int, int]:
        teams = {one.code for one in helpdesks.everyone(connection)}
        if strangers := sorted({one.team for one in answers} - teams - {""}):
            raise OperatorError(f"there is no team {', '.join(strangers)}: nothing was imported", 1)
        now = milliseconds()
        counted = canned.take_in(connection, now, answers)
        staff.record(connection, now, "system", "canned.saved")
        return counted

    with stores.opened(settings) as database:
        new, changed = database.write_now(job)
    same = len(answers) - new - changed
    screens.printer().print(
        f"{screens.amount(len(answers), 'answers')}: {new} new, {changed} changed, {same} as they were"
    )


def export_answers(settings: Settings, path: Path) -> None:
    """Write all answers to a file that `import` takes again. Raises OperatorError."""
    check_place(path)
    if not stores.is_there(settings):
        raise OperatorError(f"there is no database under {settings.data_dir}: check COMPAGNON_DATA_DIR")
    with stores.opened(settings) as database:
        answers = database.read_now(canned.of_teams)
    write_whole(path, write(answers).encode())
    screens.printer().print(f"{screens.amount(len(answers), 'answers')} written to {path}")


def _read(path: Path, lang: str) -> list[Canned]:
    try:
        if path.stat().st_size > _LARGEST:
            raise OperatorError(f"{path.name}: larger than {_LARGEST:,} bytes; is it the right file?")
        return read(path.read_text(encoding="utf-8-sig"), lang)
    except OSError as error:
        raise OperatorError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{path.name}: not UTF-8; save it as UTF-8 and import it again") from None
    except CannedFileError as error:
        raise OperatorError(f"{path.name}: {screens.printable(str(error))}", 1) from None
