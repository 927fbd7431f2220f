"""`export`: the catalogue as a CSV file that `import` reads again without a difference, and what was read wrongly."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot import example_table
from bot.commands import screens, stores
from bot.commands.remedies import OperatorError, check_place
from bot.settings import Settings
from domain.cards import COLUMN_OF, HOST_COLUMNS, PRACTICE_COLUMNS, HostCard, PracticeCard
from storage import catalogue, misreadings
from storage.card_files import CardKind
from storage.database import Database
from storage.disk import write_whole


def export_cards(settings: Settings, kind: CardKind, path: Path) -> None:
    """Write all cards of a kind to a new file, or over an old one once it is complete."""
    with _source(settings, path) as database:
        cards: Sequence[HostCard | PracticeCard] = (
            database.read_now(catalogue.hosts) if kind == "hosts" else database.read_now(catalogue.practices)
        )
    write_whole(path, table(kind, cards).encode("utf-8-sig"))  # with the mark by which Excel knows UTF-8
    screens.printer().print(f"{screens.amount(len(cards), kind)} written to {path}")


def export_readings(settings: Settings, path: Path) -> None:
    """Write the readings that staff found wrong, the newest first, as the desk gives them."""
    with _source(settings, path) as database:
        examples = database.read_now(misreadings.all_examples)
    write_whole(path, example_table.file(examples))
    screens.printer().print(f"{screens.amount(len(examples), 'examples')} written to {path}")


@contextmanager
def _source(settings: Settings, path: Path) -> Iterator[Database]:
    """The database, once it is clear that there is one and that the file can be written."""
    if path.suffix.casefold() != ".csv":
        raise OperatorError(f"{path}: not a name for a CSV file; write one that ends in .csv")
    check_place(path)
    if not stores.is_there(settings):
        raise OperatorError(f"there is no database under {settings.data_dir}: check COMPAGNON_DATA_DIR")
    with stores.opened(settings) as database:
        yield database


def table(kind: CardKind, cards: Iterable[HostCard | PracticeCard]) -> str:
    """The cards as CSV text, column names first."""
    columns = HOST_COLUMNS if kind == "hosts" else PRACTICE_COLUMNS
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(columns)
    fields = [COLUMN_OF.get(column, column) for column in columns]
    lines.writerows([_cell(getattr(card, field)) for field in fields] for card in cards)
    return written.getvalue()


def _cell(value: str | int | tuple[str | int, ...] | None) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
