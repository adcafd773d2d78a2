"""What goes out for other programs: the calendar of a workbook."""

from goalkit.exchange.entry import Entry, Version
from goalkit.exchange.files import save_calendar
from goalkit.exchange.ics import calendar_text
from goalkit.exchange.plans import Kept, Plans
from goalkit.exchange.standing import calendar_entries

__all__ = ["Entry", "Kept", "Plans", "Version", "calendar_entries", "calendar_text", "save_calendar"]
