"""Writes into README.md and docs what the code says of itself, formats and records: `make docs`."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from goalkit.records import RECORDS
from goalkit.records.dictionary import dictionary_page
from goalkit.trackers import MODULES, TRACKERS
from goalkit.trackers.base import DAY_TOTALS, Tracker

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- formats: made by make docs -->", "<!-- end of formats -->"


def readme_table() -> str:
    """One line a maker, for people who look whether their tracker is there."""
    lines = ["| tracker | exports |", "|---|---|"]
    for maker in dict.fromkeys(_maker(tracker)[0] for tracker in TRACKERS):
        own = sorted((one for one in TRACKERS if _maker(one)[0] == maker), key=lambda one: _maker(one)[1] != "")
        exports = "; ".join(_export(tracker) for tracker in own)
        lines.append(f"| {maker} | {exports} |")
    return "\n".join(lines)


def _maker(tracker: Tracker) -> tuple[str, str]:
    """Whose export it is, and which of several."""
    maker, _, which = tracker.title.partition(", ")
    return maker, which


def _export(tracker: Tracker) -> str:
    which = _maker(tracker)[1]
    totals = f" ({DAY_TOTALS})" if tracker.gives == DAY_TOTALS and DAY_TOTALS not in tracker.export else ""
    return f"**{which}**: {tracker.export}{totals}" if which else f"{tracker.export}{totals}"


def page() -> str:
    """Every format with its name on the command line and what its reader does."""
    return "\n".join(_page_lines()).rstrip() + "\n"


def _page_lines() -> Iterator[str]:
    yield "# What goalkit reads"
    yield ""
    yield "Made by `make docs` from the list of trackers in `goalkit/trackers`; change the modules there."
    yield "A file is recognised by its content, never by its name; `--tracker NAME` overrides that."
    yield ""
    yield "Entries have clock times; day totals are hours without a time of day and never pretend to one."
    yield "Every format that is a table is also read from a spreadsheet (XLSX)."
    for name in MODULES:
        module = import_module(f"goalkit.trackers.{name}")
        yield from ("", f"## {' · '.join(dict.fromkeys(tracker.title for tracker in module.TRACKERS))}", "")
        yield (module.__doc__ or "").strip()
        yield from ("", "| `--tracker` | export | gives |", "|---|---|---|")
        for tracker in module.TRACKERS:
            yield f"| `{tracker.name}` | {tracker.export} | {tracker.gives} |"


def texts() -> dict[Path, str]:
    """Each file as it should be."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = f"{before}{BEGIN}\n{readme_table()}\n{END}{after}"
    return {
        readme: table,
        ROOT / "docs" / "trackers.md": page(),
        ROOT / "docs" / "records.md": dictionary_page(RECORDS),
    }


def main() -> int:
    """Writes what has changed; says which files."""
    for path, text in texts().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
