"""How forms look: a small stylesheet, scoped to their own class, in JupyterLab's own colours."""

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

STYLE = """
.gk-form, .gk-table { --gk-ink: var(--jp-content-font-color1, #212121); --gk-soft: #55606b; --gk-bad: #b3261e;
  --gk-good: #1b5e20; --gk-ring: #0b57d0; --gk-edge: #767f89; --gk-shade: #f1f3f5; --gk-warn: #fff4d6; }
[data-jp-theme-light="false"] :is(.gk-form, .gk-table) { --gk-soft: #b4bdc7; --gk-bad: #ffb4ab; --gk-good: #a5d6a7;
  --gk-ring: #8ab4f8; --gk-edge: #8f99a3; --gk-shade: #2a2f35; --gk-warn: #40361a; }
.gk-form { max-width: 60rem; padding: 0.75rem 2px 1rem; gap: 0.7rem; overflow: visible; container-type: inline-size; }
.gk-form :is(.widget-label, .widget-label-basic, .gk-own, .gk-drafted) { font-size: 14px; line-height: 1.45;
  color: var(--gk-ink); }
.gk-form .gk-field { overflow: visible; gap: 0.1rem; }
.gk-form .gk-beside { flex-wrap: wrap; align-items: baseline; overflow: visible; column-gap: 0.75rem; }
.gk-form .gk-beside > * { margin: 0; }
.gk-form .gk-long { width: 36rem; max-width: 100%; }
.gk-form .gk-short { width: 21rem; max-width: 100%; }
.gk-form .widget-textarea, .gk-form .gk-beside textarea { height: auto; }
.gk-form :is(.gk-long, .gk-short) > .widget-label, .gk-form .gk-caption
  { text-align: left; height: auto; white-space: normal; overflow: visible; }
.gk-form .gk-unit { height: auto; }
.gk-form :is(input, textarea, select):not([type=checkbox], [type=radio], [type=range])
  { border: 1px solid var(--gk-edge); border-radius: 4px; background: var(--jp-layout-color1, #fff);
  color: var(--gk-ink); }
.gk-form :is(input, textarea)::placeholder { color: var(--gk-soft); opacity: 1; }
.gk-form :is(input, textarea, select, button):focus-visible { outline: 2px solid var(--gk-ring); outline-offset: 1px; }
.gk-form .gk-own { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.5rem; overflow: visible; }
.gk-form .gk-caption { flex: 0 0 calc(11rem - 2px); }
.gk-form .gk-own > :not(.gk-caption) { min-width: 0; }
.gk-form .gk-ticks { display: flex; flex: 1 1 15rem; flex-wrap: wrap; gap: 0.15rem 1rem; max-height: 14rem;
  overflow: auto; padding: 2px; }
.gk-form .gk-ticks label { display: inline-flex; align-items: center; gap: 0.35rem; min-height: 26px; cursor: pointer; }
.gk-form .gk-ticks input { width: 1rem; height: 1rem; margin: 0; accent-color: var(--gk-ring); flex: none; }
.gk-form .gk-swatch { width: 1.1rem; height: 1.1rem; border-radius: 50%; border: 1px solid var(--gk-edge); flex: none; }
.gk-form .gk-scale { align-items: center; }
.gk-form .gk-scale input { flex: 0 1 14rem; min-width: 7rem; height: 24px; margin: 0; accent-color: var(--gk-ring); }
.gk-form .gk-scale.gk-empty input { accent-color: var(--gk-edge); opacity: 0.55; }
.gk-form .gk-end { color: var(--gk-soft); }
.gk-form .gk-scale output { min-width: 1.5ch; font-weight: 600; text-align: center; }
.gk-form .gk-clear { border: 0; background: none; color: var(--gk-soft); font: inherit; cursor: pointer; min-width: 24px;
  min-height: 24px; padding: 0; border-radius: 4px; }
.gk-form .gk-clear:hover { color: var(--gk-ink); background: var(--gk-shade); }
.gk-form .gk-chips { flex: 1 1 15rem; display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: center; }
.gk-form .gk-chips ul { display: contents; list-style: none; }
.gk-form .gk-chips li { display: inline-flex; align-items: center; gap: 0.1rem; padding-left: 0.55rem; border-radius: 1rem;
  background: var(--gk-shade); border: 1px solid var(--gk-edge); line-height: 24px; overflow-wrap: anywhere; }
.gk-form .gk-chips input { flex: 1 1 9rem; min-width: 6rem; }
.gk-form :is(.gk-chips, .gk-choose) :is(input, select) { font: inherit; height: 28px; padding: 0 0.4rem;
  box-sizing: border-box; }
.gk-form .gk-said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.gk-form .gk-choose { flex: 1 1 15rem; display: flex; flex-wrap: wrap; gap: 0.4rem; }
.gk-form .gk-choose select { flex: 1 1 14rem; min-width: 0; }
.gk-form .gk-choose input { flex: 0 1 11rem; min-width: 6rem; }
.gk-form [hidden] { display: none; }
.gk-form .gk-needed > .widget-label::after, .gk-form .gk-needed > .gk-caption::after { content: " *"; color: var(--gk-bad); }
.gk-form :is(.gk-help, .gk-error, .gk-whole, .gk-status, .gk-note, .gk-drafted, .gk-bad)
  { height: auto; white-space: normal; overflow: visible; overflow-wrap: anywhere; }
.gk-form .gk-beside .gk-error { flex: 1 1 12rem; }
.gk-form :is(.gk-error, .gk-status):empty { flex: 0 0 0; }
.gk-form :is(.gk-help, .gk-whole):empty { display: none; }
.gk-form .gk-help { margin: 0 0 0 11.5rem; max-width: 40rem; font-size: 13px; color: var(--gk-soft); }
.gk-form .gk-note { margin: 0; color: var(--gk-soft); }
.gk-form .gk-group { margin: 0.6rem 0 0; padding-bottom: 0.15rem; height: auto; font-weight: 600; font-size: 15px;
  border-bottom: 1px solid var(--jp-border-color2, #ddd); }
.gk-form .gk-whole { margin: 0; padding-left: 11.5rem; }
.gk-form :is(.gk-error, .gk-whole):not(:empty)::before, .gk-form .gk-bad:not(:empty)::before
  { content: "⚠ "; content: "⚠ " / ""; }
.gk-form :is(.gk-error, .gk-whole, .gk-bad) { color: var(--gk-bad); font-weight: 500; }
.gk-form .gk-wrong :is(input, textarea, select):not([type=checkbox], [type=radio], [type=range])
  { border-color: var(--gk-bad); box-shadow: inset 0 0 0 1px var(--gk-bad); }
.gk-form :is(.gk-foot, .gk-buttons) { align-items: baseline; gap: 0.5rem 0.6rem; flex-wrap: wrap; overflow: visible; }
.gk-form .gk-foot { margin-left: 11.5rem; }
.gk-form .gk-foot .gk-status { flex: 1 1 16rem; margin: 0; }
.gk-form .gk-status.gk-good { color: var(--gk-good); font-weight: 500; }
.gk-form .gk-action { display: inline-flex; align-items: baseline; flex-wrap: wrap; gap: 0.3rem 0.6rem; overflow: visible;
  margin: 0; padding: 2px; }
.gk-form .gk-action button { width: auto; min-width: 5.5rem; height: 30px; margin: 0; padding: 0 0.9rem; border-radius: 4px;
  border: 1px solid var(--gk-edge); color: var(--gk-ink); background: var(--jp-layout-color1, #fff); cursor: pointer; }
.gk-form .gk-action button:hover:not(:disabled) { background: var(--gk-shade); box-shadow: none; }
.gk-form .gk-action button.mod-primary, .gk-form .gk-action button.mod-primary:hover:not(:disabled)
  { background: #0b57d0; border-color: #0b57d0; color: #fff; }
.gk-form .gk-action button.mod-danger { border-color: var(--gk-bad); color: var(--gk-bad); }
.gk-form .gk-action button:disabled { opacity: 0.5; cursor: default; }
.gk-form .gk-action button[aria-busy=true] { opacity: 0.75; cursor: progress; }
.gk-form .gk-slow { font-size: 13px; color: var(--gk-soft); }
.gk-form .gk-draft { align-items: baseline; flex-wrap: wrap; gap: 0.2rem 0.5rem; padding: 0.25rem 0.6rem; overflow: visible;
  background: var(--gk-warn); border-radius: 4px; }
.gk-form .gk-draft .gk-drafted { margin: 0; }
.gk-form .gk-conflict { border: 1px solid var(--gk-bad); border-radius: 4px; padding: 0.6rem 0.8rem; gap: 0.5rem;
  overflow: visible; }
.gk-form .gk-conflict :is(td, th) { white-space: pre-wrap; overflow-wrap: anywhere; }
.gk-form .gk-conflict .widget-html { height: auto; overflow: auto; margin: 0; }
.gk-table table { border-collapse: collapse; font-size: 14px; line-height: 1.45; color: var(--gk-ink); }
.gk-table caption { text-align: left; padding: 0.2rem 0 0.4rem; font-weight: 500; }
.gk-table th, .gk-table td { text-align: left; padding: 0.25rem 1.1rem 0.25rem 0; vertical-align: top;
  border-bottom: 1px solid var(--jp-border-color2, #ddd); }
.gk-table .gk-number { text-align: right; font-variant-numeric: tabular-nums; }
@container (max-width: 36rem) {
  .gk-help, .gk-foot { margin-left: 0 !important; }
  .gk-whole { padding-left: 0 !important; }
  .gk-field :is(.gk-long, .gk-short), .gk-chooser { width: 100% !important; flex-wrap: wrap; height: auto; }
  .gk-field :is(.gk-long, .gk-short) > .widget-label, .gk-own > .gk-caption
    { width: 100% !important; flex: 1 0 100% !important; }
  .gk-field :is(.gk-long, .gk-short) > :is(input, textarea, select) { flex: 1 1 100%; min-height: 32px; }
  .gk-action button { min-height: 36px; }
}
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
