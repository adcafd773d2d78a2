"""Check-ins: how the days felt, and a few words about them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sample_year.chance import Chance, Deck
from sample_year.story import DayKind, day_kind, days, load_story
from sample_year.timelog import year_log

WEEKDAY = (-0.4, 0.0, 0.0, 0.1, 0.4, 0.5, 0.2)
GOAL_POOLS = {"sql": "sql", "issues": "newsletter", "ten-km": "running", "lead": "lead"}
# What an answer is written at all: nobody fills in every box.
SHARES = {"wins": 0.62, "obstacle": 0.34, "gratitude": 0.26, "kind_words": 0.13, "next_step": 0.4}

Written = tuple[datetime, dict[str, Any]]


def check_ins() -> list[Written]:
    """All check-ins of the year with the moment in which they were written."""
    return [*_daily(), *_weekly(), *_monthly()]


def _daily() -> Iterator[Written]:
    words = load_story("words")
    decks = {(field, pool): Deck(f"{field}/{pool}", texts) for field in SHARES for pool, texts in words[field].items()}
    goals = _goals_by_day()
    for day in days()[3:]:
        if _kept(day):
            texts = _texts(day, goals.get(day, []), decks)
            values = {"id": f"check-in-{day}", "day": day.isoformat(), "rhythm": "daily", **_feelings(day), **texts}
            yield _written(day), values


def _kept(day: date) -> bool:
    words, kind = load_story("words"), day_kind(day)
    if day.isoformat() in words["moments"]:
        return True
    share = words["kept"][str(day.month)] * (0.45 if kind.away in ("ill", "vacation") else 1.0)
    return Chance("kept", day).true(share)


def _written(day: date) -> datetime:
    """In the evening, now and then the next morning on the tram."""
    chance = Chance("written", day)
    base = datetime.combine(day, time(20, 55))
    if chance.true(0.12):
        base = datetime.combine(day + timedelta(days=1), time(7, 35))
    return base + timedelta(seconds=chance.between(0, 4500))


def _feelings(day: date) -> dict[str, int]:
    chance, kind = Chance("feeling", day), day_kind(day)
    light = load_story("words")["season"][str(day.month)] + WEEKDAY[day.weekday()]
    ran = any(row.goal == "ten-km" and row.day == day for row in year_log())
    away = {"ill": -1.4, "vacation": 0.9, "holiday": 0.8}.get(kind.away, 0.0)
    mood = 3.55 + light + away + (0.3 if ran else 0) - (0.5 if kind.crunch else 0)
    energy = 3.4 + 1.1 * light + 1.2 * away + (0.3 if ran else 0) - (0.7 if kind.crunch else 0)
    stress = 2.5 - 0.5 * light - (0.9 if kind.away else 0) + (1.4 if kind.crunch else 0)
    return {
        name: max(1, min(5, int(level + 1.3 * chance.spread() + 0.5)))
        for name, level in (("mood", mood), ("energy", energy), ("stress", stress))
    }


def _texts(day: date, goals: list[str], decks: Mapping[tuple[str, str], Deck]) -> dict[str, str]:
    chance, kind = Chance("texts", day), day_kind(day)
    pools = _pools(kind, goals, chance)
    found = {}
    for name, share in SHARES.items():
        pool = next((pool for pool in (*pools, "rest", "any") if (name, pool) in decks), None)
        if pool and chance.true(share):
            found[name] = decks[name, pool].draw()
    moment = load_story("words")["moments"].get(day.isoformat())
    return {"wins": moment, **{name: text for name, text in found.items() if name != "wins"}} if moment else found


def _pools(kind: DayKind, goals: list[str], chance: Chance) -> list[str]:
    """Names of pools from the one that fits the day best to those that fit any day."""
    if kind.away:
        return [kind.away]
    pools = ["crunch"] if kind.crunch and chance.true(0.5) else []
    if goals and chance.true(0.5):
        pools += [GOAL_POOLS[chance.pick(goals)], "goal"]
    return [*pools, "work" if kind.works else "weekend"]


def _goals_by_day() -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for row in year_log():
        if row.goal in GOAL_POOLS and row.goal not in found.setdefault(row.day, []):
            found[row.day].append(row.goal)
    return found


def _weekly() -> Iterator[Written]:
    for day, mood, energy, stress, wins, obstacle, step in load_story("words")["weekly"]["rows"]:
        values = {"id": f"check-in-week-{day}", "day": day, "rhythm": "weekly", "mood": mood, "energy": energy}
        values |= {"stress": stress, "wins": wins, "obstacle": obstacle, "next_step": step}
        yield _moment(day, time(18, 50), 2400), _filled(values)


def _monthly() -> Iterator[Written]:
    for day, wins, gratitude, obstacle, kind_words, step in load_story("words")["monthly"]["rows"]:
        values = {"id": f"check-in-month-{day}", "day": day, "rhythm": "monthly", "wins": wins}
        values |= {"gratitude": gratitude, "obstacle": obstacle, "kind_words": kind_words, "next_step": step}
        yield _moment(day, time(19, 40), 3000), values


def _moment(day: str, clock: time, seconds: int) -> datetime:
    start = datetime.combine(date.fromisoformat(day), clock)
    return start + timedelta(seconds=Chance("moment", day, clock).between(0, seconds))


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != ""}
