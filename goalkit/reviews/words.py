"""Numbers and sentences of a review, as a kind person would say them."""

import re
from collections.abc import Sequence
from datetime import date

from goalkit.periods import Period
from goalkit.reviews.shapes import GoalLine

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SHOWN_TITLE = 60
_INNER = re.compile(r'["“”]([^"“”]*)["“”]')


def number(value: float) -> str:
    """A number to one decimal, without a needless ".0", thousands apart: "31.4", "3", "1,034"."""
    text = f"{abs(value):,.1f}".removesuffix(".0")
    return f"−{text}" if value < 0 and text != "0" else text


def hours(value: float) -> str:
    """Hours to one decimal: "31.4 h"."""
    return f"{number(value)} h"


def percent(share: float) -> str:
    """A share as whole percent: "62 %"."""
    return f"{share * 100:.0f} %"


def count(value: int, one: str, many: str) -> str:
    """A count with its noun, small ones as words: "one evening", "no evenings", "13 evenings"."""
    word = SMALL[value] if 0 <= value < len(SMALL) else f"{value:,}"
    return f"{word} {one if value == 1 else many}"


def numeral(value: int) -> str:
    """A count as a word up to twelve, as digits from thirteen on; 0 is "none"."""
    return "none" if value == 0 else SMALL[value] if value < len(SMALL) else f"{value:,}"


def sentence(text: str) -> str:
    """A text with a capital and a full stop; "" stays ""."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""


def join(parts: Sequence[str]) -> str:
    """A list as text: "a", "a and b", "a, b and c"; "" for none."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def quoted(title: str, most: int = SHOWN_TITLE) -> str:
    """A title in quotes, single ones inside, cut where it is very long."""
    title = _INNER.sub(r"‘\1’", title)
    short = title if len(title) <= most else title[: most - 1].rstrip() + "…"
    return f"“{short}”"


def times(value: int) -> str:
    """How often: "never", "once", "twice", "three times", "13 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(value) or f"{numeral(value)} times"


def beyond(found: Sequence[object], shown: int) -> int:
    """How many of a list are left once the first `shown` were told: the "and 4 more"."""
    return max(len(found) - shown, 0)


def day(value: date) -> str:
    """A day as people say it: "31 March 2025"."""
    return f"{value.day} {value:%B %Y}"


def in_period(period: Period, seen_from: Period | None = None) -> str:
    """A period with its preposition: "in March 2025"; seen from the same year "in March"; "on 14 March 2025"."""
    same_year = seen_from is not None and seen_from.start.year == period.start.year
    match period.kind:
        case "day":
            return f"on {day(period.start)}"
        case "month" if same_year:
            return f"in {period.start:%B}"
        case "quarter" if same_year:
            return f"in the {period.title.split(' of ')[0].lower()}"
        case "quarter":
            return f"in the {period.title[0].lower()}{period.title[1:]}"
        case "week":
            return f"in week {int(period.name[-2:])}" + ("" if same_year else f" of {period.name[:4]}")
    return f"in {period.title}"


def compared_with(period: Period, known_days: int) -> str:
    """What a change is measured against: "in February", or "in the first 14 days of February"."""
    previous = period.previous()
    if known_days >= period.days:
        return in_period(previous, period)
    if known_days == 1:
        return f"on the first day of {_of(previous, period)}"
    return f"in the first {min(known_days, previous.days)} days of {_of(previous, period)}"


def _of(period: Period, seen_from: Period) -> str:
    return in_period(period, seen_from).split(" ", 1)[1]


def short_title(period: Period, seen_from: Period) -> str:
    """A title that fits into a link: "February", "December 2024", "Week 9"."""
    shown = _of(period, seen_from).removeprefix("the ")
    return shown[:1].upper() + shown[1:]


def change(value: float, before: float) -> str:
    """A change as an arrow with its size to one decimal, "" when it rounds to nothing: "▲ 6.2"."""
    size = number(abs(value - before))
    return "" if size == "0" else f"{'▲' if value > before else '▼'} {size}"


def difference(value: float, before: float) -> str:
    """Hours against hours: "6.2 h more than", "2 h less than", "as many as"."""
    size = number(abs(value - before))
    return "as many as" if size == "0" else f"{size} h {'more' if value > before else 'less'} than"


def standing(goals: Sequence[GoalLine]) -> str:
    """One sentence on the goals that are under way: "Three of five are ahead; one asks for 3 h a week."."""
    under_way = [goal for goal in goals if goal.status in ("ahead", "on pace", "behind")]
    behind = [goal for goal in under_way if goal.status == "behind"]
    if not under_way:
        return ""
    parts = [_well(under_way), _asking(behind, len(under_way))]
    return sentence("; ".join(part for part in parts if part))


def _well(under_way: Sequence[GoalLine]) -> str:
    counts = [(status, sum(goal.status == status for goal in under_way)) for status in ("ahead", "on pace")]
    counts = [(status, many) for status, many in counts if many]
    if not counts:
        return ""
    (status, many), rest = counts[0], counts[1:]
    told = f"{_some_of(many, len(under_way))} {'is' if many == 1 else 'are'} {status}"
    return told + "".join(f", {numeral(n)} {'is' if n == 1 else 'are'} {word}" for word, n in rest)


def _some_of(many: int, total: int) -> str:
    if many < total:
        return f"{numeral(many)} of {numeral(total)}"
    return {1: "your goal", 2: "both goals"}.get(total, f"all {numeral(total)} goals")


def _asking(behind: Sequence[GoalLine], total: int) -> str:
    if len(behind) == 1 and behind[0].required_per_week:
        who = "your goal" if total == 1 else "one"
        return f"{who} asks for {asked(behind[0])} a week"
    if not behind:
        return ""
    verb = "is" if len(behind) == 1 else "are"
    who = _some_of(len(behind), total) if len(behind) == total else numeral(len(behind))
    return f"{who} {verb} below the pace line"


def asked(goal: GoalLine) -> str:
    """What a goal asks a week, in its unit: "3 h", "0.5 books"."""
    value = goal.required_per_week or 0.0
    text = number(value) if value >= 0.95 else f"{value:.2g}"
    return f"{text} {goal.unit}".strip()
