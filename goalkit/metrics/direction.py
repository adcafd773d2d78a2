"""Direction: life areas and their gaps, values as stated, skills and where they are short, and what was before."""

import math
from datetime import date

import pandas as pd

AREAS = {
    "area": "str", "satisfaction": "float64", "wanted": "float64", "importance": "float64", "gap": "float64",
    "before": "float64", "day": "datetime64[us]", "day_before": "datetime64[us]",
}  # fmt: skip
SKILLS = {
    "skill_id": "str", "name": "str", "level": "float64", "wanted": "int64", "demand": "float64", "gap": "float64",
    "learning": "int64", "before": "float64", "day": "datetime64[us]", "day_before": "datetime64[us]",
}  # fmt: skip


def written_by(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The rows about days up to `as_of`, by day; none give an empty frame."""
    return rows[rows["day"] <= pd.Timestamp(as_of)].sort_values("day", kind="stable", ignore_index=True)


def last_two(rows: pd.DataFrame, key: str, as_of: date, since: date | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last row of each key, and the row it is compared with; both by key, in the same order.

    Args:
        rows: columns `day` and `key`; of a day's rows of a key the last written counts.
        key: the column that tells them apart.
        as_of: later rows are not known yet.
        since: the beginning of what is looked back on: compared is what stood then, or, where
            nothing did, the first that came after it. Without it, the row just before the last.

    A key without anything to compare with has a row of missing values; empty input gives empty frames.
    """
    known = written_by(rows, as_of).drop_duplicates([key, "day"], keep="last")
    last = known.drop_duplicates(key, keep="last").set_index(key)
    earlier = known[known["day"] < known[key].map(last["day"])] if len(known) else known
    if since is not None:
        stood = earlier[earlier["day"] < pd.Timestamp(since)]
        earlier = pd.concat([earlier.drop_duplicates(key), stood])
    return last, earlier.drop_duplicates(key, keep="last").set_index(key).reindex(last.index)


def wheel(ratings: pd.DataFrame, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Each life area as it was rated last, beside the time before, in the order in which areas first came.

    Args:
        ratings: columns `day`, `area`, `satisfaction`, `wanted`, `importance`; of a day's ratings of
            an area the last written counts. Areas are told apart by their name, case aside.
        as_of: later ratings are not known yet.
        since: the day whose beginning `before` tells of, see `last_two`.

    Returns:
        `area`, `satisfaction`, `wanted`, `importance`, `gap` (importance × (wanted − satisfaction)),
        `before` (the satisfaction before that; NaN without one), `day`, `day_before`. No ratings
        give an empty frame.
    """
    keyed = ratings.assign(key=ratings["area"].str.strip().str.casefold())
    known = keyed.loc[keyed["day"] <= pd.Timestamp(as_of), "key"]
    order = {key: place for place, key in enumerate(known.drop_duplicates())}
    last, before = last_two(keyed, "key", as_of, since)
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


def skill_gaps(
    skills: pd.DataFrame, ratings: pd.DataFrame, items: pd.DataFrame, as_of: date, since: date | None = None
) -> pd.DataFrame:
    """Skills with their level and what is missing, the widest gap first; a skill never rated comes last.

    Args:
        skills: columns `id`, `name`, `wanted`, `demand`.
        ratings: columns `skill_id`, `day`, `level`.
        items: columns `skill_id`, of what is to be learned.
        as_of: later ratings are not known yet.
        since: the day whose beginning `before` tells of, see `last_two`.

    Returns:
        `skill_id`, `name`, `level` (NaN without a rating), `wanted`, `demand` (NaN when unknown), `gap`
        (wanted − level), `learning` (items for it), `before` (the level before that; NaN without one),
        `day`, `day_before`. No skills give an empty frame.
    """
    last, before = (frame.reindex(skills["id"]) for frame in last_two(ratings, "skill_id", as_of, since))
    count = items.groupby("skill_id").size()
    frame = pd.DataFrame(
        {
            "skill_id": skills["id"],
            "name": skills["name"],
            "level": last["level"].astype("Float64").to_numpy("float64", na_value=math.nan),
            "wanted": skills["wanted"],
            "demand": skills["demand"].astype("Float64").astype("float64"),
            "learning": count.reindex(skills["id"], fill_value=0).to_numpy(),
            "before": before["level"].astype("Float64").to_numpy("float64", na_value=math.nan),
            "day": last["day"].to_numpy(),
            "day_before": before["day"].to_numpy(),
        }
    )
    frame = frame.assign(gap=frame["wanted"] - frame["level"])[list(SKILLS)].astype(SKILLS)
    return frame.sort_values("gap", ascending=False, kind="stable", na_position="last", ignore_index=True)


def widest_gaps(areas: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """The areas of `wheel` with the widest gaps above 0, the widest first; empty when all is as it should be."""
    open_ones = areas[areas["gap"] > 0].sort_values("gap", ascending=False, kind="stable", ignore_index=True)
    return open_ones.head(most)


def moved(frame: pd.DataFrame, name: str, since: date) -> pd.DataFrame:
    """The rows of `wheel` or `skill_gaps` rated anew since a day with another result, the largest change first.

    Args:
        frame: columns `day`, `before` and `name`.
        name: what was rated, `satisfaction` or `level`.
        since: the first day of what is looked back on.

    Returns:
        The rows with `change` (now − before); empty when nothing moved.
    """
    found = frame.assign(change=frame[name] - frame["before"])
    found = found[(found["day"] >= pd.Timestamp(since)) & found["change"].notna() & (found["change"] != 0)]
    return found.sort_values("change", key=lambda change: -change.abs(), kind="stable", ignore_index=True)


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
