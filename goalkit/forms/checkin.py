"""The check-in: two minutes a day, a few more at the end of a week and of a month; and how it runs beside hours."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from goalkit.charts.checkins import plot_checkins
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.picture import Picture
from goalkit.forms.wiring import Wiring
from goalkit.metrics.rhythm import FEELINGS, checkins_kept, trend
from goalkit.records import CheckIn

if TYPE_CHECKING:
    from goalkit.workbook import Book

# What a daily check-in leaves to the weekly and monthly ones, so that it stays at two minutes.
LONGER = ("gratitude", "obstacle", "kind_words")
TREND_DAYS = 84
WORDS = {"daily": "your check-in", "weekly": "your week", "monthly": "your month"}


def checkin_form(book: "Book") -> RecordForm[CheckIn]:
    """A form for checking in; a daily one asks for little, a weekly or monthly one for more."""

    def told(checkin: CheckIn) -> str:
        return f"{WORDS[checkin.rhythm]} of {checkin.day:%A}, {checkin.day}. {kept_sentence(book)}".rstrip()

    def shows(name: str, values: Any) -> bool:
        return name not in LONGER or values.get("rhythm") in ("weekly", "monthly")

    def listed(checkin: CheckIn) -> str:
        return f"{checkin.day} {checkin.rhythm}"

    return book_form(book, CheckIn, Wiring(told=told, shows=shows, listed=listed))


def checkin_picture(book: "Book", after: RecordForm[Any], as_of: date | None = None) -> Picture:
    """Mood, energy and stress of the last twelve weeks; follows what `after` saves."""

    def read() -> Any:
        last, checkins = as_of or book.today(), book.frame(CheckIn)
        known = checkins[(checkins["day"] <= str(last)) & (checkins["day"] > str(last - timedelta(days=TREND_DAYS)))]
        return plot_checkins({name: trend(known, name) for name in FEELINGS})

    return Picture(read, after=[after])


def kept_sentence(book: "Book", as_of: date | None = None) -> str:
    """How many of this month's daily check-ins were kept so far, in words; "" before the first."""
    last = as_of or book.today()
    kept = checkins_kept(book.frame(CheckIn), last.replace(day=1), last + timedelta(days=1))
    daily = kept[kept["rhythm"] == "daily"]
    if daily.empty:
        return ""
    return f"{daily['kept'].iloc[0]} of {daily['due'].iloc[0]} days this month; the others are just days."
