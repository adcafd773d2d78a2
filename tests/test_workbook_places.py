"""Where workbooks lie: making, finding, and building one from its seed."""

import json
from datetime import UTC, datetime

import pytest

from goalkit.errors import GoalkitError
from goalkit.records import CheckIn, Goal, Settings, Task
from goalkit.workbook import init_book, open_book
from goalkit.workbook.places import MARKER, built_whole


@pytest.fixture(autouse=True)
def _no_named_workbook(monkeypatch):
    monkeypatch.delenv("GOALKIT_BOOK", raising=False)


def test_a_new_workbook_has_its_folders_and_keeps_personal_files_out_of_git(tmp_path):
    """The folders, the marker, the database and two ignore files are there; only the marker may be shared."""
    init_book(tmp_path / "a" / "b", notebooks=False).close()
    made = {str(path.relative_to(tmp_path / "a" / "b")) for path in (tmp_path / "a" / "b").rglob("*")}
    assert made == {
        "data",
        "data/.gitignore",
        "data/goalkit.db",
        "data/inbox",
        "data/workbook.toml",
        "notebooks",
        "reports",
        "reports/.gitignore",
    }
    assert "*\n!.gitignore\n!workbook.toml" in (tmp_path / "a" / "b" / "data" / ".gitignore").read_text()


def test_a_workbook_is_never_made_over_another(tmp_path):
    """A second init names the folder and leaves what was written."""
    with init_book(tmp_path, notebooks=False) as book:
        book.add(CheckIn(id="c", day="2025-01-01"))
    with pytest.raises(GoalkitError, match=f"{tmp_path} is a workbook already"):
        init_book(tmp_path)
    with open_book(tmp_path) as book:
        assert len(book.records(CheckIn)) == 1


def test_files_that_were_there_are_left_alone(tmp_path):
    """An existing folder becomes a workbook without a byte of its files changed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".gitignore").write_text("mine")
    (tmp_path / "notes.txt").write_text("notes")
    init_book(tmp_path, notebooks=False).close()
    assert (tmp_path / "data" / ".gitignore").read_text() == "mine"
    assert (tmp_path / "notes.txt").read_text() == "notes"


def test_a_file_in_the_way_is_told(tmp_path):
    """A workbook cannot be made where a file lies; the message names it."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(GoalkitError, match="file"):
        init_book(tmp_path / "file")


def test_the_nearest_workbook_at_or_above_is_found(tmp_path, monkeypatch):
    """An inner workbook hides an outer one; a folder without one looks upwards."""
    init_book(tmp_path / "outer", notebooks=False).close()
    init_book(tmp_path / "outer" / "inner", notebooks=False).close()
    for place, found in (("inner/notebooks", "inner"), ("notebooks", ".")):
        monkeypatch.chdir(tmp_path / "outer" / place)
        with open_book() as book:
            assert book.path == (tmp_path / "outer" / found).resolve()


def test_the_environment_names_a_workbook_and_an_argument_goes_before_it(tmp_path, monkeypatch):
    """GOALKIT_BOOK is used when no path is given; when it names none, the message says so."""
    for name in ("a", "b"):
        init_book(tmp_path / name, notebooks=False).close()
    monkeypatch.setenv("GOALKIT_BOOK", str(tmp_path / "a"))
    with open_book() as book, open_book(tmp_path / "b") as other:
        assert (book.path.name, other.path.name) == ("a", "b")
    monkeypatch.setenv("GOALKIT_BOOK", str(tmp_path / "none"))
    with pytest.raises(GoalkitError, match=r"none \(named by GOALKIT_BOOK\) is not a workbook"):
        open_book()


def test_no_workbook_anywhere_is_told_with_the_way_out(tmp_path, monkeypatch):
    """The message says where it looked, for what, and how to make one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GoalkitError, match=r"looked for data/workbook\.toml.*goalkit init DIR"):
        open_book()
    with pytest.raises(GoalkitError, match="goalkit init"):
        open_book(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no format"),
        ("workbook = 1", "names no format"),
        ("[workbook]\nformat = 'x'", "names no format"),
        ("[workbook\n", "cannot be read"),
        ("[workbook]\nformat = 2", "newer goalkit"),
        ("[workbook]\nformat = 1\ndatabase = 5", "database 5"),
    ],
)
def test_a_marker_that_cannot_be_read_is_told(tmp_path, text, words):
    """Whatever stands in the marker, the message names the file and what was expected."""
    (tmp_path / "data").mkdir()
    (tmp_path / MARKER).write_text(text)
    with pytest.raises(GoalkitError, match=words) as told:
        open_book(tmp_path)
    assert "workbook.toml" in str(told.value)


def test_another_database_may_be_named(tmp_path):
    """The marker's URL is used, and made where it is a new SQLite file."""
    (tmp_path / "data").mkdir()
    (tmp_path / MARKER).write_text(f'[workbook]\nformat = 1\ndatabase = "sqlite:///{tmp_path}/elsewhere/my.db"\n')
    with open_book(tmp_path) as book:
        book.add(CheckIn(day="2025-01-01"))
        assert book.database.endswith("elsewhere/my.db")
    assert (tmp_path / "elsewhere" / "my.db").is_file()
    assert not (tmp_path / "data" / "goalkit.db").exists()


def test_a_log_without_its_database_is_never_taken_for_a_new_one(tmp_path):
    """When the database was moved away but its log was left, nothing is made over it."""
    init_book(tmp_path, notebooks=False).close()
    (tmp_path / "data" / "goalkit.db").rename(tmp_path / "moved.db")
    (tmp_path / "data" / "goalkit.db-wal").write_bytes(b"last changes")
    with pytest.raises(GoalkitError, match=r"goalkit\.db is gone .*goalkit\.db-wal"):
        open_book(tmp_path)
    assert (tmp_path / "data" / "goalkit.db-wal").read_bytes() == b"last changes"


def test_work_that_fails_leaves_no_half_made_file(tmp_path):
    """A file is there in whole or not at all; one that came meanwhile stays."""

    def fail(rough):
        rough.write_text("half")
        raise GoalkitError("no")

    with pytest.raises(GoalkitError), built_whole(tmp_path / "a") as rough:
        fail(rough)
    assert list(tmp_path.iterdir()) == []
    with built_whole(tmp_path / "a") as rough:
        rough.write_text("mine")
        (tmp_path / "a").write_text("faster")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["faster"]


SEED = [
    {"when": "2025-01-01T08:00:00+01:00", "do": "change", "kind": "settings", "id": "settings"}
    | {"values": {"zone": "Europe/Berlin"}},
    {"when": "2025-01-03T19:20:00+01:00", "do": "add", "kind": "goal", "why": "new year"}
    | {"values": {"id": "g", "title": "Read", "start": "2025-01-01", "due": "2025-12-31", "why": "joy"}},
    {"when": "2025-01-04T08:00:00+01:00", "do": "add", "kind": "task", "values": {"id": "t", "title": "Buy"}},
    {"when": "2025-02-01T08:00:00+01:00", "do": "change", "kind": "goal", "id": "g", "why": "too much"}
    | {"values": {"status": "paused", "why": "rest"}},
    {"when": "2025-02-02T08:00:00+01:00", "do": "remove", "kind": "task", "id": "t"},
]


def seeded(folder, lines):
    """A workbook folder without a database, with a seed of these lines."""
    init_book(folder, notebooks=False).close()
    (folder / "data" / "goalkit.db").unlink()
    (folder / "data" / "seed").mkdir()
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "data" / "seed" / "history.jsonl").write_text(text + "\n", encoding="utf-8")
    return folder


def test_a_missing_database_is_built_from_the_seed_each_line_at_its_time(tmp_path):
    """The seed's adds, changes and removals are done, with their times and reasons in the journal."""
    with open_book(seeded(tmp_path, SEED)) as book:
        assert book.get(Settings, "settings").zone == "Europe/Berlin"
        assert book.records(Task) == []
        goal, told = book.get(Goal, "g"), book.history(Goal, "g")
    assert (goal.status, goal.why) == ("paused", "rest")
    assert told["when_utc"].tolist() == [
        datetime(2025, 1, 3, 18, 20, tzinfo=UTC),
        datetime(2025, 2, 1, 7, tzinfo=UTC),
    ]
    assert told["why"].tolist() == ["new year", "too much"]
    with open_book(tmp_path) as again:
        again.add(CheckIn(day="2025-03-01"))
    with open_book(tmp_path) as again:
        assert len(again.records(CheckIn)) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{not json", "line 2 cannot be read"),
        ("[]", "line 2 cannot be read"),
        ({"when": "2025-01-01T00:00:00Z", "do": "dance"}, "line 2: 'dance'"),
        ({"do": "add"}, "line 2: 'when' is missing"),
        ({"when": "2025-01-01T00:00:00Z", "do": "add", "kind": "wish", "values": {}}, "line 2: .*'wish'"),
        ({"when": "2025-01-01T00:00:00", "do": "remove", "kind": "goal", "id": "g"}, "line 2: .*no zone"),
        ({"when": "2025-01-01T00:00:00Z", "do": "remove", "kind": "goal", "id": "x"}, "line 2: .*'x'"),
    ],
)
def test_a_seed_that_cannot_be_done_names_its_line_and_leaves_no_database(tmp_path, line, words):
    """A fault in the seed stops with the file and the line; the next opening tries again."""
    folder = seeded(tmp_path, [SEED[0], line])
    with pytest.raises(GoalkitError, match=rf"history\.jsonl, {words}"):
        open_book(folder)
    assert sorted(path.name for path in (folder / "data").iterdir()) == [
        ".gitignore",
        "inbox",
        "seed",
        "workbook.toml",
    ]
