"""When an entry was, as the cells of a table say it: a day, two clock times and a length, in the workbook's zone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import read_clock, read_day
from goalkit.forms.logged_time import TURNS, is_doubled, local_instant
from goalkit.periods import Calendar, day_instant, load_zone
from goalkit.trackers import cells

TIMES = ("day", "start", "end", "duration")
TURN_WORDS = ("first", "second")
CLOSE_S = 90.0  # a length that stands beside both clock times is rounded, and so are they

_CLOCK = re.compile(
    r"(?P<clock>.*?)\s*(?:\+\s*(?P<days>\d{1,3})(?:\s*d(?:ays?)?)?)?\s*(?P<turn>first|1st|second|2nd)?", re.IGNORECASE
)
_WORDED = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*h(?:ours?)?)?\s*(?:(?P<minutes>\d+)\s*m(?:in(?:utes?)?)?)?", re.I
)
_ENDLESS_S = 400 * 86_400


class TimeFaultError(GoalkitError):
    """A time that cannot be; `column` is where it is to be mended."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time in a cell: how many days after the row's day, if that is said, and which turn of a doubled hour."""

    time: time
    days: int | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When an entry was: instants in UTC; without an end it is a day's total of so many seconds."""

    start: datetime
    end: datetime | None
    seconds: float

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the entry that it sets."""
        return {"start_utc": self.start, "end_utc": self.end, "duration_s": self.seconds}


def show_clock(instant: datetime, zone: str, day: date) -> str:
    """A clock time as a cell has it: "09:30", "01:15 +1" on the next day, "02:30 second" in a doubled hour."""
    local = instant.astimezone(load_zone(zone))
    later = (local.date() - day).days
    parts = [f"{local:%H:%M}", f"{later:+d}" if later else ""]
    if is_doubled(local.date(), local.time().replace(fold=0), zone):
        parts.append(TURN_WORDS[local.fold])
    return " ".join(filter(None, parts))


def show_span(seconds: float) -> str:
    """A length in hours and minutes, "1:05"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours}:{minutes:02}"


def show_exactly(seconds: float) -> str:
    """A length to the second, "1:05:00"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def read_end(text: str) -> Clock:
    """A clock time with what may follow it; raises GoalkitError for another text."""
    found = _CLOCK.fullmatch(text.strip())
    plain, days, word = (found["clock"], found["days"], found["turn"]) if found else (text, None, None)
    turn = None if word is None else int(word.lower() in ("second", "2nd"))
    if cells.parse_clock(plain) == cells.DAY_S:  # 24:00
        return Clock(time(0), int(days or 0) + 1, turn)
    return Clock(read_clock(plain), None if days is None else int(days), turn)


def read_span(text: str) -> float:
    """Seconds of a length such as "1:30", "1.5", "1,5" (hours) or "1h 30m"; raises GoalkitError for another text."""
    plain = text.strip()
    seconds = cells.parse_span(plain)
    if seconds is None and (found := _WORDED.fullmatch(plain)) and plain:
        hours, minutes = (found["hours"] or "0").replace(",", "."), found["minutes"] or "0"
        seconds = float(hours) * 3600 + float(minutes) * 60
    marks = cells.decimal_marks([plain])
    if seconds is None and marks:
        numbers = {cells.parse_decimal(plain, mark) for mark in marks}
        if len(numbers) == 1:
            seconds = (numbers.pop() or 0.0) * 3600
    if seconds is None or not 0 < seconds < _ENDLESS_S:
        raise GoalkitError(f"{plain!r} is not a length of time; write hours and minutes, for example 1:30")
    return round(seconds, 6)


def when_changed(was: When, typed: Mapping[str, str], calendar: Calendar) -> When:
    """An entry's times after some of its cells were typed in anew; what was not touched keeps its instant.

    A new day takes the clock times along. Raises TimeFaultError with the column to mend.
    """
    if was.end is None:
        day = _read("day", typed) if "day" in typed else None
        start = was.start if day is None else day_instant(day, calendar)
        return When(start, None, _read("duration", typed) if "duration" in typed else was.seconds)
    zone = calendar.zone
    old_start, old_end = (moment.astimezone(load_zone(zone)) for moment in (was.start, was.end))
    day = _read("day", typed) if "day" in typed else old_start.date()
    moved = day != old_start.date()
    start, end = was.start, was.end
    if "start" in typed:
        start = _start(day, _read("start", typed), zone)
    elif moved:
        start = _placed("start", day, _as_clock(old_start), zone)
    if "end" in typed:
        end = _end(day, start, _read("end", typed), zone)
    elif moved:
        later = day + (old_end.date() - old_start.date())
        end = _placed("end", later, _as_clock(old_end), zone)
    _check_order(start, end, day, zone)
    return When(start, end, (end - start).total_seconds())


def when_new(typed: Mapping[str, str], calendar: Calendar) -> When:
    """A new entry's times: a day with start and end, with start and length, or with a length alone.

    Raises TimeFaultError with the column to mend.
    """
    given = {name: _read(name, typed) for name in TIMES if typed.get(name, "").strip()}
    if "day" not in given:
        raise TimeFaultError("day", "please give the day, for example 2025-03-14")
    day, zone, lasted = given["day"], calendar.zone, given.get("duration")
    if "start" not in given:
        if "end" in given:
            raise TimeFaultError("start", "please say when it began, or clear the end and give the duration alone")
        if lasted is None:
            raise TimeFaultError("start", "please give start and end, or the duration alone")
        return When(day_instant(day, calendar), None, lasted)
    start = _start(day, given["start"], zone)
    if "end" not in given:
        if lasted is None:
            raise TimeFaultError("end", "please say when it ended, or how long it lasted")
        return When(start, start + timedelta(seconds=lasted), lasted)
    end = _end(day, start, given["end"], zone)
    _check_order(start, end, day, zone)
    seconds = (end - start).total_seconds()
    if lasted is not None and abs(seconds - lasted) >= CLOSE_S:
        raise TimeFaultError(
            "duration", f"start and end are {show_span(seconds)} apart, not {show_span(lasted)}; clear one of the three"
        )
    return When(start, end, seconds)


def _read(name: str, typed: Mapping[str, str]) -> Any:
    read = {"day": read_day, "start": read_end, "end": read_end, "duration": read_span}[name]
    blank = {"day": "the day, for example 2025-03-14", "duration": "how long it was, for example 1:30"}
    if not typed[name].strip():
        raise TimeFaultError(name, f"please give {blank.get(name, 'the time, for example 17:30')}")
    try:
        return read(typed[name])
    except GoalkitError as error:
        raise TimeFaultError(name, str(error)) from error


def _as_clock(local: datetime) -> Clock:
    return Clock(local.time().replace(fold=0), 0, None)


def _start(day: date, clock: Clock, zone: str) -> datetime:
    if clock.days:
        raise TimeFaultError("start", f"it begins on its day; leave out +{clock.days}, or set the day")
    return _placed("start", day, clock, zone)


def _end(day: date, start: datetime, clock: Clock, zone: str) -> datetime:
    """The end; without a word on days it is the first such time after the start, on its day or the next."""
    if clock.days is not None:
        return _placed("end", day + timedelta(days=clock.days), clock, zone)
    if is_doubled(day, clock.time, zone):
        both = [local_instant(day, clock.time, zone, turn) for turn in TURNS]
        if clock.turn is not None or both[0] > start:
            return _placed("end", day, clock, zone)
        if both[1] > start:
            return both[1]
    began = start.astimezone(load_zone(zone)).time()
    if clock.time <= began and (clock.time.hour, clock.time.minute) == (began.hour, began.minute):
        raise TimeFaultError("end", f"it begins and ends at {began:%H:%M}; give the time when it ended")
    return _placed("end", day if clock.time > began else day + timedelta(days=1), clock, zone)


def _placed(name: str, day: date, clock: Clock, zone: str) -> datetime:
    """The instant of a clock time; raises TimeFaultError for one that comes twice or never that night."""
    if clock.turn is None and is_doubled(day, clock.time, zone):
        shown = f"{clock.time:%H:%M}"
        raise TimeFaultError(
            name,
            f"{shown} on {day} comes twice, as the clocks go back; write “{shown} first” or “{shown} second”",
        )
    try:
        return local_instant(day, clock.time, zone, TURNS[clock.turn or 0])
    except GoalkitError as error:
        raise TimeFaultError(name, str(error)) from error


def _check_order(start: datetime, end: datetime, day: date, zone: str) -> None:
    if end >= start:
        return
    began, ended = (show_clock(moment.astimezone(UTC), zone, day) for moment in (start, end))
    raise TimeFaultError(
        "end", f"it ends at {ended}, before it starts at {began}; “{ended[:5]} +1” means on the next day"
    )
