"""An executed notebook becomes one page: no code, its charts, and nothing that runs but our own."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import nbformat.v4 as nb4
import pytest
from reading import Reader
from review_made import CHARTS, HOSTILE, PLAIN, empty_facts, facts

from goalkit.charts.look import DARK, PALETTE
from goalkit.reviews import sections
from goalkit.reviews.fragments import PLOTLY, Shown, css
from goalkit.reviews.page import charts_in, plotly_outputs, review_page, sections_of, whole_page
from goalkit.reviews.shapes import QualityFacts

SHOWN = (
    sections.first_screen,
    sections.goals,
    sections.worth_a_look,
    sections.pace,
    sections.time,
    sections.focus,
    sections.balance,
    sections.rhythm,
    sections.quality,
    sections.reconciliation,
)


def executed(made):
    """A notebook as a kernel would leave it, with every section's outputs."""
    cells = [nb4.new_code_cell("secret_code()", outputs=outputs(show(made))) for show in SHOWN]
    return nb4.new_notebook(cells=cells)


def outputs(shown: Shown):
    """What a kernel keeps of a section."""
    return [nb4.new_output("display_data", data=shown.bundle(part)) for part in shown.parts]


@pytest.fixture(scope="module")
def hostile_page():
    """The page of a month full of hostile texts."""
    return review_page(executed(facts(HOSTILE)), HOSTILE[0], "")


def test_page_has_every_chart_of_its_notebook(hostile_page):
    """Three charts of time and one a goal: as many on the page as in the notebook."""
    assert charts_in(hostile_page) == plotly_outputs(executed(facts(HOSTILE))) == CHARTS


def test_hostile_texts_show_as_text(hostile_page):
    """Each hostile text can be read on the page, and none made a tag or an event handler."""
    read = Reader(hostile_page)
    words = " ".join(read.words)
    assert all(text in words for text in HOSTILE)
    assert "img" not in read.tags
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert not [value for name, value in read.attributes if name == "href" and "javascript" in value]


def test_only_our_two_scripts_run(hostile_page):
    """Scripts that run are plotly.js and boot.js, each allowed by its hash; the others are data."""
    running = re.findall(r"<script>(.*?)</script>", hostile_page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', hostile_page)[1].replace("&#39;", "'")
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in running]
    assert len(running) == 2
    assert re.findall(r"'sha256-([^']*)'", policy) == hashes
    assert Reader(hostile_page).tags.count("script") == 2 + CHARTS
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")


def test_chart_data_reads_back(hostile_page):
    """The data of each chart is JSON that gives the person's own words back."""
    found = re.findall(r'<script type="application/json">(.*?)</script>', hostile_page, re.DOTALL)
    metas = [json.loads(text)["layout"]["meta"] for text in found]
    assert len(found) == CHARTS
    assert set(HOSTILE) <= {meta["title"] for meta in metas}


def test_page_asks_nothing_of_another_machine(hostile_page):
    """No element outside of plotly.js names an address on the network."""
    links = [value for name, value in Reader(hostile_page).attributes if name in ("href", "src", "srcset", "action")]
    assert not [link for link in links if "//" in link]
    assert "mathjax" not in hostile_page.split("<script>")[0].lower()


def test_no_code_is_visible(hostile_page):
    """The source of the cells and their prompts are not on the page."""
    assert "secret_code" not in hostile_page
    assert "In&nbsp;[" not in hostile_page


def test_page_is_built_for_the_keyboard_and_the_ear(hostile_page):
    """Skip link, landmarks, one h1, a language, and a text alternative for each chart."""
    read = Reader(hostile_page)
    assert read.tags.count("h1") == 1
    assert {"header", "main", "footer", "section"} <= set(read.tags)
    assert ("href", "#main") in read.attributes and ("lang", "en") in read.attributes
    plots = hostile_page.count('class="gk-plot" role="img" aria-label="')
    assert plots == CHARTS
    assert 'aria-label=""' not in hostile_page


def test_sections_without_data_say_what_to_write_down():
    """A month without anything shows its one line a section, no chart and no script."""
    page = review_page(executed(empty_facts()), "March", "")
    for name in ("goals", "time", "focus", "balance", "rhythm", "findings"):
        assert f"Write down your {name} in a notebook." in page
    assert charts_in(page) == 0
    assert "<script>" not in page
    assert "script-src &#39;none&#39;" in page


def test_headings_open_sections_and_tagged_cells_stay_out():
    """A "##" cell opens a section with an id of its own; what is for the notebook, or says nothing, stays out."""
    book = nb4.new_notebook(
        cells=[
            nb4.new_markdown_cell("Only here", metadata={"tags": ["notebook-only"]}),
            nb4.new_markdown_cell("## Time\nWhere it went."),
            nb4.new_markdown_cell("## Nothing"),
            nb4.new_code_cell("1", outputs=[]),
            nb4.new_markdown_cell("## Time"),
            nb4.new_code_cell("2", outputs=[nb4.new_output("stream", text="2")]),
        ]
    )
    assert [(part.heading, part.id, len(part.cells)) for part in sections_of(book)] == [
        ("Time", "s1-time", 1),
        ("Time", "s3-time", 1),
    ]
    page = review_page(book, "x", "")
    assert "Only here" not in page and "<p>Where it went.</p>" in page


def test_a_page_begins_with_its_contents():
    """A link to each section, after what comes before the first heading; hostile headings are text; one needs none."""
    headings = [nb4.new_markdown_cell(f"## {text}\nSaid.") for text in HOSTILE]
    first = nb4.new_markdown_cell("**In short**")
    page = review_page(nb4.new_notebook(cells=[first, *headings]), "x", "")
    read = Reader(page)
    ids = [value for name, value in read.attributes if name == "id" and value.startswith("s") and "title" not in value]
    assert len(set(ids)) == len(HOSTILE)
    assert [value for name, value in read.attributes if name == "href"] == ["#main", *[f"#{one}" for one in ids]]
    assert page.index("<strong>In short") < page.index('<nav class="gk-toc"') < page.index("<h2")
    assert sum(text in HOSTILE for text in read.words) == 2 * len(HOSTILE)
    assert "gk-toc" not in review_page(nb4.new_notebook(cells=headings[:1]), "x", "").split("</style>")[1]


def test_mark_up_in_a_persons_markdown_is_text():
    """A cell that a person wrote may be Markdown, and its raw HTML shows as it stands."""
    book = nb4.new_notebook(cells=[nb4.new_markdown_cell("**Well** <img src=x onerror=alert(1)>")])
    read = Reader(review_page(book, "x", ""))
    assert "strong" in read.tags and "img" not in read.tags


def test_printed_text_is_escaped():
    """What a cell prints or returns as plain text shows as text."""
    out = [
        nb4.new_output("stream", name="stdout", text="<script>a</script>"),
        nb4.new_output("execute_result", data={"text/plain": "<i>b</i>"}),
    ]
    page = review_page(nb4.new_notebook(cells=[nb4.new_code_cell("", outputs=out)]), "x", "")
    assert "&lt;script&gt;a&lt;/script&gt;" in page and "&lt;i&gt;b&lt;/i&gt;" in page


def test_a_figure_of_the_persons_own_is_shown():
    """A figure without our words is drawn too, and called “A chart”."""
    out = [nb4.new_output("display_data", data={PLOTLY: {"data": [], "layout": {}}})]
    page = review_page(nb4.new_notebook(cells=[nb4.new_code_cell("", outputs=out)]), "x", "")
    assert charts_in(page) == 1 and "A chart." in page


def test_title_is_escaped():
    """The title of a page is text."""
    assert "<title>&lt;b&gt;</title>" in whole_page("<b>", "", "")


def test_goal_line_of_a_paused_goal_has_no_tick():
    """A pace means nothing while a goal rests; its bar has no tick and its line no days."""
    made = facts()
    paused = [goal for goal in made.goals if goal.status == "paused"]
    text = sections.goals(facts(goals=tuple(paused))).parts[0]
    assert "gk-tick" not in text and "safe" not in text
    assert "gk-tick" in sections.goals(made).parts[0]


def test_each_measure_says_where_it_stands():
    """A total, a level, a rate and a yes or no read differently; the last has no pace chart."""
    made = facts()
    kinds = ("total", "level", "rate", "yes or no")
    goals = tuple(replace(goal, measure=kind) for goal, kind in zip(made.goals, kinds, strict=False))
    text = sections.goals(facts(goals=goals)).parts[0]
    assert "6 of 24 Read 24 books" in text
    assert "6, towards 24 Publish a library" in text
    assert "6 of 24 periods met, 25 % of those so far" in text
    assert "done" in text
    assert len(sections.pace(facts(goals=goals)).parts) == 3


def test_every_number_of_the_quality_section_is_one_of_the_facts():
    """Counts, hours and examples on the page are those of facts.json, and none is missing."""
    made = facts().quality
    shown = " ".join(Reader(sections.quality(facts()).parts[0]).words)
    told = [made.sentence, *(finding.headline for finding in made.findings)]
    told += [example["text"] for finding in made.findings for example in finding.examples]
    assert all(text in shown for text in told)
    numbers = re.compile(r"[\d.,:–-]*\d")
    known = numbers.findall(" ".join([*told, made.findings[0].suggestion, f"Show {len(PLAIN)} of them"]))
    assert sorted(numbers.findall(shown)) == sorted(known)
    assert "Show 5 of them" in shown


def test_a_log_without_findings_is_one_line():
    """The section then holds its sentence and nothing else."""
    part = sections.quality(facts(quality=QualityFacts((), "In March 2025 nothing in the log is worth a look."))).parts[
        0
    ]
    assert " ".join(Reader(part).words).strip() == "In March 2025 nothing in the log is worth a look."


def test_seconds_read_as_a_clock():
    """353,520 s are 98:12:00, to the second."""
    assert [sections.clock(s) for s in (0, 59, 3725, 353520)] == ["0:00:00", "0:00:59", "1:02:05", "98:12:00"]


def test_style_sheet_and_charts_share_one_palette():
    """Each goal has the same colour in the bars of the page and in its charts, in both themes."""
    sheet = css("review.css")
    light, dark = sheet[: sheet.index("prefers-color-scheme")], sheet[sheet.index("prefers-color-scheme") :]
    for place, colour in enumerate(PALETTE):
        assert f"--c{place}: {colour};" in light
        if colour in DARK:
            assert dark.count(f"--c{place}: {DARK[colour]};") == 2  # a browser's dark theme, and JupyterLab's
