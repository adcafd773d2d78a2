"""Every sample file adds up to the second, and what is no export is refused in plain words."""

import pytest

from goalkit.errors import GoalkitError
from goalkit.metrics.reconcile import reconcile
from goalkit.periods import Calendar
from goalkit.trackers import ReadOptions, load_export
from goalkit.workbook import init_book

BERLIN = Calendar("Europe/Berlin")
OWN = ("toggl-2025-h1.csv", "clockify-2025-h2.csv")
READ = {  # file of the folder beside the project → tracker, rows
    "samples/toggl/jonasknobloch__timba__toggl.csv": ("toggl", 11),
    "samples/clockify_summary/damirarh__ClockifyExport__Clockify.csv": ("clockify-summary", 99),
    "real/phd_time.csv": ("csv", 581),
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
def test_real_exports_add_up_and_come_in_once(shared, tmp_path, name):
    """Real exports add up, import whole, and import a second time without a single new row."""
    export = assert_adds_up(shared / name)
    assert (export.tracker, len(export.entries)) == READ[name]
    with init_book(tmp_path / "book", notebooks=False) as book:
        assert book.import_file(shared / name).new == READ[name][1]
        assert book.import_file(shared / name).new == 0
        assert len(book.entries()) == READ[name][1]


def test_other_files_are_read_or_refused_in_plain_words(shared):
    """Of every other sample there is a reading that adds up, or a GoalkitError that names the file."""
    refused = []
    for file in sorted(path for path in (shared / "samples").rglob("*") if path.is_file() and path.suffix != ".tsv"):
        try:
            assert_adds_up(file)
        except GoalkitError as error:
            assert file.name in str(error)
            refused.append(file.name)
    assert "generated__watson-2.1.0__state" in refused
