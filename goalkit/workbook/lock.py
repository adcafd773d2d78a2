"""One at a time: what must not run twice at once in a workbook, in one place or in several."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.workbook.engine import plain_words

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

LOCK, HOLDER = ".due.lock", ".due.holder"
SERVER_KEY = crc32(b"goalkit review --due")
LONGEST_NAME = 63  # what PostgreSQL keeps of an application's name


class BusyError(GoalkitError):
    """Another run holds the workbook, so this one does nothing."""


@contextmanager
def one_at_a_time(book: "Book", what: str) -> Iterator[None]:
    """Holds the workbook while something is done that must not run twice at once.

    A workbook in a file is held by a lock on `data/.due.lock`, one on a PostgreSQL server by an
    advisory lock there; the system lets go of either when the process ends, however it ends.
    Nobody waits: raises BusyError that names who holds it and since when, and GoalkitError when
    the lock cannot be written.

    Args:
        book: the workbook; it may be closed and used again meanwhile.
        what: what is done, for those who come second: "goalkit review --due".
    """
    hold = _on_server if book._engine.dialect.name == "postgresql" else _on_file
    with hold(book, what):
        yield


@contextmanager
def _on_file(book: "Book", what: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    file, holder = book.path / "data" / LOCK, book.path / "data" / HOLDER
    lock = FileLock(file, blocking=False)
    try:
        lock.acquire()
        holder.write_text(json.dumps({"what": what, "process": os.getpid(), "machine": platform.node()}))
    except Timeout as error:
        raise BusyError(f"{book.path} is in use: {_told(holder)}; nothing was done") from error
    except OSError as error:
        lock.release()
        raise GoalkitError(
            f"{file} cannot be written ({error}); check that you may write to its folder, and the disk that it is on"
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _told(holder: Path) -> str:
    """Who holds the lock and since when, as far as they have written it down yet."""
    try:
        told = json.loads(holder.read_text())
        who = f"process {told['process']} on {told['machine']}"
        return _line(told["what"], who, datetime.fromtimestamp(holder.stat().st_mtime, UTC))
    except (OSError, ValueError, KeyError, TypeError):
        return "another run has just begun"


@contextmanager
def _on_server(book: "Book", what: str) -> Iterator[None]:
    key = {"key": SERVER_KEY}
    with plain_words(book._engine), book._engine.connect() as connection:
        signed = f"{what} on {platform.node()}"[:LONGEST_NAME]
        connection.execute(sa.text("SELECT set_config('application_name', :name, false)"), {"name": signed})
        held = connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), key)
        told = "" if held else _told_by_server(connection)
        connection.commit()  # the lock is the connection's, not the transaction's, which need not stay open
        if not held:
            raise BusyError(f"{book.database} is in use: {told}; nothing was done")
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), key)
            connection.commit()


def _told_by_server(connection: sa.Connection) -> str:
    query = sa.text(
        "SELECT a.application_name, a.pid, a.backend_start FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) "
        "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :key AND l.classid = 0"
    )
    row = connection.execute(query, {"key": SERVER_KEY}).first()
    if row is None:
        return "another run has just ended"
    return _line(row[0], f"connection {row[1]}", row[2])


def _line(what: str, who: str, since: datetime) -> str:
    return f"{what} has it ({who}) since {since.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
