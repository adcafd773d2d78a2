"""The story: what the TOML files beside this folder say, and what kind of day a day is."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "story"
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


@cache
def load_story(name: str) -> dict[str, Any]:
    """One TOML file of the story as plain values."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def days() -> list[date]:
    """All days of the year."""
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


@dataclass(frozen=True)
class DayKind:
    """What kind of day it is.

    Attributes:
        away: "" on an ordinary day, else "ill", "vacation" or "holiday".
        works: whether she works on it.
        crunch: whether it lies in weeks of overwork.
        phase: the phase of the year it lies in.
    """

    away: str
    works: bool
    crunch: bool
    phase: dict[str, Any]


def day_kind(day: date) -> DayKind:
    """What kind of day a day is."""
    off = load_story("work")["days_off"]
    phase = next((item for item in load_story("work")["phase"] if item["from"] <= day <= item["to"]), {})
    away = next((name for name in ("ill", "vacation", "holiday") if _within(day, off[name])), "")
    extra = day in phase.get("saturdays", ()) or day in phase.get("sundays", ())
    free = away or day in off["holidays"] or day in off["bridge"] or not phase
    return DayKind(away, extra or (day.weekday() < 5 and not free), "late" in phase, phase)


def _within(day: date, span: dict[str, date]) -> bool:
    return span["from"] <= day <= span["to"]
