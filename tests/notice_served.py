"""A desktop's notification server on the session's bus: writes down each notice that it is given, a JSON line each.

Started as a program of its own: `python notice_served.py FILE ANSWER`, with ANSWER "yes", or "never" for one that
takes a notice and does not answer. It prints "ready" when it can be asked.
"""

import asyncio
import json
import sys
from pathlib import Path

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method

NAME, PLACE = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


class Notifications(ServiceInterface):
    """The part of the standard that a sender uses."""

    def __init__(self, file, answers):
        super().__init__(NAME)
        self._file, self._answers = file, answers

    @method()
    def GetCapabilities(self) -> "as":  # noqa: N802, F722 - names and types of D-Bus
        """What a plain desktop can do."""
        return ["body"]

    @method()
    def GetServerInformation(self) -> "ssss":  # noqa: N802, F821
        """Its name, maker, version and the version of the standard."""
        return ["plain", "a test", "1", "1.2"]

    @method()
    async def Notify(  # noqa: N802
        self,
        app: "s",  # noqa: F821
        replaces: "u",  # noqa: F821
        icon: "s",  # noqa: F821
        title: "s",  # noqa: F821
        text: "s",  # noqa: F821
        actions: "as",  # noqa: F722
        hints: "a{sv}",  # noqa: F722
        seconds: "i",  # noqa: F821
    ) -> "u":  # noqa: F821
        """Takes a notice."""
        with self._file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"app": app, "title": title, "text": text}) + "\n")
        if not self._answers:
            await asyncio.Event().wait()
        return 7


async def serve(file, answers):
    """Serves until it is ended."""
    bus = await MessageBus().connect()
    bus.export(PLACE, Notifications(file, answers))
    await bus.request_name(NAME)
    print("ready", flush=True)
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2] == "yes"))
