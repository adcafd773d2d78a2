"""Where a file is chosen: by button, by dropping or by pasting it; it is looked at, and written nowhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets

from goalkit.errors import GoalkitError
from goalkit.forms.inputs import Input, script


@dataclass(frozen=True, slots=True)
class Picking:
    """What a picker takes.

    Attributes:
        check: looks at a file's name and content and gives what to say of it; raises GoalkitError to refuse it.
        accept: what the browser's dialogue offers, as an input's `accept`.
        help: what is taken, in words.
        most: bytes at most: a larger file would cut the line to the kernel, so the page does not send it.
        too_large: what is said of a larger one, by its name and bytes.
        preview: whether the page shows it as an image.
    """

    check: Callable[[str, bytes], str]
    accept: str
    help: str
    most: int
    too_large: Callable[[str, int], str]
    preview: bool = False


class FilePicker(Input):
    """Where a file is chosen.

    Attributes:
        name: the name of the chosen file, "" when none is chosen.
        content: its bytes.
        said: what the picker says of it, or why it was refused.
    """

    _esm = script("pick_file")
    help = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int().tag(sync=True)
    too_large = traitlets.Unicode().tag(sync=True)
    preview = traitlets.Bool().tag(sync=True)

    def __init__(self, description: str, picking: Picking) -> None:
        shown = {name: getattr(picking, name) for name in ("help", "accept", "most", "preview")}
        too_large = picking.too_large("{name}", 0).replace("0.0", "{size}")
        super().__init__(description=description, too_large=too_large, **shown)
        self._picking = picking
        self.name, self.content, self.said = "", b"", ""
        self._then: list[Callable[[], object]] = []
        self.on_msg(self._hear)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after a file was chosen or refused."""
        self._then.append(do)

    def pick(self, name: str, content: bytes) -> dict[str, str]:
        """Takes a file, or says why not; gives what is to be said."""
        self.name, self.content = "", b""
        try:
            if len(content) > self.most:
                raise GoalkitError(self._picking.too_large(name, len(content)))
            self.said = self._picking.check(name, content)
        except GoalkitError as error:
            self.said = f"{error}"
            return {"error": self.said}
        self.name, self.content = name, content
        return {"chosen": self.said}

    def choose_again(self, name: str, content: bytes) -> None:
        """Takes a file that was chosen before."""
        self.send({"again": self.pick(name, content).get("chosen", "")})

    def clear(self) -> None:
        """Lets go of the file."""
        self.name, self.content, self.said = "", b"", ""
        self.send({"cleared": True})

    def _hear(self, _: Any, told: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        if "picked" in told and buffers:
            answer = self.pick(str(told["picked"]), bytes(buffers[0]))
            self.send({**answer, "turn": told.get("turn")})
        elif "dropped" in told:
            self.name, self.content = "", b""
        for do in self._then:
            do()
