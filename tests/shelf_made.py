"""A folder of reviews, made from facts without running a notebook: what the list of reviews reads."""

import json
from dataclasses import replace

from review_made import PLAIN, facts

from goalkit.periods import parse_period
from goalkit.reviews.as_json import as_dict
from goalkit.reviews.index import html_name
from goalkit.reviews.page import whole_page


def put(root, name, written):
    """Puts a review with a page of its own and these facts into a folder; a text is written as it is."""
    period = parse_period(name)
    (root / period.name).mkdir(parents=True)
    (root / html_name(period)).write_text(whole_page(period.title, "", "<h1>x</h1>"), encoding="utf-8")
    text = written if isinstance(written, str) else json.dumps(written, ensure_ascii=False, indent=1)
    (root / period.name / "facts.json").write_text(text, encoding="utf-8")


def told(name, texts=PLAIN, reached=(), **changes):
    """Facts of a period; the goals of the places in `reached` are reached."""
    made = facts(texts, name, **changes)
    goals = [replace(goal, status="achieved") if at in reached else goal for at, goal in enumerate(made.goals)]
    return plain(replace(made, goals=tuple(goals)))


def plain(made):
    """Facts as plain JSON values, as a review writes them."""
    return as_dict(made)


def shelf(root, *names, **changes):
    """A folder with a review of each period."""
    for name in names:
        put(root, name, told(name, **changes))
    return root
