"""Turns of goals in words: what became of one, and what it asks now instead of before."""

from goalkit.metrics.turns import Turn
from goalkit.reviews.words import day, hours, number

REACHED = "reached"
BECAME = {"paused": "paused", "achieved": REACHED, "dropped": "let go", "considering": "under consideration again"}
ACTIVE_AFTER = {"considering": "taken on", "paused": "taken up again"}


def what(turn: Turn) -> str:
    """What changed, in a few words: "paused", "target 400 readers instead of 600"."""
    parts = []
    if turn.became:
        parts.append(ACTIVE_AFTER.get(turn.was, "reopened") if turn.became == "active" else BECAME[turn.became])
    if turn.target:
        parts.append(f"target {number(turn.target[1])} {turn.unit}".rstrip() + f" instead of {number(turn.target[0])}")
    if turn.due:
        parts.append(f"due {day(turn.due[1])} instead of {day(turn.due[0])}")
    if turn.hours_per_week:
        was, now = ("none" if part is None else hours(part) for part in turn.hours_per_week)
        parts.append(f"{now} a week instead of {was}")
    return ", ".join(parts)
