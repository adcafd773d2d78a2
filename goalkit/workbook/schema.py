"""The tables' way from one goalkit to the next: made new, compared, backed up, upgraded.

Renames and conversions are Alembic versions in `migrations/versions`; new records, fields and
indexes are told apart and added without one.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.workbook.engine import NO_WORKBOOK, database_name, reading, use_log, writing
from goalkit.workbook.places import built_whole
from goalkit.workbook.tables import META, METADATA, fingerprint, versions

if TYPE_CHECKING:
    from alembic.operations.ops import MigrateOperation

SCRIPTS = Path(__file__).parent / "migrations"
# Alembic's own table, as Alembic makes it.
VERSION_TABLE = sa.Table(
    "alembic_version",
    sa.MetaData(naming_convention={"pk": "alembic_version_pkc"}),
    sa.Column("version_num", sa.String(32), primary_key=True),
)


def create_tables(engine: sa.Engine) -> None:
    """Makes all tables as they are today, marked with the newest version."""
    use_log(engine)
    with writing(engine) as connection:
        _create(connection)


def _create(connection: sa.Connection) -> None:
    METADATA.create_all(connection)
    VERSION_TABLE.create(connection, checkfirst=True)
    connection.execute(sa.insert(VERSION_TABLE), {"version_num": versions()[-1]})
    _sign(connection)


def _sign(connection: sa.Connection) -> None:
    connection.execute(sa.delete(META).where(META.c.key == "fingerprint"))
    connection.execute(sa.insert(META), {"key": "fingerprint", "value": fingerprint()})


def make_ready(engine: sa.Engine, backups: Path) -> None:
    """Brings an existing database up to today's tables; one that is there already costs two small queries.

    What differs is copied to `backups` first (a SQLite file; a server has its own backups). An
    empty server database gets its tables. Raises GoalkitError, and leaves the database as it is,
    for one that is no workbook or was made by a newer goalkit.
    """
    if check_room(engine):
        return
    if engine.dialect.name == "sqlite":
        back_up(engine, backups)
        use_log(engine)
    with writing(engine) as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if _is_current(connection, tables):  # another program may have been faster
            return
        if VERSION_TABLE.name in tables:
            upgrade(connection)
        else:
            _create(connection)


def check_room(engine: sa.Engine) -> bool:
    """Whether a database has today's tables; raises GoalkitError when it cannot be read, or is no workbook's."""
    with reading(engine) as connection:
        tables = set(sa.inspect(connection).get_table_names())
        current = _is_current(connection, tables)
        if not current:
            _check_known(connection, tables)
    return current


def _is_current(connection: sa.Connection, tables: set[str]) -> bool:
    if META.name not in tables:
        return False
    stored = sa.select(META.c.value).where(META.c.key == "fingerprint")
    return connection.scalar(stored) == fingerprint()


def _check_known(connection: sa.Connection, tables: set[str]) -> None:
    where = database_name(connection.engine)
    revision = _revision(connection) if VERSION_TABLE.name in tables else None
    if revision is None and connection.dialect.name != "sqlite":
        if taken := sorted(tables.intersection(METADATA.tables)):
            raise GoalkitError(
                f"{where} holds tables of another program that are called as a workbook's ({', '.join(taken[:3])}); "
                "make a database for the workbook alone, and name that one in data/workbook.toml"
            )
        return  # a server's database with room for a workbook
    if revision is None:
        raise GoalkitError(f"{where} {NO_WORKBOOK}")
    newer = [revision] if revision not in versions() else _unknown_columns(connection, tables)
    if newer:
        raise GoalkitError(
            f"{where} was made by a newer goalkit (it holds {', '.join(newer)}, unknown here); "
            "upgrade goalkit. Nothing was changed"
        )


def _revision(connection: sa.Connection) -> str | None:
    return connection.scalar(sa.select(VERSION_TABLE.c.version_num))


def _unknown_columns(connection: sa.Connection, tables: set[str]) -> list[str]:
    if _revision(connection) != versions()[-1]:
        return []  # an older one, whose columns the versions in between rename
    look = sa.inspect(connection)
    return [
        f"{table.name}.{column['name']}"
        for table in METADATA.sorted_tables
        if table.name in tables
        for column in look.get_columns(table.name)
        if column["name"] not in table.columns
    ]


def back_up(engine: sa.Engine, folder: Path) -> Path:
    """Copies a SQLite database to goalkit-<time>.db in that folder; gives the copy's path."""
    stamp = f"goalkit-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    taken = [path.stem for path in folder.glob(f"{stamp}*.db")]
    target = folder / f"{stamp}{f'-{len(taken) + 1}' if taken else ''}.db"
    return save_copy(engine, target)


def save_copy(engine: sa.Engine, target: Path) -> Path:
    """Copies a SQLite database to `target`, whole even while others write, or not at all.

    Raises GoalkitError when it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A copy of that name which another program made in the same moment is the older, and stays.
        with built_whole(target) as rough, reading(engine) as connection:
            source: Any = connection.connection.driver_connection
            with closing(sqlite3.connect(rough)) as copy:
                source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise GoalkitError(f"the backup {target} cannot be written ({error}); nothing was changed") from error
    return target


def upgrade(connection: sa.Connection) -> None:
    """Runs the versions that are missing, then adds what the records have that the tables lack."""
    from alembic import command  # slow to load, and needed once a release
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise GoalkitError(f"{database_name(connection.engine)} cannot be upgraded: {error}") from error
    _add_what_is_new(connection)
    _sign(connection)


def _add_what_is_new(connection: sa.Connection) -> None:
    from alembic.autogenerate import produce_migrations
    from alembic.migration import MigrationContext
    from alembic.operations import Operations, ops

    options = {"compare_type": False, "compare_server_default": False}
    context = MigrationContext.configure(connection, opts=options)
    found = produce_migrations(context, METADATA).upgrade_ops
    operations = Operations(context)
    for operation in _flat(found.ops if found else []):
        if isinstance(operation, ops.CreateTableOp | ops.AddColumnOp | ops.CreateIndexOp):
            operations.invoke(operation)


def _flat(found: "list[MigrateOperation]") -> "list[MigrateOperation]":
    return [
        inner for operation in found for inner in (_flat(operation.ops) if hasattr(operation, "ops") else [operation])
    ]
