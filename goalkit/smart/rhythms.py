"""What recurs: once a month, 3x/week, every Sunday, daily."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goalkit.smart.calendar_names import WEEKDAYS
from goalkit.smart.numbers import amount

# Period → the cadence goalkit counts it by, and how often it comes in one of these.
_PERIODS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("day", "night", "morning", "evening", "afternoon"), ("week", 7)),
    **dict.fromkeys(("weekday", "workday", "working day", "work day", "business day", "school day"), ("week", 5)),
    **dict.fromkeys(("week", "weekend", *WEEKDAYS), ("week", 1)),
    "month": ("month", 1),
    "quarter": ("quarter", 1),
    "year": ("year", 1),
}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
_PERIOD = rf"(?P<period>{'|'.join(sorted(_PERIODS, key=len, reverse=True))}|wk|mo)\b"
_EACH = r"(?:a|an|per|each|every|/|in a|p\.)"
_COUNTED = re.compile(
    r"(?<![\w.,])(?P<count>once|twice|thrice|(?P<n>\d{1,3}|[a-z]+|a couple of)(?: ?(?:-|to|or) "
    r"?(?P<high>\d{1,3}|[a-z]+))? ?(?:x|×|times))"
    rf"(?: ?{_EACH} ?{_PERIOD}| (?P<adverb>{'|'.join(_ADVERBS)})\b)"
)
_EVERY = re.compile(rf"(?:\b(?:per|each|every) |/ ?){_PERIOD}(?:(?:,| and|,? or) (?:{'|'.join(WEEKDAYS)})\b)*(?!-)")
_A = re.compile(rf"\ban? {_PERIOD}(?!-| (?:of|off|ago|from now|from today|trip|job|rate)\b)")
_DAYS = "|".join(WEEKDAYS)
_PLURAL_DAY = re.compile(
    rf"\b(?:on )?(?P<period>{_DAYS}|(?<=on )(?:weekday|workday|working day|school day|weekend))s"
    rf"(?:(?:,| and|,? or|,? &) (?:{_DAYS})s)*\b"
)
_ADVERB = re.compile(rf"\b(?:{'|'.join(_ADVERBS)})\b")
_STEP = re.compile(
    r"\b(?:every (?:other|second|third|fourth|(?:two|three|four|five|six|eight|ten|\d{1,2})) (?:days?|"
    r"weeks?|months?|quarters?|years?)"
    r"|a (?:semester|term|trimester)|(?:every|each|per) (?:[a-z]+ )?(?:semester|term|trimester|season|"
    r"sprint|shift|lesson|meeting|"
    r"session|course)|fortnightly|bi-?weekly|bi-?monthly|once a fortnight|a fortnight|every fortnight|semi-?annually)\b"
)
ONE_A = re.compile(r"\b(?:an?|one) (?P<noun>[a-z'-]+(?: [a-z'-]+){0,2}?) ?$")
_COUNTS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Something that recurs.

    Attributes:
        start: where it begins in the sentence.
        end: where it ends.
        words: as it is written.
        per: the cadence it is counted by: "week", "month", "quarter" or "year".
        times: how often it comes in one of these: 7 for a day.
        count: how often in each: 2 for “twice”; None when a number elsewhere says it.
        high: the upper end of “two to three times”; `count` is the lower.
        step: whether it is longer than one period, such as “every two weeks”.
    """

    start: int
    end: int
    words: str
    per: str
    times: int = 1
    count: float | None = None
    high: float | None = None
    step: bool = False


def find_rhythms(text: str) -> list[Rhythm]:
    """What recurs in a plain text, from left to right, none within another."""
    kept: list[Rhythm] = []
    for one in (*_steps(text), *_counted(text), *_every(text), *_adverbs(text)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _steps(text: str) -> Iterator[Rhythm]:
    for match in _STEP.finditer(text):
        yield Rhythm(match.start(), match.end(), match[0], "week", step=True)


def _counted(text: str) -> Iterator[Rhythm]:
    for match in _COUNTED.finditer(text):
        count = _COUNTS.get(match["count"]) or amount(match["n"] or "")
        if count:
            per, times = _cadence(match["period"] or _ADVERBS[match["adverb"]])
            yield Rhythm(match.start(), match.end(), match[0], per, times, count, amount(match["high"] or ""))


def _every(text: str) -> Iterator[Rhythm]:
    for match in (*_EVERY.finditer(text), *_PLURAL_DAY.finditer(text)):
        per, times = _cadence(match["period"])
        named = len(re.findall(_DAYS, match[0]))
        yield Rhythm(match.start(), match.end(), match[0], per, named or times)
    for match in _A.finditer(text):
        before = text[: match.start()].rstrip(" ,")
        if re.search(r"\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|fifty|hundred)\b",
                     " ".join(before.split()[-6:])):  # fmt: skip
            yield Rhythm(match.start(), match.end(), match[0], *_cadence(match["period"]))


def _adverbs(text: str) -> Iterator[Rhythm]:
    for match in _ADVERB.finditer(text):
        yield Rhythm(match.start(), match.end(), match[0], *_cadence(_ADVERBS[match[0]]))


def _cadence(period: str) -> tuple[str, int]:
    return _PERIODS[{"wk": "week", "mo": "month"}.get(period, period)]
