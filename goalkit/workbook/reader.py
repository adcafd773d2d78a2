"""What can be read of a workbook: the workbook itself does it, and so do the views of it."""

from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import pandas as pd

from goalkit.records import Record, Settings


class Reader(Protocol):
    """A workbook, or a view of one: as it was known on a day, as others may see it, or both.

    Each method gives what `Book` gives by that name, with the same columns and dtypes.
    """

    @property
    def path(self) -> Path:
        """The workbook's folder."""

    @property
    def settings(self) -> Settings:
        """How the person's days run."""

    def today(self) -> date:
        """The local day that it is to this reader."""

    def frame(self, model: type[Record], /) -> pd.DataFrame:
        """All records of a class as a frame, a column a field, in order of creation."""

    def entries(
        self,
        start: date | datetime | None = None,
        end: date | datetime | None = None,
        *,
        sources: bool = False,
        rules: bool = True,
    ) -> pd.DataFrame:
        """The entry frame, with `id` first, of entries that touch [start, end)."""

    def history(self, model: type[Record], record_id: str, /) -> pd.DataFrame:
        """A record's changes, oldest first: `when_utc`, `before`, `after`, `why`."""
