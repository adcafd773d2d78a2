"""Measures goalkit beside other tools and writes the tables of benchmarks/README.md: python run.py [--rounds N].

Every command is a process of its own; rounds are interleaved, so that a busy minute meets all alike.
A tool that is not on this machine is reported as "not here".
"""

import argparse
import csv
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from make_toggl import write_toggl

HERE = Path(__file__).parent
README = HERE / "README.md"
LARGE, MIDDLE, SMALL = 1_000_000, 100_000, 20_000
MONTH = "2025-11"
FORGET = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "GOALKIT_BOOK"}


@dataclass
class Contest:
    """One command and what its runs took."""

    name: str
    command: list[str] | None
    environment: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0

    def run(self, folder: Path, out: Path) -> None:
        """One run in an empty folder, its output kept in a file."""
        if self.command is None:
            return
        around = {name: value for name, value in os.environ.items() if name not in FORGET}
        result = out.with_suffix(".measured")
        measured = [sys.executable, "-S", str(HERE / "measure.py"), str(result), *self.command]
        with out.open("wb") as sink:
            done = subprocess.run(
                measured,
                cwd=folder,
                env={**around, **self.environment},
                stdout=sink,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        if done.returncode:
            raise SystemExit(f"{self.name} failed with exit code {done.returncode}: {self.command}")
        seconds, cpu, peak = json.loads(result.read_bytes())
        self.seconds.append(seconds)
        self.cpu.append(cpu)
        self.peak = max(self.peak, peak)


def goalkit_hours(export: Path, by: str) -> list[str]:
    return [sys.executable, "-m", "goalkit", "hours", str(export), "--by", by, "--format", "json"]


def large(temporary: Path, rounds: int) -> str:
    export = temporary / "large.csv"
    write_toggl(export, LARGE)
    by_duckdb = [sys.executable, str(HERE / "by_duckdb.py"), str(export)]
    contests = [
        Contest("goalkit hours", goalkit_hours(export, "day,project")),
        Contest("DuckDB, result written by DuckDB", by_duckdb if package("duckdb") else None),
        Contest("DuckDB, result fetched into Python", [*by_duckdb, "fetch"] if package("duckdb") else None),
    ]
    outs = compete(contests, temporary, rounds)
    if package("duckdb"):
        own = in_seconds(json.loads(outs[0].read_bytes())["rows"])
        for out in outs[1:]:
            if in_seconds(json.loads(out.read_bytes())) != own:
                raise SystemExit("goalkit and DuckDB do not give the same hours")
    text = f"`goalkit hours FILE --by day,project --format json`, {LARGE:,} rows, {megabytes(export)} MB"
    return table(text + "; the hours of all are equal", contests)


def in_seconds(rows) -> dict[tuple[str, str], int]:
    """Whole seconds by day and project, those without any left out."""
    counted = {(row["day"], row["project"]): round(row["hours"] * 3600) for row in rows}
    return {key: seconds for key, seconds in counted.items() if seconds}


def middle(temporary: Path, rounds: int) -> str:
    export = temporary / "middle.csv"
    write_toggl(export, MIDDLE)
    entries = list(read_entries(export))
    database = {"TIMEWARRIORDB": str(as_timewarrior(entries, temporary / "timewarrior"))}
    watson = {"WATSON_DIR": str(as_watson(entries, temporary / "watson"))}
    timeclock = as_timeclock(entries, temporary / "entries.timeclock")
    contests = [
        Contest("goalkit hours", goalkit_hours(export, "project")),
        Contest("Watson report", tool("watson", "report", "--all", "--no-pager"), watson),
        Contest("hledger balance", tool("hledger", "-f", str(timeclock), "balance")),
        Contest(
            "timewarrior summary", tool("timew", "summary", "2000-01-01", "-", "2030-01-01", "rc.verbose=0"), database
        ),
    ]
    compete(contests, temporary, rounds)
    return table(f"Hours by project, {MIDDLE:,} entries", contests)


def review(temporary: Path, rounds: int) -> str:
    """One month beside its floor and beside papermill and nbconvert as they come; twelve months beside one."""
    export, book, sample = temporary / "small.csv", temporary / "book", temporary / "sample"
    write_toggl(export, SMALL)
    goalkit = [sys.executable, "-m", "goalkit"]
    for command in (["init", str(book)], ["--book", str(book), "import", str(export)]):
        subprocess.run([*goalkit, *command], check=True, stdout=subprocess.DEVNULL)
    personal = shutil.ignore_patterns("*.db*", "backups")
    shutil.copytree(HERE.parent / "data" / "sample" / "data", sample / "data", ignore=personal)
    own, floor, stock, whole = (temporary / name for name in ("own", "floor", "stock", "year"))
    month = [*goalkit, "--book", str(book), "review", MONTH, "--out", str(own)]
    year = [*goalkit, "--book", str(sample), "review"]
    contests = [
        Contest("goalkit review, one month of 20,000 entries", month),
        Contest("its floor", [sys.executable, str(HERE / "by_review.py"), str(book), MONTH, str(floor)]),
        Contest("papermill, then nbconvert, as they come", as_stock(book, stock)),
        Contest("goalkit review, one month of the sample", [*year, "2025-03", "--out", str(whole)]),
        Contest("goalkit review, twelve months of the sample", [*year, "2025", "--each", "month", "--out", str(whole)]),
    ]
    compete(contests, temporary, rounds + 1)  # the first round warms up: bytecode, the disk
    for contest in contests:
        del contest.seconds[0], contest.cpu[0]
    page = f"{MONTH}/review-{MONTH}.html"
    if (own / page).read_bytes() != (floor / page).read_bytes():
        raise SystemExit("goalkit and its floor do not make the same page")
    size = (own / page).stat().st_size / 1e6
    lines = [table("Reviews", contests), "", "| ratio | best s | CPU s |", "|---|---:|---:|"]
    lines += [
        f"| {name} | {min(one.seconds) / min(other.seconds):.2f} | {min(one.cpu) / min(other.cpu):.2f} |"
        for name, one, other in (
            ("one month ÷ its floor", contests[0], contests[1]),
            ("one month ÷ papermill and nbconvert", contests[0], contests[2]),
            ("twelve months ÷ one", contests[4], contests[3]),
        )
    ]
    return "\n".join([*lines, "", f"The page has {size:.2f} MB."])


def as_stock(book: Path, out: Path) -> list[str]:
    """One command that runs papermill's and nbconvert's own on goalkit's notebook."""
    out.mkdir()
    given = {"book": str(book), "period": MONTH, "as_of": f"{MONTH}-30"}
    parameters = [word for name, text in given.items() for word in ("-p", name, text)]
    notebook, executed = str(HERE.parent / "notebooks" / "review.ipynb"), str(out / "review.ipynb")
    run = [sys.executable, "-m", "papermill", "--no-progress-bar", notebook, executed, *parameters]
    convert = [sys.executable, "-m", "nbconvert", "--to", "html", executed]
    return ["/bin/sh", "-c", f"{shlex.join(run)} 2>/dev/null && {shlex.join(convert)} 2>/dev/null"]


def opening(temporary: Path, rounds: int) -> str:
    """A notebook until its first form is in sight: in Python alone, in JupyterLab, in the app, in plain Voilà."""
    book = temporary / "book"
    subprocess.run([sys.executable, "-m", "goalkit", "init", str(book)], check=True, stdout=subprocess.DEVNULL)
    around = {name: value for name, value in os.environ.items() if name not in FORGET}
    command = [sys.executable, str(HERE / "by_opening.py"), str(book), str(rounds)]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=around).stdout)
    parts = {
        "Python alone: `import goalkit` and its forms": [one["import"] for one in found["kernel"]],
        "Python alone: opening the workbook": [one["open"] for one in found["kernel"]],
        "Python alone: making the form": [one["form"] for one in found["kernel"]],
        "Python alone, all": [one["all"] for one in found["kernel"]],
        "JupyterLab: page asked for → kernel up": [one["until kernel"] for one in found["lab"]],
        "JupyterLab: kernel up → first form in sight": [one["kernel to form"] for one in found["lab"]],
        "`goalkit lab --app`: page asked for → first form in sight": found["app"],
        "Voilà as it comes: page asked for → first form in sight": found["voila"],
    }
    lines = ["### Opening `04_goals.ipynb`, a new workbook", "", "| what | best s | median s |", "|---|---:|---:|"]
    for name, taken in parts.items():
        told = f"{min(taken):.2f} | {statistics.median(taken):.2f}" if taken else "not here | "
        lines.append(f"| {name} | {told} |")
    return "\n".join(lines)


def imports(temporary: Path, rounds: int) -> str:
    """A large export into a new workbook each time, beside a bare executemany of the rows that it stored."""
    export = temporary / "large.csv"
    write_toggl(export, LARGE)
    own = Contest("goalkit import, whole process", None)
    bare = {"same table and indexes": [], "same table, indexes made afterwards": ["after"], "no indexes": ["bare"]}
    taken: dict[str, list[float]] = {kind: [] for kind in bare}
    for number in range(rounds):
        book = temporary / f"book-{number}"
        goalkit = [sys.executable, "-m", "goalkit"]
        subprocess.run([*goalkit, "init", str(book), "--zone", "UTC"], check=True, stdout=subprocess.DEVNULL)
        own.command = [*goalkit, "--book", str(book), "import", str(export)]
        compete([own], temporary, 1)
        for kind, how in bare.items():
            command = [sys.executable, str(HERE / "by_import.py"), str(book / "data" / "goalkit.db"), str(temporary)]
            done = subprocess.run([*command, *how], check=True, capture_output=True)
            taken[kind].append(json.loads(done.stdout)["seconds"])
        shutil.rmtree(book)
    lines = [
        f"### `goalkit import FILE`, {LARGE:,} rows, {megabytes(export)} MB, into a new workbook",
        "",
        "| what | best s | median s | CPU s | peak MB | goalkit ÷ it (best) |",
        "|---|---:|---:|---:|---:|---:|",
        f"| {own.name} | {min(own.seconds):.2f} | {statistics.median(own.seconds):.2f} | {min(own.cpu):.2f} "
        f"| {own.peak / 1e6:.0f} | 1.00 |",
    ]
    lines += [
        f"| sqlite3 executemany, {kind} | {min(found):.2f} | {statistics.median(found):.2f} | | "
        f"| {min(own.seconds) / min(found):.2f} |"
        for kind, found in taken.items()
    ]
    return "\n".join(lines)


def compete(contests: list[Contest], temporary: Path, rounds: int) -> list[Path]:
    empty = temporary / "empty"
    empty.mkdir(exist_ok=True)
    outs = [temporary / f"out-{place}" for place in range(len(contests))]
    for _ in range(rounds):
        for contest, out in zip(contests, outs, strict=True):
            contest.run(empty, out)
    return outs


def table(title: str, contests: list[Contest]) -> str:
    own = min(contests[0].seconds)
    lines = [
        f"### {title}",
        "",
        "| command | best s | median s | CPU s | peak MB | × goalkit (best) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for contest in contests:
        if not contest.seconds:
            lines.append(f"| {contest.name} | not here | | | | |")
            continue
        best, middle_one = min(contest.seconds), statistics.median(contest.seconds)
        lines.append(
            f"| {contest.name} | {best:.2f} | {middle_one:.2f} | {min(contest.cpu):.2f} "
            f"| {contest.peak / 1e6:.0f} | {best / own:.2f} |"
        )
    return "\n".join(lines)


def read_entries(export: Path):
    """Start, end (UTC) and project of each entry."""
    with export.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start = datetime.fromisoformat(f"{row['Start date']}T{row['Start time']}").replace(tzinfo=UTC)
            end = datetime.fromisoformat(f"{row['End date']}T{row['End time']}").replace(tzinfo=UTC)
            yield start, end, row["Project"] or "none"


def as_watson(entries, folder: Path) -> Path:
    folder.mkdir()
    frames = [
        [int(start.timestamp()), int(end.timestamp()), project, f"{number:032x}", [], int(end.timestamp())]
        for number, (start, end, project) in enumerate(entries)
    ]
    (folder / "frames").write_text(json.dumps(frames), encoding="utf-8")
    return folder


def as_timewarrior(entries, folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "timewarrior.cfg").write_text("confirmation = off\n", encoding="utf-8")
    months: dict[str, list[str]] = {}
    for start, end, project in entries:
        line = f'inc {start:%Y%m%dT%H%M%SZ} - {end:%Y%m%dT%H%M%SZ} # "{project}"\n'
        months.setdefault(f"{start:%Y-%m}", []).append(line)
    for month, lines in months.items():
        (folder / "data" / f"{month}.data").write_text("".join(lines), encoding="utf-8")
    return folder


def as_timeclock(entries, file: Path) -> Path:
    lines = (f"i {start:%Y-%m-%d %H:%M:%S} {project}\no {end:%Y-%m-%d %H:%M:%S}\n" for start, end, project in entries)
    file.write_text("".join(lines), encoding="utf-8")
    return file


def tool(name: str, *arguments: str) -> list[str] | None:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    return [found, *arguments] if found else None


def package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def versions() -> str:
    packages = ("goalkit", "numpy", "pandas", "pyarrow", "duckdb", "td-watson")
    named = [f"{name} {package(name) or 'not here'}" for name in packages]
    for name in ("hledger", "timew"):
        command = tool(name, "--version")
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout if command else ""
        named.append(f"{name} {told.split(',')[0].removeprefix('hledger ').strip() or 'not here'}")
    return f"Python {platform.python_version()}, {', '.join(named)}; {os.cpu_count()} cores, {platform.system()}."


def megabytes(file: Path) -> int:
    return round(file.stat().st_size / 1e6)


def write_readme(parts: dict[str, str]) -> None:
    """Puts each part between its own markers; parts that were not measured stay as they are."""
    text = README.read_text(encoding="utf-8")
    for name, body in parts.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n\n{body}\n\n{end}{rest.partition(end)[2]}"
        print(body)
    README.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", help="some of large,middle,imports,review,opening; the README keeps the others' tables"
    )
    given = parser.parse_args()
    kinds: dict[str, Callable[[Path, int], str]] = {
        "large": large,
        "middle": middle,
        "imports": imports,
        "review": review,
        "opening": opening,
    }
    parts = {}
    for name in given.only.split(",") if given.only else kinds:
        with tempfile.TemporaryDirectory(prefix="goalkit-bench-") as temporary:
            measured = kinds[name](Path(temporary), given.rounds)
        parts[name] = f"{measured}\n\n{given.rounds} rounds. {versions()}"
    write_readme(parts)


if __name__ == "__main__":
    main()
