"""One row of a time log, and its clock."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sample_year.story import load_story


@dataclass(frozen=True)
class Row:
    """A stretch of time as a tracker keeps it.

    Attributes:
        start: what the clock showed, without zone; of two equal hours the first.
        seconds: what really passed; None while the timer still runs.
    """

    start: datetime
    seconds: int | None
    project: str
    description: str
    tags: tuple[str, ...] = ()
    task: str = ""
    goal: str = field(default="", compare=False)

    @property
    def end(self) -> datetime | None:
        """What the clock showed at the end, by way of UTC, so that both nights of the year come out right."""
        if self.seconds is None:
            return None
        zone = ZoneInfo(load_story("work")["person"]["zone"])
        instant = self.start.replace(tzinfo=zone).astimezone(UTC) + timedelta(seconds=self.seconds)
        return instant.astimezone(zone).replace(tzinfo=None)

    @property
    def day(self) -> date:
        """The local day on which it began."""
        return self.start.date()

    @property
    def facts(self) -> dict[str, Any]:
        """Client and billable of its project."""
        known = load_story("work")["projects"].values()
        plain = {"client": "", "billable": False}
        return next((project for project in known if project["name"] == self.project), plain)
