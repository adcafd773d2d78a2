"""Facts → what a reader sees, a function a section; nothing is computed here that a metric defines."""

from typing import TYPE_CHECKING, Any

from goalkit.charts.look import hours_text, number
from goalkit.errors import GoalkitError
from goalkit.reviews.chapters import BY_NAME
from goalkit.reviews.fragments import Part, Shown, css, html, rows_name

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.shapes import GoalLine, ReviewFacts

PROJECTS_SHOWN = 12
PROBLEMS_SHOWN = 50
# The states in which a pace line says something.
ON_THE_WAY = ("ahead", "on pace", "behind", "late")


def style() -> Shown:
    """The look of the sections, for a notebook; a page brings its own."""
    return Shown((f"<style>{css('review.css')}</style>",))


def first_screen(facts: "ReviewFacts") -> Shown:
    """Title, headline and the tiles."""
    return Shown((html("first_screen.html.j2", facts=facts),))


def goals(facts: "ReviewFacts") -> Shown:
    """A line a goal: bar with its pace, twelve weeks, what is next."""
    if "goals" in facts.left_out:
        return Shown(())
    if not facts.goals:
        return _only(facts, "goals", "No goals yet. Write one in the goals notebook.")
    lines = [_goal_line(goal, facts.colours) for goal in facts.goals]
    ticks = any(line["tick"] is not None for line in lines)
    hint = "The tick on a bar is where the pace line stands; the small bars are hours of the last twelve weeks."
    return Shown((html("goals.html.j2", goals=lines, hint=hint if ticks else ""),))


def _goal_line(goal: "GoalLine", colours: dict[str, int]) -> dict[str, Any]:
    weekly = goal.weekly_hours if any(goal.weekly_hours) else ()
    each = ", ".join(f"{hours:.1f}" for hours in weekly)
    return {
        "title": goal.title,
        "colour": colours.get(goal.id, 0),
        "status": goal.status,
        "status_class": goal.status.replace(" ", "-"),
        "done": _percent(goal.progress),
        # A rate has no line to stand on: each period begins anew.
        "tick": _percent(goal.pace) if goal.status in ON_THE_WAY and goal.measure != "rate" else None,
        "bar_words": _bar_words(goal),
        "texts": _goal_texts(goal),
        "next_step": goal.next_step,
        "weekly": weekly,
        "weekly_words": f"Hours in each of the last twelve weeks: {each}",
    }


def _percent(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * 100)


def _bar_words(goal: "GoalLine") -> str:
    if goal.measure == "rate":
        return f"{_percent(goal.progress)} % of the periods so far were met"
    pace = f"; the pace line is at {_percent(goal.pace)} %" if goal.status in ON_THE_WAY else ""
    return f"{_percent(goal.progress)} % of the way{pace}"


def _goal_texts(goal: "GoalLine") -> list[str]:
    """Short facts of a goal, those that matter most first; what is unknown is left out."""
    texts = [_value_text(goal)]
    if goal.safety_days is not None and goal.status in ON_THE_WAY and goal.measure != "rate":
        texts.append(_safety_text(goal.safety_days))
    if goal.required_per_week and goal.status in ON_THE_WAY:
        texts.append(f"asks for {_with_unit(goal.required_per_week, goal.unit)} a week")
    if goal.hours:
        before = f" ({number(goal.hours_before)} h before)" if goal.hours_before else ""
        texts.append(f"{number(goal.hours)} h given{before}")
    return texts


def _value_text(goal: "GoalLine") -> str:
    if goal.measure == "yes or no":
        return "done" if goal.value >= 1 else "not done yet"
    if goal.measure == "rate":
        return f"{number(goal.value)} of {number(goal.target)} periods met, {_percent(goal.progress)} % of those so far"
    if goal.measure == "level":
        return f"{number(goal.value)}, towards {_with_unit(goal.target, goal.unit)}"
    return f"{number(goal.value)} of {_with_unit(goal.target, goal.unit)}"


def _with_unit(value: float, unit: str) -> str:
    return f"{number(value)} {unit}".strip()


def _safety_text(days: float) -> str:
    whole = int(days)
    if whole <= 0:
        return "no day to spare"
    return f"{whole} day{'' if whole == 1 else 's'} safe"


def pace(facts: "ReviewFacts") -> Shown:
    """A chart a goal: where it stands, beside the line that reaches it in time."""
    if "goals" in facts.left_out:
        return Shown(())
    charts = _pace_charts(facts)
    if not charts:
        return _only(facts, "goals", "A pace appears here once a goal has a start, a due day and a measure.")
    return Shown(tuple(charts))


def _pace_charts(facts: "ReviewFacts") -> list[Part]:
    from goalkit.charts import plot_pace

    rows = facts.frames["pace"]
    drawn = set(rows["goal_id"])
    # A yes or no has no way in between to draw.
    order = [goal.id for goal in facts.goals if goal.id in drawn and goal.measure != "yes or no"]
    return [plot_pace(rows[rows["goal_id"] == goal], facts.colours.get(goal, 0)) for goal in order]


def worth_a_look(facts: "ReviewFacts") -> Shown:
    """The two or three changes that matter, each with its number and its evidence."""
    if "findings" in facts.left_out:
        return Shown(())
    if not facts.findings:
        return Shown((_section("", missing=nothing_stands_out(facts)),))
    return Shown((html("findings.html.j2", facts=facts),))


def nothing_stands_out(facts: "ReviewFacts") -> str:
    """The line that stands where no change is worth a look."""
    return facts.missing.get("findings") or "Nothing stands out against the time before."


def time(facts: "ReviewFacts") -> Shown:
    """Hours by day, over the year, over the week, by project."""
    if "time" in facts.left_out:
        return Shown(())
    if "time" in facts.missing or not _some(facts.frames["day_hours"]):
        return _only(facts, "time", "No time was tracked. Import an export of your tracker, or log time by hand.")
    return Shown((_section(facts.time.sentence), *_time_charts(facts), _projects(facts)))


def _time_charts(facts: "ReviewFacts") -> list[Part]:
    from goalkit.charts import plot_calendar, plot_hours_by_day, plot_weekday_hours
    from goalkit.reviews.tables import STEPS

    frames = facts.frames
    made: list[Part] = [plot_hours_by_day(frames["day_hours"], facts.colours, STEPS.get(facts.kind, "day"))]
    if _some(frames["year_days"]):
        made.append(plot_calendar(frames["year_days"]))
    if _some(frames["weekday_hours"]):
        made.append(plot_weekday_hours(frames["weekday_hours"]))
    return made


def _some(frame: "pd.DataFrame") -> bool:
    return bool((frame["hours"] > 0).any())


def _projects(facts: "ReviewFacts") -> str:
    frame = facts.frames["project_hours"]
    most = max(frame["hours"].max(), 1e-9) if len(frame) else 1.0
    rows = [
        {
            "project": row.project or "(no project)",
            "title": row.title if row.goal_id else "",
            "hours": row.hours,
            "share": round(row.hours / most * 100),
            "colour": facts.colours.get(row.goal_id, 0) if row.goal_id else "none",
        }
        for row in frame.head(PROJECTS_SHOWN).itertuples()
    ]
    rest = frame.iloc[PROJECTS_SHOWN:]
    more = f"and {len(rest)} more with {rest['hours'].sum():,.1f} h together" if len(rest) else ""
    return html("projects.html.j2", rows=rows, more=more)


def focus(facts: "ReviewFacts") -> Shown:
    """Focus blocks, switching, the best hours."""
    if "focus" in facts.left_out:
        return Shown(())
    if "focus" in facts.missing:
        return _only(facts, "focus", "")
    part = facts.focus
    before = "" if part.blocks_before is None else f"{part.blocks_before:,} before · "
    rows = [
        ("Focus blocks", f"{part.blocks:,}", f"{before}25 minutes or more on one thing"),
        ("Deep blocks", part.deep_blocks, "90 minutes or more"),
        ("Hours in focus", hours_text(part.focus_hours), ""),
        ("Switches an hour", f"{part.switches_per_hour:.1f}", "from one project to another"),
    ]
    if part.best:
        rows.append(("Best hours", part.best, ""))
    return Shown((_section(part.sentence, rows),))


def balance(facts: "ReviewFacts") -> Shown:
    """Evenings, weekends, long days and rest."""
    if "balance" in facts.left_out:
        return Shown(())
    if "balance" in facts.missing:
        return _only(facts, "balance", "")
    part = facts.balance
    rows = [
        ("Evenings worked", part.evenings, "" if part.evenings_before is None else f"{part.evenings_before} before"),
        ("Outside working hours", hours_text(part.after_hours), ""),
        ("On weekends", hours_text(part.weekend_hours), ""),
        ("Days over 10 h", part.long_days, ""),
        ("Days of rest", part.rest_days, ""),
        ("Longest run of work days", part.longest_run_days, ""),
    ]
    return Shown((_section(part.sentence, rows),))


def rhythm(facts: "ReviewFacts") -> Shown:
    """Check-ins: how many, how they felt, what went well."""
    if "rhythm" in facts.left_out:
        return Shown(())
    if "rhythm" in facts.missing:
        return _only(facts, "rhythm", "")
    part = facts.rhythm
    before = "" if part.energy_before is None else f"{part.energy_before:.1f} before"
    felt = [
        ("Mood", part.mood, "low to bright"),
        ("Energy", part.energy, before),
        ("Stress", part.stress, "calm to tense"),
    ]
    rows = [("Check-ins", f"{part.kept} of {part.due}", "")]
    rows += [(label, f"{value:.1f} of 5", note) for label, value, note in felt if value is not None]
    lists = [("What went well", part.wins), ("Next steps you named", part.next_steps)]
    return Shown((_section(part.sentence, rows, [(title, texts) for title, texts in lists if texts]),))


def chapter(facts: "ReviewFacts", name: str) -> Shown:
    """A chapter by its name; nothing where it does not stand in a review of this kind.

    Raises GoalkitError for a name that no chapter has.
    """
    if name not in BY_NAME:
        raise GoalkitError(f"there is no chapter {name!r}; expected one of {', '.join(BY_NAME)}")
    told = facts.chapters.get(name)
    if told is None:
        return Shown(())
    found = BY_NAME[name]
    if told.missing:
        return Shown(_headed(found.heading, (_section("", missing=told.missing),)))
    return Shown(_headed(found.heading, found.show(told, found.own(facts.frames), facts)))


def _headed(heading: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts with a heading above them, in the same text where the first is one."""
    if not heading or not parts:
        return parts
    head = html("heading.html.j2", text=heading)
    return (head + parts[0], *parts[1:]) if isinstance(parts[0], str) else (head, *parts)


def quality(facts: "ReviewFacts") -> Shown:
    """What in the log is worth a look: each kind with its number, examples and one suggestion."""
    if "quality" in facts.left_out:
        return Shown(())
    if not facts.quality.findings:
        return Shown((_section("", missing=facts.quality.sentence),))
    return Shown((html("quality.html.j2", quality=facts.quality),))


def reconciliation(facts: "ReviewFacts") -> Shown:
    """Three sums that must agree, and every row that was left out or is worth a look."""
    if "reconciliation" in facts.left_out:
        return Shown(())
    part = facts.reconciliation
    if not part.rows and not part.problems:
        return Shown((_section("", missing="There is no tracked time to add up."),))
    counted = f"{clock(part.overlap_s)} counted in each of them" if part.overlapping_rows else ""
    sums = [("days", part.days_s), ("projects", part.projects_s), ("rows that were taken", part.rows_s)]
    rows = [
        ("Rows taken", f"{part.rows:,}", ""),
        ("Split at a day's end", part.split_rows, ""),
        ("Overlapping rows", part.overlapping_rows, counted),
        ("Totals of a day", part.day_totals, "without a time of day"),
    ]
    shown, rest = part.problems[:PROBLEMS_SHOWN], part.problems[PROBLEMS_SHOWN:]
    many = len(part.problems)
    return Shown(
        (
            html(
                "reconciliation.html.j2",
                sentence=part.sentence,
                sums=[(label, clock(seconds), f"{seconds:,.0f}") for label, seconds in sums],
                rows=rows,
                rows_file=rows_name(facts.period) if part.rows else "",
                problems=shown,
                problems_title=f"{many} row{'' if many == 1 else 's'} left out, or worth a look",
                more=f"and {len(rest)} more, all of them in facts.json" if rest else "",
            ),
        )
    )


def clock(seconds: float) -> str:
    """Seconds as h:mm:ss, to the second: 3725 → "1:02:05"."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _only(facts: "ReviewFacts", section: str, otherwise: str) -> Shown:
    """A section without data: the one line that says what to write down, and where."""
    return Shown((_section("", missing=facts.missing.get(section) or otherwise),))


def _section(
    sentence: str,
    rows: list[tuple[str, Any, str]] | None = None,
    lists: list[tuple[str, Any]] | None = None,
    missing: str = "",
) -> str:
    return html("section.html.j2", sentence=sentence, rows=rows or [], lists=lists or [], missing=missing)
