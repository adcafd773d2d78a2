"""A calendar's file: written in whole or not at all, and never over something of somebody else's."""

import os
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.exchange.ics import MAKER, WORKBOOK

BEGINNING = 4096  # characters of a file that tell whose it is


def save_calendar(folder: Path, name: str, text: str) -> Path:
    """Writes a calendar into a folder, which is made where there is none; gives its path.

    A calendar of the same workbook is replaced once the new one is whole. Raises GoalkitError for
    any other file in its place, and when nothing can be written there.
    """
    path = folder / name
    rough = path.with_name(f".{name}.{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_ours(path, text)
        try:
            rough.write_bytes(text.encode("utf-8"))
            rough.replace(path)
        finally:
            rough.unlink(missing_ok=True)
    except OSError as error:
        raise GoalkitError(
            f"no calendar can be written to {path} ({error.strerror or error}); name another folder"
        ) from error
    return path


def _check_ours(path: Path, text: str) -> None:
    if not os.path.lexists(path):
        return
    if path.is_dir():
        raise GoalkitError(f"{path} is a folder; name another one for the calendar, or move it away")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        found = file.read(BEGINNING)
    if not _is_ours(found):
        raise GoalkitError(f"{path} is no calendar of goalkit and stays as it is; move it away, or name another folder")
    if workbook_of(found) not in ("", workbook_of(text)):  # one of an empty workbook tells nothing
        raise GoalkitError(f"{path} is the calendar of another workbook and stays; name another folder for this one's")


def _is_ours(text: str) -> bool:
    return text.startswith("BEGIN:VCALENDAR") and f"PRODID:{MAKER}" in text


def workbook_of(text: str) -> str:
    """Which workbook a calendar was made of, "" where it does not say."""
    lines = (line for line in text.splitlines() if line.startswith(f"{WORKBOOK}:"))
    return next(lines, "").partition(":")[2]
