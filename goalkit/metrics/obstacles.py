"""Obstacles: how much each weighs, and how the plans against them did."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

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
    inside = events[(events["day"] >= pd.Timestamp(start)) & (events["day"] < pd.Timestamp(end))]
    used = inside[inside["plan_used"]]
    points = used["worked"].astype("object").map({"yes": 1.0, "partly": 0.5, "no": 0.0})
    return PlanRate(len(inside), len(used), float(points.sum()), int(points.notna().sum()))


def lessons(events: pd.DataFrame, roadblocks: pd.DataFrame) -> pd.DataFrame:
    """What was learned when something struck, the latest first: `day`, `title`, `lesson`; empty without any."""
    told = events[events["lesson"].fillna("") != ""].sort_values("day", ascending=False, kind="stable")
    titles = roadblocks.set_index("id")["title"]
    named = told.assign(title=titles.reindex(told["roadblock_id"]).to_numpy())
    return named[["day", "title", "lesson"]].reset_index(drop=True)
