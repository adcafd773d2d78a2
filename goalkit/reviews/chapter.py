"""What a chapter of a review is: the shape of its facts, how they are gathered, how they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from goalkit.periods import Period
from goalkit.records import Record

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.fragments import Part
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

Frames = Mapping[str, "pd.DataFrame"]

EVERY_KIND = ("day", "week", "month", "quarter", "year")
FROM_MONTH = ("month", "quarter", "year")
FROM_QUARTER = ("quarter", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFacts:
    """Plain values that one chapter says; each chapter adds its own.

    Attributes:
        sentence: one or two sentences with the numbers in them, which open the chapter.
        missing: what to write down, and where, when there is nothing to show; then nothing else is shown.
    """

    sentence: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a chapter, and the frames that its charts draw."""

    facts: ChapterFacts
    frames: Frames = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: adding one is one module and one line in `chapters.CHAPTERS`.

    Attributes:
        name: its key in `ReviewFacts.chapters`.
        shape: the class of its facts, a frozen dataclass of plain values: str, int, float, bool, date,
            None, tuples of these and of such dataclasses. A list of rows is a tuple of dataclasses.
        gather: its facts from the material; the only place where it asks metrics. None where it is not asked for.
        show: texts of HTML and figures, from its facts and frames alone; nothing is computed here.
        frames: frame → column → dtype; gathered frames have these columns.
        kinds: the periods in whose review it stands.
        on_request: it stands in special editions alone.
        heading: stands above it where several chapters share a section; "" where the section's says it.
        needs: kinds of record without which it says nothing true; who does not see one of them has no such chapter.
    """

    name: str
    shape: type[ChapterFacts]
    gather: Callable[["Material"], Gathered | None]
    show: Callable[[Any, Frames, "ReviewFacts"], tuple["Part", ...]]
    frames: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: tuple[str, ...] = EVERY_KIND
    on_request: bool = False
    needs: tuple[type[Record], ...] = ()
    heading: str = ""

    def belongs_to(self, period: Period) -> bool:
        """Whether it stands in the review of a period."""
        return period.kind in self.kinds

    def key(self, frame: str) -> str:
        """The name of one of its frames among all those of a review."""
        return f"{self.name}.{frame}"

    def own(self, frames: Frames) -> Frames:
        """Its frames, by their own names."""
        return {name: frames[self.key(name)] for name in self.frames}

    def keyed(self, gathered: Gathered) -> dict[str, "pd.DataFrame"]:
        """The gathered frames with the columns and dtypes it declares, by their names among all."""
        return {
            self.key(name): gathered.frames[name][list(dtypes)].astype(dict(dtypes))
            for name, dtypes in self.frames.items()
        }
