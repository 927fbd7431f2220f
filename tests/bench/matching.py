"""Finding hosts among 1,200, 10,000 and 100,000 cards, beside rapidfuzz, FTS5 and bm25s on the same texts in the same run.

`python -m tests.bench.matching --million` measures 1,000,000 cards on PostgreSQL instead: that takes a quarter of an hour. Cards
are made of pieces of the sample catalogue, requests are sentences of it in eight languages with wishes that filter.
"""

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Connection

from bot import samples
from bot.catalogue_index import Catalogue
from bot.samples.themes import THEMES
from bot.samples.themes import words as sample_words
from domain.cards import HostCard
from domain.matching_wish import Wish
from storage import catalogue, schema
from storage.crypto import Keys
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bench.report import Figure, show

SIZES, MILLION = (1_200, 10_000, 100_000), 1_000_000
ASKED, ASKED_OF_SLOW_ONES = 100, 5
LANGUAGES = ("en", "fr", "nl", "de", "es", "it", "pt", "pl")
#: cards read for real; larger catalogues carry what was read of these
READ = 1_200
_AT_ONCE = 5_000
#: as everywhere here, the time of the processor: what else runs on the machine does not count; a server's time does
clock: Callable[[], float] = time.process_time
NOW = 1_800_000_000_000

Search = Callable[[str], object]


@cache
def read_cards() -> tuple[list[HostCard], list[bytes], float]:
    """Sample cards, what was made of them, and the seconds that took."""
    cards = [replace(card, status="active") for card in samples.hosts(READ)]
    for card in cards[:100]:  # the words of eight languages, read once by any program that imports
        catalogue.tags_of(card)
    begun = clock()
    return cards, [catalogue.tags_of(card) for card in cards], clock() - begun


def cards_of(size: int) -> Iterator[tuple[HostCard, bytes]]:
    """So many cards: texts of sample cards with a piece of another one, and the tags of the first."""
    cards, tags, _ = read_cards()
    chance = random.Random(size)
    for number in range(size):
        place = number % READ if number < READ else chance.randrange(READ)
        card, other = cards[place], cards[chance.randrange(READ)]
        text = card.description if number < READ else f"{card.description} {other.description[:120]}"
        yield replace(card, external_id=f"B{number}", description=text, country=other.country), tags[place]


def wishes() -> list[Wish]:
    """What is asked: one filter or two, as in most enquiries."""
    chance = random.Random(5)
    asked = []
    for number in range(ASKED):
        lang = LANGUAGES[number % len(LANGUAGES)]
        sentences = sample_words(lang)["themes"][THEMES[number % len(THEMES)].id]
        spoken = tuple({lang, "en"})
        months = (chance.randint(1, 12),) if number % 2 else ()
        asked.append(Wish(str(chance.choice(sentences)), lang=lang, working_languages=spoken, months=months, days=5))
    return asked


@contextmanager
def stored(size: int, url: str) -> Iterator[Database]:
    """A database with so many cards."""
    database = Database(url)
    schema.upgrade(database.engine)
    part: list[tuple[HostCard, bytes]] = []
    for each in (*cards_of(size), None):
        if each is not None:
            part.append(each)
        if len(part) == _AT_ONCE or each is None:
            database.write_now(partial(_keep, part))
            part = []
    try:
        yield database
    finally:
        database.engine.dispose()


def _keep(part: Sequence[tuple[HostCard, bytes]], connection: Connection) -> None:
    tags = {card.external_id: made for card, made in part}
    catalogue.save_hosts(connection, NOW, [card for card, _ in part], tags)


def measured(database: Database, size: int) -> list[Figure]:
    """Our search on a database, and what it costs to get there."""
    found, before = Catalogue(), _memory()
    with _working(database) as work:
        begun = clock()
        own = found(work).bytes / 1e6
        took, memory = clock() - begun, _memory() - before
        asked = wishes()
        for wish in asked[: len(LANGUAGES)]:
            found(work).search(wish, 1)
        times = [_timed(partial(_search, found, work, wish)) for wish in asked]
    card, made = next(cards_of(1))
    database.write_now(partial(_keep, [(replace(card, name="Changed"), made)]))
    found.look_again()
    with _working(database) as work:
        again = _timed(partial(found, work))
    name, target = f"{size:,} cards", {1_200: 50.0, 100_000: 300.0}.get(size)
    p95 = quantiles(times, n=20)[-1]
    return [
        Figure(f"{name}: a search, p50", median(times), "ms"),
        Figure(
            f"{name}: a search, p95", p95, "ms", f"≤ {target:g} ms" if target else "", p95 <= target if target else None
        ),
        Figure(f"{name}: reading the catalogue at start", took, "s"),
        Figure(f"{name}: one card changed, until it is found", again, "ms"),
        Figure(f"{name}: columns in memory", own, "MB"),
        Figure(f"{name}: memory in all", memory, "MB"),
    ]


def peers(size: int) -> list[Figure]:
    """The others, on the texts alone: no filters, no reasons."""
    texts = [f"{card.name} {card.description}" for card, _ in cards_of(size)]
    figures = []
    for name, make in (("rapidfuzz", _rapidfuzz), ("FTS5", _fts5), ("bm25s", _bm25s)):
        begun = clock()
        try:
            search = make(texts)
        except ImportError:
            continue
        took = clock() - begun
        asked = wishes()[: ASKED_OF_SLOW_ONES if name == "rapidfuzz" and size > SIZES[0] else ASKED]
        times = [_timed(partial(search, wish.problem)) for wish in asked]
        figures.append(Figure(f"{size:,} cards: {name}, p50", median(times), "ms"))
        figures.append(Figure(f"{size:,} cards: {name}, p95", quantiles(times, n=20)[-1], "ms"))
        figures.append(Figure(f"{size:,} cards: {name}, made ready", took, "s"))
    return figures


def _rapidfuzz(texts: Sequence[str]) -> Search:
    from rapidfuzz import fuzz, process

    return lambda words: process.extract(words, texts, scorer=fuzz.token_set_ratio, limit=3)


def _fts5(texts: Sequence[str]) -> Search:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE card USING fts5(words, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO card VALUES (?)", ((text,) for text in texts))
    query = "SELECT rowid FROM card WHERE card MATCH ? ORDER BY bm25(card) LIMIT 3"

    def search(words: str) -> object:
        terms = (f'"{word}"' for word in "".join(c if c.isalnum() else " " for c in words).split())
        return connection.execute(query, (" OR ".join(terms),)).fetchall()

    return search


def _bm25s(texts: Sequence[str]) -> Search:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts), stopwords=None, show_progress=False), show_progress=False)

    def search(words: str) -> object:
        return index.retrieve(bm25s.tokenize([words], stopwords=None, show_progress=False), k=3, show_progress=False)

    return search


@contextmanager
def _working(database: Database) -> Iterator[UnitOfWork]:
    with database.engine.connect() as connection:
        yield UnitOfWork(connection, Keys.from_secret("b" * 40).vault, NOW)


def _search(found: Catalogue, work: UnitOfWork, wish: Wish) -> object:
    return found(work).search(wish, 3)


def _timed(call: Callable[[], object]) -> float:
    begun = clock()
    call()
    return (clock() - begun) * 1000


def _memory() -> float:
    """What this process takes, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def run() -> list[Figure]:
    """Measure on SQLite."""
    _, _, took = read_cards()
    figures = [
        Figure(
            f"reading {READ:,} cards, at import or after a change of the vocabulary", took, "s", "≤ 20 s", took <= 20
        )
    ]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, stored(size, f"sqlite:///{folder}/bench.db") as database:
            figures += measured(database, size)
        figures += peers(size)
    return figures


async def run_million() -> list[Figure]:
    """Measure 1,000,000 cards on PostgreSQL."""
    from tests.doubles.postgres import Postgres

    global clock
    clock = time.perf_counter
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder))
        try:
            with stored(MILLION, server.start()) as database:
                return measured(database, MILLION)
        finally:
            server.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching")
    parser.add_argument("--million", action="store_true")
    given = parser.parse_args()
    show("matching", asyncio.run(run_million() if given.million else run()), as_json=False)


if __name__ == "__main__":
    main()
