"""Every sample file adds up to the second, and what is no export is refused in plain words."""

import pytest

from goalkit.cli.edge import run
from goalkit.metrics.reconcile import reconcile
from goalkit.periods import Calendar
from goalkit.trackers import ReadOptions, load_export
from goalkit.workbook import init_book

BERLIN = Calendar("Europe/Berlin")
SUPER = "super-productivity__super-productivity__"
OWN = ("toggl-2025-h1.csv", "clockify-2025-h2.csv")
READ = {  # file of the folder beside the project → tracker, entries
    "activitywatch/generated__aw-server-0.12__export_all.json": ("activitywatch", 4),
    "activitywatch/generated__aw-server-0.12__export_one.json": ("activitywatch", 3),
    "clockify_summary/damirarh__ClockifyExport__Clockify.csv": ("clockify-summary", 99),
    "harvest/flandrade__harvest-overtime__harvest-example.csv": ("harvest", 12),
    "org/karlicoss__orgparse__01_attributes.org": ("orgmode", 2),
    "org/karlicoss__orgparse__04_logbook.org": ("orgmode", 3),
    f"super_productivity/{SUPER}legacy-full-migration-backup.json": ("superproductivity", 5),
    f"super_productivity/{SUPER}test-backup-with-archive.json": ("superproductivity", 1),
    f"super_productivity/{SUPER}test-backup-with-archives.json": ("superproductivity", 4),
    "timewarrior/generated__timewarrior-1.4.3__2024-03.data": ("timewarrior", 3),
    "timewarrior/generated__timewarrior-1.4.3__2024-04.data": ("timewarrior", 1),
    "timewarrior/generated__timewarrior-1.4.3__2024-05.data": ("timewarrior", 2),
    "timewarrior/generated__timewarrior-1.4.3__export.json": ("timewarrior", 6),
    "toggl/jonasknobloch__timba__toggl.csv": ("toggl", 11),
    "wakatime/wakatime__wakadump__input.json": ("wakatime", 5),
    "wakatime/wakatime__wakadump__output.csv": ("wakadump", 5),
    "watson/generated__watson-2.1.0__frames": ("watson", 5),
    "watson/generated__watson-2.1.0__log.csv": ("watson-csv", 5),
    "watson/generated__watson-2.1.0__log.json": ("watson", 5),
    "watson/jazzband__Watson__autocompletion_frames": ("watson", 10),
}
REFUSED = {  # file → what the message says
    "org/karlicoss__orgparse__00_simple.org": "no CLOCK lines",
    "org/karlicoss__orgparse__02_tree_struct.org": "no CLOCK lines",
    "org/karlicoss__orgparse__03_repeated_tasks.org": "no CLOCK lines",
    "org/karlicoss__orgparse__05_tags.org": "no CLOCK lines",
    f"super_productivity/{SUPER}legacy-archive-subtasks-backup.json": "no task in this backup has time",
    f"super_productivity/{SUPER}test-backup.json": "no task in this backup has time",
    "watson/generated__watson-2.1.0__aggregate.csv": "totals alone",
    "watson/generated__watson-2.1.0__report.csv": "totals alone",
    "watson/generated__watson-2.1.0__state": "watson stop",
    "watson/jazzband__Watson__frames-with-conflict": "1971",  # frames of an hour after the epoch
}


def assert_adds_up(file):
    """Sum over days = over projects = of the accepted rows, split at midnight."""
    export = load_export(file, ReadOptions(zone=BERLIN.zone))
    found = reconcile(export.entries, BERLIN)
    assert found.days_s == found.projects_s == found.rows_s == pytest.approx(export.entries["duration_s"].sum())
    assert found.rows == export.rows_read - sum(problem.left_out for problem in export.problems)
    return export


@pytest.mark.parametrize("name", OWN)
def test_the_sample_years_exports_add_up(root, name):
    """Both exports of the sample year add up over days, projects and rows."""
    assert len(assert_adds_up(root / "data" / "sample" / "data" / "seed" / "exports" / name).entries) > 1000


@pytest.mark.parametrize("name", READ)
def test_a_sample_adds_up_and_comes_in_once(shared, tmp_path, name):
    """It adds up to the second, imports whole, and imports a second time without a single new row."""
    tracker, count = READ[name]
    export = assert_adds_up(shared / "samples" / name)
    assert (export.tracker, len(export.entries)) == (tracker, count)
    with init_book(tmp_path / "book", notebooks=False) as book:
        assert book.import_file(shared / "samples" / name).new == count
        assert book.import_file(shared / "samples" / name).new == 0
        assert len(book.entries()) == count


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_without_entries_is_refused_with_the_right_reason(shared, tmp_path, name, capsys):
    """Exit 2, the file's name and why; nothing is written."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        assert run(["--book", str(book.path), "import", str(shared / "samples" / name)]) == 2
        told = capsys.readouterr().err
        assert name.rpartition("/")[2] in told
        assert REFUSED[name] in told
        assert book.entries().empty


def test_every_sample_is_read_or_refused(shared):
    """No file of the folder is forgotten here."""
    files = {path.relative_to(shared / "samples").as_posix() for path in (shared / "samples").rglob("*.*")}
    files |= {path.relative_to(shared / "samples").as_posix() for path in (shared / "samples" / "watson").iterdir()}
    assert files - {"INDEX.tsv"} == {*READ, *REFUSED}


def test_a_real_log_of_years_adds_up(shared):
    """A person's real log of 581 rows, whose columns nobody named."""
    export = assert_adds_up(shared / "real" / "phd_time.csv")
    assert export.tracker.startswith("csv: ")
    assert len(export.entries) == 581
