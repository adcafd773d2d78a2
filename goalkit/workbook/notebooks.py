"""The notebooks that goalkit brings into a workbook, and how a newer goalkit renews them.

A notebook is told by what a person reads and writes in it, its cells' texts. Outputs, counts and
settings that come of running it are left out, so that running is never taken for a change.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError

PACKAGE = Path(__file__).parents[1]
RECORD = ".goalkit.json"
KNOWN = Path(__file__).with_name("known_notebooks.json")
ABOUT = "What goalkit brought here. It tells an upgrade which notebooks you have changed; leave it as it is."
OFFERED = re.compile(r"\.new(-\d+)?\.ipynb$")
Marks = dict[str, dict[str, str]]


class What(StrEnum):
    """What an upgrade does with one notebook."""

    ADDED = "added"
    REFRESHED = "refreshed"
    BESIDE = "put beside"
    SAME = "up to date"
    KEPT = "yours"
    DELETED = "deleted"
    RETIRED = "retired"


CHANGES = (What.ADDED, What.REFRESHED, What.BESIDE)


@dataclass(frozen=True, slots=True)
class Step:
    """What an upgrade does with the notebook `name`; `file` is the name of what it writes, or leaves."""

    what: What
    name: str
    file: str


def packaged_notebooks() -> Path:
    """The folder of goalkit's own notebooks: in a wheel inside the package, in a checkout beside it."""
    folder = PACKAGE / "_notebooks"
    return folder if folder.is_dir() else PACKAGE.parent / "notebooks"


def workbook_notebooks(folder: Path) -> list[Path]:
    """The notebooks to work in, in the order of their names, without new versions that lie beside."""
    return sorted(path for path in folder.glob("*.ipynb") if not OFFERED.search(path.name))


def parse_fingerprint(text: str) -> str:
    """A hash of the cells' texts and pasted pictures; "" for a text that is no notebook.

    Outputs, counts, metadata, cell ids and empty cells do not count: a run, a save, or a cell that
    Shift+Enter added at the end changes nothing.
    """
    try:
        cells = json.loads(text)["cells"]
        told = [_told(cell) for cell in cells]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
    plain = json.dumps([cell for cell in told if cell[1]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _told(cell: dict[str, Any]) -> list[Any]:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    return [cell["cell_type"], text.replace("\r\n", "\n").strip(), cell.get("attachments") or {}]


def load_fingerprint(path: Path) -> str:
    """The hash of a notebook's file; "" when it cannot be read as one."""
    try:
        return parse_fingerprint(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""


def bring_notebooks(target: Path, sources: Path | None = None) -> None:
    """Copies goalkit's notebooks into a folder, except those that are there, and records what it brought."""
    sources = sources or packaged_notebooks()
    marks = load_marks(target)
    for step in plan_upgrade(target, sources):
        if step.what is What.ADDED:
            _write(sources, target, step, marks)
    save_marks(target, marks)


def plan_upgrade(target: Path, sources: Path | None = None, again: bool = False) -> list[Step]:
    """What an upgrade would do with each notebook in a folder, in the order of their names.

    One that the person has not changed is refreshed; one that they have changed stays, and its new
    version is put beside, once. One that they deleted stays away unless they ask for it `again`;
    one that goalkit no longer has is left where it is. Empty for the folder of the sources itself.
    """
    sources = sources or packaged_notebooks()
    if not sources.is_dir() or (target.is_dir() and target.samefile(sources)):
        return []
    marks, known = load_marks(target), load_known()
    newest = {path.name: load_fingerprint(path) for path in sources.glob("*.ipynb")}
    wholes = [
        _Notebook(name, newest.get(name, ""), marks.get(name, {}), tuple(known.get(name, ())))
        for name in sorted({*newest, *marks, *known})
    ]
    steps = [_step(target, notebook, again) for notebook in wholes]
    return [step for step in steps if step is not None]


@dataclass(frozen=True, slots=True)
class _Notebook:
    """A notebook that goalkit brought or would bring: its newest hash, "" when it is retired, and what was recorded."""

    name: str
    newest: str
    mark: dict[str, str]
    known: tuple[str, ...]


def _step(target: Path, notebook: _Notebook, again: bool) -> Step | None:
    name = notebook.name
    if (target / name).exists():
        return _step_with(target, notebook, load_fingerprint(target / name))
    if not notebook.newest:
        return None
    return Step(What.DELETED if notebook.mark and not again else What.ADDED, name, name)


def _step_with(target: Path, notebook: _Notebook, own: str) -> Step | None:
    name, mark = notebook.name, notebook.mark
    unchanged = own != "" and own in (mark.get("brought"), *notebook.known)
    if not notebook.newest:
        return Step(What.RETIRED, name, name) if unchanged else None
    if own == notebook.newest:
        return Step(What.SAME, name, name)
    if unchanged:
        return Step(What.REFRESHED, name, name)
    if notebook.newest in (mark.get("brought"), mark.get("offered")):
        return Step(What.KEPT, name, name)
    return Step(What.BESIDE, name, _free_name(target, name, (notebook.newest, mark.get("offered", ""))))


def _free_name(target: Path, name: str, ours: tuple[str, ...]) -> str:
    """Where a new version goes: over an older one that was put there and not changed, else to a name that is free."""
    stem = name.removesuffix(".ipynb")
    number, found = 1, f"{stem}.new.ipynb"
    while (target / found).exists() and load_fingerprint(target / found) not in filter(None, ours):
        number += 1
        found = f"{stem}.new-{number}.ipynb"
    return found


def upgrade_notebooks(target: Path, sources: Path | None = None, again: bool = False) -> list[Step]:
    """Does what `plan_upgrade` says and gives its steps; each file is written in whole, none is deleted.

    Raises GoalkitError when the folder cannot be written; what was done by then stays, and the
    next upgrade goes on from there.
    """
    sources = sources or packaged_notebooks()
    steps, marks = plan_upgrade(target, sources, again), load_marks(target)
    if not steps:
        return steps
    try:
        target.mkdir(exist_ok=True)
        for step in steps:
            if step.what in CHANGES:
                _write(sources, target, step, marks)
                save_marks(target, marks)  # after each, so that one that stops halfway knows what it did
            elif step.what is What.SAME:
                marks[step.name] = {"brought": load_fingerprint(target / step.name)}
        save_marks(target, marks)
    except OSError as error:
        raise GoalkitError(
            f"{target} cannot be written ({error}); make room or give yourself the right to write there, "
            "then upgrade again"
        ) from error
    return steps


def _write(sources: Path, target: Path, step: Step, marks: Marks) -> None:
    text = bare(sources / step.name)
    write_whole(target / step.file, text)
    mark = {"offered": parse_fingerprint(text)} if step.what is What.BESIDE else {"brought": parse_fingerprint(text)}
    marks[step.name] = marks.get(step.name, {}) | mark if step.what is What.BESIDE else mark


def bare(path: Path) -> str:
    """A notebook's text without outputs: in a checkout they are somebody's own numbers."""
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Writes a file beside its place and moves it there: it is the old one or the new one, never a half."""
    path = path.resolve()  # a link stays a link
    rough = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        rough.write_text(text, encoding="utf-8")
        rough.replace(path)
    finally:
        rough.unlink(missing_ok=True)


def load_marks(target: Path) -> Marks:
    """What was brought into a folder, by name: the hash it came with, and of the version put beside.

    Without a record, or with one that cannot be read, nothing: then only notebooks of versions
    that goalkit knows are taken for unchanged.
    """
    try:
        found = json.loads((target / RECORD).read_text(encoding="utf-8"))["notebooks"]
        return {name: mark for name, mark in found.items() if isinstance(mark, dict)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def save_marks(target: Path, marks: Marks) -> None:
    """Keeps what was brought into a folder."""
    text = json.dumps({"about": ABOUT, "notebooks": marks}, indent=1, sort_keys=True) + "\n"
    if not marks or ((target / RECORD).exists() and (target / RECORD).read_text(encoding="utf-8") == text):
        return
    write_whole(target / RECORD, text)


def load_known() -> dict[str, list[str]]:
    """Hashes of the notebooks that goalkit brought before it kept a record."""
    return dict(json.loads(KNOWN.read_text(encoding="utf-8")))
