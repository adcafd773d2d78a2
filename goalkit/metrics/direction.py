"""Direction: life areas and their gaps, values as stated, skills and where they are short."""

import math
from datetime import date

import pandas as pd

AREAS = {
    "area": "str", "satisfaction": "float64", "wanted": "float64", "importance": "float64", "gap": "float64",
    "before": "float64", "day": "datetime64[us]", "day_before": "datetime64[us]",
}  # fmt: skip
SKILLS = {
    "skill_id": "str", "name": "str", "level": "float64", "wanted": "int64", "demand": "float64", "gap": "float64",
    "learning": "int64",
}  # fmt: skip


def wheel(ratings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Each life area as it was rated last, beside the time before, in the order in which areas first came.

    Args:
        ratings: columns `day`, `area`, `satisfaction`, `wanted`, `importance`; of a day's ratings of
            an area the last written counts. Areas are told apart by their name, case aside.
        as_of: later ratings are not known yet.

    Returns:
        `area`, `satisfaction`, `wanted`, `importance`, `gap` (importance × (wanted − satisfaction)),
        `before` (the satisfaction before that; NaN without one), `day`, `day_before`. No ratings
        give an empty frame.
    """
    known = ratings[ratings["day"] <= pd.Timestamp(as_of)]
    known = known.assign(key=known["area"].str.strip().str.casefold())
    order = {key: place for place, key in enumerate(known["key"].drop_duplicates())}
    known = known.drop_duplicates(["key", "day"], keep="last").sort_values("day", kind="stable")
    last = known.drop_duplicates("key", keep="last").set_index("key")
    earlier = known[known["day"] < known["key"].map(last["day"])] if len(known) else known
    before = earlier.drop_duplicates("key", keep="last").set_index("key").reindex(last.index)
    frame = last.assign(
        gap=last["importance"] * (last["wanted"] - last["satisfaction"]),
        before=before["satisfaction"].astype("float64"),
        day_before=before["day"],
    )
    frame = frame.loc[sorted(frame.index, key=lambda key: order[key])]
    return frame[list(AREAS)].astype(AREAS).reset_index(drop=True)


def stated_shares(values: pd.DataFrame) -> pd.DataFrame:
    """Values by importance: `value_id`, `name`, `importance`, `share` of all importance; empty without values."""
    frame = values[["id", "name", "importance"]].rename(columns={"id": "value_id"})
    frame = frame.assign(share=frame["importance"] / frame["importance"].sum() if len(frame) else 0.0)
    types = {"value_id": "str", "name": "str", "importance": "int64", "share": "float64"}
    return frame.astype(types).sort_values("importance", ascending=False, kind="stable", ignore_index=True)


def skill_gaps(skills: pd.DataFrame, ratings: pd.DataFrame, items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Skills with their level and what is missing, the widest gap first; a skill never rated comes last.

    Args:
        skills: columns `id`, `name`, `wanted`, `demand`.
        ratings: columns `skill_id`, `day`, `level`.
        items: columns `skill_id`, of what is to be learned.
        as_of: later ratings are not known yet.

    Returns:
        `skill_id`, `name`, `level` (NaN without a rating), `wanted`, `demand` (NaN when unknown), `gap`
        (wanted − level), `learning` (items for it). No skills give an empty frame.
    """
    known = ratings[ratings["day"] <= pd.Timestamp(as_of)].sort_values("day", kind="stable")
    level = known.drop_duplicates("skill_id", keep="last").set_index("skill_id")["level"].astype("float64")
    count = items.groupby("skill_id").size()
    frame = pd.DataFrame(
        {
            "skill_id": skills["id"],
            "name": skills["name"],
            "level": level.reindex(skills["id"]).to_numpy(),
            "wanted": skills["wanted"],
            "demand": skills["demand"].astype("Float64").astype("float64"),
            "learning": count.reindex(skills["id"], fill_value=0).to_numpy(),
        }
    )
    frame = frame.assign(gap=frame["wanted"] - frame["level"])[list(SKILLS)].astype(SKILLS)
    return frame.sort_values("gap", ascending=False, kind="stable", na_position="last", ignore_index=True)


def widest_gaps(areas: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """The areas of `wheel` with the widest gaps above 0, the widest first; empty when all is as it should be."""
    open_ones = areas[areas["gap"] > 0].sort_values("gap", ascending=False, kind="stable", ignore_index=True)
    return open_ones.head(most)


def area_sentence(areas: pd.DataFrame) -> str:
    """What the wheel says, in words; "" without ratings."""
    if areas.empty:
        return ""
    found = widest_gaps(areas)
    if found.empty:
        return "Every area is where you want it, or beyond."
    named = [f"{row.area} ({_steps(row.wanted - row.satisfaction)})" for row in found.itertuples()]
    moved = areas.dropna(subset=["before"])
    moved = moved.assign(moved=moved["satisfaction"] - moved["before"]).sort_values("moved", kind="stable")
    told = f"The widest gaps, weighed by importance: {', '.join(named)}."
    if moved.empty or math.isclose(moved["moved"].iloc[-1], 0):
        return told
    best = moved.iloc[-1]
    return f"{told} {best['area']} moved most since the time before: {best['before']:.0f} → {best['satisfaction']:.0f}."


def _steps(steps: float) -> str:
    return f"{steps:.0f} of 10 missing"
