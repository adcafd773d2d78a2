"""Rules that map a project, client, task, tag or text to a goal; the first rule that fits decides."""

from typing import Any

import numpy as np
import pandas as pd

NO_RULE = np.iinfo(np.int64).max


def apply_rules(entries: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """The entries with `goal_id` filled in where it was missing and a rule fits.

    Args:
        entries: an entry frame.
        rules: columns `field`, `how`, `text`, `goal_id`, `position`; lower positions are tried
            first, and rules of one position in the frame's order.

    Each rule is matched once a distinct text, not once a row. Texts compare without case. Neither
    frame is changed; no rules give back the same goals.
    """
    goals = entries["goal_id"].astype("object")
    ordered = rules.sort_values("position", kind="stable").reset_index(drop=True)
    best = np.full(len(entries), NO_RULE, dtype=np.int64)
    for field, group in ordered.groupby(ordered["field"].astype("object"), sort=False):
        best = np.minimum(best, _tags(entries, group) if field == "tag" else _texts(entries[field], group))
    fill = goals.isna().to_numpy() & (best != NO_RULE)
    goals[fill] = ordered["goal_id"].to_numpy(dtype=object)[best[fill]]
    return entries.assign(goal_id=goals.astype("category"))


def _texts(column: "pd.Series[Any]", rules: pd.DataFrame) -> np.ndarray:
    codes, texts = pd.factorize(column.astype("object").where(column.notna(), ""))
    return first_rules(list(texts), rules)[codes] if len(texts) else np.zeros(0, dtype=np.int64)


def _tags(entries: pd.DataFrame, rules: pd.DataFrame) -> np.ndarray:
    lists = entries["tags"].reset_index(drop=True)
    single = lists[lists.notna()].list.flatten() if len(lists) else lists
    best = np.full(len(entries), NO_RULE, dtype=np.int64)
    if len(single):
        np.minimum.at(best, single.index.to_numpy(), _texts(single.astype("str"), rules))
    return best


def first_rules(texts: list[str], rules: pd.DataFrame) -> np.ndarray:
    """For each text the index label of the first rule that fits it, else NO_RULE (int64)."""
    folded = [text.casefold().strip() for text in texts]
    found = np.full(len(texts), NO_RULE, dtype=np.int64)
    for number, how, wanted in zip(rules.index, rules["how"], rules["text"], strict=True):
        needle = wanted.casefold().strip()
        fits = [needle == text if how == "is" else needle in text for text in folded]
        found = np.where((found == NO_RULE) & np.array(fits, dtype=bool), number, found)
    return found
