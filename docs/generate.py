"""Writes into README.md and docs what the code says of itself, formats, records, facts, goals: `make docs`."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

from goalkit.records import RECORDS
from goalkit.records.dictionary import dictionary_page
from goalkit.reviews.json_schema import facts_schema
from goalkit.smart import GoalSentence, SmartReport, check_goal
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


SCORES, END_SCORES = "<!-- scores: made by make docs -->", "<!-- end of scores -->"
SENTENCES = ROOT / "tests" / "fixtures" / "smart" / "sentences.csv"
LABELLED_ON = date(2026, 1, 12)
PARTS = ("development", "held out", "fresh")
READ = ("measure", "unit", "baseline", "target", "change", "per", "due")
Row = dict[str, str]


def smart() -> str:
    """How well letters and fields are read in each part of the labelled set."""
    sizes = [sum(row["part"] == part for row in sentences()) for part in PARTS]
    heads = " | ".join(f"{part} ({size})" for part, size in zip(PARTS, sizes, strict=True))
    line = f"|---{'|---' * len(PARTS)}|"
    letters = {letter: [_score(*letter_counts(letter, part)) for part in PARTS] for letter in "SMART"}
    fields = {name: [_right(*field_counts(name, part)) for part in PARTS] for name in READ}
    return "\n".join(
        [
            "Precision · recall of each lit letter · how many of the unlit ones were found:",
            "",
            *(f"| letter | {heads} |", line, *(f"| {name} | {' | '.join(row)} |" for name, row in letters.items())),
            "",
            "Each field: read right where the sentence says something · read though it says nothing:",
            "",
            *(f"| field | {heads} |", line, *(f"| {name} | {' | '.join(row)} |" for name, row in fields.items())),
        ]
    )


@cache
def sentences() -> list[Row]:
    """The labelled sentences, in the order of the file."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def reports() -> list[SmartReport]:
    """What goalkit says of each sentence on the day they were labelled."""
    return [check_goal(row["sentence"], LABELLED_ON) for row in sentences()]


def letter_counts(letter: str, part: str) -> tuple[int, int, int, int]:
    """Of one part: sentences whose letter is lit rightly, lit wrongly, wrongly unlit, and rightly unlit."""
    rows = [
        (row[letter] == "yes", report[letter].lit)
        for row, report in zip(sentences(), reports(), strict=True)
        if row["part"] == part
    ]
    return rows.count((True, True)), rows.count((False, True)), rows.count((True, False)), rows.count((False, False))


def field_counts(name: str, part: str) -> tuple[int, int, int]:
    """Of one part: sentences that say a field, those of them read right, and those read that say nothing."""
    rows = [
        (row[name], _written(name, report.goal))
        for row, report in zip(sentences(), reports(), strict=True)
        if row["part"] == part
    ]
    said = [(label, read) for label, read in rows if label]
    return len(said), sum(_same(*pair) for pair in said), sum(read != "" for label, read in rows if not label)


def _written(name: str, goal: GoalSentence) -> str:
    """A field as the set writes it: "" for nothing."""
    value = getattr(goal, name)
    if value in (None, ""):
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _same(label: str, read: str) -> bool:
    try:
        return abs(float(label) - float(read)) < 0.01
    except ValueError:
        return label.lower() == read.lower()


def _score(right: int, wrong: int, missed: int, out: int) -> str:
    precision, recall = right / (right + wrong), right / (right + missed)
    return f"{precision:.3f} · {recall:.3f} · {out} of {out + wrong}"


def _right(said: int, right: int, invented: int) -> str:
    return f"{right} of {said} · {invented}"


def _between(path: Path, begin: str, end: str, made: str) -> str:
    """A file's text with what stands between two marks made anew."""
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    return f"{before}{begin}\n{made}\n{end}{rest.partition(end)[2]}"


def texts() -> dict[Path, str]:
    """Each file as it should be."""
    readme, letters = ROOT / "README.md", ROOT / "docs" / "smart.md"
    return {
        readme: _between(readme, BEGIN, END, readme_table()),
        ROOT / "docs" / "trackers.md": page(),
        ROOT / "docs" / "records.md": dictionary_page(RECORDS),
        ROOT / "docs" / "facts.schema.json": json.dumps(facts_schema(), ensure_ascii=False, indent=1) + "\n",
        letters: _between(letters, SCORES, END_SCORES, smart()),
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
