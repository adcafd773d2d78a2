"""What the writers of exports share: abstract entries, and cells as trackers write them."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime

# Conditions that hours without a time of day cannot show.
NO_CLOCK = dict.fromkeys(
    ("midnight", "two midnights", "spring DST", "autumn DST", "overlap", "running"), "day totals have no clock times"
)
ORDERS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}


@dataclass(frozen=True)
class Entry:
    """One entry as it was lived: aware local start and end (None while it runs), a project, a text."""

    start: datetime
    end: datetime | None
    project: str = "Thesis"
    text: str = "Draft"

    @property
    def seconds(self):
        """Its length; 0 while it runs."""
        return (self.end.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds() if self.end else 0.0


def day(at, order="ymd"):
    """A local day: 2025-03-14, 14/03/2025 or 03/14/2025."""
    return at.strftime(ORDERS[order])


def clock(at):
    """A local time of day: 09:30:00."""
    return at.strftime("%H:%M:%S")


def span(seconds):
    """A length as hours, minutes and seconds: 25:30:00."""
    whole = round(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def decimal_hours(seconds, mark="."):
    """A length as decimal hours: 1.50 or 1,50."""
    return f"{seconds / 3600:.2f}".replace(".", mark)


def utc(at):
    """An instant as 2025-03-14T08:30:00+00:00."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def csv_text(header, rows, delimiter=","):
    """A table as text; header None leaves it out."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerows([*([header] if header else []), *rows])
    return buffer.getvalue()
