"""What the cells of a tracker's rows mean, beyond which column plays which part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How to read the cells of one format.

    Attributes:
        unit_s: seconds in one unit of a duration that is a plain number.
        decimal: the decimal mark, for a format whose numbers are always written so; "" asks the file.
        tag_separator: what stands between tags.
        identity: roles that together name a day's total in the tracker, for one without ids: a total
            that has grown since is then the same entry changed, not a second one.
        grows: entries with clock times are named by these roles too, since they still grow.
        totals_without_times: a row with a day and a duration but no clock times is a day's total.
        zeros_told_once: rows without length are ordinary here: one note tells of them all.
        warning: what a person should know about every row of such a file, and `way_out` beside it.
    """

    unit_s: float = 3600.0
    decimal: str = ""
    tag_separator: str = ","
    identity: tuple[str, ...] = ()
    grows: bool = False
    totals_without_times: bool = False
    zeros_told_once: bool = False
    warning: str = ""
    way_out: str = ""
