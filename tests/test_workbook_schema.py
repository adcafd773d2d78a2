"""A workbook's tables through time: made new, upgraded after a backup, or refused untouched."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import Field

from goalkit.errors import GoalkitError
from goalkit.records import RECORDS, CheckIn, Goal, Record
from goalkit.workbook import init_book, open_book
from goalkit.workbook.engine import make_engine, writing
from goalkit.workbook.schema import SCRIPTS, create_tables, upgrade
from goalkit.workbook.tables import METADATA, derive_metadata, fingerprint, versions


@pytest.fixture
def folder(tmp_path) -> Path:
    """A workbook with one goal and one check-in, closed."""
    with init_book(tmp_path, notebooks=False) as book:
        book.add(Goal(id="read", title="Read", start="2025-01-01", due="2025-12-31", why="joy", colour=3))
        book.add(CheckIn(id="day", day="2025-01-01"))
    return tmp_path


def run_sql(folder: Path, *statements: str) -> None:
    """Does what an older or newer program did to the tables."""
    with closing(sqlite3.connect(folder / "data" / "goalkit.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def backups(folder: Path) -> list[Path]:
    """The copies that were made."""
    return sorted((folder / "data" / "backups").glob("goalkit-*.db"))


def differences(engine: sa.Engine) -> list:
    """Where the tables are not what the records say, as Alembic tells it."""
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)


def columns(engine: sa.Engine) -> dict[str, tuple]:
    """Each column's type, default and whether it may be empty, as they lie in the database."""
    look = sa.inspect(engine)
    return {
        f"{table}.{column['name']}": (str(column["type"]), column["default"], column["nullable"])
        for table in look.get_table_names()
        for column in look.get_columns(table)
    }


def test_both_ways_to_new_tables_give_what_the_records_say(tmp_path):
    """Tables made at once, and by every version in turn, differ in nothing from the records or each other."""
    once, stepwise = (make_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("once", "stepwise"))
    create_tables(once)
    with writing(stepwise) as connection:
        upgrade(connection)
    assert differences(once) == differences(stepwise) == []
    assert columns(once) == columns(stepwise)
    for engine in (once, stepwise):
        with engine.connect() as connection:
            found = connection.exec_driver_sql("select version_num from alembic_version").scalars().all()
        assert found == versions()[-1:]
        engine.dispose()


def test_the_versions_are_those_that_alembic_knows():
    """The list read off the file names ends with Alembic's own head."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == versions()[-1]
    assert len(list(script.walk_revisions())) == len(versions())


def test_an_older_workbook_is_upgraded_after_a_backup_and_keeps_its_data(folder):
    """What the records gained since is added; old rows find its default; the copy is as it was."""
    run_sql(
        folder,
        "drop table check_in",
        "alter table goal drop column why",
        "alter table goal drop column colour",
        "drop index ix_time_entry_start_utc",
        "update meta set value = ''",
    )
    with open_book(folder) as book:
        goal = book.get(Goal, "read")
        assert (goal.title, goal.why, goal.colour) == ("Read", "", None)
        book.add(CheckIn(day="2025-02-02"))
        assert differences(book._engine) == []
    (copy,) = backups(folder)
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("select title from goal").fetchall() == [("Read",)]
        assert "why" not in [row[1] for row in old.execute("pragma table_info(goal)")]


def test_an_upgraded_workbook_is_upgraded_once(folder):
    """The next opening finds nothing to do: no further backup, and Alembic is not even loaded."""
    run_sql(folder, "delete from meta")
    open_book(folder).close()
    code = f"import sys, goalkit.workbook as w; w.open_book({str(folder)!r}); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert len(backups(folder)) == 1


def test_undo_reaches_back_across_an_upgrade(folder):
    """A journal line written before a field existed still takes its change back."""
    run_sql(folder, "alter table goal drop column why", "delete from meta")
    run_sql(folder, "update journal set after = json_remove(after, '$.why')")
    with open_book(folder) as book:
        book.remove(CheckIn, "day")
        book.change(Goal, "read", title="Other")
        book.remove(Goal, "read")
        for _ in range(3):
            book.undo()
        assert book.get(Goal, "read").title == "Read"


@pytest.mark.parametrize(
    "sign",
    ["update alembic_version set version_num = '9999'", "alter table goal add column luck float"],
)
def test_a_workbook_of_a_newer_goalkit_is_refused_untouched(folder, sign):
    """A version or a field that is unknown here stops at once: no backup, no change."""
    run_sql(folder, sign, "update meta set value = 'newer'")
    before = (folder / "data" / "goalkit.db").read_bytes()
    with pytest.raises(GoalkitError, match=r"newer goalkit.*(9999|goal\.luck).*upgrade goalkit"):
        open_book(folder)
    assert (folder / "data" / "goalkit.db").read_bytes() == before
    assert backups(folder) == []


def test_an_upgrade_that_cannot_be_backed_up_changes_nothing(folder):
    """Without a place for the copy the workbook stays as it was."""
    run_sql(folder, "drop table check_in", "delete from meta")
    (folder / "data" / "backups").write_text("in the way")
    before = (folder / "data" / "goalkit.db").read_bytes()
    with pytest.raises(GoalkitError, match=r"backup .* cannot be written"):
        open_book(folder)
    assert (folder / "data" / "goalkit.db").read_bytes() == before


def test_the_fingerprint_changes_with_any_record_or_field():
    """A record class more, and the same class with a field more, have fingerprints of their own."""

    class Mascot(Record):
        """A mascot."""

        cue: str = Field("", title="Cue")

    class Later(Mascot):
        """The same with one field more."""

        kind: ClassVar[str] = "mascot"
        streak: int = Field(0, title="Streak", json_schema_extra={"index": True})

    Later.kind = "mascot"
    marks = {fingerprint(derive_metadata(models)) for models in (RECORDS, (*RECORDS, Mascot), (*RECORDS, Later))}
    assert len(marks) == 3
    assert fingerprint(derive_metadata(RECORDS)) == fingerprint()
    table = derive_metadata([Later]).tables["mascot"]
    assert [column.name for column in table.columns] == ["created_seq", "id", "cue", "streak"]
    assert len(table.indexes) == 1


def test_a_field_that_no_column_can_hold_is_told_to_its_author():
    """A record with a field of an unknown kind fails where the tables are derived."""

    class Odd(Record):
        """A record with a mapping in it."""

        parts: dict = Field({}, title="Parts")

    with pytest.raises(TypeError, match="'parts' holds dict"):
        derive_metadata([Odd])
