"""Broken exports: each tracker's fixtures, mutated, for a while. `make fuzz` runs it a minute a tracker.

A reader may refuse a file, with a GoalkitError and nothing else; it may not hang, nor eat memory.
"""

import argparse
import faulthandler
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.trackers import TRACKERS, ReadOptions, load_export

FIXTURES = Path(__file__).parent / "fixtures" / "trackers"
BESIDE = (".expected.csv", ".problems.csv", "writer.py")
LONGEST_S = 20  # for one file of a few kilobytes
MOST_BYTES = 4 << 30  # of address space, most of which the libraries reserve and never touch
NOW = datetime(2026, 1, 1, tzinfo=UTC)

# What tends to hurt: other delimiters, quotes, numbers out of range, other scripts, other formats' signs.
TOKENS = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff", b"-", b"0", b"",
    b"9" * 400, b"1e999", b"NaN", b"-00:00:01", b"99999:59:59", b"0001-01-01", b"9999-12-31T23:59:59Z", b"2025-02-30",
    b"24:00", b"2025-10-26 02:30:00", b"2025-03-30 02:30:00", b"+99:99", b"[" * 300, b"{" * 300, b"]", b"}", b'":{"',
    b"null", b"true", b"-1", b"\\u0000", b"\\", "\u0663".encode(), "\u202e".encode(), "\U0001f600".encode(), b"=1+1",
    b"inc ", b" - ", b"CLOCK: [", b"--[", b"* ", b"i 2025/03/14 09:00", b"o ", b"BEGIN:VEVENT\n", b"END:VEVENT\n",
    b"RRULE:FREQ=SECONDLY\n", b"DTSTART:20250314T090000Z\n", b"TZID=Nowhere/None:",
)  # fmt: skip


def fixtures_of(name: str) -> list[bytes]:
    """The exports among a tracker's fixtures."""
    files = sorted(path for path in (FIXTURES / name).glob("*.*") if not path.name.endswith(BESIDE))
    return [path.read_bytes() for path in files]


@st.composite
def broken(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """A fixture after a few accidents: cut, doubled, swapped, overwritten, joined with another one."""
    content = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, len(content)))
        last = min(len(content), first + draw(st.integers(0, 60)))
        kind = draw(st.sampled_from(("cut", "double", "token", "token", "byte", "lines", "join", "end")))
        if kind == "cut":
            content = content[:first] + content[last:]
        elif kind == "double":
            content = content[:last] + content[first:]
        elif kind == "token":
            content = content[:first] + draw(st.sampled_from(TOKENS)) + content[draw(st.sampled_from((first, last))) :]
        elif kind == "byte":
            content = content[:first] + draw(st.binary(max_size=3)) + content[first + 1 :]
        elif kind == "lines":
            content = b"\n".join(draw(st.permutations(content.split(b"\n")[:40])))
        elif kind == "join":
            content = content[:first] + draw(st.sampled_from(whole))[first:]
        else:
            content = content[:first]
    return content


def check(name: str, content: bytes, folder: Path) -> None:
    """Reads a file as that tracker's and as anybody's; only a GoalkitError may come of it."""
    path = folder / "export"
    path.write_bytes(content)
    for tracker in (name, None):
        for columns in (None, frozenset({"project"})):
            options = ReadOptions(tracker=tracker, zone="Europe/Berlin", columns=columns, as_of=NOW)
            try:
                export = load_export(path, options)
            except GoalkitError as error:
                assert str(error)
                continue
            left_out = sum(problem.left_out for problem in export.problems)
            assert len(export.entries) + left_out == export.rows_read
            assert (export.entries["duration_s"] >= 0).all()


def run(name: str, examples: int, number: int = 0) -> None:
    """Tries a tracker with so many broken files; the same number tries the same ones."""
    whole = fixtures_of(name)

    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(content=broken(whole))
    def one(content: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, LONGEST_S)
        try:
            check(name, content, Path(folder))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as folder:
        one()


def _too_long(_number: int, _frame: object) -> None:
    raise TimeoutError(f"one small file took more than {LONGEST_S} s")


def main() -> int:
    """Runs each tracker for some seconds in a process of its own; says which failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="for each tracker")
    parser.add_argument("--tracker", help="this one, in this process")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the first one")
    asked = parser.parse_args()
    if asked.tracker:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        until, number, files = time.monotonic() + asked.seconds, asked.seed, 0
        while time.monotonic() < until:
            faulthandler.dump_traceback_later(10 * LONGEST_S, exit=True)  # a hang in compiled code
            print(f"{asked.tracker}: {files} files, seed {number}", flush=True)
            run(asked.tracker, 200, number)
            number, files = number + 1, files + 200
        return 0
    failed = []
    for tracker in TRACKERS:
        command = [sys.executable, __file__, "--tracker", tracker.name, "--seed", str(asked.seed)]
        if subprocess.run([*command, "--seconds", str(asked.seconds)], check=False).returncode:
            failed.append(tracker.name)
    print(f"{len(TRACKERS)} trackers tried, failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
