"""`goalkit review`: which periods, which notebook, what is said, and the exit code."""

import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import nbformat.v4 as nb4
import pytest
from due_made import read_terminal

from goalkit.cli.edge import run
from goalkit.cli.reviewing import Wanted, _chosen, exit_code
from goalkit.errors import GoalkitError, ReconciliationError
from goalkit.periods import parse_period, periods_within
from goalkit.records import Settings, TimeEntry
from goalkit.reviews.many import Outcome
from goalkit.reviews.page import charts_in
from goalkit.reviews.render import RenderedReview, RenderOptions
from goalkit.workbook import init_book

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reviews.md"
# A kernel, or a library in it, may write past the notebook; this one always does.
SOUR = "import os\nos.write(2, b'a socket was closed')\n1 / 0"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A workbook's folder with an hour in each of the first two months of 2025, its notebooks included."""
    folder = tmp_path_factory.mktemp("cli") / "book"
    with init_book(folder) as made:
        made.add(Settings(zone="Europe/Berlin"))
        for month in (1, 2):
            begin = datetime(2025, month, 14, 9, tzinfo=ZoneInfo("Europe/Berlin"))
            made.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), project="x"))
    return folder


def review(book, *arguments):
    """The command in a process of its own, as a person gives it."""
    command = [sys.executable, "-m", "goalkit", "--book", str(book), "review", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=book, check=False)
    return done.returncode, done.stdout, done.stderr


def own_notebook(book, name, *sources):
    """A copy of the workbook's review notebook with a section of a person's own."""
    notebook = nbformat.read(book / "notebooks" / "review.ipynb", as_version=4)
    notebook.cells += [nb4.new_markdown_cell("## My own"), *map(nb4.new_code_cell, sources)]
    nbformat.write(notebook, book / name)
    return book / name


def headings(text):
    """The sections of a page."""
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", text)


def test_several_reviews_one_command(book):
    """Two months are two pages and a list; stdout names both in the order asked for, stderr is quiet in a pipe."""
    code, out, err = review(book, "2025-02", "2025-01", "2025-02")
    assert (code, err) == (0, "")
    assert [line.split(",")[0] for line in out.splitlines()] == ["February 2025", "January 2025"]
    pages = [Path(line.rpartition(": ")[2]) for line in out.splitlines()]
    assert all(charts_in(page.read_text(encoding="utf-8")) for page in pages)
    index = (book / "reports" / "index.html").read_text(encoding="utf-8")
    assert "January 2025" in index and "February 2025" in index


def test_one_that_fails_is_named_and_theexit_code_is_three(book, tmp_path):
    """With one of two failing, --format json prints one document with both, and stderr says which and why."""
    own = own_notebook(book, "sour.ipynb", "assert period != '2025-01', 'too early'")
    options = ["--template", own, "--out", tmp_path, "--format", "json"]
    code, out, err = review(book, "2025-01", "2025-02", *options)
    assert code == 3
    told = json.loads(out)
    assert [(made["period"], made["files"]) for made in told["reviews"]] == [
        ("2025-02", [str(tmp_path / "2025-02" / "facts.json")])
    ]
    assert [failed["period"] for failed in told["failed"]] == ["2025-01"]
    assert "no review of January 2025: the review's notebook stopped in “My own”: AssertionError: too early" in err


def test_the_page_on_your_own_notebook_is_true(book):
    """Copying, adding the two cells and rendering as docs/reviews.md says gives its section beside all others."""
    text = PAGE.read_text(encoding="utf-8").partition("## Make it yours")[2]
    copy, render = re.findall(r"```\n(\S.*?)\n```", text, re.DOTALL)[:1], re.search(r"goalkit (review .*)", text)
    heading, source = (re.search(rf"```{kind}\n(.*?)\n```", text, re.DOTALL)[1] for kind in ("markdown", "python"))
    assert copy == ["cp notebooks/review.ipynb my_review.ipynb"]
    (book / "my_review.ipynb").write_bytes((book / "notebooks" / "review.ipynb").read_bytes())
    notebook = nbformat.read(book / "my_review.ipynb", as_version=4)
    notebook.cells += [nb4.new_markdown_cell(heading), nb4.new_code_cell(source)]
    nbformat.write(notebook, book / "my_review.ipynb")
    arguments = render[1].replace("2025-03", "2025-02").split()[1:]
    assert "--template" in arguments
    assert review(book, "2025-02")[0] == 0
    before = (book / "reports" / "2025-02" / "review-2025-02.html").read_text(encoding="utf-8")
    assert review(book, *arguments)[0] == 0
    after = (book / "reports" / "2025-02" / "review-2025-02.html").read_text(encoding="utf-8")
    assert headings(after) == [*headings(before), "My own words"] and len(headings(before)) > 5
    assert "1.0 h in February 2025, and I am glad of each." in after
    assert charts_in(after) == charts_in(before) > 0


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("none.ipynb", None, "there is no notebook .*none.ipynb; name one that exists"),
        ("notes.txt", "Dear diary", "notes.txt is not a notebook .*expected an .ipynb"),
        ("sour.ipynb", SOUR, "the review's notebook stopped in “My own”: ZeroDivisionError: division by zero"),
    ],
)
def test_a_notebook_that_cannot_be_used_leaves_the_old_review(book, name, text, told):
    """A missing file, one that is no notebook and a failing cell are told in one line, exit 2, nothing changed.

    Whatever the kernel itself complains of while it ends.
    """
    assert review(book, "2025-01")[0] == 0
    before = {path: path.read_bytes() for path in (book / "reports").rglob("*") if path.is_file()}
    if name == "sour.ipynb":
        own_notebook(book, name, text)
    elif text is not None:
        (book / name).write_text(text)
    code, out, err = review(book, "2025-01", "--template", name)
    assert (code, out) == (2, "") and re.search(told, err) and err.startswith("goalkit: ")
    assert len(err.splitlines()) == 1
    assert {path: path.read_bytes() for path in (book / "reports").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2025", "--each", "day"], "--each 'day' is unknown; expected one of quarter, month, week"),
        (["2025-03", "--each", "quarter"], "March 2025 is not made of quarters"),
        (["2099", "--each", "month"], "no month of 2099 has begun"),
        (["--each", "month"], "--each month needs a period"),
        (["2025-01", "2025-13"], "'2025-13'"),
        (["2025-01", "--format", "html,docx"], "format 'docx' is unknown; expected some of html, ipynb, json, pdf"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_made(book, tmp_path, capsys, arguments, told):
    """The value is named with what was expected, exit code 2, and no folder is there."""
    code = run(["--book", str(book), "review", *arguments, "--out", str(tmp_path / "out")])
    assert code == 2 and told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_each_takes_a_period_apart_and_leaves_out_what_has_not_begun():
    """A year gives its months up to today's, each once however often it is asked for."""
    wanted = Wanted(("2025", "2025-Q1"), "month", None, RenderOptions(), sample=False)
    names = [period.name for period in _chosen(wanted, 0, date(2025, 4, 1))]
    assert names == ["2025-01", "2025-02", "2025-03", "2025-04"]


@pytest.mark.parametrize(
    ("whole", "kind", "first", "last", "many"),
    [
        ("2025", "week", "2025-W01", "2025-W52", 52),
        ("2026", "week", "2026-W01", "2026-W53", 53),
        ("2025", "month", "2025-01", "2025-12", 12),
        ("2025", "quarter", "2025-Q1", "2025-Q4", 4),
        ("2025-03", "week", "2025-W10", "2025-W13", 4),
        ("2025-W10", "day", "2025-03-03", "2025-03-09", 7),
    ],
)
@pytest.mark.parametrize("week_start", [0, 5, 6])
def test_parts_of_a_period(whole, kind, first, last, many, week_start):
    """A year has its ISO weeks whatever day they start on; months and quarters are those inside."""
    parts = periods_within(parse_period(whole, week_start), kind)
    assert len(parts) == many
    if whole != "2025-W10":  # whose days depend on where the week begins
        assert (parts[0].name, parts[-1].name) == (first, last)
    assert all(one.end == other.start for one, other in pairwise(parts))


def testexit_codes():
    """All made 0, some 3; none: 1 when a fault is goalkit's, else 2."""
    period = parse_period("2025-01")
    fine = Outcome(period, RenderedReview(Path(), (), 1.0), None)
    given, sums, ours = (
        Outcome(period, None, error) for error in (GoalkitError("x"), ReconciliationError("x"), RuntimeError("x"))
    )
    assert exit_code([fine]) == 0
    assert exit_code([fine, ours]) == exit_code([given, fine]) == 3
    assert exit_code([given, given]) == 2
    assert exit_code([given, ours]) == exit_code([sums]) == 1


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_a_terminal_shows_how_far_it_is(book, tmp_path):
    """On a terminal a bar counts the reviews; in a pipe there is none (above)."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "goalkit", "--book", str(book), "review", "2025-01", "2025-02"]
    around = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(
        [*command, "--format", "json", "--out", str(tmp_path)], stdout=subprocess.PIPE, stderr=theirs, env=around
    )
    os.close(theirs)
    shown = b"".join(iter(lambda: read_terminal(ours), b"")).decode(errors="replace")
    os.close(ours)
    out, _ = running.communicate()
    assert running.returncode == 0 and "reviews" in shown and "1/2" in shown
    assert len(json.loads(out)["reviews"]) == 2
