"""Opening a workbook: its database is built, compared and upgraded where that is due."""

import os
from pathlib import Path

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.workbook import places, schema, seed
from goalkit.workbook.book import Book
from goalkit.workbook.engine import make_engine
from goalkit.workbook.places import Place


def init_book(path: str | os.PathLike[str], notebooks: bool = True, database: str | None = None) -> Book:
    """Makes a new workbook in a folder, with goalkit's notebooks unless told otherwise, and opens it.

    A folder that holds other files is fine and none of them is touched. `database` is the SQLAlchemy
    URL of a server's database that keeps the records instead of a file: an empty one, or one that a
    workbook in another folder keeps there already, which both then share. Raises GoalkitError when
    the folder is a workbook already or cannot be written, or that database cannot be used.
    """
    folder = Path(path).expanduser()
    if database:
        _check_usable(database)
    places.lay_out(folder, notebooks, database)
    return open_book(folder)


def _check_usable(url: str) -> None:
    """Looks at a database before anything is written for it; raises GoalkitError when no workbook can be kept there."""
    engine = make_engine(url)
    try:
        if engine.dialect.name != "sqlite":
            schema.check_room(engine)
    finally:
        engine.dispose()


def open_book(path: str | os.PathLike[str] | None = None) -> Book:
    """Opens the workbook at `path`, else at $GOALKIT_BOOK, else the nearest at or above where one works.

    A missing database is built, from the seed in data/seed where there is one; an older one is
    brought up to date after a backup. Raises GoalkitError when there is no workbook, or its
    database is damaged, locked or made by a newer goalkit.
    """
    place = places.find_place(path)
    engine = make_engine(place.url)
    try:
        _prepare(place, engine)
    except GoalkitError:
        engine.dispose()
        raise
    return Book(place.path, engine)


def _prepare(place: Place, engine: sa.Engine) -> None:
    file = _file_of(engine)
    if file is not None:
        leftover = file.with_name(file.name + "-wal").exists()  # asked first: a builder moves the file in, then writes
        if not file.exists():
            if leftover:
                raise GoalkitError(
                    f"{file} is gone but its last changes in {file.name}-wal are not; "
                    "put the file back, or delete the other one to start anew"
                )
            _build(place, file)
    schema.make_ready(engine, place.backups)


def _file_of(engine: sa.Engine) -> Path | None:
    """The SQLite file that goalkit may make; None for a server, or a SQLite URL with its own ways."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name)


def _build(place: Place, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with places.built_whole(file) as rough:
            engine = make_engine(f"sqlite:///{rough.as_posix()}")
            with Book(place.path, engine) as book:
                schema.create_tables(engine)
                if (place.seed / seed.HISTORY).is_file():
                    seed.sow(book, place.seed)
    except OSError as error:
        raise GoalkitError(f"{file} cannot be made ({error}); check that you may write to its folder") from error
