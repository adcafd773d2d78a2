"""An agent of the person's own launchd: hourly, at login, and once after the machine slept."""

import os
import plistlib
import shlex
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers import files
from goalkit.reviews.schedule.triggers.start import NICE, Start, Trigger, Written, ask
from goalkit.workbook.places import LOG

NOTE = (
    "What was slept through runs once on waking, what was off at login. A workbook in Documents or on a cloud drive: "
    "allow Python to read it when macOS asks"
)


def plan(start: Start) -> Trigger:
    """The property list."""
    log = str(start.folder / LOG)  # where Python itself cannot start; what goalkit says goes there anyway
    settings = {
        "Label": start.name,
        "ProgramArguments": list(start.words),
        "WorkingDirectory": str(start.folder),
        "StartCalendarInterval": {"Minute": start.minute},
        "RunAtLoad": True,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": NICE,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    written = Written(str(_agent(start)), plistlib.dumps(settings, sort_keys=False))
    step = f"launchctl bootstrap gui/$UID {shlex.quote(written.where)}"
    return Trigger("launchd", start.name, (written,), (step,), NOTE)


def lacks() -> str:
    """Why it cannot be used here; "" where it answers."""
    answer = ask("launchctl", "print", _domain())
    return "" if answer.fine else f"launchd does not answer ({answer.error})"


def install(start: Start) -> bool:
    """Writes the agent and loads it; gives whether anything was to do."""
    trigger = plan(start)
    loaded = ask("launchctl", "print", _service(start)).fine
    if files.stand(trigger.files) and loaded:
        return False
    if lack := lacks():
        raise GoalkitError(lack)
    if loaded:
        ask("launchctl", "bootout", _service(start))
    files.write(trigger.files)
    answer = ask("launchctl", "bootstrap", _domain(), str(_agent(start)))
    if not answer.fine:
        files.drop([_agent(start)])
        raise GoalkitError(f"launchctl did not take it ({answer.error}); nothing was left behind")
    return True


def remove(start: Start) -> bool:
    """Unloads the agent and takes its file out; gives whether there was one."""
    ask("launchctl", "bootout", _service(start))
    return files.drop([_agent(start)])


def installed(start: Start) -> bytes | None:
    """The property list as it stands; None where there is none."""
    return files.load(_agent(start))


def _agent(start: Start) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{start.name}.plist"


def _domain() -> str:
    return f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"


def _service(start: Start) -> str:
    return f"{_domain()}/{start.name}"
