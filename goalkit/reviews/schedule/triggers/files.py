"""Files of the person's own settings that a trigger is kept in: written in whole, taken out without a trace."""

from collections.abc import Sequence
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule.triggers.start import Written
from goalkit.workbook.notebooks import write_whole


def stand(files: Sequence[Written]) -> bool:
    """Whether all of them are there as they are meant."""
    return all(load(Path(file.where)) == file.content for file in files)


def load(path: Path) -> bytes | None:
    """A file's bytes; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write(files: Sequence[Written]) -> None:
    """Writes each in whole; raises GoalkitError where one cannot be."""
    for file in files:
        path = Path(file.where)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, file.text)
        except OSError as error:
            raise GoalkitError(f"{path} cannot be written ({error.strerror}); check your rights there") from error


def drop(paths: Sequence[Path]) -> bool:
    """Takes files out; gives whether one was there."""
    there = [path for path in paths if path.exists() or path.is_symlink()]
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise GoalkitError(f"{path} cannot be taken out ({error.strerror}); delete it by hand") from error
    return bool(there)
