"""People: who is due to hear from one, and how a network grows."""

from datetime import date
from typing import Any

import pandas as pd

from goalkit.metrics.ranges import on_days

ACTIVE_DAYS = 365
COLUMNS = {
    "contact_id": "str", "name": "str", "relation": "str", "last_met": "datetime64[us]", "due": "datetime64[us]",
    "overdue_days": "float64",
}  # fmt: skip
MET = {
    "contact_id": "str",
    "name": "str",
    "relation": "str",
    "day": "datetime64[us]",
    "notes": "str",
    "thanked_on": "datetime64[us]",
}


def contacts_due(contacts: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """When to be in touch with each person again, the most overdue first.

    Args:
        contacts: columns `id`, `name`, `relation`, `met_on`, `next_contact`, `every_days`.
        meetings: columns `contact_id`, `day`, `next_contact`.
        as_of: the day that it is.

    Returns:
        `contact_id`, `name`, `relation`, `last_met` (the last meeting, else the day you met),
        `due` and `overdue_days` (as_of − due; negative for days to go). A day that was named, on
        the person or at the last meeting, wins over the wanted cadence; whoever has neither has no
        due day and stands last. Days after `as_of` on which one met are not known yet.
    """
    known = meetings[meetings["day"] <= pd.Timestamp(as_of)].sort_values("day", kind="stable")
    last = known.drop_duplicates("contact_id", keep="last").set_index("contact_id")
    latest = last.reindex(contacts["id"]).set_axis(contacts.index)
    met = latest["day"].fillna(contacts["met_on"].where(contacts["met_on"] <= pd.Timestamp(as_of)))
    named = _named_day(contacts, latest["next_contact"], met)
    cadence = met + pd.to_timedelta(contacts["every_days"].astype("Float64").astype("float64"), unit="D")
    due = named.fillna(cadence)
    frame = pd.DataFrame(
        {
            "contact_id": contacts["id"],
            "name": contacts["name"],
            "relation": contacts["relation"].astype("str"),
            "last_met": met,
            "due": due,
            "overdue_days": (pd.Timestamp(as_of) - due).dt.days,
        }
    ).astype(COLUMNS)
    return frame.sort_values("overdue_days", ascending=False, na_position="last", kind="stable", ignore_index=True)


def _named_day(contacts: pd.DataFrame, after_meeting: "pd.Series[Any]", met: "pd.Series[Any]") -> "pd.Series[Any]":
    """The day named on the person, unless they have met since; else the one named at the last meeting."""
    own = contacts["next_contact"]
    return own.where(~(own <= met)).fillna(after_meeting)


def met_people(contacts: pd.DataFrame, meetings: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The conversations on days in [start, end), the latest first.

    Args:
        contacts: columns `id`, `name`, `relation`.
        meetings: columns `contact_id`, `day`, `notes`, `thanked_on`.
        start: first day.
        end: the day after the last one.

    Returns:
        `contact_id`, `name`, `relation`, `day`, `notes`, `thanked_on` (NaT without thanks before `end`); empty without
        conversations.
    """
    found = meetings[on_days(meetings["day"], start, end)]
    found = found.sort_values("day", ascending=False, kind="stable", ignore_index=True)
    known = contacts.set_index("id")[["name", "relation"]].reindex(found["contact_id"])
    thanked = found["thanked_on"].where(found["thanked_on"] < pd.Timestamp(end))
    frame = found.assign(
        name=known["name"].to_numpy(), relation=known["relation"].astype("object").to_numpy(), thanked_on=thanked
    )
    return frame.fillna({"notes": ""})[list(MET)].astype(MET)


def thanks(meetings: pd.DataFrame, start: date, end: date) -> int:
    """How often one said thank you on days in [start, end), whenever the conversation was."""
    return int(on_days(meetings["thanked_on"], start, end).sum())


def active_contacts(contacts: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> int:
    """How many people one met, or met again, in the twelve months up to and with `as_of`."""
    last, first = pd.Timestamp(as_of), pd.Timestamp(as_of) - pd.Timedelta(days=ACTIVE_DAYS)
    met = contacts.loc[(contacts["met_on"] > first) & (contacts["met_on"] <= last), "id"]
    again = meetings.loc[(meetings["day"] > first) & (meetings["day"] <= last), "contact_id"]
    return len(set(met) | set(again))


def active_before(contacts: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> int:
    """How many people were active at the start of the year of `as_of`, as `active_contacts` counts them."""
    return active_contacts(contacts, meetings, date(as_of.year - 1, 12, 31))


def network_growth(contacts: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> float:
    """Active contacts / those at the start of the year − 1; NaN when there were none then."""
    then = active_before(contacts, meetings, as_of)
    return active_contacts(contacts, meetings, as_of) / then - 1 if then else float("nan")
