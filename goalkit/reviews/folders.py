"""A folder of results appears whole or not at all, even when the machine stops in between."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROUGH = ".tmp-"
ASIDE = ".old-"
STALE_SECONDS = 24 * 3600


@contextmanager
def rough_folder(root: Path, name: str) -> Iterator[Path]:
    """A new folder inside `root` to work in; gone afterwards, unless it was moved away."""
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    made = Path(tempfile.mkdtemp(prefix=f"{ROUGH}{name}-", dir=root))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _sweep(root: Path) -> None:
    """Clears what a run left that was killed more than a day ago; a younger one may still be at work."""
    for left in root.glob(f"{ROUGH}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def recover(target: Path) -> None:
    """Puts the old folder back when a run was killed between taking it away and moving the new one in."""
    aside = _aside(target)
    if not aside.exists():
        return
    if target.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(target)


def replace_folder(new: Path, target: Path, ours: str) -> None:
    """Moves `new` to `target`; files of others in the old `target` come along.

    Args:
        new: a folder on the same disk.
        target: where it goes; an old one there is replaced.
        ours: what the names of our own files begin with, beside "facts.json": these go away with
            the old folder.
    """
    recover(target)
    new.chmod(0o755)  # a temporary folder is closed to everyone else
    if not target.exists():
        new.rename(target)
        return
    for other in target.iterdir():
        if not other.name.startswith(ours) and other.name != "facts.json":
            _keep(other, new / other.name)
    aside = _aside(target)
    target.rename(aside)
    try:
        new.rename(target)
    finally:
        recover(target)


def _keep(source: Path, copy: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, copy, symlinks=True)
    else:
        shutil.copy2(source, copy, follow_symlinks=False)


def _aside(target: Path) -> Path:
    return target.with_name(ASIDE + target.name)


def write_whole(path: Path, text: str) -> None:
    """Writes a text file in one step, the same bytes on every system."""
    rough = path.with_name(f"{ROUGH}{path.name}")
    rough.write_bytes(text.encode())
    rough.replace(path)
