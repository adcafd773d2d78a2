"""What starts `goalkit review --due` on time: with what the machine has, or printed for other places."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast, get_args

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers import airflow, container, cron, github, launchd, systemd, windows
from goalkit.reviews.schedule.triggers.start import DUE, Kind, Start, Trigger, Written, check_own

__all__ = ["KEEPERS", "KINDS", "Found", "Kind", "Start", "Trigger", "Written", "choose", "install", "installed", "plan"]
__all__ += ["remove", "start_of"]

KINDS: tuple[Kind, ...] = get_args(Kind)


class Keeper(Protocol):
    """A program of the machine that starts commands on time; a module of this package each."""

    def plan(self, start: Start) -> Trigger:
        """All that would be installed."""

    def lacks(self) -> str:
        """Why it cannot be used here; "" where it answers."""

    def install(self, start: Start) -> bool:
        """Installs it; gives whether anything was to do."""

    def remove(self, start: Start) -> bool:
        """Takes out exactly what was installed; gives whether there was something."""

    def installed(self, start: Start) -> bytes | None:
        """What is installed, as it stands; None for nothing."""


KEEPERS: Mapping[Kind, Keeper] = MappingProxyType(
    {
        "systemd": cast("Keeper", systemd),
        "cron": cast("Keeper", cron),
        "launchd": cast("Keeper", launchd),
        "windows": cast("Keeper", windows),
    }
)
PRINTED = {"github": github.plan, "airflow": airflow.plan, "container": container.plan}
WAY_OUT = "other ways: goalkit schedule install --with KIND, or --print to set one up by hand; KIND is one of " + (
    ", ".join(KINDS)
)


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger of a workbook that is installed.

    Attributes:
        kind, name: which.
        current: whether it is what would be installed now: the same Python, the same goalkit's way.
    """

    kind: Kind
    name: str
    current: bool


def start_of(folder: Path, command: tuple[str, ...] = DUE) -> Start:
    """What is started for a workbook, by the Python that runs this."""
    python = Path(sys.executable)
    quiet = python.with_name("pythonw.exe")  # Windows' Python without a window of its own
    return Start(folder.resolve(), quiet if quiet.is_file() else python, command)


def choose() -> Kind:
    """What this machine has: launchd on macOS, the Task Scheduler on Windows, else systemd if it answers, else cron.

    Raises GoalkitError with the reasons where nothing of it answers.
    """
    own: dict[str, tuple[Kind, ...]] = {"darwin": ("launchd",), "win32": ("windows",)}
    kinds = own.get(sys.platform, ("systemd", "cron"))
    lacking = {kind: KEEPERS[kind].lacks() for kind in kinds}
    found = next((kind for kind in kinds if not lacking[kind]), None)
    if found is None:
        raise GoalkitError(f"nothing here can start reviews by itself: {', and '.join(lacking.values())}; {WAY_OUT}")
    return found


def plan(kind: Kind, folder: Path, command: tuple[str, ...] = DUE) -> Trigger:
    """All that would be installed, or is to be put somewhere by hand; writes nothing."""
    start = start_of(folder, command)
    return PRINTED[kind](start) if kind in PRINTED else KEEPERS[kind].plan(start)


def install(kind: Kind, folder: Path, command: tuple[str, ...] = DUE) -> bool:
    """Installs it for this user; gives whether anything was to do.

    Raises GoalkitError for another user's workbook, under sudo, for what is only printed, beside a trigger of
    another kind, and where the program that keeps it is not here or refuses.
    """
    check_own(folder)
    if kind not in KEEPERS:
        raise GoalkitError(
            f"{kind} is set up elsewhere; see what goes there: goalkit schedule install --with {kind} --print"
        )
    if others := [one.kind for one in installed(folder) if one.kind != kind]:
        raise GoalkitError(f"{others[0]} starts the reviews of this workbook already; first: goalkit schedule remove")
    try:
        return KEEPERS[kind].install(start_of(folder, command))
    except GoalkitError as error:
        raise GoalkitError(f"{error}; {WAY_OUT}") from error


def remove(kind: Kind, folder: Path) -> bool:
    """Takes out exactly what was installed for this workbook; gives whether there was something."""
    check_own(folder)
    return KEEPERS[kind].remove(start_of(folder))


def installed(folder: Path) -> list[Found]:
    """What is installed for a workbook; asks only the programs that this system has."""
    start = start_of(folder)
    found = []
    for kind, keeper in KEEPERS.items():
        stands = keeper.installed(start)
        if stands is not None:
            wanted = b"".join(file.content for file in keeper.plan(start).files)
            found.append(Found(kind, start.name, kind == "windows" or stands == wanted))
    return found
