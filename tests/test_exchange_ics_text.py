"""The text of a calendar file: escaping, folding, zones, and every text that a person may type."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from calendars_read import events
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from goalkit.exchange import Entry, Version, calendar_text
from goalkit.exchange.ics import plain
from goalkit.exchange.zone import changes_between, zone_part

ODD = (
    "commas, semicolons; back\\slashes \\n and: colons",
    "two\nlines\r\nthree\rfour",
    "<script>alert(1)</script>",
    "emoji 🧗🏽‍♀️👩‍👩‍👧‍👦 " * 12,
    "שלום עולם, مرحبا",
    'quotes " and ^ carets',
    "END:VEVENT\nBEGIN:VEVENT",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "nul\x00bell\x07delete\x7f",
    "x" * 200,
    "=cmd()",
)
WHEN = datetime(2025, 3, 1, 12, tzinfo=UTC)
ZONES = (
    "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Jerusalem",
    "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Africa/Cairo", "UTC",
)  # fmt: skip


def text_of(*entries, zone="Europe/Berlin"):
    """The calendar's text of some entries."""
    return calendar_text(entries, "0123456789ab", zone)


def check_lines(text):
    """Each line ends as RFC 5545 asks, is no longer than 75 octets, and holds no control character."""
    assert text.endswith("END:VCALENDAR\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode("utf-8")) <= 75
        assert not [sign for sign in line if sign < " " and sign != "\t"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_come_back_as_they_were(odd):
    """In a title and in more words, by both libraries, in lines of at most 75 octets; control characters go."""
    entry = Entry("task", "task-x", odd, date(2025, 3, 14), told=odd, alarm=timedelta(0))
    text = text_of(entry)
    check_lines(text)
    (event,) = events(text).values()
    assert (event.summary, event.description) == (plain(odd), plain(odd))
    (other,) = Calendar.from_ical(text).events
    assert (str(other["SUMMARY"]), str(other["DESCRIPTION"])) == (plain(odd), plain(odd))


@given(st.text(max_size=120), st.text(max_size=300))
def test_any_text_comes_back(title, told):
    """Whatever is typed, one entry comes back with it, but for control characters and blanks at its ends."""
    text = text_of(Entry("task", "task-x", f"Task: {title}", date(2025, 3, 14), told=told))
    check_lines(text)
    (event,) = events(text).values()
    assert event.summary == plain(f"Task: {title}")
    assert (event.description or "") == plain(told)


def test_a_plain_text_has_one_kind_of_line_end():
    """Also those that Python and some readers take for one."""
    assert plain(" a\r\nb\rc\u2028d\x85e\x0bf \x00") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_goes_out_as_its_clock_runs(name):
    """Read by dateutil, the hours around each change have the zone's offset; ten years on, and with yearly rules for ever."""
    zone, first = ZoneInfo(name), 2024
    calendar = Calendar()
    calendar.add_component(zone_part(zone, first, 2026))
    read = tzical(StringIO(calendar.to_ical().decode())).get(name)
    last = 2036 if "RDATE" in calendar.to_ical().decode() else 2045
    moments = [datetime(first, 1, 1, 12, tzinfo=UTC), datetime(last, 12, 30, tzinfo=UTC)]
    for change in changes_between(zone, *moments):
        utc = (change.clock - change.before).replace(tzinfo=UTC)
        for hours in (-3, -1, 2, 4):  # in the doubled hour itself the clock does not tell which of the two it is
            local = (utc + timedelta(hours=hours)).astimezone(zone).replace(tzinfo=None)
            assert local.replace(tzinfo=read).utcoffset() == local.replace(tzinfo=zone).utcoffset(), (local, change)
    day = moments[0]
    while day < moments[1]:
        local = day.astimezone(zone).replace(tzinfo=None)
        assert local.replace(tzinfo=read).utcoffset() == local.replace(tzinfo=zone).utcoffset(), local
        day += timedelta(days=5)


def test_a_zone_of_yearly_rules_is_short():
    """Two rules and what was before them, not a list of nights."""
    part = zone_part(ZoneInfo("Europe/Berlin"), 2024, 2026).to_ical().decode()
    assert part.count("RRULE") == 2
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in part
    assert "RDATE" not in part


def test_utc_and_whole_days_need_no_zone():
    """Moments in UTC end with Z; a calendar of days alone carries no zone."""
    start = datetime(2025, 3, 14, 9)
    text = text_of(Entry("block", "b", "Read", start, start + timedelta(hours=1)), zone="UTC")
    assert "DTSTART:20250314T090000Z" in text
    assert "VTIMEZONE" not in text + text_of(Entry("task", "t", "Call", date(2025, 3, 14)))


def test_the_ends_of_time_can_be_written():
    """The last day there is, and blocks in the year 9999 and in the year 1."""
    far = datetime(9999, 6, 1, 9)
    entries = [
        Entry("goal", "g", "Far", date(9999, 12, 31)),
        Entry("block", "b", "Far", far, far + timedelta(hours=1)),
        Entry("block", "c", "Long ago", datetime(1, 6, 1, 9), datetime(1, 6, 1, 10)),
    ]
    assert len(Calendar.from_ical(text_of(*entries)).events) == 3


def test_entries_carry_their_version():
    """Number and moments are those of the journal."""
    entry = Entry("task", "task-x", "Call", date(2025, 3, 14), version=Version(41, WHEN))
    (event,) = events(text_of(entry)).values()
    assert (event.sequence, event.dtstamp, event.last_modified) == (41, WHEN, WHEN)
    assert event.uid == "task-x@0123456789ab.goalkit"
