"""Work that takes a while, done beside everything else that a notebook does."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from goalkit.errors import GoalkitError
from goalkit.forms.buttons import Action
from goalkit.forms.saying import STUMBLED, Saying

Result = TypeVar("Result")


def do_beside(work: Callable[[], Result], end: Callable[[Result], object], otherwise: Result) -> None:
    """Does work in a thread of its own and hands its result to `end`, which runs where this was called.

    Without an event loop it is done at once, as nobody would hear of it later. `otherwise` is what an
    error leaves behind that nobody foresaw, so that it never looks like at work.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        end(work())
        return

    def worked() -> None:
        result = otherwise
        try:
            result = work()
        finally:
            loop.call_soon_threadsafe(end, result)

    threading.Thread(target=worked, name="goalkit at work", daemon=True).start()


class Work:
    """A button with its line: what it does is done beside all else, once at a time, and told.

    Attributes:
        button: what starts it.
        saying: what came of it.
    """

    def __init__(self, description: str, busy: str, style: str = "") -> None:
        self.button = Action(description=description, style_class=style)
        self.saying = Saying()
        self._description, self._busy, self._working = description, busy, False
        self._then: list[Callable[[], object]] = []

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function each time that it is over, done or not."""
        self._then.append(do)

    def start(self, begun: str, work: Callable[[], tuple[str, bool]], failed: str) -> None:
        """Begins unless it is at work; `work` gives what came of it and whether all went well.

        A fault that it raises is told after `failed`.
        """
        if self._working:
            return
        self._working = True
        self.button.disabled, self.button.description = True, self._busy
        self.saying.say(begun)
        do_beside(lambda: _worked(work, failed), self._end, (f"{failed}: {STUMBLED}", False))

    def _end(self, came: tuple[str, bool]) -> None:
        self._working = False
        self.button.disabled, self.button.description = False, self._description
        self.saying.say(came[0], "good" if came[1] else "bad")
        for do in self._then:
            do()


def _worked(work: Callable[[], tuple[str, bool]], failed: str) -> tuple[str, bool]:
    try:
        return work()
    except GoalkitError as error:
        return f"{failed}: {error}", False
    except (RuntimeError, OSError) as error:
        return f"{failed}: goalkit stumbled over it ({error})", False
