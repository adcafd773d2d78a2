"""What a trigger starts, what it is called, and asking the programs of the machine that keep triggers."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from goalkit.errors import GoalkitError
from goalkit.workbook.places import MARKER

Kind = Literal["systemd", "cron", "launchd", "windows", "github", "airflow", "container"]
DUE = ("review", "--due")
LONGEST_RUN_H = 2  # months of reviews take minutes; what hangs must not keep the next runs away
NICE = 10
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Start:
    """What is started, and where: a command of goalkit, on a workbook, in its own log.

    Attributes:
        folder: the workbook's folder, whole.
        python: the interpreter that has goalkit, whole.
        command: goalkit's words.
    """

    folder: PurePath
    python: PurePath
    command: tuple[str, ...] = DUE

    def __post_init__(self) -> None:
        for path in (self.folder, self.python):
            text = str(path)
            if not path.is_absolute() or any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in text):
                raise GoalkitError(
                    f"{text!a} cannot be written into a schedule; expected a whole path without line ends, in "
                    "letters that every program can read. Rename the folder, then install again"
                )

    @property
    def words(self) -> tuple[str, ...]:
        """The command, word for word; -P keeps files of the workbook from being taken for Python's modules."""
        return (str(self.python), "-P", "-m", "goalkit", "--book", str(self.folder), "--log", *self.command)

    @property
    def name(self) -> str:
        """A short name of the workbook's trigger: the same for the same folder, another for another."""
        return f"goalkit-review-{self._hash[:10]}"

    @property
    def minute(self) -> int:
        """The minute of the hour, so that several workbooks take turns; never the full hour, when all others start."""
        return 1 + int(self._hash[:8], 16) % 58

    @property
    def about(self) -> str:
        """What it is for, in one line."""
        return f"goalkit: reviews that are owed, in {self.folder}"

    @property
    def _hash(self) -> str:
        return hashlib.sha256(str(self.folder).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """A text that a trigger consists of, and where it stands."""

    where: str
    content: bytes

    @property
    def text(self) -> str:
        """What is written, as people read it."""
        return self.content.decode("utf-16" if self.content.startswith(b"\xff\xfe") else "utf-8")


@dataclass(frozen=True, slots=True)
class Trigger:
    """All that makes a command start by itself.

    Attributes:
        kind: what starts it.
        name: its own name there.
        files: what is written.
        steps: what is done then, as a person would type it.
        note: what is worth knowing.
    """

    kind: Kind
    name: str
    files: tuple[Written, ...]
    steps: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said; `code` is None where there is no such program."""

    code: int | None
    out: bytes = b""
    error: str = ""

    @property
    def fine(self) -> bool:
        """Whether it did what it was asked."""
        return self.code == 0


def ask(program: str, *words: str, given: bytes = b"") -> Answer:
    """Runs a program of the machine, without a shell and in plain English, and waits for it."""
    found = shutil.which(program)
    if found is None:
        return Answer(None, error=f"there is no program {program} here")
    try:
        done = subprocess.run(  # noqa: S603 - the machine's own scheduler, with words of ours
            [found, *words],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(1, error=str(error))
    lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    return Answer(done.returncode, done.stdout, lines[-1] if lines else f"exit code {done.returncode}")


def check_own(folder: Path) -> None:
    """Raises GoalkitError unless who runs this is who the workbook belongs to: nothing runs as another user."""
    if not hasattr(os, "geteuid"):
        return
    me = os.geteuid()
    called_by = os.environ.get("SUDO_USER", "")
    if called_by and called_by != _user(me):
        raise GoalkitError(
            f"this runs as {_user(me)} on behalf of {called_by}, and would be {_user(me)}'s own schedule; "
            "run it again without sudo"
        )
    marker = folder / MARKER
    if marker.exists() and (owner := marker.stat().st_uid) != me:
        raise GoalkitError(
            f"{folder} belongs to {_user(owner)} and this runs as {_user(me)}; reviews of it run as "
            f"{_user(owner)} alone. Run it again as {_user(owner)}"
        )


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
