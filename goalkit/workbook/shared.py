"""A workbook as others may see it: without what is not theirs, everywhere, and with numbers that are the same.

What belongs to a goal goes with it. A goal that may be seen is told with its progress and its hours
a day, whatever it is measured from: readings that are counted from tasks, habits or contacts come
as plain readings. A goal that may not be seen is nowhere: what hangs on it is left out, and its
time is time without a goal and without a project.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from goalkit.entries.frame import CATEGORY, DTYPES, MICRO
from goalkit.entries.overlaps import person_codes
from goalkit.metrics.measures import goal_data
from goalkit.metrics.values import goal_day_hours
from goalkit.periods import Calendar, day_instant
from goalkit.records import BY_KIND, FieldKind, Goal, Measurement, Record, Settings, Sharing, TimeEntry, field_extra
from goalkit.records.frames import field_dtype, record_frame
from goalkit.records.sharing import VIEWERS, Viewer, may_see, nothing_of
from goalkit.workbook import timelog
from goalkit.workbook.reader import Reader

READINGS = "readings"
# What could tell which goal an entry was for.
OF_ITS_GOAL = ("goal_id", "project", "client", "task", "description", "tags", "tracker")


def shared_with(reader: Reader, viewer: Viewer) -> Reader:
    """What a viewer may see of a workbook, or of a view of one; "me" sees all of it.

    By what each kind of record says of itself, and by the person's own choices (see `Sharing`).
    """
    return reader if viewer == VIEWERS[0] else SharedView(reader, viewer)


class SharedView:
    """A view of a workbook for one viewer; what it leaves out is empty, with the dtypes that it has.

    By the choices and the goals that there are when it is first read: it lives as long as one review.
    """

    def __init__(self, reader: Reader, viewer: Viewer) -> None:
        self._reader, self.viewer = reader, viewer
        self._choices = _choices(reader)
        self._withheld_ids: dict[str, frozenset[str]] = {}

    def __repr__(self) -> str:
        return f"SharedView({self._reader!r}, {self.viewer!r})"

    @property
    def path(self) -> Path:
        """The workbook's folder."""
        return self._reader.path

    @property
    def settings(self) -> Settings:
        """The settings; what may not be seen of them has its default."""
        hidden = {name: Settings.model_fields[name].default for name in self.hidden_fields(Settings)}
        return self._reader.settings.model_copy(update=hidden)

    def today(self) -> date:
        """The local day that it is to the reader beneath."""
        return self._reader.today()

    def sees(self, model: type[Record]) -> bool:
        """Whether this viewer may see records of a kind, at least some of them."""
        if model is Goal and self._goals_seen:
            return True
        return may_see(self.viewer, self._choices.get((model.kind, ""), model.audience))

    def hidden_fields(self, model: type[Record]) -> frozenset[str]:
        """The fields of a kind that this viewer may not see, though the record may be seen."""
        chosen, kind = self._choices, model.kind
        told = {name: chosen.get((f"{kind}.{name}", ""), who) for name, who in model.narrower().items()}
        return frozenset(name for name, who in told.items() if not may_see(self.viewer, who))

    def frame(self, model: type[Record], /) -> pd.DataFrame:
        """The records of a class that may be seen, without the fields that may not."""
        if model is Measurement:
            return self._readings()
        found = self._reader.frame(model)
        if model is Settings:
            return self._settings_frame(found)
        if not self.sees(model):
            return found.iloc[:0].reset_index(drop=True)
        if model is TimeEntry:
            return self._entry_records(found)
        if model is Goal:
            found = found[found["id"].isin(self._goals_seen)]
            found = found.assign(
                measured_from=pd.Series(READINGS, index=found.index, dtype=found["measured_from"].dtype)
            )
        return self._without(model, self._told(model, found).reset_index(drop=True))

    def entries(
        self,
        start: date | datetime | None = None,
        end: date | datetime | None = None,
        *,
        sources: bool = False,
        rules: bool = True,
    ) -> pd.DataFrame:
        """The entry frame: as it is but for what is private, or else the hours a day of the goals that may be seen.

        Several persons stay apart as "Person 1", "Person 2" where their names may not be seen.
        """
        if not self.sees(TimeEntry):
            return self._day_totals(start, end, sources)
        decided = self._reader.entries(start, end, sources=sources)
        entries = decided if rules else self._reader.entries(start, end, sources=sources, rules=False)
        return self._veiled(entries, self._withheld_time(decided))

    def history(self, model: type[Record], record_id: str, /) -> pd.DataFrame:
        """The changes of a record that may be seen, without their reasons and what was in private fields."""
        told = self._reader.history(model, record_id)
        if record_id not in set(self.frame(model)["id"]) or (
            model is TimeEntry and record_id in self._entries_withheld
        ):
            return told.iloc[:0]
        images = {name: pd.Series([self._image(model, one) for one in told[name]], dtype="object") for name in IMAGES}
        return told.assign(**images, why=pd.Series([""] * len(told), dtype="str"))

    # --- what may be seen

    @cached_property
    def _goals_seen(self) -> frozenset[str]:
        chosen = self._choices
        usual = chosen.get((Goal.kind, ""), Goal.audience)
        ids = self._reader.frame(Goal)["id"]
        return frozenset(goal for goal in ids if may_see(self.viewer, chosen.get((Goal.kind, goal), usual)))

    def _withheld(self, model: type[Record]) -> frozenset[str]:
        """Ids of the records that hang on a goal that may not be seen, directly or by what they belong to."""
        if model.kind not in self._withheld_ids:
            self._withheld_ids[model.kind] = self._find_withheld(model)
        return self._withheld_ids[model.kind]

    def _find_withheld(self, model: type[Record]) -> frozenset[str]:
        if not _reaches_goals(model):
            return frozenset()
        found = self._reader.frame(model)
        if model is Goal:
            return frozenset(found["id"]) - self._goals_seen
        out = pd.Series(False, index=found.index)
        for name, other in _references(model):
            if self._withheld(other):
                out |= found[name].isin(self._withheld(other))
        return frozenset(found.loc[out, "id"])

    def _told(self, model: type[Record], found: pd.DataFrame) -> pd.DataFrame:
        """The rows that can be told: they hang on no goal that is left out, and on nothing unseen that they need."""
        keep = ~found["id"].isin(self._withheld(model))
        for name, other in _references(model):
            if model.model_fields[name].is_required() and not self.sees(other):
                keep &= False
        return found[keep]

    # --- and what is made of it

    def _without(self, model: type[Record], found: pd.DataFrame) -> pd.DataFrame:
        """The records without private fields and without the ids of what may not be seen."""
        blank = {name: _blank(model, name, found.index) for name in self.hidden_fields(model)}
        for name, kind in _all_references(model):
            if name not in blank:
                blank[name] = self._seen_only(found[name], BY_KIND[kind])
        return found.assign(**blank)

    def _seen_only(self, column: "pd.Series[Any]", model: type[Record]) -> "pd.Series[Any]":
        seen = self._goals_seen if model is Goal else frozenset(self._reader.frame(model)["id"])
        seen = seen if self.sees(model) else frozenset()
        values = [_only(value, seen) for value in column.astype("object")]
        return pd.Series(values, index=column.index, dtype=column.dtype)

    def _settings_frame(self, found: pd.DataFrame) -> pd.DataFrame:
        return record_frame(Settings, [self.settings.model_dump()] if len(found) else [])

    def _readings(self) -> pd.DataFrame:
        """The readings of the goals that may be seen: those that were noted, and those that are counted."""
        noted, goals = self._reader.frame(Measurement), self._reader.frame(Goal)
        goals = goals[goals["id"].isin(self._goals_seen)]
        counted = goals.loc[goals["measured_from"].astype("str") != READINGS, "id"]
        own = noted[noted["goal_id"].isin(goals["id"]) & ~noted["goal_id"].isin(counted)]
        made = self._counted(frozenset(counted)) if len(counted) else own.iloc[:0]
        found = pd.concat([own, made], ignore_index=True)
        return self._without(Measurement, found)

    def _counted(self, goals: frozenset[str]) -> pd.DataFrame:
        data = goal_data(self._reader.frame, self._reader.entries(), self._reader.settings.calendar)
        read = data.measurements[data.measurements["goal_id"].isin(goals)]
        number = read.groupby("goal_id").cumcount()
        ids = [f"{goal}-{place}" for goal, place in zip(read["goal_id"], number, strict=True)]
        return record_frame(Measurement, read.assign(id=ids, note="").to_dict("records"))

    def _withheld_time(self, entries: pd.DataFrame) -> "pd.Series[bool]":
        goals = entries["goal_id"].astype("object")
        return goals.notna() & ~goals.isin(self._goals_seen)

    def _veiled(self, entries: pd.DataFrame, withheld: "pd.Series[bool]") -> pd.DataFrame:
        """The entries without what is private, and with nothing of the goals that are left out but their time."""
        hidden = self.hidden_fields(TimeEntry)
        parts: dict[str, Any] = {name: _blank_entries(name, entries) for name in hidden if name in entries}
        if "person" in hidden and len(set(people := person_codes(entries))) > 1:
            parts["person"] = pd.Series([f"Person {code + 1}" for code in people], dtype="str").astype("category").array
        parts |= {name: _masked(parts.get(name, entries[name]), withheld, name) for name in OF_ITS_GOAL}
        if "file" in entries:
            nowhere = timelog.with_imports(entries.assign(batch_id=_blank_entries("batch_id", entries)), {})
            parts |= {name: nowhere[name] for name in ("file", "sha256", "imported_utc")}
        return entries.assign(**parts)

    @cached_property
    def _entries_withheld(self) -> frozenset[str]:
        entries = self._reader.entries()
        return frozenset(entries.loc[self._withheld_time(entries), "id"])

    def _entry_records(self, found: pd.DataFrame) -> pd.DataFrame:
        withheld = found["id"].isin(self._entries_withheld)
        parts = {name: _masked(found[name], withheld, name) for name in OF_ITS_GOAL}
        return self._without(TimeEntry, found.assign(**parts))

    def _day_totals(self, start: date | datetime | None, end: date | datetime | None, sources: bool) -> pd.DataFrame:
        """The hours of each goal that may be seen on each local day, as totals without clock times."""
        calendar = self.settings.calendar
        entries = self._reader.entries()
        given = goal_day_hours(entries[entries["goal_id"].isin(self._goals_seen)], calendar)
        names, span = (
            timelog.entry_columns(sources),
            tuple(timelog.instant_of(bound, calendar) for bound in (start, end)),
        )
        totals = [_total(goal, day.date(), hours, calendar) for goal, day, hours in given.itertuples(index=False)]
        kept = sorted((row for row in totals if _inside(row["start_utc"], *span)), key=lambda row: row["start_utc"])
        made = timelog.entry_frame(names, [timelog.stored_form(row, names) for row in kept])
        return timelog.with_imports(made, {}) if sources else made

    def _image(self, model: type[Record], image: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """A record in the journal, without what may not be seen of it."""
        if image is None:
            return None
        fields = {name: FieldKind(info) for name, info in model.model_fields.items() if name in image}
        hidden = self.hidden_fields(model)
        shown = {name: nothing_of(kind) if name in hidden else image[name] for name, kind in fields.items()}
        for name, kind in _all_references(model):
            if name in shown:
                (shown[name],) = self._seen_only(pd.Series([shown[name]], dtype="object"), BY_KIND[kind])
        return {**shown, "measured_from": READINGS} if model is Goal else shown


IMAGES = ("before", "after")


def _choices(reader: Reader) -> Mapping[tuple[str, str], Any]:
    """(what, goal id or "") → the audience that the person chose."""
    chosen = reader.frame(Sharing)
    goals = chosen["goal_id"].astype("object").where(chosen["goal_id"].notna(), "")
    return dict(zip(zip(chosen["what"], goals, strict=True), chosen["shown_to"].astype("object"), strict=True))


def _all_references(model: type[Record]) -> list[tuple[str, str]]:
    """(field, kind) of all ids of other records that it holds."""
    told = [(name, field_extra(info, "choices_of")) for name, info in model.model_fields.items()]
    return [(name, str(kind)) for name, kind in told if kind]


def _references(model: type[Record]) -> list[tuple[str, type[Record]]]:
    """(field, class) of the single records of other kinds that it may belong to."""
    return [
        (name, BY_KIND[kind])
        for name, kind in _all_references(model)
        if kind != model.kind and FieldKind(model.model_fields[name]).base is str
    ]


def _reaches_goals(model: type[Record]) -> bool:
    return model is Goal or any(_reaches_goals(other) for _, other in _references(model))


def _only(value: Any, seen: frozenset[str]) -> Any:
    """An id, or a list of them, as far as they may be seen."""
    if isinstance(value, str):
        return value if value in seen else None
    return (
        value if value is None or value is pd.NA or isinstance(value, float) else [one for one in value if one in seen]
    )


def _blank(model: type[Record], name: str, index: "pd.Index[Any]") -> "pd.Series[Any]":
    kind = FieldKind(model.model_fields[name])
    return pd.Series([nothing_of(kind)] * len(index), index=index, dtype=field_dtype(kind))


def _blank_entries(name: str, entries: pd.DataFrame) -> "pd.Series[Any]":
    dtype = DTYPES.get(name) or timelog.SOURCES.get(name, "str")
    column = _blank(TimeEntry, name, entries.index)
    return column.astype("str").astype("category") if dtype == CATEGORY else column.astype(dtype)


def _masked(column: "pd.Series[Any]", withheld: "pd.Series[bool]", name: str) -> "pd.Series[Any]":
    """A column of entries with nothing in the rows of goals that are left out, not even among its categories."""
    nothing = nothing_of(FieldKind(TimeEntry.model_fields[name]))
    values = [nothing if out else value for value, out in zip(column.astype("object"), withheld, strict=True)]
    if column.dtype != CATEGORY:
        return pd.Series(values, index=column.index, dtype=column.dtype)
    plain = pd.Series(values, index=column.index, dtype="object" if name == "goal_id" else "str")
    return plain.astype("category")


def _total(goal: str, day: date, hours: float, calendar: Calendar) -> dict[str, Any]:
    """A day's total of one goal, as an entry's row."""
    given = {name: info.default for name, info in TimeEntry.model_fields.items() if not info.is_required()}
    begin, length = day_instant(day, calendar), round(hours * 3600 * MICRO) / MICRO
    own = {"start_utc": begin, "zone": calendar.zone, "goal_id": goal, "duration_s": length, "tracker": ""}
    return {**given, "id": f"{goal}-{day}", **own}


def _inside(begin: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or begin >= start) and (end is None or begin < end)
