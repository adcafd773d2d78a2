"""A goal sentence completed with what is known, and with a visible gap «like this?» for what is missing."""

from goalkit.smart.report import SmartReport, hours_a_week, words_of_amount
from goalkit.smart.several import find_goals
from goalkit.smart.text import plain

GAPS = {
    "what": "«what will you do or have?»",
    "what exactly": "«what exactly?»",
    "how many": "«how many?»",
    "from where": "«from where?»",
    "from where to where": "«from where to where?»",
    "per": "«in which period?»",
    "unit": "«of what?»",
    "own part": "«which part is in your hands?»",
    "hours": "«how many hours a week?»",
    "fewer hours": "«with fewer hours, or until when?»",
    "what for": "«what for?»",
    "by when": "«by when?»",
}
_REASONS = ("so that", "because", "to ", "for ", "in order", "as ", "since", "so ")


def rewrite(report: SmartReport) -> str:
    """A goal as one sentence: what it says, what the form says, and gaps; no number is ever made up.

    Where a sentence holds several goals, each gets a line of its own.
    """
    if report["A"].gap == "one goal":
        return "\n".join(_line(one, report) for one in _goals(report))
    return _line(report.goal.title, report)


def _goals(report: SmartReport) -> list[str]:
    title = report.goal.title
    return [title[a:b].strip(" ,.;") for a, b in find_goals(plain(title))] or [title]


def _line(title: str, report: SmartReport) -> str:
    first = report.goal.title.startswith(title)
    core = [_core(title, report), *([_amount(report), _gap(report, "M")] if first else [])]
    text = ", ".join(filter(None, core))
    for part in filter(None, (_due(report), _hours(report), _why(report, title))):
        joined = part.startswith((*_REASONS, "by ", "until ")) and not text.endswith("»")
        text += f"{' ' if joined else '. ' if part.startswith('Why') else ', '}{part}"
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _core(title: str, report: SmartReport) -> str:
    gap = report["A"].gap
    if gap == "own part":
        return f"{GAPS[gap]} towards “{title[:1].lower()}{title[1:]}”"
    return ", ".join(filter(None, [title, _gap(report, "S")]))


def _gap(report: SmartReport, letter: str) -> str:
    one = report[letter]
    return "" if one.lit else GAPS.get(one.gap, "")


def _amount(report: SmartReport) -> str:
    """What the form says of the amount, where the sentence doesn't."""
    said, fields = report.goal.values(), report.fields
    new = any(fields.get(name) != said.get(name) for name in ("baseline", "target") if fields.get(name) is not None)
    return words_of_amount(fields) if new and fields.get("target") is not None else ""


def _due(report: SmartReport) -> str:
    due, word = report.fields.get("due"), "until" if report.fields.get("measure") == "rate" else "by"
    return f"{word} {due.day} {due:%B %Y}" if report["T"].lit and due else GAPS["by when"]


def _hours(report: SmartReport) -> str:
    gap, hours = report["A"].gap, report.fields.get("hours_per_week")
    if gap in ("hours", "fewer hours"):
        return GAPS[gap]
    said = report.fields.get("measure") == "rate" and report.fields.get("unit") == "h"
    return f"with {hours_a_week(hours)}" if hours and not said else ""


def _why(report: SmartReport, title: str) -> str:
    said = report.goal.read_from.get("why")
    why = said.text if said else str(report.fields.get("why") or "").strip()
    if not why:
        return _gap(report, "R")
    if why in title:
        return ""
    return f"{why[:1].lower()}{why[1:]}" if why.lower().startswith(_REASONS) else f"Why: {why}"
