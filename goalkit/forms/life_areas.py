"""All life areas rated in one go: a row an area, saved as one change."""

from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.charts.direction import plot_wheel
from goalkit.errors import GoalkitError
from goalkit.forms.book_form import BookDrafts
from goalkit.forms.buttons import Action
from goalkit.forms.drafting import Drafting
from goalkit.forms.handed import Unsaved
from goalkit.forms.inputs import Scale
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picture import Picture
from goalkit.metrics.direction import area_sentence, wheel
from goalkit.periods import parse_day
from goalkit.records import LifeArea, make_record
from goalkit.records.base import field_extra
from goalkit.records.direction import AREAS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from goalkit.workbook import Book

RATED = ("satisfaction", "wanted", "importance")


class AreaRatings:
    """A row an area with three scales each, beginning where the last rating left wishes and importance.

    An area is saved when its satisfaction is given; the others are left as they were.

    Attributes:
        day: the day that the ratings are about.
        scales: area → field → its scale.
        another: the name of an area of one's own, added with `add`.
        save_button, undo_button: what they say.
        status: what was saved, or what to look at.
        widget: all of it.
    """

    def __init__(self, book: "Book") -> None:
        self._book, self._then = book, list["Callable[[], object]"]()
        self.day = W.DatePicker(description="Day", value=book.today()).add_class("gk-short")
        self.another = W.Text(description="Another area").add_class("gk-short")
        self.add = Action(description="Add area")
        self.save_button = Action(description="Save", busy_text="Saving …", style_class="mod-primary")
        self.undo_button = Action(description="Undo", disabled=True)
        self.status = line("", "gk-status")
        self.drafting = Drafting(BookDrafts(book, "life_areas"), self._unsaved)
        self.scales: dict[str, dict[str, Scale]] = {}
        self._saved: dict[str, dict[str, int]] = {}
        self._change = ""  # the one that Undo takes back
        self._rows = W.VBox().add_class("gk-areas")
        own = W.HBox([self.another, self.add]).add_class("gk-beside")
        foot = W.HBox([self.save_button, self.undo_button, self.status]).add_class("gk-foot")
        inner = [self.drafting.widget, self.day, self._rows, own, foot]
        self.widget = W.VBox([stylesheet(), *inner]).add_class("gk-form").add_class("gk-life-areas-form")
        self.save_button.on_click(self.save)
        self.undo_button.on_settled(self.undo)
        self.add.on_click(self.add_area)
        self.drafting.discard.on_settled(self.discard)
        self._fill(self.drafting.find(""))

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: "Callable[[], object]") -> None:
        """Calls a function after each save."""
        self._then.append(do)

    def add_area(self) -> None:
        """Adds a row for the area that was typed."""
        name = self.another.value.strip()
        if name and name.casefold() not in {area.casefold() for area in self.scales}:
            self._show([*self.scales, name], self._typed())
        self.another.value = ""

    def save(self) -> None:
        """Saves the areas that are rated, all or none."""
        from goalkit.workbook.many import add_many

        try:
            ratings = self._ratings()
            change = add_many(self._book, ratings, why="life areas rated")
        except GoalkitError as error:
            self._say(f"Not saved: {error}", "gk-bad")
            return
        if not ratings:
            self._say("Not saved yet: move a slider under “Satisfaction now” for each area that you rate.", "gk-bad")
            return
        self.drafting.drop("")
        typed = self._typed()
        self._fill(None)
        self._saved, self._change = typed, change
        self.undo_button.disabled = False
        self._say(f"Saved: {len(ratings)} area{'' if len(ratings) == 1 else 's'} as on {ratings[0].day}.", "gk-good")
        self._tell()

    def undo(self) -> None:
        """Takes back what was saved last; it is in the rows again."""
        from goalkit.workbook.many import take_back

        try:
            said = take_back(self._book, self._change)
        except GoalkitError as error:
            self._say(f"Not taken back: {error}", "gk-bad")
            return
        self._show(list(self._saved), self._saved)
        self.undo_button.disabled = True
        self._say(f"{said} It is in the rows again.", "gk-good")
        self._tell()

    def discard(self) -> None:
        """Lets go of what was moved and not saved."""
        self.drafting.drop("")
        self._fill(None)

    def _tell(self) -> None:
        for do in self._then:
            do()

    def _fill(self, left: Unsaved | None) -> None:
        """The rows as a person finds them: wishes and importance as they were, satisfaction open."""
        known = wheel(self._book.frame(LifeArea), date.max)
        start = {row.area: {"wanted": int(row.wanted), "importance": int(row.importance)} for row in known.itertuples()}
        areas = list(dict.fromkeys([*AREAS, *start]))
        if left is None:
            self._show(areas, start)
            return
        typed = {str(area): dict(values) for area, values in left.typed.items()}
        self._show(list(dict.fromkeys([*areas, *typed])), {**start, **typed})
        self.drafting.tell(left)

    def _show(self, areas: list[str], values: dict[str, Any]) -> None:
        self.scales = {area: {name: self._scale(area, name, values) for name in RATED} for area in areas}
        self._rows.children = [
            W.VBox([line(area, "gk-heading"), *scales.values()]).add_class("gk-area")
            for area, scales in self.scales.items()
        ]
        self.save_button.carry([scale for scales in self.scales.values() for scale in scales.values()] + [self.day])

    def _scale(self, area: str, name: str, values: dict[str, Any]) -> Scale:
        info = LifeArea.model_fields[name]
        low, high = (1, 5) if name == "importance" else (0, 10)
        value = values.get(area, {}).get(name)
        scale = Scale(
            value=value, low=low, high=high, ends=list(field_extra(info, "ends")), description=info.title or name
        )
        scale.observe(lambda _: self.drafting.changed(), "value")
        return scale

    def _typed(self) -> dict[str, dict[str, int]]:
        given = {area: {name: scale.value for name, scale in own.items()} for area, own in self.scales.items()}
        return {area: {name: value for name, value in own.items() if value is not None} for area, own in given.items()}

    def _unsaved(self) -> Unsaved | None:
        typed = self._typed()
        return Unsaved(typed) if any("satisfaction" in own for own in typed.values()) else None

    def _ratings(self) -> list[LifeArea]:
        rated = {area: own for area, own in self._typed().items() if "satisfaction" in own}
        for area, own in rated.items():
            if missing := [LifeArea.model_fields[name].title for name in RATED if name not in own]:
                raise GoalkitError(
                    f"{area} has no “{'” and no “'.join(map(str, missing))}” yet; move the slider, or clear it"
                )
        return [make_record(LifeArea, {"area": area, "day": self.day.value, **own}) for area, own in rated.items()]

    def _say(self, text: str, mood: str) -> None:
        for other in ("gk-good", "gk-bad"):
            self.status.remove_class(other)
        self.status.add_class(mood)
        self.status.value = text


def rate_areas(book: "Book") -> AreaRatings:
    """A row an area of life, to be rated in one go."""
    return AreaRatings(book)


def wheel_picture(book: "Book", after: Any = None, as_of: date | None = None) -> Picture:
    """The wheel of life areas, now against the time before; follows what `after` saves."""

    def read() -> Any:
        found = wheel(book.frame(LifeArea), as_of or book.today())
        return plot_wheel(found, area_sentence(found) or "A wheel appears once three areas are rated.")

    return Picture(read, after=[after] if after else [])


def life_areas_on(book: "Book", day: str) -> "pd.DataFrame":
    """Columns Area, Now, Wanted, Importance, Gap, Before as known on a day ("2025-12-31"), the widest gap first."""
    found = wheel(book.frame(LifeArea), parse_day(day)).sort_values("gap", ascending=False, kind="stable")
    titles = {"area": "Area", "satisfaction": "Now", "wanted": "Wanted", "importance": "Importance", "gap": "Gap"}
    found = found.rename(columns={**titles, "before": "Before"})[[*titles.values(), "Before"]]
    return found.reset_index(drop=True)
