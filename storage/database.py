"""The database: who may write when.

SQLite has one writer: a thread that takes jobs from a queue and commits all that are waiting in one go (group commit), so
that durability costs one `fsync` for many turns. PostgreSQL lets several jobs run side by side, each in its own
transaction. Both offer the same two calls, `write` and `read`.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, pool
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

T = TypeVar("T")
Job = Callable[[Connection], T]

#: how many PostgreSQL transactions one process runs side by side
POSTGRES_THREADS = 4
#: how many jobs share one commit at the most
GROUP = 64
#: how often, and how many seconds apart, a new file is asked for its write-ahead log
_TRIES, _PAUSE = 100, 0.05
#: SQLite's `synchronous` for what must outlive a power failure, and for what need not
LASTING, PASSING = "FULL", "NORMAL"


#: primary result codes of SQLite: busy, locked, out of memory, read-only, disk error, full, cannot open
_SQLITE_OUT_OF_ORDER = frozenset({5, 6, 7, 8, 10, 13, 14})
#: classes of PostgreSQL's error codes: connection, transaction state and rollback, resources, in use, operator, system
_POSTGRES_OUT_OF_ORDER = ("08", "25", "40", "53", "55", "57", "58")


def is_out_of_order(error: BaseException | None) -> bool:
    """Is it the database that fails (gone, full, locked, read-only) and not what was asked of it? Then later is better."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_OUT_OF_ORDER
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # no answer at all: there is no connection
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(_POSTGRES_OUT_OF_ORDER)


class Database:
    """One database. A job is a function of a connection; it may be run a second time when its group failed."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            if self.url.database and self.url.database != ":memory:":
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = _sqlite(url, "BEGIN IMMEDIATE")
            self._readers = _sqlite(url, "BEGIN")
            self._writer: _GroupWriter | None = _GroupWriter(self.engine)
        else:
            self.engine = create_engine(
                url, pool_size=POSTGRES_THREADS + 2, pool_pre_ping=True, connect_args={"connect_timeout": 5}
            )
            self._readers = self.engine
            self._writer = None
        self._threads = ThreadPoolExecutor(POSTGRES_THREADS, thread_name_prefix="database")

    async def write(self, job: Job[T], *, lasting: bool = True) -> T:
        """Run `job` in a transaction and return its result once it is committed.

        What is not `lasting` outlives the process at once, but a power failure only from the next commit that is: it does not
        wait for the disk.
        """
        if self._writer is not None:
            return await asyncio.wrap_future(self._writer.submit(job, lasting))
        run = partial(self.write_now, lasting=lasting)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, job)

    async def read(self, job: Job[T]) -> T:
        """Run `job` against the last committed state."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, job)

    def write_now(self, job: Job[T], *, lasting: bool = True) -> T:
        """The same as `write`, for callers that are not asynchronous (the command line, tests)."""
        if self._writer is not None:
            return self._writer.submit(job, lasting).result()
        with self.engine.begin() as connection:
            if not lasting:
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
            return job(connection)

    def read_now(self, job: Job[T]) -> T:
        """The same as `read`, for callers that are not asynchronous."""
        with self._readers.connect() as connection:
            return job(connection)

    def close(self) -> None:
        """Finish what is queued and let go of the files."""
        if self._writer is not None:
            self._writer.close()
        self._threads.shutdown()
        self._readers.dispose()
        self.engine.dispose()


def _sqlite(url: str, begin: str) -> Engine:
    engine = create_engine(url, poolclass=pool.QueuePool, pool_size=POSTGRES_THREADS, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # the driver must not open transactions of its own: `begin` below does
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", f"synchronous={LASTING}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log. While another process does the same, SQLite refuses at once instead of waiting."""
    for _ in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_PAUSE)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


@dataclass(frozen=True, slots=True)
class _Submitted:
    job: Job[Any]
    future: Future[Any]
    lasting: bool


class _GroupWriter:
    """A thread that runs the queued jobs of SQLite, many to a commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._lasting = True
        self._jobs: queue.SimpleQueue[_Submitted | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T], lasting: bool) -> Future[T]:
        future: Future[T] = Future()
        self._jobs.put(_Submitted(job, future, lasting))
        return future

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        last = False
        while not last and (first := self._jobs.get()) is not None:
            group = [first]
            while len(group) < GROUP and not self._jobs.empty():
                more = self._jobs.get()
                if more is None:
                    last = True
                    break
                group.append(more)
            self._commit(group)
        if self._connection is not None:
            self._connection.close()

    @contextmanager
    def _transaction(self, group: Sequence[_Submitted]) -> Iterator[Connection]:
        """On a connection held for good: taking one from the pool and giving it back costs as much as the transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
        lasting = any(one.lasting for one in group)
        if lasting != self._lasting:
            driver: Any = self._connection.connection.driver_connection
            driver.execute(f"PRAGMA synchronous={LASTING if lasting else PASSING}")
            self._lasting = lasting
        with self._connection.begin():
            yield self._connection

    def _commit(self, submitted: Sequence[_Submitted]) -> None:
        group = [one for one in submitted if one.future.set_running_or_notify_cancel()]
        if not group:
            return
        try:
            with self._transaction(group) as connection:
                results = [one.job(connection) for one in group]
        except Exception as error:
            if len(group) == 1:
                group[0].future.set_exception(error)
                return
            # one of them failed and took the others with it: each gets a transaction of its own
            for one in group:
                try:
                    with self._transaction([one]) as connection:
                        result = one.job(connection)
                except Exception as own:
                    one.future.set_exception(own)
                else:
                    one.future.set_result(result)
            return
        for one, result in zip(group, results, strict=True):
            one.future.set_result(result)
