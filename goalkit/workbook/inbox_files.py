"""The inbox's folder: what lies in it, which of that is whole, and where a file goes once it was read."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from goalkit.trackers.source import MOST_BYTES

DONE = "done"
QUIET_NS = 60 * 10**9
# How browsers, mail programs and editors call a file that is not whole yet.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp", "~")
OF_THE_SYSTEM = ("desktop.ini", "thumbs.db")
LINK = "it is a link, and what it leads to may be anything; put the file itself into the inbox"
NO_FILE = "it is no file that can be read, but a pipe or a device; take it out of the inbox"


@dataclass(frozen=True, slots=True)
class Lying:
    """Something in the inbox.

    Attributes:
        path: where it is.
        name: its path within the inbox, in signs that can be shown.
        size, changed_ns: its bytes, and when they were last changed.
        fault: why it cannot be opened at all; "" where it can be tried.
    """

    path: Path
    name: str
    size: int
    changed_ns: int
    fault: str = ""

    def rests(self, now: datetime) -> bool:
        """Whether it was last changed over a minute away from now: else it may still be written."""
        return abs(round(now.timestamp() * 10**9) - self.changed_ns) > QUIET_NS

    @property
    def mark(self) -> str:
        """The SHA-256 of its bytes, or size and time of what is not hashed; "" when it changed meanwhile."""
        stamp = f"{self.size} bytes, changed {self.changed_ns}"
        if self.fault or self.size > MOST_BYTES:
            return stamp
        try:
            with self.path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return ""
        except OSError:  # it may not be read
            return stamp
        return found if self.same else ""

    @property
    def same(self) -> bool:
        """Whether nobody has changed it since it was looked at."""
        try:
            now = self.path.lstat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size, self.changed_ns)


def lying(inbox: Path) -> list[Lying]:
    """All that lies in the inbox and its folders, what was changed longest ago first; none without an inbox.

    Hidden names, names of what is still being downloaded or edited, and what is done are passed over.
    """
    found = (_look(inbox, path) for path in _paths(inbox)) if inbox.is_dir() else ()
    return sorted((one for one in found if one), key=lambda one: (one.changed_ns, one.name))


def _paths(inbox: Path) -> Iterator[Path]:
    """Files, links, and folders that cannot be looked into; links are not followed."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(inbox, onerror=closed.append):
        here = Path(place)
        if here == inbox:
            folders[:] = [name for name in folders if name != DONE]
        folders[:] = [name for name in folders if not _passed_over(name)]
        links = [name for name in folders if (here / name).is_symlink()]
        yield from (here / name for name in (*links, *names) if not _passed_over(name))
    yield from (Path(error.filename) for error in closed)


def _passed_over(name: str) -> bool:
    plain = name.casefold()
    return plain.startswith((".", "~$")) or plain.endswith(UNFINISHED) or plain in OF_THE_SYSTEM


def _look(inbox: Path, path: Path) -> Lying | None:
    name = _shown(path.relative_to(inbox).as_posix())
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Lying(path, name, 0, 0, f"it cannot be looked at ({error.strerror}); give yourself the right to read it")
    return Lying(path, name, found.st_size, found.st_mtime_ns, _fault(path, found.st_mode))


def _fault(path: Path, mode: int) -> str:
    if str(path).encode(errors="replace").decode() != str(path):
        return "its name is no text that every program can read; give it a plain name"
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return LINK
    if stat.S_ISDIR(mode):
        return "it is a folder that cannot be looked into; give yourself the right to read it"
    return NO_FILE


def _shown(name: str) -> str:
    """A name without signs that no database or terminal takes: bytes that are no text, line ends."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name).strip() or "\ufffd"


def put_away(one: Lying, inbox: Path, month: str) -> Path:
    """Moves a file to done/MONTH, its folders with it, beside whatever is there by that name; gives its new place.

    Raises OSError where it cannot be moved; it then lies where it lay.
    """
    wanted = inbox / DONE / month / one.path.relative_to(inbox)
    wanted.parent.mkdir(parents=True, exist_ok=True)
    numbered = (wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}") for number in count(2))
    target = wanted
    while not _moved(one.path, target):
        target = next(numbered)
    return target


def _moved(path: Path, target: Path) -> bool:
    """Whether it could be moved there; never over another file."""
    try:
        os.link(path, target, follow_symlinks=False)  # in one step, and refused where there is a file
    except FileExistsError:
        if not path.samefile(target):  # else an earlier run was ended after the link
            return False
    except (OSError, NotImplementedError):  # a disk without links, such as a memory card
        if os.path.lexists(target):
            return False
        path.rename(target)
        return True
    path.unlink()
    return True
