"""Forms: widgets that turn what a person types into a record, and hand it to a save function."""

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm, record_form
from goalkit.forms.goals import goal_form, goals_table, measurement_form
from goalkit.forms.matrix import matrix, matrix_hours
from goalkit.forms.picture import Picture
from goalkit.forms.plan import (
    burn_picture,
    milestone_form,
    milestones_table,
    plan_picture,
    resource_form,
    resources_table,
    task_form,
)
from goalkit.forms.settings import settings_form
from goalkit.forms.time import LoggedTime, hours_table, rule_form, time_form
from goalkit.forms.wiring import Wiring

__all__ = [
    "LoggedTime",
    "Picture",
    "RecordForm",
    "Wiring",
    "book_form",
    "burn_picture",
    "goal_form",
    "goals_table",
    "hours_table",
    "matrix",
    "matrix_hours",
    "measurement_form",
    "milestone_form",
    "milestones_table",
    "plan_picture",
    "record_form",
    "resource_form",
    "resources_table",
    "rule_form",
    "settings_form",
    "task_form",
    "time_form",
]
