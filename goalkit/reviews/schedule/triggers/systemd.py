"""A timer of the person's own systemd: hourly, and caught up after the machine slept or was off."""

import os
import re
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers import files
from goalkit.reviews.schedule.triggers.start import LONGEST_RUN_H, NICE, Answer, Start, Trigger, Written, ask

UNSAFE = frozenset("\"'\\")  # in a program's own path systemd takes them for a mistake
PLAIN = re.compile(r"[\w./:=@+,-]+", re.ASCII)
NOTE = (
    "It runs while you are logged in, and after your next login catches up. For a machine that nobody logs in to: "
    "loginctl enable-linger"
)

# Hourly, though most hours owe nothing: such a run takes a second, what was dropped in the inbox is in within the
# hour, and what could not be sent is tried again on time. Persistent runs it at once when its hour was slept through.
SERVICE = """\
# Made by `goalkit schedule install`; `goalkit schedule remove` takes it out.
[Unit]
Description={about}

[Service]
Type=oneshot
WorkingDirectory=-{folder}
ExecStart={command}
# 3: done, but some rows or reviews were left out, as the log says.
SuccessExitStatus=3
Nice={nice}
TimeoutStartSec={hours}h
"""
TIMER = """\
# Made by `goalkit schedule install`; `goalkit schedule remove` takes it out.
[Unit]
Description={about}

[Timer]
OnCalendar=*-*-* *:{minute:02d}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def plan(start: Start) -> Trigger:
    """The two units, where systemd looks for a person's own."""
    service = SERVICE.format(
        about=_specifiers(start.about),
        folder=_specifiers(_unstripped(str(start.folder))),
        command=command_line(start.words),
        nice=NICE,
        hours=LONGEST_RUN_H,
    )
    timer = TIMER.format(about=_specifiers(start.about), minute=start.minute)
    written = [Written(str(path), text.encode()) for path, text in zip(_units(start), (service, timer), strict=True)]
    steps = ("systemctl --user daemon-reload", f"systemctl --user enable --now {start.name}.timer")
    return Trigger("systemd", start.name, tuple(written), steps, NOTE)


def command_line(words: tuple[str, ...]) -> str:
    """Words as systemd reads them: quoted, with its escapes, % doubled, and $ left alone."""
    if set(words[0]) & UNSAFE:
        if "=" in words[0]:  # env would take it for a variable
            raise GoalkitError(f"{words[0]} has quotes and = in its path, which systemd cannot start; rename a folder")
        words = ("/usr/bin/env", *words)
    if any("$" in word for word in words):
        words = (f":{words[0]}", *words[1:])  # else $NAME would be looked up
    return " ".join(word if PLAIN.fullmatch(word) else _quoted(word) for word in words)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", r"\\").replace('"', r"\"")
    return f'"{_specifiers(escaped)}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")


def _unstripped(path: str) -> str:
    """A path whose last sign is not taken for the end of the line, or for its going on."""
    return f"{path}/." if path != path.strip() or path.endswith("\\") else path


def lacks() -> str:
    """Why it cannot be used here; "" where it answers."""
    answer = ask("systemctl", "--user", "show", "--property=Version")
    return "" if answer.fine else f"systemd has no answer for this user ({answer.error})"


def install(start: Start) -> bool:
    """Writes the units and turns the timer on; gives whether anything was to do."""
    trigger = plan(start)
    timer = f"{start.name}.timer"
    if files.stand(trigger.files) and all(_systemctl(word, timer).fine for word in ("is-enabled", "is-active")):
        return False
    if lack := lacks():
        raise GoalkitError(lack)
    files.write(trigger.files)
    for words in (("daemon-reload",), ("enable", "--now", timer)):
        if not (answer := _systemctl(*words)).fine:
            remove(start)
            raise GoalkitError(f"systemctl --user {' '.join(words)} failed ({answer.error}); nothing was left behind")
    return True


def remove(start: Start) -> bool:
    """Stops the timer and takes out all that it left; gives whether there was something."""
    timer = f"{start.name}.timer"
    units = _units(start)
    if any(unit.exists() for unit in units):
        _systemctl("disable", "--now", timer)
    stamp = _folder("XDG_DATA_HOME", ".local/share") / "systemd" / "timers" / f"stamp-{timer}"
    there = files.drop([*units, units[0].parent / "timers.target.wants" / timer])
    files.drop([stamp])
    if there:
        _systemctl("daemon-reload")
        _systemctl("reset-failed", f"{start.name}.*")  # what failed last is remembered else
    return there


def installed(start: Start) -> bytes | None:
    """What stands in its service and timer; None where there is none."""
    found = [files.load(unit) for unit in _units(start)]
    return None if found == [None, None] else b"".join(text or b"" for text in found)


def _units(start: Start) -> tuple[Path, Path]:
    folder = _folder("XDG_CONFIG_HOME", ".config") / "systemd" / "user"
    return folder / f"{start.name}.service", folder / f"{start.name}.timer"


def _folder(variable: str, usual: str) -> Path:
    named = os.environ.get(variable, "")
    return Path(named) if Path(named).is_absolute() else Path.home() / usual


def _systemctl(*words: str) -> Answer:
    return ask("systemctl", "--user", *words)
