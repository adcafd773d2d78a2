"""What a person writes down. Adding a kind of record is one class and one line here."""

from goalkit.records.base import FieldKind, Record, field_extra, make_record, new_id, plain_errors
from goalkit.records.column_maps import ColumnMap, header_text
from goalkit.records.goals import Goal, Measurement, Milestone, Task
from goalkit.records.rhythm import CheckIn
from goalkit.records.settings import Settings
from goalkit.records.time import ImportBatch, ImportProblem, Rule, TimeEntry

RECORDS: tuple[type[Record], ...] = (
    Settings,
    Goal,
    Measurement,
    Milestone,
    Task,
    TimeEntry,
    Rule,
    CheckIn,
    ImportBatch,
    ImportProblem,
    ColumnMap,
)

BY_KIND: dict[str, type[Record]] = {model.kind: model for model in RECORDS}

__all__ = [
    "BY_KIND",
    "RECORDS",
    "CheckIn",
    "ColumnMap",
    "FieldKind",
    "Goal",
    "ImportBatch",
    "ImportProblem",
    "Measurement",
    "Milestone",
    "Record",
    "Rule",
    "Settings",
    "Task",
    "TimeEntry",
    "field_extra",
    "header_text",
    "make_record",
    "new_id",
    "plain_errors",
]
