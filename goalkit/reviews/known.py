"""Records of a review's material as they were known: without those that somebody thought of only later."""

from typing import TYPE_CHECKING

from goalkit.metrics.known import ahead, written_later
from goalkit.periods import day_instant
from goalkit.records import Goal, Record
from goalkit.reviews.material import ONE_DAY

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from goalkit.reviews.material import Material


def known(material: "Material", kind: type[Record]) -> "pd.DataFrame":
    """The records of a kind, goals as they were then, without those written down later for days still ahead."""
    frame = material.data.goals if kind is Goal else material.read(kind)
    histories = {one: material.history(kind, one) for one in ahead(frame, material.as_of)}
    return frame[~frame["id"].isin(written_later(histories, end_of(material)))].reset_index(drop=True)


def end_of(material: "Material") -> "datetime":
    """The instant at which the last known day ends."""
    return day_instant(material.as_of + ONE_DAY, material.calendar)
