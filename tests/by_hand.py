"""Deeds that the panels of 13_by_itself are handed: small ones, that really write on a workbook and beside it."""

from pathlib import Path

from exports_made import toggl

from goalkit import reviews
from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import Recipient, ReviewRun, Sending, Settings
from goalkit.workbook import init_book, open_book

MONTHS = ("2025-02", "2025-03")

ROW = {"Start date": "2025-03-10", "Start time": "09:00:00", "End date": "2025-03-10", "End time": "11:00:00",
       "Duration": "02:00:00"}  # fmt: skip


def logged_book(place, when=None):
    """A new workbook in Berlin with two hours in March 2025, brought in at a moment."""
    book = init_book(place / "book")
    book.change(Settings, "settings", zone="Europe/Berlin")
    (place / "log.csv").write_text(toggl(ROW), encoding="utf-8")
    book.import_file(place / "log.csv", when=when)
    return book


def owed(folder, now):
    """The months that are over and of which no page lies there."""
    pages = [month for month in MONTHS if not (folder / "reports" / month).is_dir()]
    return [parse_period(month).title for month in pages]


def coming(folder, now):
    """A sentence."""
    return "Next comes the review of April 2025, on 3 May 2025."


def run(folder, now):
    """Makes the oldest that is owed, with goalkit's own notebook, and leaves its page with everybody."""
    month = next(month for month in MONTHS if not (folder / "reports" / month).is_dir())
    page = reviews.make(folder, parse_period(month))
    with open_book(folder) as book:
        done = {"owed_utc": now, "ended_utc": now, "state": "done", "charts": page.read_text("utf-8").count("<figure")}
        book.add(ReviewRun(period=month, **done), when=now)
        for one in book.records(Recipient):
            Path(one.address, page.name).write_bytes(page.read_bytes())
            kept = {"recipient_id": one.id, "recipient": one.name, "way": one.way, "state": "sent", "changed_utc": now}
            book.add(Sending(period=month, **kept), when=now)
    return "1 review made.", True


def send_again(folder, now, sending):
    """Lets it wait for the next run."""
    with open_book(folder) as book:
        book.change(Sending, sending.id, state="waiting", why="", tries=0, changed_utc=now, when=now)


def test(folder, now, recipient_id):
    """Writes a file into the recipient's folder."""
    with open_book(folder) as book:
        one = book.get(Recipient, recipient_id)
    place = Path(one.address)
    if not place.is_dir():
        raise GoalkitError(f"{place} is no folder; make it, or change where {one.name} gets reviews")
    (place / "test.txt").write_text("A test", encoding="utf-8")
    return f"{one.name}: a test lies in {place}."


def started_by(folder):
    """Whether a mark lies in the workbook."""
    return "On: started each hour, by a mark." if (folder / "data" / "on").exists() else ""


def turn_on(folder):
    """Lays the mark."""
    (folder / "data" / "on").touch()
    return "Turned on."


def turn_off(folder):
    """Takes it away."""
    (folder / "data" / "on").unlink()
    return "Turned off."
