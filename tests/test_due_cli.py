"""`goalkit review --due`: what is said, the exit code, and what a full or a read-only disk comes to."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat
import nbformat.v4 as nb4
import pytest
from due_made import check_folder, due, ledger, read_terminal, recent_book, states, tree

from goalkit.cli.due import line_of
from goalkit.cli.edge import run
from goalkit.cli.status import reviews_line
from goalkit.records import InboxFile, ReviewSchedule, Sending
from goalkit.reviews.page import charts_in
from goalkit.reviews.render import find_template, render_review
from goalkit.reviews.schedule.ledger import keep_failed, keep_owed, keep_started
from goalkit.reviews.schedule.outlook import outlook
from goalkit.reviews.schedule.whole import page_of
from goalkit.workbook import open_book
from goalkit.workbook.lock import one_at_a_time

HEAVY = ("plotly", "papermill", "nbconvert", "nbformat", "IPython", "ipywidgets", "jupyter", "rich", "keyring")
NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A workbook that owes two reviews today."""
    return recent_book(tmp_path_factory.mktemp("cli") / "book")


@pytest.fixture
def owing(fresh, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(fresh[0], tmp_path / "book"))


@pytest.fixture(scope="module")
def done(fresh, tmp_path_factory):
    """A copy of it after a run: the folder, and what the run said."""
    folder = Path(shutil.copytree(fresh[0], tmp_path_factory.mktemp("done") / "book"))
    return folder, due(folder)


@pytest.fixture
def begun(owing, fresh):
    """A copy of it in which the month has an older review, from its first day, and the bytes of that."""
    month = fresh[1][0]
    with open_book(owing) as book:
        render_review(book, month.period, month.period.start)
    return owing, month, tree(page_of(owing, month).parent)


@contextmanager
def mounted(*arguments):
    """Something mounted for a while; without the right to mount the test is an extra."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"extra: nothing can be mounted here ({done.stderr.strip()})")
    try:
        yield
    finally:
        subprocess.run(["umount", arguments[-1]], check=True)


@contextmanager
def read_only(path):
    """A file or a folder that cannot be written for a while; root, whom modes do not bind, mounts it so."""
    if os.geteuid():
        mode = path.stat().st_mode
        path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            yield
        finally:
            path.chmod(mode)
        return
    with mounted("--bind", str(path), str(path)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(path)], check=True)
        yield


unix = pytest.mark.skipif(os.name != "posix", reason="limits and mounts are Unix's")


def test_a_line_for_each_review_and_nothing_else(done, fresh):
    """In a pipe: the pages, oldest first, each holding charts, nothing on stderr, exit 0."""
    folder, (code, out, err) = done
    assert (code, err) == (0, "")
    titles = [line.split(",")[0] for line in out.splitlines()]
    assert sorted(titles) == sorted(key.period.title for key in fresh[1])
    pages = [Path(line.rpartition(": ")[2]) for line in out.splitlines()]
    assert all(charts_in(page.read_text(encoding="utf-8")) for page in pages)
    assert all(check_folder(folder, key) for key in fresh[1]) and set(states(folder).values()) == {"done"}


def test_nothing_owed_is_said_and_costs_little(done):
    """One line with what comes next; none of the large libraries is loaded, no file of the workbook changes."""
    folder, _ = done
    before = {name: text for name, text in tree(folder).items() if not name.endswith(("-wal", "-shm"))}
    program = (
        "import json, sys\nfrom goalkit.cli.edge import run\n"
        f"code = run(['--book', {str(folder)!r}, 'review', '--due'])\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\nsys.exit(code)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.startswith(f"Nothing is owed, workbook {folder}. Next: the review of ")
    assert len(told.stdout.splitlines()) == 1 and ", due on " in told.stdout
    assert [name for name in json.loads(told.stderr) if name.startswith(HEAVY)] == []
    assert {name: text for name, text in tree(folder).items() if not name.endswith(("-wal", "-shm"))} == before


def test_one_document_for_a_program(done):
    """With --format json stdout is one document, also when nothing is owed."""
    folder, _ = done
    code, out, err = due(folder, "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "") and told["workbook"] == str(folder)
    assert {name: told[name] for name in ("reviews", "failed", "inbox", "sendings", "faults")} == {
        "reviews": [], "failed": [], "inbox": [], "sendings": [], "faults": [],
    }  # fmt: skip
    assert date.fromisoformat(told["today"]) >= date.fromisoformat(told["since"])


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_a_terminal_shows_how_far_it_is(owing):
    """On a terminal a bar counts the reviews, and stdout holds the document alone."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "goalkit", "--book", str(owing), "review", "--due", "--format", "json"]
    around = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=around)
    os.close(theirs)
    shown = b"".join(iter(lambda: read_terminal(ours), b"")).decode(errors="replace")
    os.close(ours)
    out, _ = running.communicate()
    assert running.returncode == 0 and "reviews" in shown and "1/2" in shown
    assert [review["edition"] for review in json.loads(out)["reviews"]] == ["me", "me"]


def test_the_second_at_once_does_nothing_and_says_so(owing):
    """While another holds the workbook: one line on stderr, exit 0, no review; with --format json a document, too."""
    with open_book(owing) as book, one_at_a_time(book, "goalkit review --due"):
        code, out, err = due(owing)
        assert (code, out) == (0, "") and len(err.splitlines()) == 1
        assert "is in use: goalkit review --due has it (process" in err and "nothing was done" in err
        assert "is in use" in json.loads(due(owing, "--format", "json")[1])["busy"]
    assert not list((owing / "reports").glob("20*")) and ledger(owing) == {}


def test_two_at_once_make_everything_once(owing, fresh):
    """Two commands that start together: one makes both reviews, the other says who is at work, or finds nothing owed."""
    command = [sys.executable, "-m", "goalkit", "--book", str(owing), "review", "--due"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(2)]
    (out, err), (also_out, also_err) = sorted((one.communicate() for one in running), key=lambda said: -len(said[0]))
    assert [one.returncode for one in running] == [0, 0] and err == ""
    assert len(out.splitlines()) == 2 and out.count(", workbook") == 2
    assert "is in use" in also_err if also_err else "Nothing is owed" in also_out
    assert [(run.state, run.tries) for run in ledger(owing).values()] == [("done", 1)] * 2
    assert all(check_folder(owing, key) for key in fresh[1])


@pytest.mark.parametrize(
    "arguments",
    [
        ["2025-03"],
        ["--each", "month"],
        ["--as-of", "2025-03-01"],
        ["--as-known", "2025-03-01"],
        ["--out", "somewhere"],
        ["--audience", "mentor"],
        ["--format", "html"],
        ["--sample-if-empty"],
    ],
)
def test_what_does_not_go_with_due_is_refused(fresh, capsys, arguments):
    """Each is named with the way out, exit 2, and nothing is made."""
    assert run(["--book", str(fresh[0]), "review", "--due", *arguments]) == 2
    named = arguments[0] if arguments[0].startswith("--") else "a period"
    assert f"so {named} has no place beside it" in capsys.readouterr().err
    assert not list((fresh[0] / "reports").glob("20*"))


def test_a_template_that_fails_in_one_cell(begun, fresh, tmp_path):
    """The one review is named with its section on stderr, the other is made, exit 3; the older review stays."""
    folder, month, before = begun
    notebook = nbformat.read(find_template(Path("nowhere")), as_version=4)
    notebook.cells += [
        nb4.new_markdown_cell("## Mine"),
        nb4.new_code_cell(f"assert period != {month.period.name!r}, 'no'"),
    ]
    nbformat.write(notebook, tmp_path / "own.ipynb")
    code, out, err = due(folder, "--template", tmp_path / "own.ipynb")
    assert code == 3 and len(err.splitlines()) == len(out.splitlines()) == 1
    assert (
        err
        == f"goalkit: no review of {month.period.title}: the review's notebook stopped in “Mine”: AssertionError: no\n"
    )
    assert sorted(states(folder).values()) == ["done", "failed"]
    kept = tree(page_of(folder, month).parent)
    assert all(kept[name] == text for name, text in before.items() if "html" not in name)  # whose links are new
    code, out, err = due(folder)
    assert (code, err) == (0, "") and out.startswith(f"{month.period.title}, workbook")


@unix
def test_a_disk_on_which_no_page_has_room(begun):
    """Where no file may be as large as a page: a line each, failed in the ledger, exit 2, the older review untouched."""
    import resource

    folder, month, before = begun
    limit = 2_000_000
    code, out, err = due(folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert (code, out) == (2, "") and len(err.splitlines()) == 2
    assert all("the review cannot be written to" in line and "File too large" in line for line in err.splitlines())
    assert set(states(folder).values()) == {"failed"} and "File too large" in ledger(folder)[month.period.name].why
    assert tree(page_of(folder, month).parent) == before
    assert not list((folder / "reports").glob(".*tmp*"))


@unix
def test_a_full_disk(begun, fresh, tmp_path):
    """Reviews on a disk of which the older one takes most: told with the cause, and that one is as it was."""
    folder, month, before = begun
    kept = shutil.move(folder / "reports", tmp_path / "kept")
    (folder / "reports").mkdir()
    with mounted("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder / "reports")):
        shutil.copytree(kept, folder / "reports", dirs_exist_ok=True)
        code, out, err = due(folder)
        assert (code, out) == (2, "") and "No space left on device" in err and len(err.splitlines()) == 2
        assert tree(page_of(folder, month).parent) == before
        assert set(states(folder).values()) == {"failed"}


@unix
@pytest.mark.parametrize(
    ("name", "said"),
    [("data", "data/"), ("data/goalkit.db", "goalkit.db cannot be written; check that you may write to this file")],
)
def test_a_workbook_that_cannot_be_written(owing, name, said):
    """A read-only data folder, and a database alone that is: one line that says what to check, exit 2, no review."""
    with read_only(owing / name):
        code, out, err = due(owing)
    assert (code, out) == (2, "") and len(err.splitlines()) == 1 and said in err and "check that" in err
    assert not list((owing / "reports").glob("20*")) and ledger(owing) == {}


@unix
def test_reports_that_cannot_be_written(owing):
    """A read-only reports folder: each review failed, with the reason in the ledger, exit 2."""
    with read_only(owing / "reports"):
        code, out, err = due(owing)
    assert (code, out) == (2, "") and err.count("the review cannot be written to") == len(err.splitlines()) == 2
    assert all(run.state == "failed" and "cannot be written" in run.why for run in ledger(owing).values())


def test_the_status_says_what_is_owed_or_failed(owing, fresh, capsys):
    """One line of `goalkit status`, and a part of its JSON; nothing where the schedule never ran, or owes nothing."""
    keys = fresh[1]
    with open_book(owing) as book:
        today = book.today()
        first = reviews_line(outlook(book, today))
        assert first.startswith("Reviews owed: ") and first.endswith(" and 1 more; to make them: goalkit review --due")
        keep_owed(book, keys, NOW)
        keep_started(book, keys[0], NOW)
        keep_failed(book, keys[0], "the cell\nfailed", NOW)
        line = reviews_line(outlook(book, today))
        assert line == f"{first}. {keys[0].period.title} failed, try 1: the cell failed"
    assert run(["--book", str(owing), "status"]) == 0
    assert line in capsys.readouterr().out.splitlines()
    assert run(["--book", str(owing), "status", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["reviews"]
    assert {row["period"] for row in told["owed"]} == {key.period.name for key in keys}
    assert told["failed"] == [{"period": keys[0].period.name, "edition": "me", "tries": 1, "why": "the cell failed"}]
    with open_book(owing) as book:
        book.change(ReviewSchedule, "schedule", since=None)
        assert reviews_line(outlook(book, today)) == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            InboxFile(name="a.csv", sha256="0", state="imported", seen_utc=NOW, rows_new=1),
            "a.csv in the inbox: brought in with 1 new row",
        ),
        (InboxFile(name="a.csv", sha256="0", state="nothing new", seen_utc=NOW), "a.csv in the inbox: nothing new"),
        (
            InboxFile(name="a.csv", sha256="0", state="not read", seen_utc=NOW, why="no header"),
            "a.csv in the inbox: not read: no header",
        ),
        (
            Sending(period="2025-03", recipient_id="r", recipient="Ann", way="folder", state="sent", changed_utc=NOW),
            "Review of March 2025 for Ann (folder) is sent",
        ),
        (
            Sending(
                period="2025-03",
                recipient_id="r",
                recipient="Ann",
                way="e-mail",
                changed_utc=NOW,
                why="busy",
                next_try_utc=NOW,
            ),
            "Review of March 2025 for Ann (e-mail) waits: busy; next try after 2026-01-02 03:00 UTC",
        ),
    ],
)
def test_lines_of_the_ledger_as_sentences(line, said):
    """What was brought in and what was sent, with the reason where something was not."""
    assert line_of(line) == said
