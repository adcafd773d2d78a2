"""Many reviews at once: each by itself, the links at the end, and no fault that stops the others."""

import json
import shutil
import signal
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import nbformat.v4 as nb4
import pytest

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import Goal, Settings, TimeEntry
from goalkit.reviews.choose import last_day
from goalkit.reviews.many import Crew, _start, render_many
from goalkit.reviews.page import charts_in
from goalkit.reviews.render import RenderOptions, find_template, render_review
from goalkit.workbook import init_book, open_book

ZONE = ZoneInfo("Europe/Berlin")
MONTHS = ("2025-01", "2025-02", "2025-03")
TODAY = date(2025, 12, 31)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A workbook's folder with an hour in each of three months."""
    folder = tmp_path_factory.mktemp("many") / "book"
    with init_book(folder) as made:
        made.add(Settings(zone="Europe/Berlin"))
        goal = made.add(Goal(title="Read =1+1", target=12, start=date(2025, 1, 1), due=date(2025, 12, 31)))
        for month in (1, 2, 3):
            begin = datetime(2025, month, 14, 9, tzinfo=ZONE)
            entry = TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=month), project="x", goal_id=goal.id)
            made.add(entry)
    return folder


def jobs(*names):
    """Periods, each with the day it is seen from."""
    return [(period, last_day(period, TODAY)) for period in map(parse_period, names)]


def by_name(outcomes):
    """Outcomes by their period's name."""
    return {outcome.period.name: outcome for outcome in outcomes}


def tree(folder):
    """Every file below a folder, by name, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def template(path, *sources):
    """Goalkit's review notebook with further cells of a person's own at its end."""
    notebook = nbformat.read(find_template(Path("nowhere")), as_version=4)
    notebook.cells += [nb4.new_markdown_cell("## My own"), *map(nb4.new_code_cell, sources)]
    nbformat.write(notebook, path)
    return path


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_many_at_once_are_the_same_as_one_after_the_other(book, start):
    """Files, list and links of three months on two processes are those of three runs, whichever way they start."""
    with open_book(book) as opened:
        for period, as_of in jobs(*MONTHS):
            render_review(opened, period, as_of)
    wanted = tree(book / "reports")
    wanted.pop(".gitignore", None)  # came with the workbook
    shutil.rmtree(book / "reports")
    done = by_name(render_many(book, jobs(*MONTHS), crew=Crew(workers=2, start=start)))
    assert sorted(done) == list(MONTHS) and all(outcome.made for outcome in done.values())
    assert tree(book / "reports") == wanted
    assert not list((book / "reports").glob(".*"))


def test_one_that_fails_stops_no_other(book, tmp_path):
    """The month whose cell fails is told with its section and keeps its old review; the others are made and linked."""
    out = tmp_path / "out"
    list(render_many(book, jobs("2025-02"), RenderOptions(out=out)))
    before = tree(out)
    own = template(tmp_path / "own.ipynb", "assert period != '2025-02', 'not this one'")
    done = by_name(render_many(book, jobs(*MONTHS), RenderOptions(out=out, template=own), Crew(workers=2)))
    assert [name for name in MONTHS if done[name].made] == ["2025-01", "2025-03"]
    error = done["2025-02"].error
    assert isinstance(error, GoalkitError) and "stopped in “My own”: AssertionError: not this one" in str(error)
    kept = {name: text for name, text in tree(out).items() if name.startswith("2025-02") and "html" not in name}
    assert kept == {name: text for name, text in before.items() if "html" not in name}
    page = (out / "2025-02" / "review-2025-02.html").read_text(encoding="utf-8")
    assert "2025-01/review-2025-01.html" in page and "2025-03/review-2025-03.html" in page
    assert not list(out.glob(".*"))


def test_one_that_hangs_is_stopped(book, tmp_path):
    """A cell without end is ended from outside, the time it had is told, and no half-made folder is left."""
    own = template(tmp_path / "own.ipynb", "import time\nwhile True:\n    time.sleep(0.1)")
    options = RenderOptions(out=tmp_path / "out", template=own)
    done = by_name(render_many(book, jobs("2025-01"), options, Crew(workers=1, seconds=15.0)))
    assert isinstance(done["2025-01"].error, GoalkitError) and "took over 15 s" in str(done["2025-01"].error)
    assert list((tmp_path / "out").glob("*")) == []


def test_a_worker_that_is_killed_is_told_and_replaced(book, tmp_path):
    """A kill in the middle of a render leaves the old review whole, and the next month is made all the same."""
    out = tmp_path / "out"
    list(render_many(book, jobs("2025-01"), RenderOptions(out=out, formats=("json",))))
    before = tree(out)
    kill = f"import os\nif period == '2025-01':\n    os.kill(os.getppid(), {int(signal.SIGKILL)})\n    os._exit(1)"
    options = RenderOptions(out=out, template=template(tmp_path / "own.ipynb", kill), formats=("json",))
    done = by_name(render_many(book, jobs("2025-01", "2025-02"), options, Crew(workers=1)))
    assert isinstance(done["2025-01"].error, RuntimeError) and "exit code -9" in str(done["2025-01"].error)
    assert done["2025-02"].made is not None
    assert {name: text for name, text in tree(out).items() if name.startswith("2025-01")} == before


def test_links_are_written_though_the_rest_is_not_waited_for(book, tmp_path):
    """Whoever stops after the first review has it in the list."""
    (book / "reports" / "index.html").unlink(missing_ok=True)
    outcomes = render_many(book, jobs("2025-03", "2025-02"), crew=Crew(workers=1))
    assert next(outcomes).period.name == "2025-03"
    outcomes.close()
    assert "March 2025" in (book / "reports" / "index.html").read_text(encoding="utf-8")


def test_nothing_asked_for_is_nothing_made(book, tmp_path):
    """No period starts no process and writes no folder; a format that is none is refused at once."""
    assert list(render_many(book, [], RenderOptions(out=tmp_path / "out"))) == []
    assert not (tmp_path / "out").exists()
    with pytest.raises(GoalkitError, match="docx"):
        next(render_many(book, jobs("2025-01"), RenderOptions(formats=("docx",))))


def test_a_workbook_that_cannot_be_opened_is_told(tmp_path):
    """The error of a folder that is no workbook comes back as it was raised."""
    done = list(render_many(tmp_path, jobs("2025-01")))
    assert isinstance(done[0].error, GoalkitError) and "is not a workbook" in str(done[0].error)


def test_forking_is_left_alone_beside_a_second_thread():
    """With another thread at work, workers start afresh."""
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        assert _start() == "spawn"
    finally:
        over.set()
        other.join()


def test_a_page_is_small_but_for_plotly(book, tmp_path):
    """The file stays under 6 MB, and under 1.5 MB without the charts' script."""
    from plotly.offline import get_plotlyjs

    done = next(iter(render_many(book, jobs("2025-03"), RenderOptions(out=tmp_path / "out"))))
    page = done.made.files[0].read_text(encoding="utf-8")
    script = get_plotlyjs()
    assert charts_in(page) and page.count(script) == 1
    assert len(page.encode()) < 6_000_000
    assert len(page.encode()) - len(script.encode()) < 1_500_000
    assert json.loads(done.made.files[2].read_text(encoding="utf-8"))["period"] == "2025-03"
