"""`goalkit timer status`: the timer in a few lines, or as JSON."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.show import print_json
from goalkit.records import Goal, RunningTimer
from goalkit.workbook.timer_state import TimerState, timer_state
from goalkit.workbook.timer_words import length, moment, named_work

if TYPE_CHECKING:
    from goalkit.workbook import Book


def show_timer(book: "Book", now: datetime, output: str) -> None:
    """Prints what runs, its Pomodoro, today's sum and interruptions."""
    state = timer_state(book, now)
    timer = state.timer
    goal = book.get(Goal, timer.goal_id).title if timer and timer.goal_id else ""
    if output == "json":
        print_json(_document(state, timer, goal))
        return
    lines = ["No timer runs."] if timer is None else _lines(state, timer, goal, book.settings.zone)
    typer.echo("\n".join([*lines, *_today(state, goal)]))


def _lines(state: TimerState, timer: RunningTimer, goal: str, zone: str) -> list[str]:
    name, since = named_work(timer, goal), moment(timer.began_utc, state.now, zone)
    doing = f" ({timer.description})" if timer.description and timer.description != name else ""
    how = "Paused" if timer.paused else "Running"
    lines = [f"{how} since {since}, {length(state.seconds)}{f': {name}{doing}' if name else ''}"]
    if state.phase_left_s is not None:
        lines.append(_phase(state.phase, state.phase_left_s))
    if state.set_back_s >= 1:
        lines.append(f"The clock was set back: it stands {length(state.set_back_s)} before the timer began.")
    if state.why:
        lines.append(f"It {state.why}: goalkit timer stop --at HH:MM, --all or --drop")
    return lines


def _phase(phase: str, left_s: float) -> str:
    if left_s > 0:
        return f"{phase.capitalize()}: {length(left_s)} left"
    return f"{'Break due' if phase == 'focus' else 'Break over'} since {length(-left_s)}"


def _today(state: TimerState, goal: str) -> list[str]:
    parts = [f"{length(state.today_s)} on {goal}" if goal else f"{length(state.today_s)} in all"]
    if state.pomodoros:
        parts.append(f"{state.pomodoros} Pomodoro{'' if state.pomodoros == 1 else 's'}")
    if state.interruptions_today:
        kinds = sorted(state.interruptions_today.items(), key=lambda one: (-one[1], one[0]))
        parts.append(f"interrupted by {', '.join(f'{kind} {times}' for kind, times in kinds)}")
    return [f"Today: {'; '.join(parts)}"]


def _document(state: TimerState, timer: RunningTimer | None, goal: str) -> dict[str, Any]:
    work = {} if timer is None else timer.model_dump(mode="json", exclude={"id", "paused", "stretch_utc"})
    return {
        "status": state.status,
        "now_utc": state.now.isoformat(),
        "seconds": state.seconds,
        **work,
        "goal": goal,
        "phase": state.phase,
        "phase_left_s": state.phase_left_s,
        "today_s": state.today_s,
        "pomodoros_today": state.pomodoros,
        "interruptions": dict(state.interruptions),
        "interruptions_today": dict(state.interruptions_today),
        "forgotten": state.forgotten,
        "why": state.why,
    }
