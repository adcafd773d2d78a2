"""Where a workbook lies: finding its folder, laying a new one out."""

import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.workbook.notebooks import bring_notebooks

MARKER = Path("data") / "workbook.toml"
INBOX = Path("data") / "inbox"
LOG = Path("data") / "schedule.log"  # what runs by themselves said
FORMAT = 1
ENVIRONMENT = "GOALKIT_BOOK"
PAGES_ENVIRONMENT = "GOALKIT_PAGES_AT"  # where the server that a kernel belongs to hands out its workbook's reviews

MARKER_TEXT = f"""\
# This folder is a goalkit workbook; everything in it is yours.
[workbook]
format = {FORMAT}

# Your records are kept in data/goalkit.db. To keep them in another database, name it here
# as a SQLAlchemy URL, and install its driver:
# database = "postgresql+psycopg://me@localhost/goals"
"""

DATA_IGNORE = """\
# What you write down is personal and stays on your machine; only the marker may be shared.
*
!.gitignore
!workbook.toml
"""

REPORTS_IGNORE = """\
# Reviews are personal and stay on your machine.
*
!.gitignore
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A workbook's folder and the URL of its database."""

    path: Path
    url: str

    @property
    def data(self) -> Path:
        """The folder of what was written down."""
        return self.path / "data"

    @property
    def backups(self) -> Path:
        """The folder of the database's copies."""
        return self.data / "backups"

    @property
    def inbox(self) -> Path:
        """The folder in which exports are dropped, to be taken in by the next run of what is owed."""
        return self.path / INBOX

    @property
    def seed(self) -> Path:
        """The folder of what a new database is built from, where there is one."""
        return self.data / "seed"


def find_place(path: str | os.PathLike[str] | None = None) -> Place:
    """The workbook at `path`, else at $GOALKIT_BOOK, else the nearest at or above the working directory.

    Raises GoalkitError that says where it looked and how to make one.
    """
    place = look_for_place(path)
    if place is None:
        raise GoalkitError(
            f"there is no workbook at {Path.cwd()} or above it (looked for {MARKER.as_posix()}); "
            "make one with: goalkit init DIR"
        )
    return place


def look_for_place(path: str | os.PathLike[str] | None = None) -> Place | None:
    """The same, or None where none is named and none is near; raises for one that is named and is none."""
    if path is not None:
        return read_place(Path(path).expanduser(), "")
    if named := os.environ.get(ENVIRONMENT):
        return read_place(Path(named).expanduser(), f" (named by {ENVIRONMENT})")
    here = Path.cwd()
    near = (folder for folder in (here, *here.parents) if (folder / MARKER).is_file())
    found = next(near, None)
    return None if found is None else read_place(found, "")


def read_place(folder: Path, named_by: str) -> Place:
    """Reads a workbook's marker; raises GoalkitError when there is none, or none that can be read."""
    marker = folder / MARKER
    try:
        text = marker.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GoalkitError(
            f"{folder}{named_by} is not a workbook: it holds no {MARKER.as_posix()}; "
            f"make it one with: goalkit init {folder}"
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GoalkitError(f"{marker} cannot be read ({error}); expected:\n{MARKER_TEXT}") from error
    return Place(folder.resolve(), _url(folder, marker, table))


def _url(folder: Path, marker: Path, table: dict[str, Any]) -> str:
    workbook = table.get("workbook")
    form = workbook.get("format") if isinstance(workbook, dict) else None
    if not isinstance(workbook, dict) or not isinstance(form, int) or form < 1:
        raise GoalkitError(f"{marker} names no format; expected:\n{MARKER_TEXT}")
    if form > FORMAT:
        raise GoalkitError(f"{marker} has format {form}, made by a newer goalkit; upgrade goalkit")
    url = workbook.get("database") or f"sqlite:///{(folder.resolve() / 'data' / 'goalkit.db').as_posix()}"
    if not isinstance(url, str):
        raise GoalkitError(f"database {url!r} in {marker} is not understood; expected a SQLAlchemy URL")
    return url


def lay_out(folder: Path, notebooks: bool = True, database: str | None = None) -> None:
    """Makes a workbook's folders, its marker and its notebooks; no file that is there is touched.

    `database` is the URL of the one that keeps its records, where that is not the usual file.
    Raises GoalkitError when the folder is a workbook already, or cannot be written.
    """
    if (folder / MARKER).exists():
        raise GoalkitError(
            f"{folder} is a workbook already; `goalkit init {folder} --upgrade` renews its notebooks, "
            "or choose another folder for a new one"
        )
    try:
        for name in (INBOX, "reports", "notebooks"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        _write_new(folder / "data" / ".gitignore", DATA_IGNORE)
        _write_new(folder / "reports" / ".gitignore", REPORTS_IGNORE)
        if notebooks:
            bring_notebooks(folder / "notebooks")
        chosen = f"database = {json.dumps(database)}\n" if database else ""  # a JSON text is one of TOML, too
        _write_new(folder / MARKER, MARKER_TEXT + chosen)  # last, so that a half-made one can be made again
    except OSError as error:
        raise GoalkitError(f"no workbook can be made in {folder} ({error}); choose another folder") from error


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")


@contextmanager
def built_whole(target: Path) -> Iterator[Path]:
    """A path to build a file at, moved to `target` in whole at the end.

    When the work fails, nothing is left; when another program was faster, its file stays.
    """
    rough = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        yield rough
        _move_if_new(rough, target)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            rough.with_name(rough.name + ending).unlink(missing_ok=True)


def _move_if_new(rough: Path, target: Path) -> None:
    try:
        os.link(rough, target)  # in one step, and refused where there is a file
    except FileExistsError:
        return
    except OSError:  # a disk without links, such as a memory card
        if not target.exists():
            rough.replace(target)
