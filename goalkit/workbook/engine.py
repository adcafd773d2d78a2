"""Connections to the workbook's database, and its faults told in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from goalkit.errors import GoalkitError

BUSY_SECONDS = 15.0
CACHE_KIB = 64 * 1024

NO_WORKBOOK = "is not a workbook's database; move it away, and put a copy from data/backups in its place"

# What SQLite says → what is wrong and the way out.
FAULTS = {
    "locked": "is busy: another program has been writing to it; close that one, or try again in a moment",
    "readonly": "cannot be written; check that you may write to this file and its folder",
    "unable to open": "cannot be opened; check that its folder exists and that you may write there",
    "not a database": NO_WORKBOOK,
    "malformed": "is damaged; move it away, and put a copy from data/backups in its place",
    "disk i/o": "cannot be read or written; check the disk that it is on",
    "full": "has no room left on its disk; free some space and try again",
    "constraint": "refused a row that does not fit its tables",
}


def make_engine(url: str, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """An engine for that SQLAlchemy URL; for SQLite with waiting and transactions of our own.

    A writer waits up to `busy_seconds` for another one. Raises GoalkitError for a URL that is
    none, or whose driver is missing.
    """
    try:
        engine = sa.create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise GoalkitError(
            f"database {_without_password(url)!r} in data/workbook.toml cannot be used ({error}); "
            "expected a SQLAlchemy URL such as postgresql+psycopg://me@host/goals, and its driver installed"
        ) from error
    if engine.dialect.name == "sqlite":
        _listen(engine, busy_seconds)
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
        connection.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes its turn at the start: one that reads first and then finds another
        # writer in between could only fail.
        if begin := connection.get_execution_options().get("begin", "BEGIN"):
            connection.exec_driver_sql(begin)


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
    with plain_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction: everything in it is kept, or nothing; other writers wait their turn."""
    with (
        plain_words(engine),
        engine.connect() as connection,
        connection.execution_options(begin="BEGIN IMMEDIATE").begin(),
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
