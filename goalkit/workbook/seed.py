"""A seed: the history, the exports and the images that a workbook is built from."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from goalkit.errors import GoalkitError
from goalkit.records import make_record
from goalkit.workbook.rows import model_of

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

HISTORY = "history.jsonl"
BOARD = "board"  # its images, beside the history; in a workbook beside its database
Line = dict[str, Any]


def sow(book: "Book", folder: Path) -> None:
    """Does everything that a seed's history says, each at its own time, and brings its images along.

    Raises GoalkitError that names the line which cannot be done, or the image.
    """
    _bring_images(folder / BOARD, book.path / "data" / BOARD)
    path = folder / HISTORY
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoalkitError(f"{path} cannot be read ({error})") from error
    for number, text in enumerate(lines, start=1):
        if text.strip():
            _do(book, folder, text, f"{path}, line {number}")


def _bring_images(source: Path, target: Path) -> None:
    """Copies the images of a vision board; one that is there stays."""
    for image in sorted(source.glob("*")) if source.is_dir() else []:
        copy = target / image.name
        try:
            target.mkdir(parents=True, exist_ok=True)
            if image.is_file() and not copy.exists():
                shutil.copyfile(image, copy)
        except OSError as error:
            raise GoalkitError(
                f"{image} cannot be copied to {copy} ({error}); check that you may write there"
            ) from error


def _do(book: "Book", folder: Path, text: str, where: str) -> None:
    verb, line, when = _parsed(text, where)
    try:
        verb(book, folder, line, when)
    except GoalkitError as error:
        raise GoalkitError(f"{where}: {error}") from error
    except KeyError as error:
        raise GoalkitError(f"{where}: {error} is missing; expected what belongs to {line['do']!r}") from error


def _parsed(text: str, where: str) -> tuple["Verb", Line, datetime]:
    try:
        line = json.loads(text)
        return VERBS[line["do"]], line, datetime.fromisoformat(line["when"])
    except KeyError as error:
        raise GoalkitError(
            f"{where}: {error} is missing or unknown; expected when, do and what belongs to it"
        ) from error
    except (TypeError, ValueError) as error:
        raise GoalkitError(f"{where} cannot be read ({error}); expected one JSON object a line") from error


def _add(book: "Book", _folder: Path, line: Line, when: datetime) -> None:
    book.add(make_record(model_of(line["kind"]), line["values"]), when, line.get("why", ""))


def _change(book: "Book", _folder: Path, line: Line, when: datetime) -> None:
    why = line.get("why", "")
    book.change(model_of(line["kind"]), line["id"], line["values"], when=when, why=why)


def _remove(book: "Book", _folder: Path, line: Line, when: datetime) -> None:
    book.remove(model_of(line["kind"]), line["id"], when, line.get("why", ""))


def _import(book: "Book", folder: Path, line: Line, when: datetime) -> None:
    book.import_file(folder / line["file"], tracker=line.get("tracker"), zone=line.get("zone"), when=when)


Verb: TypeAlias = Callable[["Book", Path, Line, datetime], None]
VERBS: dict[str, Verb] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
    "import": _import,
}
