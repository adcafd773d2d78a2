"""Records inside a JSON file, one at a time and each with its line, so that a problem can say where it is."""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.trackers.source import Source

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}\[\]]')
TAG_SEPARATOR = "\x1f"  # no tag of any tracker holds it
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A value inside a JSON document.

    Attributes:
        line: line of the file that it begins on.
        keys: names and places that lead to it from the top.
        value: what stands there.
    """

    line: int
    keys: Keys
    value: Any


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


_DECODER = json.JSONDecoder(strict=False, parse_constant=_no_constant)


def find_values(source: Source, path: tuple[str | None, ...]) -> Iterator[Found]:
    """The values at a path below the top: a name steps into that key, None into every key or item.

    A path that the document does not have gives nothing. Raises GoalkitError, with line and column,
    where the text is not JSON.
    """
    walk = _Walk(source.text(), source.name)
    yield from walk.document(path)


def json_head(source: Source) -> str:
    """The first characters of a file that begins like JSON, some sixty thousand; "" for any other."""
    encoding = "utf-8-sig" if source.begins_as_utf8 else source.encoding
    text = source.head.decode(encoding, errors="replace").lstrip()
    return text if text.startswith(("{", "[")) else ""


def json_keys(source: Source) -> tuple[str, ...]:
    """Names at the top of a JSON file, or in the first item of a list there, as far as its head shows them."""
    return _keys(json_head(source))


@lru_cache(maxsize=4)  # every tracker asks for the same file's
def _keys(head: str) -> tuple[str, ...]:
    found, depth, level = [], 0, 2 if head.startswith("[") else 1
    for token in _TOKEN.finditer(head):
        sign = token[0][0]
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth < level:
                break
        elif depth == level and token[1] is not None:
            found.append(token[1])
    return tuple(found)


def as_text(value: Any) -> str:
    """A text or a number of JSON as a cell; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def as_tags(values: Any) -> str:
    """A list of texts as a cell of tags."""
    return TAG_SEPARATOR.join(as_text(value) for value in values) if isinstance(values, list) else ""


def fields(value: Any) -> dict[str, Any]:
    """An object of JSON; an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


class _Walk:
    """One pass over a text. What lies beside the path is decoded whole and let go."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._seen, self._line = 0, 1

    def document(self, path: tuple[str | None, ...]) -> Iterator[Found]:
        try:
            end = self._skip((yield from self._value(0, path, ())))
            if end != len(self._text):
                raise ValueError("there is more after the end")
        except json.JSONDecodeError as error:
            raise self._error(error.msg, error.pos) from error
        except (ValueError, IndexError, RecursionError) as error:
            raise self._error(str(error) or type(error).__name__, self._seen) from error

    def _value(self, at: int, path: tuple[str | None, ...], keys: Keys) -> Generator[Found, None, int]:
        at = self._skip(at)
        opener = self._text[at : at + 1]
        if not path or opener not in ("{", "["):
            value, end = _DECODER.raw_decode(self._text, at)
            if not path:
                yield Found(self._line_of(at), keys, value)
            return end
        if opener == "{":
            return (yield from self._members(self._skip(at + 1), path, keys))
        return (yield from self._items(self._skip(at + 1), path, keys))

    def _members(self, at: int, path: tuple[str | None, ...], keys: Keys) -> Generator[Found, None, int]:
        if self._text[at : at + 1] == "}":
            return at + 1
        while True:
            if self._text[at : at + 1] != '"':
                raise json.JSONDecodeError("a name in quotes is missing", self._text, at)
            key, at = scanstring(self._text, at + 1, False)
            at = self._expect(at, ":")
            if path[0] in (None, key):
                at = yield from self._value(at, path[1:], (*keys, key))
            else:
                _, at = _DECODER.raw_decode(self._text, self._skip(at))
            at = self._skip(at)
            if self._text[at : at + 1] == "}":
                return at + 1
            at = self._skip(self._expect(at, ","))

    def _items(self, at: int, path: tuple[str | None, ...], keys: Keys) -> Generator[Found, None, int]:
        if self._text[at : at + 1] == "]":
            return at + 1
        number = 0
        while True:
            inner = path[1:] if path[0] is None else ("\0",)  # an item has no name: nothing inside is asked for
            at = self._skip((yield from self._value(at, inner, (*keys, number))))
            if self._text[at : at + 1] == "]":
                return at + 1
            at, number = self._skip(self._expect(at, ",")), number + 1

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _expect(self, at: int, sign: str) -> int:
        at = self._skip(at)
        if self._text[at : at + 1] != sign:
            raise json.JSONDecodeError(f"{sign!r} is missing", self._text, at)
        return at + 1

    def _line_of(self, at: int) -> int:
        self._line += self._text.count("\n", self._seen, at)
        self._seen = at
        return self._line

    def _error(self, what: str, at: int) -> GoalkitError:
        line, column = self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)
        shown = self._text[at : at + 40]
        cut = "; the file seems to be cut off" if not shown.strip() else ""
        return GoalkitError(
            f"{self._name}, line {line}, column {column}: this is not JSON at {shown!r} ({what}){cut}; "
            "export the file again from the tracker"
        )
