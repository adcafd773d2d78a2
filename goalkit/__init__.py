"""goalkit: a year of career goals in notebooks that a person owns, with an honest review every month."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from goalkit.errors import GoalkitError
    from goalkit.records import CheckIn, Goal, Measurement, Milestone, Rule, Settings, Task, TimeEntry
    from goalkit.workbook import Book, init_book, open_book

# Looked up on first use, so that `import goalkit` loads none of the libraries behind them.
_HOMES = {
    "GoalkitError": "goalkit.errors",
    **dict.fromkeys(("Book", "init_book", "open_book"), "goalkit.workbook"),
    **dict.fromkeys(
        ("CheckIn", "Goal", "Measurement", "Milestone", "Rule", "Settings", "Task", "TimeEntry"),
        "goalkit.records",
    ),
}

__all__ = [
    "Book",
    "CheckIn",
    "Goal",
    "GoalkitError",
    "Measurement",
    "Milestone",
    "Rule",
    "Settings",
    "Task",
    "TimeEntry",
    "__version__",
    "init_book",
    "open_book",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'goalkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
