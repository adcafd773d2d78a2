"""How often a calendar's event repeats, so that a rule without an end is worked out only as far as it is wanted."""

from datetime import UTC, datetime
from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Event

MOST_STEPS = 100_000  # a day each for more than two centuries, or eleven years of every hour
MOST_OCCURRENCES = 200_000
DAY_S = 86_400
STEP_S = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600}  # longer periods are looked at a day at a time
LAST_YEARS = datetime(9971, 1, 1)
WITHIN_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def rules(event: "Event") -> list[Any]:
    """The rules that an event repeats by."""
    value = event.get("RRULE", [])
    return value if isinstance(value, list) else [value]


def steps(event: "Event", until: datetime) -> float:
    """How many moments must be looked at to find the occurrences of an event up to a moment, at most.

    Raises ValueError and its like for a rule that cannot be read.
    """
    begin = _aware(event.start)
    return sum(_steps(rule, begin, until) for rule in rules(event))


def _steps(rule: Any, begin: datetime, until: datetime) -> float:
    name = str(_first(rule, "FREQ")).upper()
    step = STEP_S.get(name, DAY_S)
    interval = max(int(_first(rule, "INTERVAL") or 1), 1) if name in STEP_S else 1
    end = min(until, _aware(_first(rule, "UNTIL") or until))
    looked_at = max((end - begin).total_seconds(), 0) / (step * interval)
    count = _first(rule, "COUNT")
    if count is not None and not any(key.upper().startswith("BY") for key in rule):
        looked_at = min(looked_at, float(int(count)))
    return looked_at * prod(max(len(rule.get(key, [])), 1) for key in WITHIN_DAY)


def goes_on(event: "Event", until: datetime, found: int) -> bool:
    """Whether an event repeats beyond a moment, up to which so many occurrences were found."""
    open_rules = [rule for rule in rules(event) if _aware(_first(rule, "UNTIL") or until) >= until]
    return any(_first(rule, "COUNT") is None or found < int(_first(rule, "COUNT")) for rule in open_rules)


def bounded(event: "Event", until: datetime) -> "Event":
    """The event with rules that end at a moment, if they do not end sooner, and without rules that never come true.

    A rule for 30 February would otherwise be looked for until the year 9999.
    """
    own = rules(event)
    if not own:
        return event
    begin = event.start
    aware = isinstance(begin, datetime) and begin.tzinfo is not None
    copy = event.copy()
    copy.subcomponents = []
    kept = [_until(rule, until if aware else until.replace(tzinfo=None)) for rule in own if _comes_true(rule)]
    copy["RRULE"] = kept  # an empty list is no rule
    return copy


def _comes_true(rule: Any) -> bool:
    """Whether any moment of the last years that there are fits a rule, its interval aside."""
    from dateutil.rrule import rrulestr

    every = type(rule)({key: value for key, value in rule.items() if key.upper() not in {"COUNT", "UNTIL", "INTERVAL"}})
    found = rrulestr(every.to_ical().decode("utf-8", "replace"), dtstart=LAST_YEARS)
    return next(iter(found), None) is not None


def _until(rule: Any, until: datetime) -> Any:
    given = _first(rule, "UNTIL")
    if given is not None and _aware(given) <= _aware(until):
        return rule
    ended = type(rule)(rule)
    ended["UNTIL"] = [until]
    return ended


def _first(rule: Any, name: str) -> Any:
    value = rule.get(name)
    return value[0] if isinstance(value, list) and value else None if isinstance(value, list) else value


def _aware(at: Any) -> datetime:
    """A day or a moment as an instant; to a day at most, where no zone says which."""
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
