"""What a widget holds, read as the value of a field, and a value as a widget shows it."""

import re
from datetime import datetime, time
from typing import Any

from goalkit.errors import GoalkitError

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2})(?::(?P<second>\d{2}))?|[:.h])?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def read_time(text: str) -> time | None:
    """A time of day from "17:30", "9:05", "930", "9.30", "9h30", "9" or "5:30 pm"; blank gives None.

    Raises GoalkitError for anything else; the model alone would take "9" for nine seconds.
    """
    if not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip())
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second")) if found else (24, 0, 0)
    if found and found["half"]:
        hour = hour % 12 + 12 * found["half"].lower().startswith("p") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59 or second > 59:
        raise GoalkitError(f"{text.strip()!r} is not a time of day; write for example 17:30")
    return time(hour, minute, second)


def read_instant(text: str) -> datetime | None:
    """A moment with its offset, "2025-03-14 09:00+01:00"; blank gives None.

    Raises GoalkitError for anything else, and for a time without an offset.
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise GoalkitError(
            f"{text.strip()!r} is not a moment with its offset; write for example 2025-03-14 09:00+01:00"
        )
    return moment


def read_list(text: str) -> list[str]:
    """The texts between commas, without blanks: "a, ,b" gives ["a", "b"]."""
    return [part.strip() for part in text.split(",") if part.strip()]


def show(value: Any) -> str:
    """A value as a person would type it: 12 for 12.0, 17:30 for a time, "a, b" for a list, "" for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(show(part) for part in value)
    return str(value)


def short(text: str, most: int = 40) -> str:
    """A text on one line, cut to `most` characters with an ellipsis where something went."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
