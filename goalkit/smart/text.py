"""The sentence as it is looked at: one character for one, so that every place found can be shown in the original."""

import re
from dataclasses import dataclass

# A goal's title holds 200 characters. What comes later is no part of one sentence, and reading stays quick.
LONGEST = 1000

_ALIKE = {ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ALIKE |= dict.fromkeys(map(ord, "‘’´`ʼ"), "'")
_ALIKE |= dict.fromkeys(map(ord, "“”„"), '"')
_ALIKE |= dict.fromkeys(map(ord, "–—−‑‐"), "-")
# The sign that hides a place must not stand in the text by itself.
_ALIKE |= dict.fromkeys(map(ord, "\t\n\r\f\v\u00a0\u2009\u202f\u2003¦"), " ")

HIDDEN = "¦"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the sentence, [start, end), with the words that stand there as they were written."""

    start: int
    end: int
    text: str


def plain(sentence: str) -> str:
    """The first 1,000 characters in small letters, with plain quotes, dashes and blanks; positions stay the same."""
    return sentence[:LONGEST].translate(_ALIKE)


def span(sentence: str, start: int, end: int) -> Span:
    """The words of a sentence from start to end, without blanks and commas around them."""
    text = sentence[start:end]
    start += len(text) - len(text.lstrip(" ,;:."))
    text = text.strip(" ,;:")
    return Span(start, start + len(text), text)


def hide(text: str, start: int, end: int) -> str:
    """The text with one place made unreadable, so that it ends whatever is read before it."""
    return text[:start] + HIDDEN * (end - start) + text[end:]


def any_of(words: str) -> str:
    """A pattern for one of several words, given with blanks between them, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


def as_written(note: str, text: str, sentence: str) -> str:
    """A note whose words in quotes come from the plain text, with these words as they were written."""

    def original(match: re.Match[str]) -> str:
        start = text.find(match[1])
        return f"“{sentence[start : start + len(match[1])]}”" if start >= 0 else match[0]

    return re.sub("“([^”]*)”", original, note)


def written(value: float) -> str:
    """A number as people write it: 1,200 and 3.5."""
    return f"{value:,.10g}"


def word_list(text: str) -> tuple[str, ...]:
    """The words of a list that is written as a text."""
    return tuple(text.split())
