"""A marked block in the person's crontab; every other line of it stays as it is, byte for byte."""

import shlex

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers.start import NICE, Start, Trigger, Written, ask

LONGEST = 990  # cron cuts a longer command off without a word
NOTE = (
    "cron does not catch up: it runs hourly, so that a run that was missed is made good within the hour in which the "
    "machine is on again"
)


def plan(start: Start) -> Trigger:
    """The block."""
    return Trigger("cron", start.name, (Written("your crontab", _block(start)),), ("crontab -",), NOTE)


def _block(start: Start) -> bytes:
    first, last = _marks(start)
    line = command_line(start)
    if len(line.encode()) > LONGEST:
        raise GoalkitError(
            f"the path {start.folder} is too long for cron, which reads {LONGEST} bytes a line; move the workbook to "
            "a shorter one, or use another way: goalkit schedule install --with systemd"
        )
    return b"\n".join((first, f"# {start.about}".encode(), f"{start.minute} * * * * {line}".encode(), last, b""))


def _marks(start: Start) -> tuple[bytes, bytes]:
    return (
        f"# >>> {start.name}, made by `goalkit schedule install`; `goalkit schedule remove` takes it out".encode(),
        f"# <<< {start.name}".encode(),
    )


def command_line(start: Start) -> str:
    """The command for cron and the shell that it starts."""
    words = ("nice", "-n", str(NICE), *start.words)
    return f"cd {_quoted(str(start.folder))} && {' '.join(map(_quoted, words))}"


def _quoted(word: str) -> str:
    r"""A word for the shell, in which cron finds no % that ends the command.

    cron takes the backslash from \%, and some crons from \\ too: here each backslash that is meant is
    followed by a quote, and only % by one of cron's.
    """
    return shlex.quote(word).replace("\\", "\\''").replace("%", "\\%")


def lacks() -> str:
    """Why it cannot be used here; "" where it answers."""
    try:
        _load()
    except GoalkitError as error:
        return str(error)
    return ""


def install(start: Start) -> bool:
    """Puts the block at the end of the crontab, or in place of the one that is there; gives whether it was to do."""
    before, block = _load(), _block(start)
    if block in before:
        return False
    kept = _without(before, start)
    if kept and not kept.endswith(b"\n"):
        kept += b"\n"
    _save(kept + block)
    return True


def remove(start: Start) -> bool:
    """Takes the block out; gives whether there was one."""
    if ask("crontab", "-l").code is None:
        return False
    before = _load()
    kept = _without(before, start)
    if kept == before:
        return False
    _save(kept)
    return True


def installed(start: Start) -> bytes | None:
    """The block as it stands in the crontab; None where there is none, or no crontab."""
    answer = ask("crontab", "-l")
    span = _span(answer.out, start)
    return answer.out[slice(*span)] if span else None


def _without(crontab: bytes, start: Start) -> bytes:
    span = _span(crontab, start)
    return crontab[: span[0]] + crontab[span[1] :] if span else crontab


def _span(crontab: bytes, start: Start) -> tuple[int, int] | None:
    """Where the block begins and ends: whole lines, found by their marks; None without both."""
    first, last = (mark[: mark.index(start.name.encode()) + len(start.name)] for mark in _marks(start))
    begin = end = None
    place = 0
    for line in crontab.splitlines(keepends=True):
        if begin is None and line.startswith(first):
            begin = place
        place += len(line)
        if begin is not None and line.rstrip(b"\r\n") == last:
            end = place
            break
    return None if begin is None or end is None else (begin, end)


def _load() -> bytes:
    """The person's crontab; empty where they have none. Raises GoalkitError where it cannot be had."""
    answer = ask("crontab", "-l")
    if answer.code is None:
        raise GoalkitError(f"{answer.error}; install cron, or choose another way")
    if answer.fine and b"\\r\n" in answer.out:
        # Debian's crontab tells a carriage return as these two letters: what it says is not what it has.
        raise GoalkitError(
            "a line of your crontab ends in a carriage return (\\r), and could not be put back as it is; take that out "
            "with crontab -e first"
        )
    if answer.fine:
        return answer.out
    if "no crontab for" in answer.error or "No such file" in answer.error:
        return b""
    raise GoalkitError(f"crontab does not answer ({answer.error})")


def _save(crontab: bytes) -> None:
    answer = ask("crontab", "-", given=crontab) if crontab else ask("crontab", "-r")
    if not answer.fine:
        raise GoalkitError(f"crontab did not take it ({answer.error}); yours is as it was")
