"""How forms look: a small stylesheet, scoped to their own class, in JupyterLab's own colours."""

from pathlib import Path

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

STYLE = (Path(__file__).parent / "forms.css").read_text(encoding="utf-8")


def line(text: str = "", *classes: str) -> W.Label:
    """A line of text, shown as it is: not as markup, and “$5 and $6” not as a formula."""
    shown = W.Label(text).add_class("mathjax_ignore")
    for name in classes:
        shown.add_class(name)
    return shown


def stylesheet() -> W.HTML:
    """The stylesheet as a widget without a height of its own."""
    return W.HTML(f"<style>{STYLE}</style>", layout={"display": "none"})
