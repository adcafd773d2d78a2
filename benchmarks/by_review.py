"""The floor of a review: the same libraries and the same page, without a notebook: python by_review.py BOOK PERIOD OUT.

The cells of goalkit's own notebook are called one after the other in this process, and their parts put on the page.
"""

import sys
from importlib import import_module
from pathlib import Path

from nbformat.v4 import new_output

from goalkit.cli import edge  # noqa: F401 - what the command line loads
from goalkit.periods import parse_period
from goalkit.reviews import choose, index, page, sections
from goalkit.reviews.facts import gather
from goalkit.reviews.kernel import load_template
from goalkit.reviews.many import NEEDED
from goalkit.reviews.render import find_template
from goalkit.workbook import open_book


def parts(cell, facts):
    """What a cell shows, as papermill would find it; nothing for one that only gets ready."""
    named = {"facts": facts, "sections": sections}
    return eval(cell.source, named).parts if cell.source.startswith("sections.") else ()


def main():
    for name in NEEDED:
        import_module(name)
    period, out = parse_period(sys.argv[2]), Path(sys.argv[3])
    with open_book(sys.argv[1]) as book:
        facts = gather(book, period, choose.last_day(period, book.today()))
    notebook = load_template(find_template(Path("nowhere")))
    for cell in notebook.cells:
        shown = parts(cell, facts) if cell.cell_type == "code" else ()
        cell.outputs = [new_output("display_data", sections.Shown.bundle(part)) for part in shown]
    folder = out / period.name
    folder.mkdir(parents=True, exist_ok=True)
    text = page.review_page(notebook, f"Review of {facts.title}", index.nav(out, period, with_index=False))
    (folder / f"review-{period.name}.html").write_bytes(text.encode())


if __name__ == "__main__":
    main()
