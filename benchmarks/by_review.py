"""Renders one month of a workbook and prints where the seconds went: python by_review.py BOOK PERIOD OUT."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from goalkit.periods import parse_period
from goalkit.reviews import render
from goalkit.reviews.choose import last_day
from goalkit.workbook import open_book

seconds: dict[str, float] = {}
executed: list[Any] = []


def timed(name, function):
    def run(*given):
        started = time.perf_counter()
        result = function(*given)
        seconds[name] = time.perf_counter() - started
        if name == "run":
            executed.append(result)
        return result

    return run


render.run, render._checked_page = timed("run", render.run), timed("html", render._checked_page)
period = parse_period(sys.argv[2])
with open_book(sys.argv[1]) as book:
    options = render.RenderOptions(out=Path(sys.argv[3]))
    made = render.render_review(book, period, last_day(period, book.today()), options)
cells = [cell.metadata.papermill.duration or 0.0 for cell in executed[0].cells if cell.cell_type == "code"]
injected = [cell for cell in executed[0].cells if "import" in cell.source and cell.cell_type == "code"]
imports = injected[0].metadata.papermill.duration if injected else 0.0
page = next(file for file in made.files if file.suffix == ".html")
json.dump(
    {
        "facts and files": made.seconds - seconds["run"] - seconds["html"],
        "kernel start and stop": seconds["run"] - sum(cells),
        "imports": imports,
        "execution": sum(cells) - imports,
        "HTML": seconds["html"],
        "all": made.seconds,
        "bytes": page.stat().st_size,
    },
    sys.stdout,
)
