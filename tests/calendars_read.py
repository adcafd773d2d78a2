"""A calendar's file read back by libraries that did not write it."""

from datetime import UTC

import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from goalkit.workbook.calendar import export_calendar


def exported(book, folder, viewer="me"):
    """The text of a workbook's calendar."""
    return export_calendar(book, folder, viewer).path.read_bytes().decode("utf-8")


def events(text):
    """Key → event as the library `ical` reads it; the key is what stands before the workbook in its id."""
    read = IcsCalendarStream.calendar_from_ics(text).events
    found = {event.uid.partition("@")[0]: event for event in read}
    assert len(found) == len(read), "an id comes twice"
    return found


def states(text):
    """Key → status and summary."""
    return {key: (event.status.value, event.summary) for key, event in events(text).items()}


def occurrences(text, first, end):
    """(summary, UTC start, UTC end) of what happens in [first, end), as recurring_ical_events finds it."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(first, end)
    return sorted((str(one["SUMMARY"]), in_utc(one.start), in_utc(one.end)) for one in found)


def in_utc(moment):
    """A moment in UTC, a day as it is."""
    return moment.astimezone(UTC) if hasattr(moment, "astimezone") else moment
