"""The images of the vision board, as files in the workbook's folder data/board."""

import re
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.records import BoardImage
from goalkit.workbook.images import read_image
from goalkit.workbook.places import built_whole
from goalkit.workbook.seed import BOARD

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

REMOVED = "removed"  # inside the board's folder: what no record refers to any more, until an undo needs it
LONGEST = 40


def save_image(book: "Book", content: bytes, name: str) -> str:
    """Copies an image into the workbook; gives the name of its file there.

    Args:
        book: the workbook.
        content: the image.
        name: the file that it came from; a readable part of the new name, beside a hash of the content.

    The same image twice is one file, and no file is ever written over. Raises GoalkitError for what is
    no image (see `read_image`) and where it cannot be written.
    """
    image = read_image(content, name)
    file = f"{_readable(name)}-{sha256(content).hexdigest()[:12]}.{image.ending}"
    target = _folder(book) / file
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            with built_whole(target) as rough:
                rough.write_bytes(content)
        kept = target.read_bytes()
    except OSError as error:
        raise GoalkitError(
            f"{name} cannot be kept in {target.parent} ({error}); make room there and try again"
        ) from error
    if kept != content:
        raise GoalkitError(f"{target} is there already with another content; move that file away and try again")
    return file


def load_image(book: "Book", file: str) -> bytes:
    """The content of an image of the board; raises GoalkitError that says where it should be."""
    return find_image(book.path, file).read_bytes()


def find_image(workbook: Path, file: str) -> Path:
    """Where an image of the board lies below a workbook's folder; raises GoalkitError that says where it should be."""
    board = workbook / "data" / BOARD
    for path in (board / file, board / REMOVED / file):
        if _is_plain(file) and path.is_file():
            return path
    raise GoalkitError(f"{file} is not in {board}; put the file back there, or remove the picture")


def settle_images(book: "Book", files: set[str]) -> None:
    """Puts files where they belong: those that a record refers to on the board, the others among the removed.

    Only the files that are named are touched. What cannot be moved stays where it is: it is read from either place.
    """
    used = {image.file for image in book.records(BoardImage)}
    board, removed = _folder(book), _folder(book) / REMOVED
    for file in filter(_is_plain, files):
        source, target = (removed, board) if file in used else (board, removed)
        try:
            _move(source / file, target / file)
        except OSError:
            continue


def _move(source: Path, target: Path) -> None:
    """Moves a file where none is yet; where the same one is already, the second copy goes."""
    if not source.is_file():
        return
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        source.rename(target)
    elif source.read_bytes() == target.read_bytes():
        source.unlink()


def _folder(book: "Book") -> Path:
    return book.path / "data" / BOARD


def _is_plain(file: str) -> bool:
    """Whether it is a name in the board's own folder, and no way out of it."""
    return file == Path(file).name and file not in ("", ".", "..") and "\\" not in file


def _readable(name: str) -> str:
    """A name in small plain letters, without its ending: "Mon été 2025.JPG" gives "mon-ete-2025"."""
    stem = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:LONGEST].rstrip("-") or "image"
