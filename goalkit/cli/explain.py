"""The rows behind a number: which numbers are wanted, and what each is the sum of, down to file and line."""

from typing import TYPE_CHECKING, Any

import numpy as np

from goalkit.cli.show import print_table
from goalkit.errors import GoalkitError, ReconciliationError

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.cli.counted import Read
    from goalkit.metrics.hours import Counted

TYPED_IN = "typed in"
SHORT_BATCH, SHORT_HASH = 8, 12
KNOWN_SHOWN = 8
COLUMNS = ("start", "end", "hours", "seconds", "project", "description", "tracker", "file", "line", "batch", "sha256")


def read_only(texts: list[str], by: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """--only options as (key, value) pairs; raises GoalkitError for a key that is not one of --by."""
    pairs = [text.partition("=") for text in texts]
    for text, (key, sign, _) in zip(texts, pairs, strict=True):
        if not sign or key.strip() not in by:
            keys = " or ".join(f"{name}=…" for name in by) or "nothing, since --by names no key"
            raise GoalkitError(f"--only {text!r} is not understood; expected {keys}, a key of --by and its value")
    return tuple((key.strip(), value) for key, _, value in pairs)


def wanted_numbers(shown: "pd.DataFrame", goals: "pd.Series[Any] | None", only: tuple[tuple[str, str], ...]) -> Any:
    """Which of the shown numbers --only asks for (bool array): one of the values, for each key that is named.

    Values are those that are shown; a goal may be named by its id, too. Raises GoalkitError, with
    the values that there are, for one that no number has.
    """
    wanted = np.ones(len(shown), dtype=bool)
    for key in dict.fromkeys(key for key, _ in only):
        texts = shown[key].astype("str").to_numpy(dtype=object)
        ids = goals.astype("object").to_numpy() if key == "goal" and goals is not None else texts
        fits = np.zeros(len(shown), dtype=bool)
        for value in (value for name, value in only if name == key):
            found = (texts == value) | (ids == value)
            if not found.any():
                raise GoalkitError(f"--only {key}={value} fits no number; {_known(key, texts)}")
            fits |= found
        wanted &= fits
    return wanted


def _known(key: str, texts: np.ndarray) -> str:
    known = list(dict.fromkeys(texts))
    if not known:
        return "there is no time in this range"
    more = f" and {len(known) - KNOWN_SHOWN} more" if len(known) > KNOWN_SHOWN else ""
    return f"{key} can be {', '.join(repr(text) for text in known[:KNOWN_SHOWN])}{more}"


def explained(counted: "Counted", shown: "pd.DataFrame", read: "Read", entries: "pd.DataFrame") -> "pd.DataFrame":
    """One row an entry in each number: the number's keys, then COLUMNS, then `number`.

    Start and end are the entry's own, in local time; `hours` and `seconds` are what falls into the
    number. Raises ReconciliationError when they do not sum to it exactly.
    """
    from goalkit.metrics.hours import HOUR_US

    parts = counted.parts()
    sums = np.zeros(len(shown), dtype=np.int64)
    np.add.at(sums, parts["number"].to_numpy(), parts["us"].to_numpy())
    if not np.array_equal(sums / HOUR_US, counted.numbers["hours"].to_numpy()):
        raise ReconciliationError("the rows do not sum to their number; this is a fault of goalkit, please report it")
    whole = read.entries.loc[entries.index[parts["row"].to_numpy()]].reset_index(drop=True)
    keys = shown.drop(columns="hours").take(parts["number"].to_numpy()).reset_index(drop=True)
    told = _told(whole, read.calendar.zone).assign(hours=parts["us"] / HOUR_US, seconds=parts["us"] / 1_000_000)
    rest = told[[name for name in COLUMNS if name not in keys]]
    return keys.join(rest).assign(number=parts["number"])


def _told(entries: "pd.DataFrame", zone: str) -> "pd.DataFrame":
    """What an entry is and where it came from, as plain values; a day total has a day and no end."""
    import pandas as pd

    total = entries["end_utc"].isna().to_numpy()
    start = [text[:10] if day else text for text, day in zip(_local(entries["start_utc"], zone), total, strict=True)]
    file = _plain(entries, "file")
    typed = file == ""
    line = entries["source_line"].astype("object").to_numpy()
    columns = {
        "start": start,
        "end": _local(entries["end_utc"], zone),
        **{name: _plain(entries, name) for name in ("project", "description", "tracker")},
        "file": np.where(typed, TYPED_IN, file),
        "line": np.where(typed, None, line),
        "batch": _plain(entries, "batch_id"),
        "sha256": _plain(entries, "sha256"),
    }
    return pd.DataFrame(columns, dtype=object)


def _local(instants: "pd.Series[Any]", zone: str) -> list[Any]:
    """Instants in local time as ISO texts, None where there is none."""
    local = instants.dt.tz_convert(zone)
    return [moment.isoformat() if known else None for moment, known in zip(local, local.notna(), strict=True)]


def _plain(entries: "pd.DataFrame", name: str) -> np.ndarray:
    if name not in entries:
        return np.full(len(entries), "", dtype=object)
    column = entries[name].astype("object")
    return column.where(column.notna(), "").to_numpy(dtype=object)


def print_explained(rows: "pd.DataFrame", shown: "pd.DataFrame") -> None:
    """A table a number, headed by its keys, with the rows behind it and their sum; empty columns are left out."""
    keys = list(shown.columns.drop("hours"))
    short = rows.assign(
        start=[_clock(text) for text in rows["start"]],
        end=[_clock(text) for text in rows["end"]],
        batch=rows["batch"].str[:SHORT_BATCH],
        sha256=rows["sha256"].str[:SHORT_HASH],
        line=rows["line"].astype("object").where(rows["line"].notna(), ""),
    )
    names = [name for name in COLUMNS if name in short and name not in (*keys, "seconds")]
    for number, own in short.groupby("number", sort=True):
        if number:
            print()  # noqa: T201
        used = [name for name in names if name == "hours" or (own[name] != "").any()]
        title = " · ".join(str(shown[key].iloc[number]) or "(none)" for key in keys) or "all"
        total = [shown["hours"].iloc[number] if name == "hours" else "sum" if name == used[0] else "" for name in used]
        print_table(used, [*own[used].itertuples(index=False, name=None), total], title)


def _clock(text: str | None) -> str:
    """An ISO instant as people read it: "2025-03-14 09:00", seconds only where there are any."""
    if text is None:
        return ""
    return text[:19].replace("T", " ").removesuffix(":00") if "T" in text else text
