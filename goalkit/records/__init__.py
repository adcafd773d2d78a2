"""What a person writes down. Adding a kind of record is one class and one line here."""

from goalkit.records.base import Audience, FieldKind, Record, field_extra, make_record, new_id, plain_errors
from goalkit.records.column_maps import ColumnMap, header_text
from goalkit.records.direction import (
    Affirmation,
    BoardImage,
    LifeArea,
    SelfAssessment,
    Skill,
    SkillRating,
    Value,
    Vision,
)
from goalkit.records.goals import Goal, Measurement
from goalkit.records.learning import LearningItem
from goalkit.records.obstacles import Roadblock, RoadblockEvent
from goalkit.records.people import Contact, Feedback, Meeting
from goalkit.records.plan import Milestone, Resource, Task, TimeBlock
from goalkit.records.reflection import LookBack, Theme
from goalkit.records.reviews import Forecast, ReviewAnswer
from goalkit.records.rhythm import CheckIn, Habit, HabitTick
from goalkit.records.schedule import InboxFile, MailServer, Recipient, ReviewRun, ReviewSchedule, Sending
from goalkit.records.settings import Settings
from goalkit.records.sharing import Sharing, Viewer
from goalkit.records.time import ImportBatch, ImportProblem, Interruption, Rule, RunningTimer, TimeEntry

RECORDS: tuple[type[Record], ...] = (
    Settings,
    LookBack,
    Theme,
    Value,
    LifeArea,
    SelfAssessment,
    Skill,
    SkillRating,
    Vision,
    BoardImage,
    Affirmation,
    Goal,
    Measurement,
    Milestone,
    Task,
    Resource,
    TimeBlock,
    TimeEntry,
    RunningTimer,
    Interruption,
    Rule,
    Roadblock,
    RoadblockEvent,
    Contact,
    Meeting,
    Feedback,
    LearningItem,
    Habit,
    HabitTick,
    CheckIn,
    Forecast,
    ReviewAnswer,
    ImportBatch,
    ImportProblem,
    ColumnMap,
    Sharing,
    ReviewSchedule,
    MailServer,
    Recipient,
    ReviewRun,
    Sending,
    InboxFile,
)

BY_KIND: dict[str, type[Record]] = {model.kind: model for model in RECORDS}

__all__ = [
    "BY_KIND",
    "RECORDS",
    "Affirmation",
    "Audience",
    "BoardImage",
    "CheckIn",
    "ColumnMap",
    "Contact",
    "Feedback",
    "FieldKind",
    "Forecast",
    "Goal",
    "Habit",
    "HabitTick",
    "ImportBatch",
    "ImportProblem",
    "InboxFile",
    "Interruption",
    "LearningItem",
    "LifeArea",
    "LookBack",
    "MailServer",
    "Measurement",
    "Meeting",
    "Milestone",
    "Recipient",
    "Record",
    "Resource",
    "ReviewAnswer",
    "ReviewRun",
    "ReviewSchedule",
    "Roadblock",
    "RoadblockEvent",
    "Rule",
    "RunningTimer",
    "SelfAssessment",
    "Sending",
    "Settings",
    "Sharing",
    "Skill",
    "SkillRating",
    "Task",
    "Theme",
    "TimeBlock",
    "TimeEntry",
    "Value",
    "Viewer",
    "Vision",
    "field_extra",
    "header_text",
    "make_record",
    "new_id",
    "plain_errors",
]
