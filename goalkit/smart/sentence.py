"""A goal sentence read into the parts of a goal, each with the words it was read from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from goalkit.smart.dates import Dates, find_dates, read_dates
from goalkit.smart.lexicon import lead_in_end
from goalkit.smart.looks import Look, Measured, look_at
from goalkit.smart.measures import read_measure
from goalkit.smart.numbers import find_numbers, unclear_number
from goalkit.smart.reasons import find_reason
from goalkit.smart.text import LONGEST, Span, hide, plain, span, written

FIELDS = ("title", "why", "measure", "unit", "baseline", "target", "per", "start", "due", "hours_per_week")
LONGEST_TITLE = 200


@dataclass(frozen=True)
class GoalSentence:
    """What a sentence says of a goal. None or "" where it says nothing; nothing is ever made up.

    Attributes:
        sentence: as it was written.
        title: the goal without its date, reason and “I want to”.
        why: what it is for, in the sentence's words.
        measure: "total", "level", "growth", "rate", "hours" or "yes or no"; None when none can be told.
        unit: what is counted.
        baseline: where it stands.
        target: where it should stand; of a rate, how much each period; of growth, by how many percent.
        per: "week", "month" or "quarter" for a rate.
        start: the first day that counts.
        due: the last day.
        hours_per_week: hours a week, if said.
        change: by how much it should change, where only that is said (“lose 5 kg”: −5).
        read_from: field → the words it was read from.
        notes: how something was read that can be meant otherwise.
        asks: field → the question to ask, where something must be known before it is complete.
    """

    sentence: str
    title: str = ""
    why: str = ""
    measure: str | None = None
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    per: str | None = None
    start: date | None = None
    due: date | None = None
    hours_per_week: float | None = None
    change: float | None = None
    read_from: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    notes: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def values(self) -> dict[str, Any]:
        """Fields of a Goal that the sentence says, and no others."""
        found = {name: getattr(self, name) for name in FIELDS}
        return {name: value for name, value in found.items() if value not in (None, "")}

    def target_from(self, baseline: float) -> float | None:
        """Where it should stand, from where it stands: 82 kg and “lose 5 kg” give 77, 60 and “by 20 %” give 72."""
        if self.measure == "growth" and self.target is not None:
            return round(baseline * (1 + self.target / 100), 6)
        return self.target if self.change is None else round(baseline + self.change, 6)


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart, for whoever looks at its words.

    Attributes:
        text: plain, of the same length as the sentence (at most 1,000 characters).
        main: the same with dates and the reason hidden.
        look: the main clause.
        measured: what was read of its measure.
        dates: its dates.
        reason: where it says what it is for, [start, end).
    """

    text: str
    main: str
    look: Look
    measured: Measured
    dates: Dates
    reason: tuple[int, int] | None


def read_goal(sentence: str, as_of: date) -> GoalSentence:
    """Reads a plain English goal sentence; relative dates count from `as_of`.

    Any text gives an answer; what can't be told stays empty. Of a longer text the first 1,000
    characters are read.
    """
    parts = take_apart(sentence, as_of)
    measured, dates = parts.measured, parts.dates
    start, end = parts.reason or (0, 0)
    return GoalSentence(
        sentence=sentence,
        title=_title(sentence, parts),
        why=_why(sentence[start:end]),
        measure=measured.measure or None,
        unit=measured.unit,
        baseline=measured.baseline,
        target=measured.target,
        per=measured.per,
        start=dates.start,
        due=dates.due,
        hours_per_week=measured.hours_per_week,
        change=measured.change,
        read_from=_read_from(sentence, parts),
        notes=_notes(sentence, parts),
        asks=_asks(parts),
    )


@lru_cache(maxsize=64)
def take_apart(sentence: str, as_of: date) -> Parts:
    """Dates first, then the reason, then what is left: the same for reading and for judging."""
    text = plain(sentence)
    found = find_dates(text, as_of)
    hidden = text
    for one in found:
        hidden = hide(hidden, one.start, one.end)
    reason = find_reason(hidden)
    dates = read_dates(text, sentence, as_of, reason or (0, 0))
    if reason and dates.due_words and reason[0] < dates.due_words.start < reason[1]:
        reason = reason[0], dates.due_words.start
    main = hide(hidden, *reason) if reason else hidden
    look = look_at(main, sentence[:LONGEST], find_numbers(main, sentence[:LONGEST]))
    return Parts(text, main, look, read_measure(look), dates, reason)


def _title(sentence: str, parts: Parts) -> str:
    """The sentence without “I want to”, reason, end and hours, beginning with a capital letter."""
    text, begin = sentence[:LONGEST], lead_in_end(parts.main)
    cut = [(start, end) for start, end, _ in parts.dates.unclear]
    # “For the exam” says what as well as what for, so it stays.
    cut += [parts.reason] if parts.reason and not parts.text.startswith("for ", parts.reason[0]) else []
    for words in (parts.dates.due_words, parts.dates.start_words):
        cut += [(words.start, words.end)] if words else []
    if "hours_per_week" in parts.measured.places:
        cut.append(parts.measured.places["hours_per_week"])
    kept = "".join(
        char for place, char in enumerate(text) if place >= begin and not any(a <= place < b for a, b in cut)
    )
    title = re.sub(r"\s+", " ", kept)
    title = re.sub(r"(?:[\s,;:–—-]+(?:and|with|for|at)?)?[\s,;:.!–—-]*$", "", title).strip(" ,;:.!-–—")
    if parts.dates.due_words:
        title = re.sub(r" (?:until|before|by) [a-z]+$", "", title)
    title = re.sub(r" ,", ",", title) or text.strip(" ,;:.!-")
    return _shortened(title[:1].upper() + title[1:])


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _why(words: str) -> str:
    told = re.sub(r"^(?:so that|such that|because|since|in order (?=to))\s+", "", words.strip(" ,;:."), flags=re.I)
    return told[:1].upper() + told[1:]


def _read_from(sentence: str, parts: Parts) -> Mapping[str, Span]:
    found = {name: span(sentence, *place) for name, place in parts.measured.places.items()}
    for name, words in (("start", parts.dates.start_words), ("due", parts.dates.due_words)):
        if words and getattr(parts.dates, name):
            found[name] = words
    if parts.reason:
        found["why"] = span(sentence, *parts.reason)
    return MappingProxyType(found)


def _notes(sentence: str, parts: Parts) -> tuple[str, ...]:
    notes = (*parts.measured.notes, *parts.dates.notes)
    if len(sentence) > LONGEST:
        notes += (f"Only the first {LONGEST:,} of {len(sentence):,} characters are read.",)
    return notes


def words_of_change(measure: str | None, unit: str, change: float | None, target: float | None) -> str:
    """A change as it is said: "20 % less", "5 kg more"; "" where none is meant."""
    amount = target if measure == "growth" else change
    if amount is None:
        return ""
    sign = "%" if measure == "growth" else unit
    return " ".join(filter(None, [written(abs(amount)), sign, "less" if amount < 0 else "more"]))


def _asks(parts: Parts) -> Mapping[str, str]:
    measured, asks = parts.measured, dict[str, str]()
    if measured.baseline is None and (measured.change is not None or measured.measure == "growth"):
        follows = "" if measured.change is None else "; “To” follows from it"
        by = words_of_change(measured.measure, measured.unit, measured.change, measured.target)
        asks["baseline"] = f"{by} than what? Write under “From” where it stands today{follows}."
    elif measured.measure == "level" and measured.baseline is None:
        asks["baseline"] = "Where does it stand today? Write it under “From”."
    if number := unclear_number(parts.main):
        asks["target"] = f"“{number}” can be {number.replace('.', ',')} or a fraction; which is meant?"
    if parts.dates.unclear and parts.dates.due is None:
        asks["due"] = parts.dates.unclear[0][2]
    return MappingProxyType(asks)


__all__ = ["GoalSentence", "Parts", "read_goal", "replace", "take_apart"]
