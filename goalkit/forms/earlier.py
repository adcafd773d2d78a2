"""What was written an earlier time, beside the form in which one writes now."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet

Told = tuple[str, Sequence[tuple[str, str]]]


class EarlierAnswers:
    """What was written the time before the one in a form, question by question.

    Attributes:
        texts: the paragraphs on display.
        widget: all of it.
    """

    def __init__(
        self, form: RecordForm[Any], about: Callable[[], Hashable], find: Callable[[], Told | None], nothing: str
    ) -> None:
        """Follows a form.

        Args:
            form: the one to stand beside.
            about: which time the form is about, asked with every key.
            find: a heading, and questions with their answers, of the time before; None where there is none.
            nothing: what is said then.
        """
        self._about, self._find, self._nothing = about, find, nothing
        self._form = form
        self._shown: Hashable = None
        self._rows = W.VBox().add_class("gk-earlier")
        self.widget = W.VBox([stylesheet(), self._rows]).add_class("gk-form")
        self.refresh()
        form.watch(self._follow)
        form.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def texts(self) -> list[str]:
        """The paragraphs on display."""
        return [str(child.value) for child in self._rows.children]

    def refresh(self) -> None:
        """Reads the answers again."""
        head, answers = self._find() or (self._nothing, ())
        told = [part for title, text in answers for part in (line(title, "gk-question"), line(text, "gk-answer"))]
        self._rows.children = [line(head, "gk-note"), *told]

    def _follow(self) -> None:
        """Reads again only when it is about another time."""
        if (now := (self._about(), self._form.record_id)) != self._shown:
            self._shown = now
            self.refresh()
