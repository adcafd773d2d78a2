"""Spreadsheets: the same entries as the CSV they are made of, cells of every type, and bombs that are refused."""

import csv
import io
import os
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from exports_made import TOGGL, toggl
from openpyxl import Workbook

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.trackers import ReadOptions, load_export
from goalkit.trackers.sheets import text_of
from goalkit.trackers.source import open_source
from goalkit.trackers.table import load_table, row_texts

FIXTURES = Path(__file__).parent / "fixtures" / "trackers"
TABLES = sorted(path for path in FIXTURES.glob("*/*.csv") if not path.name.endswith((".expected.csv", ".problems.csv")))
BERLIN = ReadOptions(zone="Europe/Berlin", as_of=datetime(2026, 1, 1, tzinfo=UTC))
TEXTS = ("person", "client", "project", "task", "description", "tags", "billable", "source_id")


def saved(path, rows):
    """A workbook of one sheet with those rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell in (cell for row in book.active.iter_rows() for cell in row):
        cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # a text that looks like a formula
    book.save(path)
    return path


def records_of(path):
    """The records of a CSV file and the line each begins on."""
    source = open_source(path)
    reader = csv.reader(io.StringIO(source.text(), newline=""), delimiter=source.delimiter)
    records, lines, begin = [], [], 1
    for row in reader:
        records.append(row)
        lines.append(begin)
        begin = reader.line_num + 1
    return records, lines


def typed(text):
    """A cell as a spreadsheet would type it, where a text can mean one thing only."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text):
        return datetime.fromisoformat(text)
    if found := re.fullmatch(r"(\d+):(\d\d):(\d\d)", text):
        hours, minutes, seconds = (int(part) for part in found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds) if hours > 23 else time(hours, minutes, seconds)
    if re.fullmatch(r"0|[1-9]\d{0,14}", text):
        return int(text)
    return float(text) if re.fullmatch(r"\d+\.\d{1,4}", text) else text


def column_typed(records):
    """Rows whose columns are typed where every text of the column can be."""
    width = max(map(len, records))
    padded = [[*row, *[""] * (width - len(row))] for row in records]
    columns = []
    for name, *texts in zip(*padded, strict=True):
        values = [typed(text) if text else None for text in texts]
        plain = any(isinstance(value, str) for value in values)
        columns.append([name, *(texts if plain else values)])
    return [list(row) for row in zip(*columns, strict=True)]


def as_rows(export, lines=None):
    """Entries as plain texts; lines told by the order of records."""
    entries = export.entries
    told = [lines.index(line) + 1 if lines else line for line in entries["source_line"]]
    texts = entries[["start_utc", "end_utc", "duration_s", *TEXTS]].astype(str).to_numpy().tolist()
    return [[line, *row] for line, row in zip(told, texts, strict=True)]


@pytest.mark.parametrize("cells", ["texts", "typed"])
@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_fixture_as_a_spreadsheet_gives_the_same_entries(path, cells, tmp_path):
    """Texts or typed cells: starts, ends, durations and texts are the CSV's, and a line is a row's number."""
    records, lines = records_of(path)
    rows = column_typed(records) if cells == "typed" else records
    sheet = saved(tmp_path / "log.csv", rows)
    expected, found = load_export(path, BERLIN), load_export(sheet, BERLIN)
    assert found.tracker == expected.tracker
    assert as_rows(found) == as_rows(expected, lines)
    assert len(found.entries) > 0
    told = sorted((lines.index(one.line) + 1, one.column, one.kind) for one in expected.problems)
    assert sorted((one.line, one.column, one.kind) for one in found.problems) == told
    assert found.rows_read == expected.rows_read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (7.0, "7"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (time(9, 30), "09:30:00"),
        (time(9, 29, 59, 999_000), "09:30:00"),
        (timedelta(hours=65, minutes=16, seconds=28), "65:16:28"),
        (timedelta(hours=-1.5), "-01:30:00"),
        (date(2025, 3, 14), "2025-03-14"),
        (datetime(2025, 3, 14, 9, 29, 59, 999_700), "2025-03-14 09:30:00"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_typed_cell_is_the_text_that_a_csv_would_hold(value, text):
    """Moments in ISO, lengths as hours, numbers with a point and without noise, yes and no."""
    assert text_of(value) == text


def rows_of(path):
    """The rows of a spreadsheet as they are read."""
    return list(open_source(path).sheet.rows)


def test_lengths_days_and_moments_are_told_apart(tmp_path):
    """A clock time beyond a day is a length, a column of midnights a column of days, one midnight among times a moment."""
    book = Workbook()
    book.active.append(["Day", "Start", "Duration"])
    book.active.append([datetime(2025, 3, 14), datetime(2025, 3, 14), 1.5])
    book.active.append([datetime(2025, 3, 15), datetime(2025, 3, 15, 9, 30), 0.0625])
    book.active.append([datetime(2025, 3, 16), datetime(2025, 3, 16, 9, 30), 70.25])
    for row in book.active.iter_rows(min_row=2):
        row[0].number_format, row[1].number_format, row[2].number_format = "dd.mm.yyyy", "dd.mm.yyyy", "h:mm:ss"
    book.save(tmp_path / "log.xlsx")
    assert [cells for _, cells in rows_of(tmp_path / "log.xlsx")][1:] == [
        ("2025-03-14", "2025-03-14 00:00:00", "36:00:00"),
        ("2025-03-15", "2025-03-15 09:30:00", "01:30:00"),
        ("2025-03-16", "2025-03-16 09:30:00", "1686:00:00"),
    ]


def test_the_first_sheet_with_a_row_counts_and_blank_rows_are_passed_over(tmp_path):
    """An empty sheet before it and blank rows above the header change nothing; lines stay the sheet's."""
    book = Workbook()
    sheet = book.create_sheet("Log")
    sheet["B3"], sheet["C3"], sheet["D3"] = "Start", "End", "Project"
    sheet["B5"], sheet["C5"], sheet["D5"] = datetime(2025, 3, 14, 9), datetime(2025, 3, 14, 10), "Garden"
    book.create_sheet("Later")["A1"] = "nothing of this"
    book.save(tmp_path / "log.xlsx")
    entries = load_export(tmp_path / "log.xlsx", BERLIN).entries
    assert entries[["source_line", "project", "duration_s"]].to_numpy().tolist() == [[5, "Garden", 3600]]


def test_the_decimal_mark_of_numbers_is_never_asked_for(tmp_path):
    """1.125 as a number is 1.125 hours, also where a comma was said; as a text it could be either and is asked about."""
    header = ["Date", "Project", "Hours"]
    number = saved(tmp_path / "number.xlsx", [header, ["2025-03-14", "Garden", 1.125]])
    for decimal in (None, "comma"):
        assert load_export(number, ReadOptions(decimal=decimal)).entries["duration_s"].tolist() == [4050]
    text = saved(tmp_path / "text.xlsx", [header, ["2025-03-14", "Garden", "1.125"]])
    with pytest.raises(GoalkitError, match="--decimal point"):
        load_export(text)


def test_a_formula_is_its_kept_value_and_never_evaluated(tmp_path):
    """A formula that no program worked out yet is blank; a text that looks like one stays a text."""
    book = Workbook()
    book.active.append(TOGGL)
    lived = dict(zip(TOGGL, next(csv.reader([toggl({}).split("\n")[1]])), strict=True))
    book.active.append(list({**lived, "Project": "=1+1", "Description": "@home"}.values()))
    book.active["D2"].data_type = "s"
    book.active.append(list({**lived, "Start time": "07:00:00", "Project": '=HYPERLINK("x")'}.values()))
    book.save(tmp_path / "log.xlsx")
    entries = load_export(tmp_path / "log.xlsx").entries
    texts = {name: entries[name].astype(str).tolist() for name in ("project", "description")}
    assert "@home" in texts["description"]
    assert "2" not in texts["project"]
    place = TOGGL.index("Project")
    assert [cells[place] for _, cells in rows_of(tmp_path / "log.xlsx")][1:] in (["=1+1", ""], ["", ""])


def test_some_columns_of_a_spreadsheet_are_enough(tmp_path):
    """Pruned columns give the same rows, and texts that were not read yet are found by their line."""
    path = saved(
        tmp_path / "log.xlsx", [line.split(",") for line in toggl({}, {}, {"Project": "Garden"}).split("\n")[:-1]]
    )
    whole, part = (
        load_export(path, BERLIN),
        load_export(path, ReadOptions(zone="Europe/Berlin", columns=frozenset({"project"}))),
    )
    assert part.entries["source_line"].tolist() == whole.entries["source_line"].tolist() == [2, 4]
    assert (len(whole.sha256), part.sha256) == (64, "")
    table = load_table(open_source(path), ["Start date"])
    texts = row_texts(table, table.lines[-1:] - 2, ["Project", "Start date"])
    assert list(texts.values()) == [("Garden", "2025-03-03")]


def test_a_row_wider_than_the_header_is_told(tmp_path):
    """A cell beside the named columns is a problem of its row alone."""
    path = saved(
        tmp_path / "log.xlsx",
        [["Start", "End"], ["2025-03-14 09:00", "2025-03-14 10:00"], ["2025-03-15 09:00", "2025-03-15 10:00", "?"]],
    )
    export = load_export(path)
    assert len(export.entries) == 1
    assert [(one.line, one.kind) for one in export.problems] == [(3, "bad")]


def repacked(path, target, change):
    """The same spreadsheet with some parts changed: name → a function of the bytes, None to leave it out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, lambda content: content)(old.read(name)))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name](b""))
    return target


SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def small(tmp_path):
    """A spreadsheet with one entry."""
    return saved(tmp_path / "small.xlsx", [line.split(",") for line in toggl({}).split("\n")[:-1]])


def test_a_cell_in_the_last_corner_makes_no_dense_grid(small, tmp_path):
    """A cell at XFD1048576 is passed over in seconds; the rows before it come in."""
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    path = repacked(small, tmp_path / "far.xlsx", {SHEET: lambda xml: xml.replace(b"</sheetData>", corner)})
    assert len(load_export(path).entries) == 1


@pytest.mark.parametrize("place", [b'r="99999999999"', b'r="-5"', b'r="x"'])
def test_a_row_with_a_number_that_cannot_be_ends_soon(small, tmp_path, place):
    """A row number that no spreadsheet has neither hangs nor is taken: what comes is entries or a told fault."""
    odd = b"<row " + place + b'><c t="inlineStr"><is><t>odd</t></is></c></row></sheetData>'
    path = repacked(small, tmp_path / "odd.xlsx", {SHEET: lambda xml: xml.replace(b"</sheetData>", odd)})
    try:
        assert len(load_export(path).entries) == 1
    except GoalkitError as error:
        assert "odd.xlsx" in str(error)


def declaring(path, size):
    """The same file, whose directory says that the sheet unpacks to so many bytes."""
    content, at = bytearray(path.read_bytes()), -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        if content[at + 46 : at + 46 + len(SHEET)] == SHEET.encode():
            content[at + 24 : at + 28] = size.to_bytes(4, "little")
    path.write_bytes(content)
    return path


def test_a_spreadsheet_that_says_it_unpacks_to_too_much_is_refused_unread(small, tmp_path):
    """The zip's directory is enough: neither a sheet of 400 MB nor one of 20 MB packed 1000 to 1 is unpacked."""
    bomb = repacked(small, tmp_path / "bomb.xlsx", {SHEET: lambda _: b" " * (20 << 20)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(GoalkitError, match=r"bomb.xlsx would unpack to 20 MB, \d+ times its size.*[Ee]xport"):
        open_source(bomb)
    with pytest.raises(GoalkitError, match=r"small.xlsx would unpack to 400 MB.*[Ee]xport"):
        open_source(declaring(small, 400 << 20))


def test_a_part_that_would_be_held_whole_has_a_smaller_limit(small, tmp_path):
    """Styles of 12 MB are refused, a sheet of that size is not."""
    noise = b"".join(b"<x>" + os.urandom(1 << 10).hex().encode() + b"</x>" for _ in range(6 << 10))
    path = repacked(small, tmp_path / "styles.xlsx", {"xl/styles.xml": lambda xml: xml + noise})
    with pytest.raises(GoalkitError, match=r"with xl/styles.xml alone 12 MB"):
        open_source(path)
    assert (
        len(
            load_export(
                repacked(
                    small,
                    tmp_path / "sheet.xlsx",
                    {SHEET: lambda xml: xml.replace(b"</worksheet>", noise + b"</worksheet>")},
                )
            ).entries
        )
        == 1
    )


def test_a_spreadsheet_that_lies_about_its_size_is_refused(small, tmp_path):
    """The directory says 1,000 bytes, the sheet unpacks to 8 MB: never more than was said is unpacked, and it is told."""
    path = repacked(small, tmp_path / "lie.xlsx", {SHEET: lambda xml: xml + b" " * (8 << 20)})
    declaring(path, 1000)
    with pytest.raises(GoalkitError, match=r"lie.xlsx is a spreadsheet that cannot be read"):
        load_export(path)


def test_a_row_that_is_wider_than_any_is_refused_before_it_is_held(small, tmp_path):
    """Three million cells in one row are counted while reading, not gathered."""
    wide = b'<row r="9">' + b"<c/>" * 3_000_000 + b"</row></sheetData>"
    path = repacked(
        small,
        tmp_path / "wide.xlsx",
        {SHEET: lambda xml: xml.replace(b"</sheetData>", wide) + os.urandom(1 << 18).hex().encode()},
    )
    with pytest.raises(GoalkitError, match=r"wide.xlsx: .* more cells in a row than can be"):
        load_export(path)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_entities_are_never_expanded(small, tmp_path, part):
    """A part that declares entities stops the reading, wherever it stands."""
    strings = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    strings += b'spreadsheetml.sharedStrings+xml"/></Types>'
    change = {"[Content_Types].xml": lambda xml: xml.replace(b"</Types>", strings)} if "String" in part else {}
    change[part] = lambda xml: BOMB + (re.sub(rb"<\?xml.*?\?>", b"", xml) or b"<sst><si><t>&c;</t></si></sst>")
    path = repacked(small, tmp_path / "laughs.xlsx", change)
    with pytest.raises(GoalkitError, match=r"laughs.xlsx.*(EntitiesForbidden|declaration)"):
        load_export(path)


def zipped(path, **parts):
    """A zip with those parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_zips_that_are_no_spreadsheet_stay_refused(small, tmp_path):
    """An OpenDocument file, a zip in a zip and a cut-off spreadsheet: each told with the way out."""
    ods = zipped(
        tmp_path / "log.ods", mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": "<x/>"}
    )
    nested = zipped(tmp_path / "log.zip", **{"small.xlsx": small.read_bytes()})
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(small.read_bytes()[:-200])
    for path in (ods, nested, cut):
        with pytest.raises(GoalkitError, match=rf"{path.name} is a zip archive.*save the sheet as XLSX or CSV"):
            load_export(path)
    blank = saved(tmp_path / "blank.xlsx", [])
    with pytest.raises(GoalkitError, match=r"blank.xlsx is a spreadsheet without a row"):
        load_export(blank)
    with pytest.raises(GoalkitError, match=r"line 1: there is a header but no rows|header but no rows"):
        load_export(saved(tmp_path / "head.xlsx", [TOGGL]))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", SHEET, "xl/styles.xml"])
def test_a_damaged_part_is_told(small, tmp_path, part):
    """Half a part, or one that is no XML, is a fault of the file, never a traceback."""
    for change in (lambda xml: xml[: len(xml) // 2], lambda xml: b"\xff\xfe\x00"):
        path = repacked(small, tmp_path / "bad.xlsx", {part: change})
        with pytest.raises(GoalkitError, match=r"bad.xlsx"):
            load_export(path)


@pytest.mark.parametrize("head", [toggl({}).encode(), b'{"days": []}', b"PK\x03\x04"], ids=["csv", "json", "xlsx"])
def test_five_gigabytes_are_refused_before_they_are_read(head, tmp_path, capsys):
    """A sparse file of 5 GB: one line, exit 2, at once."""
    path = tmp_path / "log.csv"
    path.write_bytes(head)
    os.truncate(path, 5 << 30)
    with pytest.raises(GoalkitError, match=r"log.csv has 5,120 MB; at most .* MB can be read"):
        open_source(path)
    assert run(["hours", str(path)]) == 2
    assert "5,120 MB" in capsys.readouterr().err


def test_a_text_that_is_read_whole_and_a_spreadsheet_have_smaller_limits(tmp_path):
    """What is held whole is refused from 256 MB on, and a zip from 64 MB on, with the way out."""
    path = tmp_path / "log.json"
    path.write_bytes(b'{"days": [' + b" " * (1 << 16))
    os.truncate(path, 300 << 20)
    with pytest.raises(GoalkitError, match="300 MB; at most 256 MB"):
        open_source(path).text()
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, 100 << 20)
    with pytest.raises(GoalkitError, match=r"100 MB; at most 64 MB.*Export CSV"):
        open_source(path)
