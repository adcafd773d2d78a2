"""Obstacles: how much each weighs, and how the plans against them did."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from goalkit.metrics.ranges import on_days

RATE_DAYS = 365
STRUCK = {
    "day": "datetime64[us]", "title": "str", "sort": "str", "plan_used": "bool", "worked": "str", "lesson": "str",
}  # fmt: skip
RISKS = {
    "roadblock_id": "str", "title": "str", "sort": "str", "goal_id": "str", "likelihood": "int64", "impact": "int64",
    "risk": "int64", "has_plan": "bool", "times": "int64",
}  # fmt: skip


def risks(roadblocks: pd.DataFrame, events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The roadblocks that are open on a day, the heaviest first.

    Args:
        roadblocks: columns `id`, `title`, `sort`, `goal_id`, `likelihood` and `impact` (1–5), `if_text`,
            `then_text`, `closed_on`.
        events: columns `roadblock_id`, `day`.
        as_of: the day.

    Returns:
        `roadblock_id`, `title`, `sort`, `goal_id` ("" for none), `likelihood`, `impact`, `risk` (their product, 1–25),
        `has_plan` (both halves of if–then are written), `times` (it struck up to `as_of`). Empty input
        gives an empty frame.
    """
    open_ones = roadblocks[~(roadblocks["closed_on"] <= pd.Timestamp(as_of))]
    struck = events[events["day"] <= pd.Timestamp(as_of)].groupby("roadblock_id").size()
    frame = pd.DataFrame(
        {
            "roadblock_id": open_ones["id"],
            "title": open_ones["title"],
            "sort": open_ones["sort"].astype("str"),
            "goal_id": open_ones["goal_id"].fillna(""),
            "likelihood": open_ones["likelihood"],
            "impact": open_ones["impact"],
            "risk": open_ones["likelihood"] * open_ones["impact"],
            "has_plan": (open_ones["if_text"].fillna("") != "") & (open_ones["then_text"].fillna("") != ""),
            "times": struck.reindex(open_ones["id"], fill_value=0).to_numpy(),
        }
    ).astype(RISKS)
    return frame.sort_values(["risk", "impact"], ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True)
class PlanRate:
    """How often plans were used when something struck, and how often they worked.

    Attributes:
        struck: events in all.
        used: those in which the plan was used.
        worked: those in which it worked, a “partly” counting half.
        judged: used plans of which it is known how they did.
    """

    struck: int
    used: int
    worked: float
    judged: int

    @property
    def used_share(self) -> float:
        """Used / struck; NaN when nothing struck."""
        return self.used / self.struck if self.struck else float("nan")

    @property
    def hit_rate(self) -> float:
        """Worked / judged; NaN when no used plan was judged."""
        return self.worked / self.judged if self.judged else float("nan")


def plan_rate(events: pd.DataFrame, start: date, end: date) -> PlanRate:
    """The plans of the events on days in [start, end); no events give zeros.

    Args:
        events: columns `day`, `plan_used`, `worked` ("yes", "partly", "no" or missing).
        start: first day.
        end: the day after the last one.
    """
    inside = events[on_days(events["day"], start, end)]
    used = inside[inside["plan_used"]]
    points = used["worked"].astype("object").map({"yes": 1.0, "partly": 0.5, "no": 0.0})
    return PlanRate(len(inside), len(used), float(points.sum()), int(points.notna().sum()))


def year_plan_rate(events: pd.DataFrame, as_of: date) -> PlanRate:
    """The plans of the events in the twelve months up to and with a day, as `plan_rate` counts them."""
    return plan_rate(events, as_of - timedelta(days=RATE_DAYS - 1), as_of + timedelta(days=1))


def struck(events: pd.DataFrame, roadblocks: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """What struck on days in [start, end), the latest first.

    Args:
        events: columns `roadblock_id`, `day`, `plan_used`, `worked`, `lesson`.
        roadblocks: columns `id`, `title`, `sort`.
        start: first day.
        end: the day after the last one.

    Returns:
        `day`, `title`, `sort`, `plan_used`, `worked` ("yes", "partly", "no", "" for not known), `lesson`;
        empty when nothing struck.
    """
    found = _named(events[on_days(events["day"], start, end)], roadblocks)
    texts = {name: found[name].astype("object").fillna("") for name in ("sort", "worked", "lesson")}
    return found.assign(**texts)[list(STRUCK)].astype(STRUCK)


def struck_kinds(found: pd.DataFrame) -> pd.DataFrame:
    """How often each kind of roadblock struck: `sort`, `times`, the most frequent first.

    Takes what `struck` gives; kinds that did not strike are left out, so nothing gives an empty frame.
    """
    counted = found.groupby("sort", as_index=False).size().rename(columns={"size": "times"})
    return counted.sort_values(["times", "sort"], ascending=[False, True], kind="stable", ignore_index=True)


def lessons(events: pd.DataFrame, roadblocks: pd.DataFrame) -> pd.DataFrame:
    """What was learned when something struck, the latest first: `day`, `title`, `lesson`; empty without any."""
    return _named(events[events["lesson"].fillna("") != ""], roadblocks)[["day", "title", "lesson"]]


def _named(events: pd.DataFrame, roadblocks: pd.DataFrame) -> pd.DataFrame:
    """Events with the title and the kind of their roadblock, the latest first."""
    latest = events.sort_values("day", ascending=False, kind="stable", ignore_index=True)
    known = roadblocks.set_index("id")[["title", "sort"]].reindex(latest["roadblock_id"])
    return latest.assign(title=known["title"].to_numpy(), sort=known["sort"].astype("object").to_numpy())
