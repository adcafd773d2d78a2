"""People: who is due, by a named day or by cadence, and how the network grows."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from goalkit.metrics.people import active_before, active_contacts, contacts_due, met_people, network_growth, thanks
from goalkit.records import Contact, Meeting
from goalkit.records.frames import record_frame


def contacts(*rows):
    """A frame of contacts; each row has at least an id."""
    return record_frame(Contact, [{"name": row["id"].title(), "relation": "peer", **row} for row in rows])


def meetings(*rows):
    """A frame of meetings from (contact, day[, next contact])."""
    named = [dict(zip(("contact_id", "day", "next_contact"), row, strict=False)) for row in rows]
    return record_frame(Meeting, [{"id": str(number), **row} for number, row in enumerate(named)])


def test_cadence_counts_from_the_last_meeting_else_from_the_day_one_met():
    """Every 30 days since 1 March is 31 March; someone never met again counts from the first day."""
    people = contacts(
        {"id": "ada", "every_days": 30, "met_on": date(2024, 1, 1)},
        {"id": "ben", "every_days": 10, "met_on": date(2025, 3, 1)},
    )
    found = contacts_due(people, meetings(("ada", date(2025, 3, 1))), date(2025, 4, 10)).set_index("contact_id")
    assert found.loc["ada", "due"] == pd.Timestamp("2025-03-31")
    assert found["overdue_days"].to_dict() == {"ben": 30.0, "ada": 10.0}
    assert list(found.index) == ["ben", "ada"]


def test_a_named_day_wins_until_one_has_met_again():
    """The day at the last meeting, or the one on the person if it lies ahead of it."""
    people = contacts(
        {"id": "ada", "every_days": 30, "next_contact": date(2025, 2, 1)},
        {"id": "ben", "every_days": 30, "next_contact": date(2025, 5, 1)},
        {"id": "cleo"},
    )
    met = meetings(("ada", date(2025, 3, 1), date(2025, 6, 1)), ("ben", date(2025, 3, 1), date(2025, 6, 1)))
    due = contacts_due(people, met, date(2025, 4, 1)).set_index("contact_id")["due"]
    assert (due["ada"], due["ben"]) == (pd.Timestamp("2025-06-01"), pd.Timestamp("2025-05-01"))
    assert pd.isna(due["cleo"])


def test_a_meeting_that_has_not_been_yet_is_not_known():
    """Looking back to January, the meeting of March has not happened."""
    people = contacts({"id": "ada", "every_days": 30, "met_on": date(2024, 12, 1)})
    found = contacts_due(people, meetings(("ada", date(2025, 3, 1))), date(2025, 1, 10))
    assert found.loc[0, "last_met"] == pd.Timestamp("2024-12-01")


def test_the_network_grows_by_those_met_in_the_last_twelve_months():
    """Two then, three now: half as many again; one met both ways counts once."""
    people = contacts(
        {"id": "ada", "met_on": date(2024, 5, 1)},
        {"id": "ben", "met_on": date(2024, 6, 1)},
        {"id": "cleo", "met_on": date(2025, 2, 1)},
    )
    met = meetings(("ada", date(2025, 7, 1)), ("ben", date(2025, 8, 1)), ("cleo", date(2025, 9, 1)))
    assert active_contacts(people, met, date(2025, 12, 31)) == 3
    assert network_growth(people, met, date(2025, 12, 31)) == pytest.approx(0.5)


def test_nobody_is_due_where_there_is_nobody():
    """Empty frames give an empty frame, no growth is NaN."""
    found = contacts_due(contacts(), meetings(), date(2025, 1, 1))
    assert found.empty
    assert str(found["overdue_days"].dtype) == "float64"
    assert np.isnan(network_growth(contacts(), meetings(), date(2025, 1, 1)))
    assert met_people(contacts(), meetings(), date(2025, 1, 1), date(2025, 2, 1)).empty
    assert thanks(meetings(), date(2025, 1, 1), date(2025, 2, 1)) == 0


def test_somebody_one_has_not_met_yet_is_not_due():
    """A first meeting that lies ahead begins no rhythm yet."""
    people = contacts({"id": "ada", "every_days": 30, "met_on": date(2025, 6, 1)})
    found = contacts_due(people, meetings(), date(2025, 3, 1))
    assert found["due"].isna().all() and found["last_met"].isna().all()


def test_conversations_of_a_range_have_names_and_the_thanks_known_by_then():
    """The latest first; thanks after the end are not known, but count where they were given."""
    people = contacts({"id": "ada"}, {"id": "ben"})
    met = meetings(("ada", date(2025, 3, 1)), ("ben", date(2025, 3, 31)), ("ada", date(2025, 4, 1)))
    met["thanked_on"] = pd.to_datetime(["2025-03-02", "2025-04-02", None]).as_unit("us")
    march = (date(2025, 3, 1), date(2025, 4, 1))
    found = met_people(people, met, *march)
    assert found["name"].tolist() == ["Ben", "Ada"]
    assert found["thanked_on"].isna().tolist() == [True, False]
    assert (thanks(met, *march), thanks(met, date(2025, 4, 1), date(2025, 5, 1))) == (1, 1)


def test_those_active_at_the_start_of_the_year_are_counted_on_its_eve():
    """Met on 31 December counts for the new year's start, on 1 January not."""
    people = contacts({"id": "ada", "met_on": date(2024, 12, 31)}, {"id": "ben", "met_on": date(2025, 1, 1)})
    assert active_before(people, meetings(), date(2025, 7, 1)) == 1
    assert network_growth(people, meetings(), date(2025, 7, 1)) == 1.0
