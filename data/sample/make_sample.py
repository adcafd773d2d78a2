"""Writes the sample year: `python data/sample/make_sample.py [FOLDER]`.

The folder becomes a workbook whose database is built from `data/seed/` when it is first opened.
Running it again gives the same bytes.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the parts lie beside this file and belong to no package

from sample_year.exports import save_clockify, save_toggl  # noqa: E402  the path comes first
from sample_year.history import save_history  # noqa: E402
from sample_year.pictures import save_pictures  # noqa: E402
from sample_year.story import load_story  # noqa: E402
from sample_year.timelog import year_log  # noqa: E402

MARKER = "[workbook]\nformat = 1\n"


def make(folder: Path) -> list[Path]:
    """Writes workbook.toml, the history, both exports and the board's pictures below `folder`; returns the files."""
    data = folder / "data"
    marker, history = data / "workbook.toml", data / "seed" / "history.jsonl"
    toggl, clockify = (data / "seed" / "exports" / f"{name}.csv" for name in ("toggl-2025-h1", "clockify-2025-h2"))
    toggl.parent.mkdir(parents=True, exist_ok=True)
    switched = load_story("work")["person"]["switched"]
    marker.write_text(MARKER, encoding="utf-8", newline="\n")
    save_history(history)
    save_toggl([row for row in year_log() if row.day < switched], toggl)
    save_clockify([row for row in year_log() if row.day >= switched], clockify)
    return [marker, history, toggl, clockify, *save_pictures(data / "seed" / "board")]


def main() -> None:
    """Writes the sample into the folder given, else beside this file, and says what it wrote."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for path in make(folder):
        print(f"{path}: {path.stat().st_size:,} bytes")  # noqa: T201  the answer of a script


if __name__ == "__main__":
    main()
