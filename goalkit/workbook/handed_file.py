"""A file that a person handed over as bytes: laid down under its own name for as long as it is looked at."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goalkit.errors import GoalkitError

NAMELESS = ("", ".", "..")


@contextmanager
def laid_down(name: str, content: bytes) -> Iterator[Path]:
    """The file in a temporary folder of its own, so that what is told of it names it; gone after the block.

    Raises GoalkitError where it cannot be kept for that long, as on a full disk.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="goalkit-")
    except OSError as error:
        raise GoalkitError(_no_room(name, tempfile.gettempdir(), error)) from error
    with folder as place:
        path = Path(place) / plain_name(name)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise GoalkitError(_no_room(name, place, error)) from error
        yield path


def plain_name(name: str) -> str:
    """The last part of a path as any system writes it; "export" where nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2].replace("\0", "").strip()
    return "export" if last in NAMELESS else last


def _no_room(name: str, place: str | os.PathLike[str], error: OSError) -> str:
    return (
        f"{name} cannot be looked at: there is no keeping it in {place} for a moment ({error.strerror}); "
        "free some space on that disk and choose it again. Nothing was brought in"
    )
