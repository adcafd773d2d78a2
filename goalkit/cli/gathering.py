"""The files that a command line names: a folder means every file in it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from goalkit.errors import GoalkitError


@dataclass(frozen=True, slots=True)
class Given:
    """A file to read, and whether it was named itself or found in a folder."""

    path: Path
    named: bool

    @property
    def size(self) -> int:
        """Its bytes; 0 where it cannot be looked at."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def gather(paths: Sequence[Path]) -> list[Given]:
    """Files in the order in which they were named, those of a folder by name; the same file once.

    Raises GoalkitError for a folder without a file.
    """
    found: dict[Path, Given] = {}
    for path in paths:
        for given in _of_folder(path) if path.is_dir() else [Given(path, named=True)]:
            found.setdefault(_real(given.path), given)
    return list(found.values())


def _of_folder(folder: Path) -> list[Given]:
    files = sorted(_walk(folder))
    if not files:
        raise GoalkitError(
            f"{folder} is a folder without a file (hidden ones aside); put exports into it, or name another one"
        )
    return [Given(file, named=False) for file in files]


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder; hidden ones and links to folders, which may lead in a circle, are passed over."""
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(place, name)
            if not name.startswith(".") and file.is_file():
                yield file


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return path.absolute()
