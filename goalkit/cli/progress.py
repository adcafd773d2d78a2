"""Bars over what is read or made: on a terminal, and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from goalkit.cli.gathering import Given

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """How far the files are; without a terminal it does nothing."""

    def __init__(self, shown: "Progress | None", total: int) -> None:
        self._shown = shown
        self._task = shown.add_task("", total=total) if shown else None

    def begin(self, file: Given) -> None:
        """Names the file that is read now."""
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, description=file.path.name)

    def end(self, file: Given) -> None:
        """Counts its bytes as read."""
        if self._shown is not None and self._task is not None:
            self._shown.advance(self._task, file.size)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Takes the bar off the screen while something is said or asked."""
        if self._shown is None:
            yield
            return
        self._shown.stop()
        try:
            yield
        finally:
            self._shown.start()


@contextmanager
def progress(files: Sequence[Given]) -> Iterator[Bar]:
    """A bar with the file's name, gone when all is read."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    total = sum(file.size for file in files)
    if not console.is_terminal:
        yield Bar(None, total)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as shown:
        yield Bar(shown, total)


@contextmanager
def counting(total: int, of: str) -> Iterator[Callable[[], None]]:
    """A bar over things that are made one after the other, with the time that is left; gives what counts one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal or total == 1:
        yield lambda: None
        return
    columns = (TextColumn(of, markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as shown:
        task = shown.add_task("", total=total)
        yield lambda: shown.advance(task)
