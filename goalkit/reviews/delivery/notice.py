"""A notice on this desktop that a review is there."""

import asyncio
import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from goalkit.reviews.delivery.outcome import UndeliveredError

APP = "goalkit"
BUS = "DBUS_SESSION_BUS_ADDRESS"
LIBRARY = "desktop_notifier"
MOST_LETTERS = 300


def show_notice(title: str, text: str, seconds: float) -> str:
    """Shows a notice; gives what happened.

    Raises UndeliveredError when no desktop takes it within some seconds, as where nobody is logged in.
    """
    _name_bus()
    shown = asyncio.wait_for(_show(title, text[:MOST_LETTERS]), seconds)
    # In a thread of its own, since a notebook's kernel has a loop that runs already.
    with _complaints() as heard, ThreadPoolExecutor(1) as aside:
        try:
            aside.submit(asyncio.run, shown).result()
        except TimeoutError as error:
            raise UndeliveredError(f"the desktop did not answer within {seconds:g} s", "unsure") from error
    if heard:
        raise _unseen(heard[0])
    return "shown on this desktop"


def _name_bus() -> None:
    """Names the bus of the person's session where nobody has, as in a job of cron."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else "")
    bus = Path(runtime) / "bus"
    if runtime and bus.is_socket():
        os.environ.setdefault(BUS, f"unix:path={bus}")


async def _show(title: str, text: str) -> None:
    from desktop_notifier import DesktopNotifier

    await DesktopNotifier(app_name=APP, app_icon=None).send(title=title, message=text)


def _unseen(why: str) -> UndeliveredError:
    return UndeliveredError(
        f"no notice could be shown ({why}); it needs a desktop with somebody logged in, else choose a folder or e-mail",
        "later",
    )


class _Listener(logging.Handler):
    """Keeps what the library complains about: it raises nothing when a notice is not shown."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.heard.append(f"{type(error).__name__}: {error}" if error else record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the library complains about meanwhile, kept from stderr."""
    logger, listener = logging.getLogger(LIBRARY), _Listener()
    passed_on = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield listener.heard
    finally:
        logger.removeHandler(listener)
        logger.propagate = passed_on
