"""Facts of an invented month, small enough to read and full enough to fill every section."""

from datetime import date, timedelta

import pandas as pd

from goalkit.periods import parse_period
from goalkit.reviews.shapes import (
    FRAMES,
    SCHEMA,
    BalanceFacts,
    Finding,
    FocusFacts,
    GoalLine,
    QualityFacts,
    QualityFinding,
    ReconciliationFacts,
    ReviewFacts,
    RhythmFacts,
    Tile,
    TimeFacts,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "=1+1",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(2)</script>",
    "<b>bold</b> & <a href='javascript:alert(3)'>link</a>",
)
PLAIN = ("Finish the chapter", "Read 24 books", "Publish a library", "Run 21 km", "Portuguese B2")
CHARTS = 3 + len(PLAIN)


def facts(texts=PLAIN, period="2025-03", **changes):
    """Facts of a month with one goal a text; every text also stands wherever a person may write one."""
    made = parse_period(period)
    parts = {
        **_period(made),
        "headline": f"31.4 h went to your goals. {texts[0]}",
        "tiles": (Tile("on goals", "31.4 h", "▲ 6.2", texts[2]), Tile("evenings", "3", "", "")),
        "goals": tuple(_goal(i, text, texts) for i, text in enumerate(texts)),
        "time": TimeFacts(98.2, 95.1, 3.1, 31.4, 25.2, 24, "98.2 h tracked."),
        "focus": FocusFacts(14, 16, 4, 21.3, 1.7, "Tuesday 09:00", "14 focus blocks."),
        "balance": BalanceFacts(3, 2, 4.2, 6.0, 1, 7, 9, "Three evenings."),
        "rhythm": RhythmFacts(23, 31, 3.6, 3.8, 2.4, 3.6, texts[:2], texts[2:], "23 of 31 kept."),
        "findings": (Finding(texts[0], texts[2]),),
        "quality": _quality(texts),
        "reconciliation": _sums(texts),
        "left_out": (),
        "missing": {},
        "colours": {f"g{i}": i + 1 for i in range(len(texts))},
        "chapters": {},
        "frames": _frames(texts, made),
    }
    return ReviewFacts(**{**parts, **changes})


def empty_facts(period="2025-03"):
    """Facts of a month in which nothing was written down."""
    frames = {name: pd.DataFrame(columns=list(types)).astype(types) for name, types in FRAMES.items()}
    names = ("goals", "time", "focus", "balance", "rhythm", "findings")
    return facts(
        period=period,
        headline="Nothing was written down.",
        tiles=(),
        goals=(),
        findings=(),
        time=TimeFacts(0.0, 0.0, 0.0, 0.0, 0.0, 0, ""),
        quality=QualityFacts((), "There is no tracked time to check."),
        reconciliation=ReconciliationFacts(0.0, 0.0, 0.0, 0, 0, 0, 0.0, 0, (), ""),
        missing={name: f"Write down your {name} in a notebook." for name in names},
        colours={},
        frames=frames,
    )


def _period(period):
    before, after = period.previous(), period.following()
    return {
        "schema": SCHEMA,
        "period": period.name,
        "title": period.title,
        "kind": period.kind,
        "start": period.start,
        "end": period.end,
        "as_of": period.end - timedelta(days=1),
        "previous": before.name,
        "previous_title": before.title,
        "following": after.name,
        "following_title": after.title,
        "zone": "Europe/Berlin",
        "person": "",
        "audience": "me",
        "edition": "",
        "theme": "",
    }


def _goal(i, text, texts):
    return GoalLine(
        id=f"g{i}",
        title=text,
        status=("ahead", "behind", "on pace", "paused", "late")[i % 5],
        measure="total",
        unit=texts[(i + 1) % len(texts)],
        baseline=0.0,
        target=24.0,
        value=6.0,
        progress=0.25,
        pace=0.24,
        progress_raw=0.25,
        delta=0.2,
        safety_days=3.0,
        required_per_week=0.5,
        do_today=None,
        hours=7.5,
        hours_before=5.0,
        hours_asked=8.0,
        next_step=texts[(i + 2) % len(texts)],
        weekly_hours=tuple(float(week % 4) for week in range(12)),
    )


def _quality(texts):
    examples = tuple({"text": f"2025-03-14 · {text} · 0.5 h", "hours": 0.5} for text in texts)
    finding = QualityFinding("overlaps", 7, 3.1, "7 overlaps, 3.1 h counted twice", examples, texts[2])
    return QualityFacts((finding,), "One thing is worth a look.")


def _sums(texts):
    problem = {
        "file": texts[0],
        "line": 12,
        "column": texts[1],
        "value": texts[2],
        "reason": texts[3],
        "fix": texts[4],
        "kind": "bad",
    }
    return ReconciliationFacts(353520.0, 353520.0, 353520.0, 214, 3, 2, 11160.0, 0, (problem,), "They agree.")


def _frames(texts, period):
    days = pd.date_range(period.start, period.end - timedelta(days=1))
    year = pd.date_range(date(period.start.year, 1, 1), days[-1])
    goals = [(f"g{i}", text) for i, text in enumerate(texts)]
    by_day = [(day, *goal, 0.5 + day.day % 3) for day in days for goal in [*goals, ("", "")]]
    projects = [(text, f"g{i}", text, 9.0 - i) for i, text in enumerate(texts)]
    span = pd.date_range(date(period.start.year, 1, 1), date(period.start.year, 12, 31))
    pace = [
        (*goal, texts[0], day, at * 24 / len(span), at * 0.07 if day <= days[-1] else None)
        for goal in goals
        for at, day in enumerate(span)
    ]
    rows = {
        "day_hours": by_day,
        "project_hours": projects,
        "year_days": [(day, day.day % 9, 1.0) for day in year],
        "weekday_hours": [(day, hour, 0.1 * (day + 1)) for day in range(5) for hour in range(8, 18)],
        "pace": pace,
        "rows": [
            ("2025-03-14T08:00:00Z", "2025-03-14T09:00:00Z", 3600.0, text, "g0", text, text, "toggl", text, 2)
            for text in texts
        ],
    }
    return {name: pd.DataFrame(rows[name], columns=list(FRAMES[name])).astype(FRAMES[name]) for name in rows}
