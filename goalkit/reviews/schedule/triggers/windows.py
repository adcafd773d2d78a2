"""A task of the Windows Task Scheduler, with the person's own rights: hourly, and as soon as one was missed."""

import re
import tempfile
from pathlib import Path
from subprocess import list2cmdline
from xml.sax.saxutils import escape

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers.start import LONGEST_RUN_H, Start, Trigger, Written, ask

# What the Task Scheduler puts something else in place of, in paths and words alike; there is no escape for it.
REPLACED = re.compile(r"%[^%]+%|\$\(")
NOTE = "It runs while you are logged in; what was missed runs as soon as it can"

# Version 1.2 is Windows Vista's, which all later ones read. A trigger's parts stand in this order.
TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{about}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2025-01-01T00:{minute:02d}:00</StartBoundary>
      <Repetition>
        <Interval>PT1H</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT{hours}H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def plan(start: Start) -> Trigger:
    """The task, in the encoding that Windows writes itself."""
    command, *arguments = start.words
    for word in start.words:
        if REPLACED.search(word):
            raise GoalkitError(
                f"{word!r} holds something between percent signs, or $(, which the Task Scheduler would put something "
                "else in place of; rename that folder, then install again"
            )
    text = TASK.format(
        about=escape(start.about),
        minute=start.minute,
        hours=LONGEST_RUN_H,
        command=escape(command),
        arguments=escape(list2cmdline(arguments)),
        folder=escape(str(start.folder)),
    )
    content = b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")
    steps = (f"schtasks /Create /TN {start.name} /XML FILE /F",)
    return Trigger("windows", start.name, (Written(f"{start.name}.xml", content),), steps, NOTE)


def lacks() -> str:
    """Why it cannot be used here; "" where it answers."""
    answer = ask("schtasks", "/Query", "/FO", "CSV", "/NH")
    return "" if answer.fine else f"the Task Scheduler does not answer ({answer.error})"


def install(start: Start) -> bool:
    """Hands the task to the Task Scheduler, in place of the one by its name; Windows alone knows if it is another."""
    (written,) = plan(start).files
    if lack := lacks():
        raise GoalkitError(lack)
    with tempfile.TemporaryDirectory(prefix="goalkit-") as place:
        path = Path(place) / written.where
        path.write_bytes(written.content)
        answer = ask("schtasks", "/Create", "/TN", start.name, "/XML", str(path), "/F")
    if not answer.fine:
        raise GoalkitError(f"the Task Scheduler did not take it ({answer.error})")
    return True


def remove(start: Start) -> bool:
    """Takes the task out; gives whether there was one."""
    return installed(start) is not None and ask("schtasks", "/Delete", "/TN", start.name, "/F").fine


def installed(start: Start) -> bytes | None:
    """The task as the Task Scheduler tells it; None where there is none."""
    answer = ask("schtasks", "/Query", "/TN", start.name, "/XML")
    return answer.out if answer.fine else None
