"""Which periods stand above and below one another: a month in its quarter and year, its weeks in it."""

from datetime import date, timedelta

from goalkit.periods import Period, parse_period, period_of

ABOVE = {"year": (), "quarter": ("year",), "month": ("quarter", "year"), "week": ("month",), "day": ("month",)}


def belongs_to(period: Period) -> date:
    """The day by which a period is counted to a month and a year: of a week its Thursday, else its first.

    A week goes by its number, so that weeks from Sunday and from Monday belong alike.
    """
    return parse_period(period.name).start + timedelta(days=3) if period.kind == "week" else period.start


def above(period: Period) -> tuple[Period, ...]:
    """The periods that hold this one, the shortest first; none for a year."""
    return tuple(period_of(belongs_to(period), kind) for kind in ABOVE[period.kind])


def below(period: Period) -> tuple[Period, ...]:
    """The periods that `above` leads from to this one, the longer kinds first, each in the order of time."""
    kinds = [kind for kind, parents in ABOVE.items() if period.kind in parents]
    return tuple(part for kind in kinds for part in _parts(period, kind))


def _parts(whole: Period, kind: str) -> list[Period]:
    """Periods of a kind that belong to a whole, from the one that holds its first day on."""
    part = period_of(whole.start, kind)
    found = []
    while part.start < whole.end:
        if whole.start <= belongs_to(part) < whole.end:
            found.append(part)
        part = part.following()
    return found


def kin(period: Period) -> tuple[Period, ...]:
    """All periods whose reviews link to this one's."""
    return (period.previous(), period.following(), *above(period), *below(period))
