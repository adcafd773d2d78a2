"""Forms: widgets that turn what a person types into a record, and hand it to a save function."""

from goalkit.forms.analysis import hours_of, hours_view
from goalkit.forms.answers import answers_before, review_answer_form
from goalkit.forms.blocks import block_form, tasks_to_plan
from goalkit.forms.board import vision_board
from goalkit.forms.book_form import book_form
from goalkit.forms.bring_in import BringIn, import_form
from goalkit.forms.calendar_form import CalendarForm, calendar_form
from goalkit.forms.celebrations import celebrate, wins_table
from goalkit.forms.checkin import checkin_form, checkin_picture
from goalkit.forms.direction import (
    affirmation_form,
    affirmations_table,
    assessment_form,
    assessment_table,
    skill_form,
    skill_rating_form,
    skills_picture,
    tense_hint,
    value_form,
    values_table,
    vision_form,
    visions_table,
)
from goalkit.forms.form import RecordForm
from goalkit.forms.goal_help import goal_help
from goalkit.forms.goal_overview import goal_tree, goal_words
from goalkit.forms.goals import goal_form, goals_table, measurement_form
from goalkit.forms.grid import Grid, entries_grid, record_grid, tasks_grid
from goalkit.forms.habits import habit_board, habit_form
from goalkit.forms.journey import year_so_far
from goalkit.forms.learning import learning_form, learning_picture, skills_table
from goalkit.forms.life_areas import life_areas_on, rate_areas, wheel_picture
from goalkit.forms.logged_time import LoggedTime
from goalkit.forms.matrix import matrix, matrix_hours
from goalkit.forms.obstacles import (
    lessons_table,
    plan_help,
    plan_words,
    plans_table,
    risk_picture,
    roadblock_event_form,
    roadblock_form,
)
from goalkit.forms.people import contact_form, contacts_table, feedback_form, feedback_table, meeting_form
from goalkit.forms.picture import Picture
from goalkit.forms.plain_form import record_form
from goalkit.forms.plan import (
    burn_picture,
    milestone_form,
    milestones_table,
    plan_picture,
    resource_form,
    resources_table,
    task_form,
)
from goalkit.forms.reflection import earlier_answers, look_back_form, theme_form
from goalkit.forms.review_form import ReviewForm, review_form
from goalkit.forms.schedule import mail_server_form, recipient_form, schedule_form
from goalkit.forms.schedule_panel import Deeds, owed_panel, start_panel, trial_panel
from goalkit.forms.settings import settings_form, sharing_form
from goalkit.forms.standing import read_day, standing
from goalkit.forms.time import hours_table, rule_form, time_form
from goalkit.forms.timer import Timer, timer
from goalkit.forms.week import week_view
from goalkit.forms.wiring import Wiring

__all__ = [
    "BringIn",
    "CalendarForm",
    "Deeds",
    "Grid",
    "LoggedTime",
    "Picture",
    "RecordForm",
    "ReviewForm",
    "Timer",
    "Wiring",
    "affirmation_form",
    "affirmations_table",
    "answers_before",
    "assessment_form",
    "assessment_table",
    "block_form",
    "book_form",
    "burn_picture",
    "calendar_form",
    "celebrate",
    "checkin_form",
    "checkin_picture",
    "contact_form",
    "contacts_table",
    "earlier_answers",
    "entries_grid",
    "feedback_form",
    "feedback_table",
    "goal_form",
    "goal_help",
    "goal_tree",
    "goal_words",
    "goals_table",
    "habit_board",
    "habit_form",
    "hours_of",
    "hours_table",
    "hours_view",
    "import_form",
    "learning_form",
    "learning_picture",
    "lessons_table",
    "life_areas_on",
    "look_back_form",
    "mail_server_form",
    "matrix",
    "matrix_hours",
    "measurement_form",
    "meeting_form",
    "milestone_form",
    "milestones_table",
    "owed_panel",
    "plan_help",
    "plan_picture",
    "plan_words",
    "plans_table",
    "rate_areas",
    "read_day",
    "recipient_form",
    "record_form",
    "record_grid",
    "resource_form",
    "resources_table",
    "review_answer_form",
    "review_form",
    "risk_picture",
    "roadblock_event_form",
    "roadblock_form",
    "rule_form",
    "schedule_form",
    "settings_form",
    "sharing_form",
    "skill_form",
    "skill_rating_form",
    "skills_picture",
    "skills_table",
    "standing",
    "start_panel",
    "task_form",
    "tasks_grid",
    "tasks_to_plan",
    "tense_hint",
    "theme_form",
    "time_form",
    "timer",
    "trial_panel",
    "value_form",
    "values_table",
    "vision_board",
    "vision_form",
    "visions_table",
    "week_view",
    "wheel_picture",
    "wins_table",
    "year_so_far",
]
