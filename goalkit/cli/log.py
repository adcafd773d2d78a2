"""The log of runs by themselves: what is said goes to the workbook's data/schedule.log, which stays small."""

import os
import sys
from datetime import datetime
from pathlib import Path

import typer

from goalkit import __version__
from goalkit.workbook.notebooks import write_whole
from goalkit.workbook.places import LOG

MOST, KEPT = 256 * 1024, 128 * 1024
HEADING = "--- "


def begin_log(folder: Path, now: datetime, command: str) -> None:
    """From here on, all that this process and what it starts says goes to the log, under a line of its own.

    A log over 256 KB first loses its oldest runs, down to 128 KB. Where it cannot be written, that is said
    once, and the run goes on.
    """
    path = folder / LOG
    try:
        shorten(path)
        log = path.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        typer.echo(f"goalkit: {path} cannot be written ({error.strerror}); this run is not in it", err=True)
        return
    log.write(f"{HEADING}{now:%Y-%m-%d %H:%M:%S} UTC · goalkit {__version__} {command}\n")
    for stream in (1, 2):
        os.dup2(log.fileno(), stream)
    sys.stdout = sys.stderr = log


def shorten(path: Path) -> None:
    """Takes the oldest runs out of a log that has grown too large, each whole."""
    if not path.exists() or path.stat().st_size <= MOST:
        return
    with path.open("rb") as file:
        file.seek(-KEPT, os.SEEK_END)
        tail = file.read().decode("utf-8", errors="replace")
    _, found, runs = tail.partition(f"\n{HEADING}")
    write_whole(path, f"{HEADING}{runs}" if found else tail.partition("\n")[2])
