"""A run of what is owed: made once, checked, kept in the ledger; no fault stops the rest."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import nbformat
import nbformat.v4 as nb4
import pytest
from due_made import ledger, make_book, states, tree

from goalkit.cli.due import code_of
from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import InboxFile, Recipient, ReviewRun, ReviewSchedule, Settings, TimeEntry
from goalkit.reviews.many import Crew
from goalkit.reviews.render import find_template, render_review
from goalkit.reviews.schedule.due import DueOptions, run_due
from goalkit.reviews.schedule.ledger import keep_owed, keep_started
from goalkit.reviews.schedule.outlook import outlook
from goalkit.reviews.schedule.owed import Key
from goalkit.reviews.schedule.whole import check_whole, is_there
from goalkit.workbook import init_book, open_book
from goalkit.workbook.finished import first_day
from goalkit.workbook.journal import JOURNAL
from goalkit.workbook.lock import BusyError, one_at_a_time

NOW = datetime(2025, 4, 5, 8, tzinfo=UTC)  # three are
FEB_5 = datetime(2025, 2, 5, 8, tzinfo=UTC)  # one is owed
APRIL_1 = datetime(2025, 4, 1, 8, tzinfo=UTC)  # two are
MONTHS = [date(2025, month, 1) for month in (1, 2, 3)]
QUIET = Crew(workers=2)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workbook that owes January, February and March 2025 on 5 April."""
    folder = tmp_path_factory.mktemp("due") / "book"
    return make_book(folder, MONTHS, since=date(2025, 2, 10), quarter=False, year=False)


@pytest.fixture(scope="module")
def done(made, tmp_path_factory):
    """The same after its first run."""
    folder = tmp_path_factory.mktemp("done") / "book"
    shutil.copytree(made, folder)
    run_due(folder, NOW)
    return folder


@pytest.fixture
def owing(made, tmp_path):
    """A copy of the workbook that owes three."""
    return Path(shutil.copytree(made, tmp_path / "book"))


@pytest.fixture
def settled(done, tmp_path):
    """A copy of the workbook that owes none."""
    return Path(shutil.copytree(done, tmp_path / "book"))


def page(folder, name, edition=""):
    """A review's page."""
    return folder / "reports" / edition / name / f"review-{name}.html"


def seen_from(folder, name):
    """The day from which a review looks."""
    return json.loads(page(folder, name).with_name("facts.json").read_text(encoding="utf-8"))["as_of"]


def written(folder, name):
    """Which file of facts a review has, and when it was written."""
    found = page(folder, name).with_name("facts.json").stat()
    return found.st_ino, found.st_mtime_ns


def told(report):
    """Periods of a report with whether each was made."""
    return [(outcome.period.name, outcome.made is not None) for outcome in report.outcomes]


def by_hand(folder, name, as_of):
    """A review that a person makes."""
    with open_book(folder) as book:
        return render_review(book, parse_period(name), as_of)


def template(path, source):
    """Goalkit's review notebook with a cell of a person's own at its end."""
    notebook = nbformat.read(find_template(Path("nowhere")), as_version=4)
    notebook.cells += [nb4.new_markdown_cell("## My own"), nb4.new_code_cell(source)]
    nbformat.write(notebook, path)
    return path


def changes(folder):
    """How many lines the journal has."""
    with open_book(folder) as book, book._engine.connect() as connection:
        return len(connection.execute(JOURNAL.select()).all())


def test_what_is_owed_is_made_and_kept_in_the_ledger(owing):
    """Three months oldest first, each from its last day, linked, and done with its charts and its one try."""
    report = run_due(owing, NOW)
    assert told(report) == [("2025-01", True), ("2025-02", True), ("2025-03", True)]
    assert (report.faults, code_of(report)) == ((), 0)
    assert [seen_from(owing, name) for name, _ in told(report)] == ["2025-01-31", "2025-02-28", "2025-03-31"]
    rows = ledger(owing)
    assert list(rows) == ["2025-01", "2025-02", "2025-03"]
    for name, run in rows.items():
        assert (run.state, run.tries, run.why) == ("done", 1, "")
        assert run.charts == check_whole(owing, Key(parse_period(name))) > 0
        assert run.owed_utc == NOW <= run.started_utc <= run.ended_utc < NOW + timedelta(hours=1)
    index = (owing / "reports" / "index.html").read_text(encoding="utf-8")
    assert all(title in index for title in ("January 2025", "February 2025", "March 2025"))
    assert "2025-03/review-2025-03.html" in page(owing, "2025-02").read_text(encoding="utf-8")


def test_nothing_owed_writes_nothing(settled):
    """A second run, the same day or with the clock set back, changes no file of the reports and no line anywhere."""
    reports, lines = tree(settled / "reports"), changes(settled)
    for now in (NOW, NOW + timedelta(minutes=1), NOW - timedelta(days=1), NOW - timedelta(days=10)):
        report = run_due(settled, now)
        assert (report.outcomes, report.lines, report.faults) == ((), (), ())
    assert (tree(settled / "reports"), changes(settled)) == (reports, lines)


def test_the_first_run_remembers_where_it_begins(owing):
    """Without a day the first run takes its own, by the person's zone, and makes the latest month; later ones go on."""
    with open_book(owing) as book:
        book.change(ReviewSchedule, "schedule", since=None, grace_days=0)
    late = datetime(2025, 2, 28, 23, 30, tzinfo=UTC)  # 1 March in Berlin
    assert told(run_due(owing, late)) == [("2025-02", True)]
    with open_book(owing) as book:
        assert book.standing(ReviewSchedule).since == date(2025, 3, 1)
    assert told(run_due(owing, APRIL_1)) == [("2025-03", True)]


def test_a_workbook_begins_with_its_first_entry_or_the_first_thing_written(tmp_path):
    """None while it is empty; then the local day of the first change, and of an earlier entry that comes in later."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        assert first_day(book) is None
        book.change(Settings, "settings", zone="Pacific/Auckland", when=APRIL_1.replace(hour=23))
        assert first_day(book) == date(2025, 4, 2)
        begin = datetime(2025, 3, 1, 9, tzinfo=UTC)
        book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), project="x"))
        assert first_day(book) == date(2025, 3, 1)


def test_a_workbook_without_a_past_owes_none_of_it(tmp_path):
    """The first run of a new workbook makes no empty review of the years before; the first month to end is owed."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin", when=FEB_5)
    assert run_due(tmp_path / "book", FEB_5).outcomes == ()
    with open_book(tmp_path / "book") as book:
        assert [key.period.name for key in outlook(book, date(2025, 3, 3)).owed] == ["2025-02"]


def test_what_the_ledger_keeps_is_no_change_of_the_persons(settled):
    """Undo passes over what a run wrote, and takes back the person's own latest change."""
    with open_book(settled) as book:
        assert "schedule of reviews" in book.undo()
        assert {run.state for run in book.records(ReviewRun)} == {"done"}


def test_a_review_that_is_gone_is_made_again(settled):
    """One deleted page: that review alone comes again, as a second try of the row that is there."""
    shutil.rmtree(page(settled, "2025-02").parent)
    others = written(settled, "2025-03")
    assert told(run_due(settled, NOW)) == [("2025-02", True)]
    row = ledger(settled)["2025-02"]
    assert (row.state, row.tries) == ("done", 2) and len(ledger(settled)) == 3
    assert written(settled, "2025-03") == others


def test_a_review_of_a_month_that_ran_is_made_anew(owing):
    """What a person made in the middle of a month is not its review; what they made after its end is, and stays."""
    by_hand(owing, "2025-01", date(2025, 1, 15))
    by_hand(owing, "2025-02", date(2025, 2, 28))
    kept = written(owing, "2025-02")
    assert sorted(told(run_due(owing, APRIL_1))) == [("2025-01", True), ("2025-02", True)]
    assert seen_from(owing, "2025-01") == "2025-01-31"
    assert written(owing, "2025-02") == kept
    assert {name: (run.state, run.tries) for name, run in ledger(owing).items()} == {
        "2025-01": ("done", 1),
        "2025-02": ("done", 0),
    }


def test_a_run_that_was_killed_is_taken_up(owing):
    """Of what it had begun, the one that is whole is linked and done as it is; the broken and the missing are made."""
    keys = [Key(parse_period(name)) for name in ("2025-01", "2025-02", "2025-03")]
    with open_book(owing) as book:
        keep_owed(book, keys, APRIL_1)
        for key in keys[:2]:
            keep_started(book, key, APRIL_1)
    by_hand(owing, "2025-01", date(2025, 1, 31))
    by_hand(owing, "2025-02", date(2025, 2, 28))
    whole = written(owing, "2025-01")
    broken = page(owing, "2025-02")
    broken.write_bytes(broken.read_bytes()[:-20])
    (owing / "reports" / "index.html").unlink()
    assert told(run_due(owing, NOW)) == [("2025-01", True), ("2025-02", True), ("2025-03", True)]
    assert written(owing, "2025-01") == whole
    rows = ledger(owing)
    assert {run.state for run in rows.values()} == {"done"}
    assert [run.tries for run in rows.values()] == [1, 2, 1]
    assert {run.owed_utc for run in rows.values()} == {APRIL_1}
    assert "January 2025" in (owing / "reports" / "index.html").read_text(encoding="utf-8")


def test_each_edition_that_is_asked_for_is_made(owing):
    """A mentor who gets months has theirs in its own folder, beside one's own, each with its row and its list."""
    with open_book(owing) as book:
        mentor = Recipient(name="M", way="e-mail", address="m@example.org", edition="mentor", kinds=["month"])
        book.add(mentor, when=FEB_5 - timedelta(days=9))
    report = run_due(owing, FEB_5, DueOptions(crew=QUIET))
    editions = [(outcome.period.name, outcome.edition.audience) for outcome in report.outcomes]
    assert editions == [("2025-01", "me"), ("2025-01", "mentor")]
    assert states(owing) == {"2025-01": "done", "2025-01 mentor": "done"}
    assert page(owing, "2025-01", "mentor").is_file()
    assert "January 2025" in (owing / "reports" / "mentor" / "index.html").read_text(encoding="utf-8")


def test_one_that_fails_stops_no_other_and_is_tried_again(owing, tmp_path):
    """The month whose cell fails keeps its old review and is failed with why; the next run makes it."""
    by_hand(owing, "2025-01", date(2025, 1, 15))
    before = tree(page(owing, "2025-01").parent)
    own = template(tmp_path / "own.ipynb", "assert period != '2025-01', 'not\\nthis one'")
    report = run_due(owing, APRIL_1, DueOptions(template=own))
    assert told(report) == [("2025-01", False), ("2025-02", True)] and code_of(report) == 3
    row = ledger(owing)["2025-01"]
    assert (row.state, row.tries, row.charts) == ("failed", 1, 0) and row.ended_utc >= row.started_utc
    assert row.why == "the review's notebook stopped in “My own”: AssertionError: this one"
    kept = tree(page(owing, "2025-01").parent)
    assert {name: kept[name] for name in before if "html" not in name} == {
        name: text for name, text in before.items() if "html" not in name
    }
    with open_book(owing) as book:
        seen = outlook(book, date(2025, 4, 1))
    assert [key.period.name for key in seen.owed] == ["2025-01"] == [run.period for run in seen.failed]
    assert told(run_due(owing, APRIL_1)) == [("2025-01", True)]
    assert (ledger(owing)["2025-01"].state, ledger(owing)["2025-01"].tries, ledger(owing)["2025-01"].why) == (
        "done",
        2,
        "",
    )


def test_when_all_fail_the_code_says_whose_fault_it_is(owing, tmp_path):
    """Every cell of a person's that fails is a fault in what was given: 2."""
    report = run_due(owing, FEB_5, DueOptions(template=template(tmp_path / "own.ipynb", "1 / 0")))
    assert told(report) == [("2025-01", False)] and code_of(report) == 2
    assert set(states(owing).values()) == {"failed"} and not page(owing, "2025-01").exists()


def test_steps_before_and_after_are_done_under_the_lock(owing):
    """What comes before sees no review, what comes after sees all; their lines are reported, nobody else gets in."""
    seen = []

    def step(book, now):
        with pytest.raises(BusyError), open_book(book.path) as again, one_at_a_time(again, "another"):
            pass
        seen.append(page(owing, "2025-01").exists())
        line = InboxFile(name=f"{len(seen)}.csv", sha256="0", state="not read", seen_utc=now, why="no export")
        return [book.add(line, when=now)]

    report = run_due(owing, FEB_5, DueOptions(before=(step,), after=(step,)))
    assert seen == [False, True]
    assert [line.name for line in report.lines] == ["1.csv", "2.csv"] and code_of(report) == 3


def test_a_step_that_fails_stops_no_review(owing):
    """Its fault is told once, the reviews are made, and what comes after is done."""
    after = []

    def step(book, now):
        raise GoalkitError("the inbox\ncannot be read")

    report = run_due(owing, FEB_5, DueOptions(before=(step, step), after=(lambda *given: after.append(given) or (),)))
    assert report.faults == ("the inbox cannot be read",) and len(after) == 1
    assert told(report) == [("2025-01", True)] and code_of(report) == 3


def test_without_a_browser_there_is_no_pdf_and_it_is_said(owing, monkeypatch):
    """A schedule with PDF on a machine that cannot print makes the other files, and one line says why."""
    monkeypatch.setenv("GOALKIT_CHROMIUM", "no-such-browser")
    with open_book(owing) as book:
        book.change(ReviewSchedule, "schedule", pdf=True)
    report = run_due(owing, FEB_5)
    assert told(report) == [("2025-01", True)] and code_of(report) == 3
    assert len(report.faults) == 1 and report.faults[0].startswith("the reviews are made without PDF: GOALKIT_CHROMIUM")


def test_pdf_is_made_where_the_schedule_wants_it(owing, chromium_path):
    """A schedule with PDF has a file that can be printed beside the page."""
    with open_book(owing) as book:
        book.change(ReviewSchedule, "schedule", pdf=True)
    report = run_due(owing, FEB_5)
    assert report.faults == () and page(owing, "2025-01").with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_a_zone_changed_between_runs_makes_nothing_twice(settled):
    """Moving from Berlin to Honolulu or Auckland leaves the ledger and the reviews as they are."""
    lines = changes(settled)
    for zone in ("Pacific/Honolulu", "Pacific/Auckland"):
        with open_book(settled) as book:
            book.change(Settings, "settings", zone=zone)
        assert run_due(settled, NOW).outcomes == ()
    assert changes(settled) == lines + 2


def test_another_run_at_work_is_told(settled):
    """While the workbook is held nothing is looked at."""
    held = one_at_a_time(open_book(settled), "the other")
    with held, pytest.raises(BusyError, match="the other has it"):
        run_due(settled, NOW)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda page: page.write_bytes(page.read_bytes()[:-20]), "ends before its end"),
        (lambda page: page.write_bytes(page.read_bytes().replace(b'<figure class="gk-chart', b'<div class="', 1)), "charts where"),
        (lambda page: page.write_bytes(b"\xff\xfe"), "cannot be opened"),
        (lambda page: page.unlink(), "cannot be opened"),
        (lambda page: page.with_suffix(".ipynb").unlink(), "there is no notebook"),
        (lambda page: page.with_name("facts.json").write_text("{"), "cannot be read"),
        (lambda page: page.with_name("facts.json").write_text("{}"), "schema None"),
        (lambda page: page.with_name("facts.json").write_text("[]"), "cannot be read"),
        (
            lambda page: shutil.copy(page.parents[1] / "2025-01" / "facts.json", page.parent),
            "are of 2025-01, expected 2025-02",
        ),
    ],
)  # fmt: skip
def test_a_review_that_is_not_whole_is_found(settled, spoil, said):
    """A page cut short, a chart lost, bytes of something else, a file missing, facts that are others'."""
    spoil(page(settled, "2025-02"))
    with pytest.raises(GoalkitError, match=said):
        check_whole(settled, Key(parse_period("2025-02")))


def test_a_page_without_facts_is_not_there(settled):
    """Only a page that says from which day it looks counts as a review that was made."""
    key = Key(parse_period("2025-02"))
    assert is_there(settled, key)
    page(settled, "2025-02").with_name("facts.json").unlink()
    assert not is_there(settled, key)


def test_a_template_option_is_taken_for_the_run(owing, tmp_path):
    """A person's own notebook is what the reviews of that run are made from."""
    own = template(tmp_path / "own.ipynb", "'words of my own'")
    run_due(owing, FEB_5, DueOptions(template=own))
    assert "words of my own" in page(owing, "2025-01").read_text(encoding="utf-8")


def test_whoever_is_added_later_has_no_reviews_of_the_past_made(settled):
    """A mentor from May on, and weeks turned on then: no edition and no week of before; “since” set anew brings them."""
    may = datetime(2025, 5, 20, 9, tzinfo=UTC)
    with open_book(settled) as book:
        mentor = {"name": "Mentor", "way": "e-mail", "address": "m@example.org", "edition": "mentor"}
        book.add(Recipient(**mentor, kinds=["month"]), when=may)
        book.change(ReviewSchedule, "schedule", week=True, when=datetime.now(UTC) + timedelta(minutes=1))
        seen = outlook(book, date(2025, 6, 4))
        assert [(key.period.name, key.edition) for key in seen.owed] == [
            ("2025-04", "me"), ("2025-05", "me"), ("2025-05", "mentor"),
        ]  # fmt: skip
        book.change(ReviewSchedule, "schedule", since=date(2025, 5, 1), when=datetime.now(UTC) + timedelta(minutes=2))
        assert "2025-W20" in {key.period.name for key in outlook(book, date(2025, 6, 4)).owed}
