"""A review as it was known, and editions for others: what differs is listed, and each lies in its own folder."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import CheckIn, Forecast, Goal, Measurement, Settings, TimeEntry
from goalkit.reviews import sections
from goalkit.reviews.edition import Edition, readers
from goalkit.reviews.facts import gather
from goalkit.reviews.render import RenderOptions, render_review
from goalkit.workbook import init_book

MARCH = parse_period("2025-03")
THEN = date(2025, 4, 1)
LAST = date(2025, 3, 31)


def noon(day):
    """An instant on a day."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


@pytest.fixture
def book(tmp_path):
    """March as it was known on 1 April, and what came later: two hours, and a lower target with its reason."""
    with init_book(tmp_path / "book") as made:
        early, late = noon(date(2025, 3, 1)), noon(date(2025, 4, 20))
        made.change(Settings, "settings", zone="Europe/Berlin")
        plan = {"start": date(2025, 1, 1), "due": date(2025, 12, 31)}
        made.add(Goal(id="read", title="Read", unit="books", target=12, **plan), when=early)
        made.add(entry(date(2025, 3, 5), 3), when=noon(date(2025, 3, 6)))
        made.add(entry(date(2025, 3, 20), 2), when=late)
        made.change(Goal, "read", {"target": 10}, when=late, why="two long ones")
        yield made


def entry(day, hours):
    """Time from noon on."""
    return TimeEntry(start_utc=noon(day), end_utc=noon(day) + timedelta(hours=hours), project="Books")


def facts_of(book, edition):
    """The facts of March in an edition."""
    reader, today = readers(book, edition)
    return gather(reader, MARCH, LAST, edition, today)


def test_a_review_shows_what_is_known_today(book):
    """The late hours count and the new target stands; nothing is said of what was known before."""
    facts = facts_of(book, Edition())
    assert facts.time.attributed_hours == 5
    assert [goal.target for goal in facts.goals] == [10]
    assert (facts.edition, facts.audience) == ("", "me")
    assert "since_then" not in facts.chapters


def test_a_review_as_it_was_known_lists_what_came_later(book):
    """Three hours and the old target, and the late entry and the changed goal with its reason."""
    facts = facts_of(book, Edition(as_known=THEN))
    assert facts.time.attributed_hours == 3
    assert [goal.target for goal in facts.goals] == [12]
    assert facts.edition == "As the workbook knew it on 1 April 2025"
    since = facts.chapters["since_then"]
    assert [(one.how, one.entries, one.hours) for one in since.entries] == [("came late", 1, 2.0)]
    assert [(one.title, one.field, one.before, one.after, one.why) for one in since.goals] == [
        ("Read", "To", "12", "10", "two long ones")
    ]
    assert since.sentence == "Since then one entry came late (2 h more) and one goal was changed."


def test_nothing_came_later(book):
    """A review as it is known today says that nothing is otherwise."""
    facts = facts_of(book, Edition(as_known=book.today()))
    assert facts.chapters["since_then"].sentence == "Nothing that this review speaks of is known otherwise today."


def test_a_day_to_come_and_an_unknown_audience_are_refused(book):
    """Each names the value and what would do."""
    with pytest.raises(GoalkitError, match="has not come yet; --as-known takes a day up to"):
        readers(book, Edition(as_known=book.today() + timedelta(days=1)))
    with pytest.raises(GoalkitError, match="audience 'boss' is unknown; expected one of me, mentor, public"):
        readers(book, Edition("boss"))


def test_the_command_makes_editions_beside_ones_own(book, capsys):
    """Three reviews of March lie side by side, and the list of one's own names none of the others."""
    for more in ([], ["--audience", "mentor"], ["--as-known", "2025-04-01"]):
        assert run(["--book", str(book.path), "review", "2025-03", *more]) == 0
    assert "reports/mentor/2025-03/review-2025-03.html" in capsys.readouterr().out.replace("\\", "/")
    reports = book.path / "reports"
    page = (reports / "as-known-2025-04-01" / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    assert "Since then one entry came late" in page
    assert "3 h were tracked" in page
    own = (reports / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    assert "5 h were tracked" in own
    assert "as-known" not in (reports / "index.html").read_text(encoding="utf-8")
    assert run(["--book", str(book.path), "review", "2025-03", "--audience", "boss"]) == 2


@pytest.mark.parametrize("audience", ["mentor", "public"])
def test_an_edition_for_others_tells_nothing_of_what_they_do_not_see(book, audience):
    """Sections and tiles of unseen records are absent, and nobody else is told what to write down."""
    book.add(CheckIn(day=date(2025, 3, 5), mood=4, energy=2, wins="A page"))
    facts = facts_of(book, Edition(audience))
    assert {"rhythm", "quality"} <= set(facts.left_out)
    assert not {"own_words", "feelings", "answers", "obstacles", "people"} & set(facts.chapters)
    assert not [name for name, part in facts.chapters.items() if part.missing]
    assert sections.rhythm(facts).parts == ()
    shown = {tile.label for tile in facts.tiles}
    assert shown == ({"on goals", "of tracked", "focus blocks", "evenings"} if audience == "mentor" else set())
    assert ("balance" in facts.left_out) == (audience == "public")
    assert facts.balance.rest_days == (MARCH.days if audience == "public" else 29)


def test_what_a_review_foresaw_is_kept_and_passed_over_by_undo(book):
    """The forecast of a review is written once, an edition for others writes none, and undo takes a person's change."""
    for week in range(9):
        book.add(Measurement(goal_id="read", day=date(2025, 1, 6) + timedelta(weeks=week), value=0.5))
    options = RenderOptions(formats=("json",), here=True)
    render_review(book, MARCH, LAST, replace(options, edition=Edition("mentor")))
    assert book.records(Forecast) == []
    assert [render_review(book, MARCH, LAST, options).note for _ in range(2)] == ["", ""]
    (kept,) = book.records(Forecast)
    assert (kept.period, kept.goal_id, kept.as_of, kept.target) == ("2025-03", "read", LAST, 10)
    assert book.undo().startswith("Taken back: the addition of")
    assert len(book.records(Measurement)) == 8
    assert book.records(Forecast) == [kept]


def test_the_rows_behind_the_sums_lie_beside_the_page(book):
    """The foot of the page links a file of all rows, whose seconds are the sum; a formula in it stays text."""
    book.add(entry(date(2025, 3, 6), 1).model_copy(update={"project": "=1+1", "description": "Notes, more"}))
    made = render_review(book, MARCH, LAST, RenderOptions(here=True))
    page = next(file for file in made.files if file.suffix == ".html").read_text(encoding="utf-8")
    name = re.search(r'href="(review-2025-03-rows\.csv)"', page)[1]
    rows = list(csv.DictReader((made.folder / name).open(encoding="utf-8-sig", newline="")))
    assert [row["project"] for row in rows] == ["Books", "'=1+1", "Books"]
    assert sum(float(row["seconds"]) for row in rows) == facts_of(book, Edition()).reconciliation.rows_s == 6 * 3600
    assert rows[0]["start_utc"] == "2025-03-05T12:00:00Z"
    render_review(book, MARCH, LAST, RenderOptions(formats=("json",), here=True))
    assert not (made.folder / name).exists()
