"""`goalkit check`: what it says, how much of it, and its exit codes."""

import json

import pytest
from exports_made import toggl

from goalkit.cli.edge import run
from goalkit.records import Goal, Rule, Settings
from goalkit.workbook import init_book

DAY = ({"Start time": "09:00:00", "End time": "13:00:00", "Duration": "04:00:00"},
       {"Start time": "13:30:00", "End time": "18:00:00", "Duration": "04:30:00"})  # fmt: skip
RUNNING = {"Start date": "2025-03-05", "End date": "", "End time": "", "Duration": "00:00:00"}


@pytest.fixture
def check(no_book, capsys):
    """Runs `goalkit check` on a workbook with some rows imported; gives the exit code and what was printed."""
    with init_book(no_book / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
        book.add(Goal(id="g1", title="Write it", target=1, start="2025-01-01", due="2025-12-31"))
        book.add(Rule(text="Thesis", goal_id="g1"))

    def checked(*rows, options=()):
        if rows:
            (no_book / "log.csv").write_text(toggl(*rows), encoding="utf-8")
            run(["--book", "book", "import", "log.csv"])
            capsys.readouterr()
        code = run(["--book", "book", "check", *options])
        return code, capsys.readouterr().out

    return checked


def test_an_empty_workbook_has_nothing_to_check(check):
    """One line that says what to do next, and exit 0."""
    code, said = check()
    assert code == 0
    assert said == "There are no entries to check; bring some in with: goalkit import FILE\n"


def test_a_clean_workbook_says_so_in_one_line(check):
    """A whole working day for a goal: exit 0, and one finding-free document."""
    code, said = check(*DAY)
    assert (code, said) == (0, "All is well: 2 entries looked at, nothing to mend.\n")
    code, said = check(options=["--format", "json"])
    assert (code, json.loads(said)) == (0, {"from": None, "to": None, "entries": 2, "findings": []})


def test_each_finding_is_a_block_with_the_number_first(check):
    """Headline, examples with day, hours, file and line, one suggestion; exit 3."""
    code, said = check(*DAY, {"Start time": "12:00:00", "End time": "13:00:00", "Project": "Mail"}, RUNNING)
    assert code == 3
    overlap, running, no_goal = said.split("\n\n")
    assert overlap.splitlines() == [
        "1 overlap, 1 h counted twice",
        "  2025-03-03 12:00–13:00 · “Mail” with “Thesis” · 1 h · log.csv, lines 4 and 2",
        "  → If they did not really run side by side, set them right in your tracker, export again and bring "
        "that in with the notebook 06_log_time",
    ]
    assert running.splitlines()[:2] == [
        "1 entry left out because it was running",
        "  2025-03-05 · log.csv, line 5",
    ]
    assert no_goal.startswith("1 project with time for no goal, 1 h in all\n  “Mail” · 1 h\n  → ")


def test_a_running_entry_that_came_in_is_gone(check):
    """After the timer was stopped and exported again, the workbook is clean for that day."""
    assert check(*DAY, RUNNING)[0] == 3
    stopped = {"Start date": "2025-03-05", "End date": "2025-03-05", "End time": "18:00:00", "Duration": "09:00:00"}
    code, said = check(*DAY, stopped)
    assert "running" not in said
    assert said.startswith("1 working day without an entry\n  2025-03-04\n")
    assert code == 3


def test_ten_examples_and_the_rest_as_a_number(check):
    """Twelve overlaps: ten are shown, JSON lists all of them, with every number behind the text."""
    rows = [{**DAY[0], "Description": str(number)} for number in range(13)]
    code, said = check(*rows, DAY[1])
    lines = said.split("\n\n")[0].splitlines()
    assert (code, lines[0], lines[11]) == (3, "12 overlaps, 48 h counted twice", "  … and 2 more")
    _, text = check(options=["--format", "json"])
    finding = json.loads(text)["findings"][0]
    assert (finding["kind"], finding["count"], finding["hours"]) == ("overlaps", 12, 48.0)
    assert len(finding["examples"]) == 12
    assert set(finding["examples"][0]) == {
        "text", "day", "start", "end", "hours", "what", "person", "file", "line", "other", "other_file", "other_line",
    }  # fmt: skip
    assert finding["examples"][0]["start"] == "2025-03-03T09:00:00+01:00"


def test_a_range_takes_both_its_days(check):
    """What lies outside is not told; a range that ends before it begins is refused."""
    mail = {"Start date": "2025-03-08", "End date": "2025-03-08", "Project": "Mail"}
    assert check(*DAY, mail, options=["--to", "2025-03-03"]) == (
        0,
        "All is well: 2 entries looked at, nothing to mend.\n",
    )
    code, said = check(options=["--from", "2025-03-08", "--to", "2025-03-08"])
    assert (code, said.splitlines()[0]) == (3, "1 project with time for no goal, 1 h in all")
    assert check(options=["--from", "2025-03-08", "--to", "2025-03-07"])[0] == 2
    assert check(options=["--format", "csv"])[0] == 2


def test_the_suggestion_for_a_full_day_can_be_followed(check, capsys):
    """The command that it names lists the rows of that day, which sum to its hours."""
    rows = [{**DAY[0], "End time": "22:00:00", "Duration": "13:00:00", "Description": text} for text in "ab"]
    _, said = check(*rows)
    command = said.partition("made of: goalkit ")[2].splitlines()[0].split()
    assert run(["--book", "book", *command]) == 0
    shown = capsys.readouterr().out
    assert "26.00" in shown.partition("\nsum")[2]


def test_a_night_that_goes_back_shows_its_offsets(check):
    """02:50 before the clocks go back to 02:20 after it reads as what it is."""
    night = [
        {"Start date": "2025-10-26", "End date": "2025-10-26", "Start time": "01:30:00", "End time": "03:30:00",
         "Duration": "03:00:00"},
        {"Start date": "2025-10-26", "End date": "2025-10-26", "Start time": "02:50:00", "End time": "02:20:00",
         "Duration": "00:30:00", "Description": "x"},
    ]  # fmt: skip
    _, said = check(*night)
    assert "2025-10-26 02:50+0200–02:20+0100 · “Thesis” with “Thesis” · 30 min" in said
