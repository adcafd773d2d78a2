"""Several programs at one workbook wait and do not fail; what a database complains about is told."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from goalkit.errors import GoalkitError
from goalkit.records import CheckIn, Goal
from goalkit.workbook import Book, init_book, open_book
from goalkit.workbook.engine import make_engine
from goalkit.workbook.places import lay_out
from goalkit.workbook.tables import METADATA

WRITER = """
import sys, time
from pathlib import Path
from goalkit.records import CheckIn
from goalkit.workbook import open_book
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
(folder / f"{name}.ready").touch()
while len(list(folder.glob("*.ready"))) < 2:
    time.sleep(0.001)
with open_book(folder) as book:
    for number in range(count):
        book.add(CheckIn(id=f"{name}{number}", day="2025-01-01"))
"""


def run_two(folder: Path, count: int) -> list[str]:
    """Two processes that begin together; gives what each wrote to stderr."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), name, str(count)], stderr=subprocess.PIPE, text=True
        )
        for name in ("a", "b")
    ]
    return [process.communicate(timeout=120)[1] for process in running]


def test_two_writers_at_once_lose_nothing(tmp_path):
    """Two processes that write 100 records each, at the same time, leave 200 in their own order."""
    init_book(tmp_path, notebooks=False).close()
    assert run_two(tmp_path, 100) == ["", ""]
    with open_book(tmp_path) as book:
        ids = book.frame(CheckIn)["id"].tolist()
    assert len(ids) == 200
    for name in ("a", "b"):
        assert [one for one in ids if one.startswith(name)] == [f"{name}{number}" for number in range(100)]


def test_two_programs_may_make_the_database_at_once(tmp_path):
    """A fresh workbook opened twice at the same moment gets one database, with what both wrote."""
    lay_out(tmp_path, notebooks=False)
    assert run_two(tmp_path, 1) == ["", ""]
    with open_book(tmp_path) as book:
        assert sorted(book.frame(CheckIn)["id"]) == ["a0", "b0"]
    assert {path.name for path in (tmp_path / "data").iterdir()} == {
        ".gitignore",
        "goalkit.db",
        "inbox",
        "workbook.toml",
    }


def test_a_locked_database_is_told_with_its_file(tmp_path):
    """A writer that waits in vain says which file is busy and what to do."""
    init_book(tmp_path, notebooks=False).close()
    file = tmp_path / "data" / "goalkit.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Book(tmp_path, make_engine(f"sqlite:///{file}", busy_seconds=0.05)) as book:
        with pytest.raises(GoalkitError, match=r"goalkit\.db is busy: .* try again"):
            book.add(CheckIn(day="2025-01-01"))
        assert book.records(CheckIn) == []  # reading goes on meanwhile
    other.execute("ROLLBACK")
    other.close()


def test_a_read_only_database_is_told_with_its_file(tmp_path):
    """A workbook that may only be read can be read; writing says so."""
    with init_book(tmp_path, notebooks=False) as book:
        book.add(CheckIn(day="2025-01-01"))
    url = f"sqlite:///file:{tmp_path}/data/goalkit.db?mode=ro&uri=true"
    marker = tmp_path / "data" / "workbook.toml"
    marker.write_text(f'[workbook]\nformat = 1\ndatabase = "{url}"\n')
    with open_book(tmp_path) as book:
        assert len(book.records(CheckIn)) == 1
        with pytest.raises(GoalkitError, match=r"goalkit\.db.* cannot be written; check"):
            book.add(CheckIn(day="2025-01-02"))


def test_a_folder_where_no_database_can_be_made_is_told(tmp_path):
    """A database that should lie where a file is in the way gives words, not a traceback."""
    lay_out(tmp_path, notebooks=False)
    (tmp_path / "taken").write_text("")
    marker = tmp_path / "data" / "workbook.toml"
    marker.write_text(f'[workbook]\nformat = 1\ndatabase = "sqlite:///{tmp_path}/taken/goalkit.db"\n')
    with pytest.raises(GoalkitError, match="taken"):
        open_book(tmp_path)


@pytest.mark.parametrize("url", ["nonsense", "nosuchdb://x/y", "mysql+nodriver://me:secret@host/db"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(tmp_path, url):
    """A URL that is none, or has no driver here, is refused with what is expected."""
    lay_out(tmp_path, notebooks=False)
    (tmp_path / "data" / "workbook.toml").write_text(f'[workbook]\nformat = 1\ndatabase = "{url}"\n')
    with pytest.raises(GoalkitError, match="SQLAlchemy URL") as told:
        open_book(tmp_path)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("damage", ["text", "truncated", "empty", "another program's", "garbled"])
def test_a_file_that_is_no_workbook_s_database_is_told_and_left(tmp_path, damage):
    """Whatever lies in the database's place instead is named, with the way out, and not touched."""
    with init_book(tmp_path, notebooks=False) as book:
        for number in range(200):
            book.add(CheckIn(day="2025-01-01", wins=f"{number}" * 100))
    file = tmp_path / "data" / "goalkit.db"
    whole = file.read_bytes()
    if damage == "another program's":
        file.unlink()
        other = sqlite3.connect(file)
        other.execute("create table cookies (a)")
        other.commit()
        other.close()
    else:
        garbled = whole[:100] + b"\xff" * 8000 + whole[8100:]
        content = {"text": b"hello " * 500, "truncated": whole[:5000], "empty": b"", "garbled": garbled}
        file.write_bytes(content[damage])
    before = file.read_bytes()
    with pytest.raises(GoalkitError, match=r"goalkit\.db is (damaged|not a workbook).*data/backups"):
        open_book(tmp_path)
    assert file.read_bytes() == before


def test_every_table_can_be_made_in_postgresql():
    """Types, defaults, keys and indexes are known to PostgreSQL; instants are BIGINT, lists JSON."""
    dialect = postgresql.dialect()
    told = {table.name: str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables}
    assert "start_utc BIGINT NOT NULL" in told["time_entry"]
    assert "tags JSON DEFAULT '[]' NOT NULL" in told["time_entry"]
    assert "created_seq BIGSERIAL NOT NULL" in told["goal"]
    for table in METADATA.sorted_tables:
        assert all(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)


def test_importing_the_workbook_loads_nothing_heavy():
    """The room and an open workbook do without charts, forms, notebooks and Alembic."""
    code = (
        "import sys, goalkit.workbook as w, tempfile\n"
        "w.init_book(tempfile.mkdtemp(), notebooks=False).entries()\n"
        "heavy = ('alembic', 'plotly', 'ipywidgets', 'papermill', 'jupyter_core', 'rich')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_goal_s_text_is_data_never_sql(tmp_path):
    """Quotes and statements in a title are kept as they are."""
    title = "'); DROP TABLE goal; --"
    with init_book(tmp_path, notebooks=False) as book:
        book.add(Goal(id=title, title=title, start="2025-01-01", due="2025-12-31"))
        assert book.get(Goal, title).title == title
        assert sa.inspect(book._engine).has_table("goal")


def test_the_files_are_the_persons_own(tmp_path):
    """Closing leaves one file, without a log beside it that a copy could miss."""
    init_book(tmp_path, notebooks=False).close()
    assert not [path for path in (tmp_path / "data").iterdir() if path.name.endswith(("-wal", "-shm", ".new"))]
