"""A workbook whose records are kept on a PostgreSQL server, a real one: as in a file, and safe with several at it."""

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres import running_cluster
from test_lock import HOLDER
from test_workbook_writers import WRITER

from goalkit.errors import GoalkitError
from goalkit.metrics.hours import hours
from goalkit.periods import parse_period
from goalkit.records import RECORDS, CheckIn, Goal, TimeEntry
from goalkit.reviews.edition import Edition
from goalkit.reviews.render import RenderOptions, render_review
from goalkit.workbook import Book, init_book, open_book
from goalkit.workbook.drafts import Draft
from goalkit.workbook.engine import make_engine, reading, writing
from goalkit.workbook.lock import BusyError, one_at_a_time
from goalkit.workbook.places import lay_out
from goalkit.workbook.seed import sow

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
EXPORT = SAMPLE / "data" / "seed" / "exports" / "toggl-2025-h1.csv"


@pytest.fixture(scope="module")
def server():
    """A server for all tests of this file."""
    with running_cluster() as found:
        yield found


@pytest.fixture
def book(server, tmp_path):
    """A new workbook on that server, open."""
    with init_book(tmp_path / "book", notebooks=False, database=server.new_database()) as opened:
        yield opened


@pytest.fixture
def folder(server, tmp_path):
    """A workbook's folder that names a database without any table yet."""
    lay_out(tmp_path / "book", notebooks=False, database=server.new_database())
    return tmp_path / "book"


@pytest.fixture(scope="module")
def both(server, tmp_path_factory):
    """The sample in a file and on the server."""
    place = tmp_path_factory.mktemp("both")
    databases = {"file": None, "server": server.new_database()}
    opened = [init_book(place / name, notebooks=False, database=url) for name, url in databases.items()]
    for one in opened:
        sow(one, SAMPLE / "data" / "seed")
    yield opened
    for one in opened:
        one.close()


def as_text(record):
    """A record without what differs by chance from one workbook to another."""
    chosen = {"batch_id", "id"} if isinstance(record, TimeEntry) else set()
    return record.model_dump_json(exclude=chosen)


def run_at_once(commands):
    """Starts all, waits for all; gives what each said and its exit code."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for command in commands]
    return [(*process.communicate(timeout=240), process.returncode) for process in running]


def test_every_record_of_the_sample_is_as_in_a_file(both):
    """All kinds come back in the same order with the same values, hours included."""
    in_file, on_server = both
    for model in RECORDS:
        if model.kind not in ("import_batch", "import_problem"):
            assert list(map(as_text, on_server.records(model))) == list(map(as_text, in_file.records(model))), (
                model.kind
            )
    said = [hours(one.entries(), by=("month", "project")).to_csv() for one in both]
    assert said[0] == said[1] and said[0].count("\n") > 50


@pytest.mark.slow
@pytest.mark.parametrize("known", [None, date(2025, 5, 1)])
def test_a_review_is_as_of_a_file(both, tmp_path, known):
    """The facts of a month are the same to the last figure, as they are now and as they were known."""
    told = []
    for one in both:
        options = RenderOptions(out=tmp_path / one.path.name, formats=("html", "json"), edition=Edition(as_known=known))
        made = render_review(one, parse_period("2025-04"), date(2026, 1, 2), options)
        (facts,) = (path for path in made.files if path.name == "facts.json")
        told.append(facts.read_text(encoding="utf-8").replace(str(one.path), "BOOK"))
    assert told[0] == told[1] and len(told[0]) > 10_000


def test_undo_goes_back_to_the_beginning(both):
    """Every change of the sample is taken back, one after the other, until nothing is left."""
    _, book = both
    with pytest.raises(GoalkitError, match="nothing to take back"):
        for _ in range(10_000):
            book.undo()
    assert [model.kind for model in RECORDS if not model.automatic and book.records(model)] == []


def test_two_writers_at_once_lose_nothing(folder):
    """Two programs that open a new database at the same moment and write on: all is there, in each one's order."""
    begun = [[sys.executable, "-c", WRITER, str(folder), name, "60"] for name in ("a", "b")]
    assert run_at_once(begun) == [("", "", 0)] * 2
    with open_book(folder) as book:
        ids = book.frame(CheckIn)["id"].tolist()
    assert [one for one in ids if one.startswith("a")] == [f"a{number}" for number in range(60)]
    assert [one for one in ids if one.startswith("b")] == [f"b{number}" for number in range(60)]


def test_an_export_taken_in_by_three_at_once_is_in_once(folder):
    """Each import sees what the one before it left: nothing is counted twice."""
    open_book(folder).close()
    command = [sys.executable, "-m", "goalkit", "--book", str(folder), "import", str(EXPORT), "--zone", "Europe/Berlin"]
    done = run_at_once([command] * 3)
    assert {code for *_, code in done} == {3}, done  # three of its rows are told and left out
    with open_book(folder) as book:
        keys = book.frame(TimeEntry)["source_id"]
        assert len(keys) > 1000 and not keys[keys != ""].duplicated().any()


def test_a_reader_sees_one_state(book):
    """What is written while it reads on does not show in the middle."""
    query = sa.text("SELECT count(*) FROM check_in")
    with reading(book._engine) as connection:
        before = connection.scalar(query)
        book.add(CheckIn(day="2025-01-01"))
        assert connection.scalar(query) == before == 0
    with reading(book._engine) as connection:
        assert connection.scalar(query) == 1


def test_a_writer_that_waits_in_vain_says_so(book):
    """While another writes, a draft gives up soon, a record after its time; both name the database, not its password."""
    url = book._engine.url.render_as_string(hide_password=False)
    impatient = Book(book.path, make_engine(url, busy_seconds=0.1))
    with impatient, writing(book._engine):
        for keep in (lambda: impatient.add(CheckIn(day="2025-01-01")), lambda: book.keep_draft(Draft("goal", {}))):
            with pytest.raises(GoalkitError, match=r"is busy: .* try again") as told:
                keep()
            assert "secret" not in str(told.value)
    impatient.add(CheckIn(day="2025-01-01"))
    assert len(book.records(CheckIn)) == 1


def test_what_is_owed_is_done_by_one_at_a_time_and_a_killed_one_lets_go(book):
    """The second is told who holds the workbook, from which machine and since when."""
    command = [sys.executable, "-c", HOLDER, str(book.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline() == "held\n"
        told = r"goalkit review --due on .* has it \(connection \d+\) since 20"
        with pytest.raises(BusyError, match=told), one_at_a_time(book, "a test"):
            pass
        book.add(CheckIn(day="2025-01-01"))  # writing goes on meanwhile
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
        held = True
        for _ in range(200):  # the server notices in its own time
            try:
                with one_at_a_time(book, "a test"):
                    held = False
            except BusyError:
                continue
            break
    assert not held


def test_a_server_that_was_away_is_told_and_found_again(server, book):
    """Gone: one clear line without the password. Back: the same workbook goes on, as a notebook left open would."""
    book.add(CheckIn(day="2025-01-01"))
    idle = open_book(book.path)  # asks nothing meanwhile
    server.stop()
    try:
        for ask in (lambda: book.records(CheckIn), lambda: open_book(book.path)):
            with pytest.raises(GoalkitError, match=r"cannot be reached; check that its server runs") as told:
                ask()
            assert "secret" not in str(told.value)
    finally:
        server.start()
    with idle:
        assert len(idle.records(CheckIn)) == len(book.records(CheckIn)) == 1


def test_tables_of_another_program_are_left(server, tmp_path):
    """A database that holds a table called as one of ours is refused and stays as it is."""
    url = server.new_database()
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE goal (team text)"))
    with pytest.raises(GoalkitError, match=r"tables of another program .*\(goal\); make a database for the workbook"):
        init_book(tmp_path / "book", database=url)
    assert not (tmp_path / "book").exists()
    with sa.create_engine(url).connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["goal"]


def test_an_older_workbook_gets_what_is_new(book):
    """A column and a table that a new release brings are added, and what was there stays."""
    book.add(Goal(title="Walk", unit="km", start="2025-01-01", due="2025-12-31"))
    with writing(book._engine) as connection:
        connection.execute(sa.text("ALTER TABLE goal DROP COLUMN unit"))
        connection.execute(sa.text("DROP TABLE check_in"))
        connection.execute(sa.text("UPDATE meta SET value = 'older' WHERE key = 'fingerprint'"))
    with open_book(book.path) as again:
        (goal,) = again.records(Goal)
        assert (goal.title, goal.unit) == ("Walk", "")
        again.add(CheckIn(day="2025-01-01"))


def test_a_text_that_the_server_cannot_hold_is_told(book):
    """The character NUL is refused in words, and nothing is half written."""
    with pytest.raises(GoalkitError, match=r"no text that holds the character NUL"):
        book.add(Goal(title="a\x00b", start="2025-01-01", due="2025-12-31"))
    assert book.records(Goal) == []


def test_a_backup_is_the_server_s_own_work(book):
    """A server's database is not copied; who does that is told."""
    with pytest.raises(GoalkitError, match="back it up with the server's own tools"):
        book.backup()


def test_a_workbook_is_made_on_a_server_by_one_command_and_shared_by_another(server, tmp_path):
    """`goalkit init --database` makes it; the same on a second machine joins what is there and keeps its zone."""
    url = server.new_database()

    def init(name, *more):
        command = [sys.executable, "-m", "goalkit", "init", str(tmp_path / name), "--database", url, *more]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    first, second = init("a", "--zone", "Europe/Lisbon"), init("b")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "its time zone is Europe/Lisbon" in first.stdout and "together with" not in first.stdout
    assert "its time zone is Europe/Lisbon" in second.stdout and "together with the 1 that were there" in second.stdout
    assert "secret" not in first.stdout + second.stdout
    with open_book(tmp_path / "a") as one, open_book(tmp_path / "b") as other:
        one.add(CheckIn(day="2025-01-01"))
        assert other.records(CheckIn) == one.records(CheckIn)
    assert not list(tmp_path.glob("*/data/goalkit.db"))


def test_a_server_that_is_not_there_leaves_no_folder(tmp_path):
    """One clear line, and the same command can be given again."""
    with pytest.raises(GoalkitError, match="cannot be reached"):
        init_book(tmp_path / "book", database=f"postgresql+psycopg://me@/goals?host={tmp_path}")
    assert not (tmp_path / "book").exists()
