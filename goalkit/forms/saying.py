"""The line in which a form says what it did, or why not."""

from collections.abc import Callable

from goalkit.errors import GoalkitError, OptionError
from goalkit.forms.look import line

STUMBLED = "goalkit stumbled over this; nothing was lost. Try it again, or start the page anew."


class Saying:
    """A line with its mood.

    Attributes:
        line: the widget.
    """

    def __init__(self) -> None:
        self.line = line("", "gk-status")

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.line.value)

    def say(self, text: str, mood: str = "") -> None:
        """Says something; the mood is "good", "bad" or ""."""
        for other in ("good", "bad"):
            mark = self.line.add_class if other == mood else self.line.remove_class
            mark(f"gk-{other}")
        self.line.value = text

    def trying(self, do: Callable[[], object], failed: str) -> bool:
        """Does something and says after `failed` why it could not be done; gives whether it was."""
        trouble = STUMBLED  # what an error nobody foresaw leaves behind: it never looks like done
        try:
            do()
            trouble = ""
        except OptionError as error:
            trouble = error.plain
        except GoalkitError as error:
            trouble = f"{error}"
        finally:
            if trouble:
                self.say(f"{failed}: {trouble}", "bad")
        return not trouble
