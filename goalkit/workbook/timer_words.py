"""The timer in words: lengths, clock times in the person's zone, and clock times that a person says."""

import re
from datetime import UTC, date, datetime, time, timedelta

from goalkit.errors import GoalkitError
from goalkit.periods import load_zone
from goalkit.records import RunningTimer, TimeEntry

CLOCK = re.compile(r"(?:(?P<day>\d{4}-\d\d-\d\d)[T ]+)?(?P<hour>\d{1,2})[:.h]?(?P<minute>\d{2})")
POMODORO = re.compile(r"(?P<focus>\d{1,3})(?:\s*/\s*(?P<rest>\d{1,2}))?")


class TwiceError(GoalkitError):
    """A clock time that came twice, because the clocks went back.

    Attributes:
        instants: the two instants that it can mean, in order.
    """

    def __init__(self, message: str, instants: tuple[datetime, datetime]) -> None:
        super().__init__(message)
        self.instants = instants


def length(seconds: float) -> str:
    """A length as a person says it: "42 s", "52 min", "1 h 5 min"."""
    if abs(seconds) < 60:
        return f"{int(seconds)} s"
    hours, minutes = divmod(int(seconds) // 60, 60)
    return " ".join(filter(None, [f"{hours:,} h" if hours else "", f"{minutes} min" if minutes else ""]))


def moment(instant: datetime, now: datetime, zone: str) -> str:
    """A clock time, with its day where that is not today's: "09:10", "17:04 yesterday", "17:04 on 3 March"."""
    local, today = instant.astimezone(load_zone(zone)), now.astimezone(load_zone(zone)).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"{local:%H:%M} yesterday"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%H:%M} on {local.day} {local:%B}{year}"


def span(start: datetime, end: datetime, now: datetime, zone: str) -> str:
    """From when to when: "09:10–10:02"; with days where it did not begin and end today."""
    first, last = moment(start, now, zone), moment(end, now, zone)
    if (day := first[5:]) and first[5:] == last[5:]:
        return f"{first[:5]}–{last[:5]}{day}"
    if not first[5:] and not last[5:]:
        return f"{first}–{last}"
    return f"{first} – {last}{'' if last[5:] else ' today'}"


def named_work(record: RunningTimer | TimeEntry, goal: str) -> str:
    """What time is given to, in a few words: the goal, else the project, else what is done, else ""."""
    return goal or record.project or record.description


def told_stretch(entry: TimeEntry, goal: str, now: datetime, zone: str) -> str:
    """A logged stretch in words: "52 min on Learn SQL, 09:10–10:02"."""
    name, end = named_work(entry, goal), entry.end_utc or entry.start_utc
    lasted = length(entry.duration_s or 0)
    return f"{lasted}{f' on {name}' if name else ''}, {span(entry.start_utc, end, now, zone)}"


def read_pomodoro(text: str) -> tuple[int | None, int | None]:
    """Focus and break in minutes from "25/5", "50/10" or "25"; "off" gives none of both."""
    if text.strip().lower() in ("off", "none", ""):
        return None, None
    found = POMODORO.fullmatch(text.strip())
    if found is None:
        raise GoalkitError(f"Pomodoro {text!r} is not understood; write focus/break in minutes such as 25/5, or off")
    return int(found["focus"]), int(found["rest"]) if found["rest"] else None


def read_end(text: str, start: datetime, now: datetime, zone: str) -> datetime:
    """The instant that "18:30", "2025-03-05 18:30" or an ISO moment with its offset means.

    A clock time alone is the first one after the stretch's start. Raises GoalkitError for what is
    no clock time or does not lie between start and now, and TwiceError where the clocks went back
    over it, so that it can mean two.
    """
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return _inside(_offset_moment(text), start, now, zone)
    try:
        clock = time(int(found["hour"]), int(found["minute"]))
        day = date.fromisoformat(found["day"]) if found["day"] else None
    except ValueError as error:
        raise GoalkitError(f"{text.strip()!r} is not a time ({error}); write for example 18:30") from error
    first = start.astimezone(load_zone(zone)).date()
    days = [day] if day else [first, first + timedelta(days=1)]
    meant = [instant for one in days for instant in _instants(one, clock, zone)]
    fits = [instant for instant in meant if _minute(start) <= instant <= now]
    if not fits:
        raise _outside(text.strip(), start, now, zone)
    same_day = [one for one in fits if one - fits[0] < timedelta(hours=12)]
    if len(same_day) == 2:
        either = " or ".join(one.astimezone(load_zone(zone)).isoformat(" ", "minutes") for one in same_day)
        raise TwiceError(f"{clock:%H:%M} came twice that night; write {either}", (same_day[0], same_day[1]))
    return max(fits[0], start)


def _offset_moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = datetime.min
    if found.tzinfo is None:
        raise GoalkitError(f"{text.strip()!r} is not a time; write for example 18:30, or 2025-03-05 18:30")
    return found.astimezone(UTC)


def _inside(instant: datetime, start: datetime, now: datetime, zone: str) -> datetime:
    if not start <= instant <= now:
        raise _outside(moment(instant, now, zone), start, now, zone)
    return instant


def _outside(said: str, start: datetime, now: datetime, zone: str) -> GoalkitError:
    since = moment(start, now, zone)
    return GoalkitError(f"{said} is not between {since}, when it began, and now ({moment(now, now, zone)})")


def _minute(instant: datetime) -> datetime:
    """The minute that a clock shows: a stretch that began at 09:10:42 may end at 09:10."""
    return instant.replace(second=0, microsecond=0)


def _instants(day: date, clock: time, zone: str) -> list[datetime]:
    """The instants at which a clock showed that time on that day: one, two in autumn, none in the spring gap."""
    tz = load_zone(zone)
    local = datetime.combine(day, clock)
    both = {local.replace(tzinfo=tz, fold=turn).astimezone(UTC) for turn in (0, 1)}
    return sorted(one for one in both if one.astimezone(tz).replace(tzinfo=None) == local)
