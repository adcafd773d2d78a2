"""Every tracker under every condition that its format can express; what it cannot is said with the reason."""

import importlib.util
import inspect
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tracker_rows import Entry

from goalkit.errors import UndecidedError
from goalkit.trackers import TRACKERS, ReadOptions, load_export
from goalkit.trackers.base import DAY_TOTALS
from goalkit.workbook import init_book

FIXTURES = Path(__file__).parent / "fixtures" / "trackers"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 12, 1, tzinfo=BERLIN)
OPTIONS = ReadOptions(zone="Europe/Berlin", as_of=NOW)


def at(text, fold=0):
    """A local time in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def entry(start, end, fold=0, **texts):
    """An entry between two local times; fold 1 ends it in the second pass of a doubled hour."""
    return Entry(at(start), at(end, fold), **texts)


PLAIN = [entry("2025-03-14T09:00", "2025-03-14T10:30"), entry("2025-03-21T13:00", "2025-03-21T13:45", text="Tidy up")]
LIVED = {
    "midnight": [entry("2025-03-14T23:30", "2025-03-15T00:30")],
    "two midnights": [entry("2025-03-14T22:00", "2025-03-16T02:00")],
    "spring DST": [entry("2025-03-30T01:30", "2025-03-30T03:30")],
    "autumn DST": [entry("2025-10-26T01:30", "2025-10-26T02:30", fold=1)],
    "overlap": [
        entry("2025-03-14T09:00", "2025-03-14T11:00"),
        entry("2025-03-14T10:00", "2025-03-14T12:00", project="Garden"),
    ],
    "zero length": [*PLAIN, entry("2025-03-22T09:00", "2025-03-22T09:00")],
    "Latin-1": [entry("2025-03-14T09:00", "2025-03-14T10:30", project="Prüfung", text="façade")],
}
CONDITIONS = (*LIVED, "running", "BOM", "CRLF", "decimal comma", "ambiguous date", "re-import")
NAMES = [tracker.name for tracker in TRACKERS]
GIVES = {tracker.name: tracker.gives for tracker in TRACKERS}


def writer_of(name):
    """The module beside a tracker's fixtures that writes its exports."""
    spec = importlib.util.spec_from_file_location(f"writer_{name.replace('-', '_')}", FIXTURES / name / "writer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def saved(folder, content, encoding="utf-8"):
    """A file of that text, or of those bytes."""
    path = folder / "an export"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def assert_lived(export, name, entries):
    """The export holds these entries: instants and seconds, or a day's total for each, and their texts."""
    found = export.entries.sort_values(["start_utc", "source_line"], kind="stable")
    expected = sorted(entries, key=lambda one: one.start)
    assert found["duration_s"].tolist() == pytest.approx([one.seconds for one in expected], abs=18)
    if GIVES[name] == DAY_TOTALS:
        assert found["end_utc"].isna().all()
        days = found["start_utc"].dt.tz_convert(BERLIN).dt.date.tolist()
        assert days == [one.start.date() for one in expected]
        return
    assert found["duration_s"].tolist() == [one.seconds for one in expected]
    assert found["start_utc"].tolist() == [one.start.astimezone(UTC) for one in expected]
    assert found["end_utc"].tolist() == [one.end.astimezone(UTC) for one in expected]


CAN = [(name, condition) for name in NAMES for condition in CONDITIONS if condition not in writer_of(name).CANNOT]


@pytest.mark.parametrize(("name", "condition"), CAN, ids=lambda text: text)
def test_a_tracker_under_a_condition(name, condition, tmp_path):
    """Each cell of the matrix that a format can express; the others are told below."""
    CHECKS.get(condition, check_lived)(name, writer_of(name), condition, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_format_cannot_express_is_said_with_a_reason(name):
    """A writer names the conditions that it leaves out, each with a sentence; every format has the ordinary ones."""
    cannot = writer_of(name).CANNOT
    assert set(cannot) <= set(CONDITIONS)
    assert all(len(reason.split()) >= 3 for reason in cannot.values())
    assert "re-import" not in cannot


def check_lived(name, writer, condition, folder):
    """Entries come out as they were lived, in the encoding that the condition names."""
    entries = LIVED[condition]
    encoding = "latin-1" if condition == "Latin-1" else "utf-8"
    export = load_export(saved(folder, writer.write(entries), encoding), OPTIONS)
    if condition in getattr(writer, "NOTED", ()):  # the format cannot tell, and a note says so
        assert any("came twice" in problem.reason for problem in export.problems)
        return
    assert_lived(export, name, entries)
    assert not [problem for problem in export.problems if problem.left_out]
    if condition == "zero length":
        assert any("no length" in problem.reason for problem in export.problems) or GIVES[name] == DAY_TOTALS
    if condition == "Latin-1":
        texts = export.entries[["project", "task", "description"]].astype(str).to_numpy().ravel().tolist()
        assert any("Prüfung" in text or "façade" in text for text in texts)


def check_running(name, writer, condition, folder):
    """An entry without an end is told, and the others come in."""
    entries = [*PLAIN, Entry(at("2025-03-24T09:00"), None)]
    export = load_export(saved(folder, writer.write(entries)), OPTIONS)
    assert_lived(export, name, PLAIN)
    assert [problem.kind for problem in export.problems if problem.left_out] == ["running"]


def check_bytes(name, writer, condition, folder):
    """A mark at the beginning or other line ends change nothing."""
    text = writer.write(PLAIN)
    changed = text.replace("\n", "\r\n") if condition == "CRLF" else text
    export = load_export(saved(folder, changed, "utf-8-sig" if condition == "BOM" else "utf-8"), OPTIONS)
    assert_lived(export, name, PLAIN)
    plain = load_export(saved(folder, text), OPTIONS)
    assert export.entries["source_key"].tolist() == plain.entries["source_key"].tolist()


def check_decimal(name, writer, condition, folder):
    """Numbers with a comma are numbers."""
    assert_lived(load_export(saved(folder, writer.write(PLAIN, mark=",")), OPTIONS), name, PLAIN)


def check_dates(name, writer, condition, folder):
    """Days of twelve or less are asked about, never guessed; both answers are taken."""
    entries = [entry("2025-03-04T09:00", "2025-03-04T10:30"), entry("2025-03-05T09:00", "2025-03-05T09:45")]
    path = saved(folder, writer.write(entries, dates="dmy"))
    with pytest.raises(UndecidedError, match="--dates dmy or --dates mdy"):
        load_export(path, OPTIONS)
    assert_lived(load_export(path, ReadOptions(zone="Europe/Berlin", dates="dmy", as_of=NOW)), name, entries)
    swapped = load_export(path, ReadOptions(zone="Europe/Berlin", dates="mdy", as_of=NOW))
    assert swapped.entries["start_utc"].dt.tz_convert(BERLIN).dt.month.tolist() == [4, 5]


def check_again(name, writer, condition, folder):
    """A second import of the file, and of a longer one, adds only what is new."""
    later = entry("2025-03-28T09:00", "2025-03-28T10:00")
    with init_book(folder / "book", notebooks=False) as book:
        path = saved(folder, writer.write(PLAIN))
        counts = [book.import_file(path, zone="Europe/Berlin", when=NOW).new for _ in range(2)]
        longer = book.import_file(saved(folder, writer.write([*PLAIN, later])), zone="Europe/Berlin", when=NOW)
        assert [*counts, longer.new] == [2, 0, 1]
        assert book.entries()["duration_s"].sum() == pytest.approx(sum(one.seconds for one in [*PLAIN, later]), abs=60)


CHECKS = {
    "running": check_running,
    "BOM": check_bytes,
    "CRLF": check_bytes,
    "decimal comma": check_decimal,
    "ambiguous date": check_dates,
    "re-import": check_again,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_writer_takes_what_it_does_not_refuse(name):
    """A writer has dates and mark to choose exactly where it does not say that its format cannot."""
    writer = writer_of(name)
    takes = inspect.signature(writer.write).parameters
    assert ("dates" in takes) == ("ambiguous date" not in writer.CANNOT)
    assert ("mark" in takes) == ("decimal comma" not in writer.CANNOT)
