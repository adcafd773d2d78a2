"""Time: entries, the timer, the rules that map them to goals, and the imports they came with."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from goalkit.periods import load_zone
from goalkit.records.base import Record, internal

Interrupter = Literal["myself", "a colleague", "a message", "a call", "something at home", "something urgent"]
RuleField = Literal["project", "client", "task", "tag", "description"]


class TimeEntry(Record):
    """A stretch of time, or the total of a day when no clock times are known (M21)."""

    method = ("M21",)
    audience = "mentor"
    private_fields = ("person", "client", "task", "description", "tags", "billable", "source_id", "batch_id",
                      "source_line", "source_key", "source_hash")  # fmt: skip

    person: str = Field("", title="Person", json_schema_extra=internal())
    start_utc: AwareDatetime = Field(title="Start", description="When it began.", json_schema_extra={"index": True})
    end_utc: AwareDatetime | None = Field(
        None, title="End", description="When it ended; empty for a day's total, which has no clock times."
    )
    zone: str = Field("UTC", title="Zone", description="The zone in which it was lived.", json_schema_extra=internal())
    project: str = Field("", title="Project", description="As in your tracker.")
    client: str = Field("", title="Client", json_schema_extra=internal())
    task: str = Field("", title="Task", json_schema_extra=internal())
    description: str = Field("", title="What you did", description="A few words.")
    tags: list[str] = Field([], title="Tags", description="Separated by commas.")
    billable: bool | None = Field(None, title="Billable", json_schema_extra=internal())
    goal_id: str | None = Field(
        None,
        title="Goal",
        description="What it served; empty lets your rules decide.",
        json_schema_extra={"choices_of": "goal"},
    )
    tracker: str = Field("goalkit", title="Tracker", json_schema_extra=internal())
    source_id: str = Field("", title="Id in the tracker", json_schema_extra=internal())
    duration_s: float | None = Field(
        None,
        ge=0,
        title="Duration",
        description="Follows from start and end; given alone for a day's total.",
        json_schema_extra={"unit": "s", "internal": True},
    )
    focus_minutes: int | None = Field(
        None, ge=1, title="Pomodoro", description="The focus it was timed with.", json_schema_extra=internal(unit="min")
    )
    batch_id: str = Field("", title="Import", json_schema_extra=internal(index=True, choices_of="import_batch"))
    source_line: int = Field(0, ge=0, title="Line in its file", json_schema_extra=internal())
    source_key: str = Field("", title="Key that tells duplicates", json_schema_extra=internal(index=True))
    source_hash: str = Field("", title="Hash that tells changes in the tracker", json_schema_extra=internal())

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "TimeEntry":
        load_zone(self.zone)
        if self.end_utc is not None and self.end_utc >= self.start_utc:
            # Frozen for everyone else: the duration follows from the clock, whatever was given.
            object.__setattr__(self, "duration_s", (self.end_utc - self.start_utc).total_seconds())
        if self.end_utc is not None and self.end_utc < self.start_utc:
            raise ValueError(
                f"it ends at {self.end_utc:%Y-%m-%d %H:%M}, before it starts at {self.start_utc:%Y-%m-%d %H:%M}; "
                "swap the two, or set the end on the next day"
            )
        if self.duration_s is None:
            raise ValueError("an entry needs an end, or the hours of a day's total")
        return self


class RunningTimer(Record):
    """The timer: what it counts for and since when; one a workbook, so that it outlives any notebook (M21).

    Each stretch becomes a time entry when it is paused, stopped or switched.
    """

    method = ("M21",)

    id: Literal["timer"] = Field("timer", title="Id", json_schema_extra=internal())
    began_utc: AwareDatetime = Field(
        title="Began", description="The stretch that runs, or the pause.", json_schema_extra=internal()
    )
    stretch_utc: AwareDatetime | None = Field(
        None, title="Latest stretch", description="When it began; a pause keeps it.", json_schema_extra=internal()
    )
    paused: bool = Field(False, title="Paused", json_schema_extra=internal())
    description: str = Field("", title="What you do", description="A few words.")
    project: str = Field("", title="Project", description="As in your tracker.")
    goal_id: str | None = Field(
        None, title="Goal", description="What it serves.", json_schema_extra={"choices_of": "goal"}
    )
    focus_minutes: int | None = Field(
        None, ge=1, le=180, title="Focus", description="A Pomodoro's stretch.", json_schema_extra=internal(unit="min")
    )
    break_minutes: int | None = Field(
        None, ge=1, le=60, title="Break", description="A Pomodoro's break.", json_schema_extra=internal(unit="min")
    )


class Interruption(Record):
    """Something that broke a stretch of focus, and what kind of thing it was (M21)."""

    method = ("M21",)

    at_utc: AwareDatetime = Field(title="When", json_schema_extra=internal(index=True))
    by: Interrupter = Field("myself", title="By", description="Who or what broke in.")
    note: str = Field("", title="Note", description="A word is enough.")
    goal_id: str | None = Field(None, title="Goal", json_schema_extra=internal(choices_of="goal"))


class Rule(Record):
    """Which goal a project, tag or text belongs to; the first rule that fits decides (M21)."""

    method = ("M21",)

    field: RuleField = Field("project", title="Look at", description="What the rule reads in each entry.")
    how: Literal["is", "contains"] = Field("is", title="It", description="Upper and lower case are the same.")
    text: str = Field(min_length=1, title="Text", description="What it looks for.")
    goal_id: str = Field(
        min_length=1,
        title="Goal",
        description="Where such time belongs.",
        json_schema_extra={"choices_of": "goal"},
    )
    position: int = Field(0, ge=0, title="Order", description="Lower is tried first.")


class ImportBatch(Record):
    """One export that was brought in: what it was, and what became of its rows."""

    file: str = Field(title="File", json_schema_extra=internal())
    sha256: str = Field(title="SHA-256 of the file", json_schema_extra=internal())
    tracker: str = Field(title="Tracker", json_schema_extra=internal())
    zone: str = Field(title="Zone it was read in", json_schema_extra=internal())
    imported_utc: AwareDatetime = Field(title="Imported", json_schema_extra=internal())
    rows_read: int = Field(ge=0, title="Rows read", json_schema_extra=internal())
    rows_new: int = Field(ge=0, title="Rows that were new", json_schema_extra=internal())
    rows_known: int = Field(ge=0, title="Rows that were here already", json_schema_extra=internal())
    rows_left_out: int = Field(ge=0, title="Rows left out", json_schema_extra=internal())
    rows_changed: int = Field(0, ge=0, title="Rows that were changed in the tracker", json_schema_extra=internal())
    rows_elsewhere: int = Field(0, ge=0, title="Rows here from other trackers", json_schema_extra=internal())
    seconds_new: float = Field(ge=0, title="Sum of the new rows", json_schema_extra=internal(unit="s"))


class ImportProblem(Record):
    """One row of an import that was left out, or is worth a look."""

    batch_id: str = Field(title="Import", json_schema_extra=internal(index=True, choices_of="import_batch"))
    file: str = Field(title="File", json_schema_extra=internal())
    line: int = Field(0, ge=0, title="Line", json_schema_extra=internal())
    column: str = Field("", title="Column", json_schema_extra=internal())
    value: str = Field("", title="Value", json_schema_extra=internal())
    reason: str = Field("", title="Reason", json_schema_extra=internal())
    fix: str = Field("", title="Way out", json_schema_extra=internal())
    problem: str = Field("bad", title="Kind of problem", json_schema_extra=internal())
    day: str = Field("", title="Day it belongs to, where one can be read", json_schema_extra=internal())
