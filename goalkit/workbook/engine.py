"""Connections to the workbook's database, and its faults told in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from goalkit.errors import GoalkitError

BUSY_SECONDS = 15.0
BRIEF_SECONDS = 0.25  # for what is written while a person types: nobody is waited for longer
CACHE_KIB = 64 * 1024
KEEPS = ("sqlite", "postgresql")  # the databases whose writers are known here to take turns
WRITERS_KEY = crc32(b"goalkit writes")

NO_WORKBOOK = "is not a workbook's database; move it away, and put a copy from data/backups in its place"

BUSY = "is busy: another program has been writing to it; close that one, or try again in a moment"
# What SQLite or PostgreSQL says → what is wrong and the way out.
FAULTS = {
    "locked": BUSY,
    "lock timeout": BUSY,
    "readonly": "cannot be written; check that you may write to this file and its folder",
    "read-only": "cannot be written: its server lets you only read; ask for the right to write",
    "unable to open": "cannot be opened; check that its folder exists and that you may write there",
    "not a database": NO_WORKBOOK,
    "malformed": "is damaged; move it away, and put a copy from data/backups in its place",
    "disk i/o": "cannot be read or written; check the disk that it is on",
    "no space left": "has no room left on its disk; free some space and try again",
    "full": "has no room left on its disk; free some space and try again",
    "constraint": "refused a row that does not fit its tables",
    "cannot contain nul": "keeps no text that holds the character NUL (\\x00); take it out of what is to be saved",
    "connection": "cannot be reached; check that its server runs, its address, and your name and password there",
}


def make_engine(url: str, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """An engine for that SQLAlchemy URL of SQLite or PostgreSQL, with waiting and transactions of our own.

    A writer waits up to `busy_seconds` for another one. Raises GoalkitError for a URL that is
    none or of another database, or whose driver is missing.
    """
    try:
        kind = sa.make_url(url).get_backend_name()
        if kind not in KEEPS:
            raise ArgumentError(f"a workbook is kept in {' or '.join(KEEPS)}, not in {kind}")
        # A server may have let go of a connection that a notebook kept since yesterday.
        engine = sa.create_engine(url, pool_pre_ping=kind != "sqlite")
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise GoalkitError(
            f"database {_without_password(url)!r} in data/workbook.toml cannot be used ({error}); "
            "expected a SQLAlchemy URL such as postgresql+psycopg://me@host/goals, and its driver installed: "
            "pip install 'psycopg[binary]'"
        ) from error
    take_turns = _listen if kind == "sqlite" else _queue
    take_turns(engine, busy_seconds)
    return engine


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def _listen(engine: sa.Engine, busy_seconds: float) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        connection.execute(f"PRAGMA busy_timeout = {_milliseconds(busy_seconds)}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes its turn at the start: one that reads first and then finds another
        # writer in between could only fail.
        options = connection.get_execution_options()
        waits = options.get("waits") or busy_seconds
        if connection.info.get("waits", busy_seconds) != waits:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_milliseconds(waits)}")
            connection.info["waits"] = waits
        if begin := options.get("begin", "BEGIN IMMEDIATE" if "waits" in options else "BEGIN"):
            connection.exec_driver_sql(begin)


def _queue(engine: sa.Engine, busy_seconds: float) -> None:
    """Has PostgreSQL's writers take turns too, by a lock that their transaction holds."""

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if "waits" in options:
            waits = _milliseconds(options["waits"] or busy_seconds)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {waits}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_KEY})")


def _milliseconds(seconds: float) -> int:
    return max(round(seconds * 1000), 1)  # PostgreSQL takes 0 for ever


def use_log(engine: sa.Engine) -> None:
    """Has a SQLite file keep a write-ahead log, so that readers never wait; the file remembers it."""
    if engine.dialect.name != "sqlite":
        return
    with plain_words(engine), engine.connect().execution_options(begin="") as connection:
        # Asking first: switching needs the whole file for itself, even when nothing changes.
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the workbook throughout."""
    # A reader of SQLite's log does so by itself.
    options: dict[str, Any] = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with plain_words(engine), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine, waits: float = 0) -> Iterator[sa.Connection]:
    """A transaction: everything in it is kept, or nothing; other writers wait their turn.

    This one waits for another up to `waits` seconds, else as long as the engine was made to.
    """
    with (
        plain_words(engine),
        engine.connect() as connection,
        connection.execution_options(waits=waits).begin(),
    ):
        yield connection


@contextmanager
def plain_words(engine: sa.Engine) -> Iterator[None]:
    """Turns what the database complains about into a GoalkitError with the file and the way out."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        raise GoalkitError(_told(engine, error)) from error


def _told(engine: sa.Engine, error: DBAPIError | PoolTimeoutError) -> str:
    cause = str(getattr(error, "orig", None) or error)
    found = (words for sign, words in FAULTS.items() if sign in cause.lower())
    where = database_name(engine)
    return f"{where} {words} ({cause})" if (words := next(found, "")) else f"{where} answered: {cause}"


def database_name(engine: sa.Engine) -> str:
    """How a message calls the database: its file, or its URL without the password."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        return engine.url.database
    return engine.url.render_as_string(hide_password=True)
