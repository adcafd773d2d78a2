"""The one base error, and the shape of a row that could not be taken."""

from dataclasses import asdict, dataclass
from typing import Any


class GoalkitError(Exception):
    """A fault in what was given, told with the value, what was expected and the next step.

    Every error that goalkit raises on purpose is one of these; the command line shows it
    without a traceback and exits with 2.
    """


class OptionError(GoalkitError):
    """A fault that a further word of the person mends: an option of a command, or a choice in a form.

    Attributes:
        plain: what is wrong, for a form; the message itself goes on to name the option.
    """

    def __init__(self, plain: str, way: str) -> None:
        super().__init__(f"{plain}{way}")
        self.plain = plain


class UndecidedError(OptionError):
    """A file can be read in two ways, and only the person knows which is meant.

    Attributes:
        option: the option that decides, "dates", "decimal" or "tracker".
        choices: what it can be.
        value: what can be read in two ways: a text of the file, or its name.
    """

    def __init__(self, plain: str, option: str, choices: tuple[str, ...], value: str) -> None:
        super().__init__(plain, f"; say which with {' or '.join(f'--{option} {choice}' for choice in choices)}")
        self.option, self.choices, self.value = option, choices, value


class ConflictError(GoalkitError):
    """A record is no longer as it was when it was read: someone else changed or removed it since.

    Attributes:
        theirs: the record as it stands now, None when it was removed.
    """

    def __init__(self, message: str, theirs: Any) -> None:
        super().__init__(message)
        self.theirs = theirs


class ReconciliationError(GoalkitError):
    """Two ways of adding up the same seconds disagree: a fault of goalkit, never of the person."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One row, or one cell, of an export that needs a look.

    Attributes:
        file: name of the file as it was given.
        line: line in that file, counted from 1; 0 when the whole file is meant.
        column: header of the column, "" when the whole row is meant.
        value: the offending text as it stands in the file.
        reason: what is wrong, and what was expected.
        fix: the way out, in one sentence.
        kind: "bad" (left out: cannot be read), "running" (left out: has no end yet), "duplicate"
            (left out: counted already) or "note" (used, but worth a look).
        day: the local day it belongs to (ISO), "" where none can be read.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    fix: str
    kind: str = "bad"
    day: str = ""

    @property
    def left_out(self) -> bool:
        """Whether the row is missing from the entries."""
        return self.kind != "note"

    def as_dict(self) -> dict[str, str | int]:
        """Plain values for JSON and for the workbook."""
        return asdict(self)
