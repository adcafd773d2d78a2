"""How forms look: a small stylesheet, scoped to their own class, in JupyterLab's own colours."""

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

STYLE = """
.gk-form { max-width: 60rem; padding: 0.75rem 0 1rem; gap: 0.7rem; overflow: visible; }
.gk-form .widget-label, .gk-form .widget-label-basic { font-size: 14px; line-height: 1.45; }
.gk-form .gk-field { overflow: visible; gap: 0.1rem; }
.gk-form .gk-beside { flex-wrap: wrap; align-items: baseline; overflow: visible; column-gap: 0.75rem; }
.gk-form .gk-beside > * { margin: 0; }
.gk-form .gk-long { width: 36rem; max-width: 100%; }
.gk-form .gk-short { width: 21rem; max-width: 100%; }
.gk-form .widget-textarea, .gk-form .gk-beside textarea { height: auto; }
.gk-form .gk-long > .widget-label, .gk-form .gk-short > .widget-label, .gk-form .gk-caption
  { text-align: left; height: auto; white-space: normal; }
.gk-form .gk-caption { width: 11rem; flex: none; }
.gk-form .gk-unit { height: auto; }
.gk-form .gk-caption, .gk-form .gk-ticks, .gk-form .gk-whole { margin: 0; }
.gk-form .gk-ticks { padding-left: 0.4rem; }
.gk-form .gk-ticks { flex-wrap: wrap; overflow: visible; column-gap: 0.9rem; }
.gk-form .gk-ticks > * { width: auto; margin: 0; }
.gk-form .gk-needed > .widget-label::after { content: " *"; color: var(--jp-error-color1, #c62828); }
.gk-form .gk-help, .gk-form .gk-error, .gk-form .gk-whole, .gk-form .gk-status, .gk-form .gk-note
  { height: auto; white-space: normal; overflow: visible; }
.gk-form .gk-beside .gk-error { flex: 1 1 12rem; }
.gk-form .gk-error:empty, .gk-form .gk-help:empty, .gk-form .gk-whole:empty { display: none; }
.gk-form .gk-help { margin: 0 0 0 11.5rem; max-width: 40rem; font-size: 13px; opacity: 0.78;
  color: var(--jp-ui-font-color1, #333); }
.gk-form .gk-note { margin: 0; opacity: 0.78; }
.gk-form .gk-whole { padding-left: 11.5rem; }
.gk-form .gk-error, .gk-form .gk-whole { color: var(--jp-error-color1, #c62828); font-weight: 500; }
.gk-form .gk-wrong input, .gk-form .gk-wrong textarea, .gk-form .gk-wrong select
  { border-color: var(--jp-error-color1, #c62828); }
.gk-form .gk-foot { align-items: baseline; gap: 0.9rem; flex-wrap: wrap; margin-left: 11.5rem;
  overflow: visible; }
.gk-form .gk-foot .gk-status { flex: 1 1 16rem; margin: 0; }
.gk-form .gk-status.gk-good { color: var(--jp-success-color0, #1b5e20); font-weight: 500; }
.gk-form .gk-status.gk-bad { color: var(--jp-error-color1, #c62828); font-weight: 500; }
.gk-table table { border-collapse: collapse; font-size: 14px; line-height: 1.45; }
.gk-table caption { text-align: left; padding: 0.2rem 0 0.4rem; font-weight: 500; }
.gk-table th, .gk-table td { text-align: left; padding: 0.25rem 1.1rem 0.25rem 0; vertical-align: top;
  border-bottom: 1px solid var(--jp-border-color2, #ddd); }
.gk-table .gk-number { text-align: right; font-variant-numeric: tabular-nums; }
.gk-form .gk-habits { gap: 1rem; overflow: visible; }
.gk-form .gk-habit { overflow: visible; }
.gk-form .gk-habit-name { font-weight: 500; height: auto; white-space: normal; }
.gk-form .gk-habit-days { flex-wrap: wrap; gap: 0.3rem; overflow: visible; }
.gk-form .gk-habit-days button { width: 6.2rem; margin: 0; }
.gk-form .gk-habit .gk-help { margin-left: 0; }
.gk-form .gk-tick-done, .gk-form .gk-tick-log { background: var(--jp-success-color1, #1b5e20); color: #fff; }
@media (max-width: 40rem) { .gk-form .gk-help, .gk-form .gk-foot { margin-left: 0; }
  .gk-form .gk-whole { padding-left: 0; } }
"""


def line(text: str = "", *classes: str) -> W.Label:
    """A line of text, shown as it is: not as markup, and “$5 and $6” not as a formula."""
    shown = W.Label(text).add_class("mathjax_ignore")
    for name in classes:
        shown.add_class(name)
    return shown


def stylesheet() -> W.HTML:
    """The stylesheet as a widget without a height of its own."""
    return W.HTML(f"<style>{STYLE}</style>", layout={"display": "none"})
