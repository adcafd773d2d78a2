"""The first workbook: its tables as they were then, which never changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _check_in()
    _goal()
    _import_batch()
    _import_problem()
    _journal()
    _measurement()
    _meta()
    _milestone()
    _rule()
    _settings()
    _task()
    _time_entry()


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rhythm", sa.String(), server_default="daily", nullable=False),
        sa.Column("mood", sa.BigInteger(), nullable=True),
        sa.Column("energy", sa.BigInteger(), nullable=True),
        sa.Column("stress", sa.BigInteger(), nullable=True),
        sa.Column("wins", sa.String(), server_default="", nullable=False),
        sa.Column("gratitude", sa.String(), server_default="", nullable=False),
        sa.Column("obstacle", sa.String(), server_default="", nullable=False),
        sa.Column("kind_words", sa.String(), server_default="", nullable=False),
        sa.Column("next_step", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_check_in_id")),
    )


def _goal() -> None:
    op.create_table(
        "goal",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.Column("measure", sa.String(), server_default="total", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("baseline", sa.Float(), server_default="0.0", nullable=False),
        sa.Column("target", sa.Float(), server_default="1.0", nullable=False),
        sa.Column("per", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("lesson", sa.String(), server_default="", nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("colour", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_goal_id")),
    )


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("tracker", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("imported_utc", sa.BigInteger(), nullable=False),
        sa.Column("rows_read", sa.BigInteger(), nullable=False),
        sa.Column("rows_new", sa.BigInteger(), nullable=False),
        sa.Column("rows_known", sa.BigInteger(), nullable=False),
        sa.Column("rows_left_out", sa.BigInteger(), nullable=False),
        sa.Column("seconds_new", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_import_batch_id")),
    )


def _import_problem() -> None:
    op.create_table(
        "import_problem",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("column", sa.String(), server_default="", nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("fix", sa.String(), server_default="", nullable=False),
        sa.Column("problem", sa.String(), server_default="bad", nullable=False),
        sa.Column("day", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_import_problem_id")),
    )
    op.create_index(op.f("ix_import_problem_batch_id"), "import_problem", ["batch_id"], unique=False)


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("when_utc", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_journal_change"), "journal", ["change"], unique=False)
    op.create_index(op.f("ix_journal_record_id"), "journal", ["record_id"], unique=False)
    op.create_index(op.f("ix_journal_undoes"), "journal", ["undoes"], unique=False)


def _measurement() -> None:
    op.create_table(
        "measurement",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_measurement_id")),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )


def _milestone() -> None:
    op.create_table(
        "milestone",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("celebrate", sa.String(), server_default="", nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("celebrated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_milestone_id")),
    )


def _rule() -> None:
    op.create_table(
        "rule",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), server_default="project", nullable=False),
        sa.Column("how", sa.String(), server_default="is", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_rule_id")),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), server_default="", nullable=False),
        sa.Column("zone", sa.String(), server_default="UTC", nullable=False),
        sa.Column("week_start", sa.String(), server_default="Monday", nullable=False),
        sa.Column("day_start", sa.String(), server_default="00:00", nullable=False),
        sa.Column("work_start", sa.String(), server_default="09:00", nullable=False),
        sa.Column("work_end", sa.String(), server_default="18:00", nullable=False),
        sa.Column(
            "work_days",
            sa.JSON(),
            server_default='["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]',
            nullable=False,
        ),
        sa.Column("weekly_hours", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_settings_id")),
    )


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("goal_id", sa.String(), nullable=True),
        sa.Column("milestone_id", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("estimate_hours", sa.Float(), nullable=True),
        sa.Column("important", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_task_id")),
    )


def _time_entry() -> None:
    op.create_table(
        "time_entry",
        sa.Column("created_seq", COUNTER, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), server_default="", nullable=False),
        sa.Column("start_utc", sa.BigInteger(), nullable=False),
        sa.Column("end_utc", sa.BigInteger(), nullable=True),
        sa.Column("zone", sa.String(), server_default="UTC", nullable=False),
        sa.Column("project", sa.String(), server_default="", nullable=False),
        sa.Column("client", sa.String(), server_default="", nullable=False),
        sa.Column("task", sa.String(), server_default="", nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("tags", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=True),
        sa.Column("goal_id", sa.String(), nullable=True),
        sa.Column("tracker", sa.String(), server_default="goalkit", nullable=False),
        sa.Column("source_id", sa.String(), server_default="", nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("batch_id", sa.String(), server_default="", nullable=False),
        sa.Column("source_line", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_key", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("created_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_time_entry_id")),
    )
    op.create_index(op.f("ix_time_entry_batch_id"), "time_entry", ["batch_id"], unique=False)
    op.create_index(op.f("ix_time_entry_source_key"), "time_entry", ["source_key"], unique=False)
    op.create_index(op.f("ix_time_entry_start_utc"), "time_entry", ["start_utc"], unique=False)
