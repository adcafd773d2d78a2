"""A review is made beside the old one and moved in whole; what fails leaves everything as it was."""

import json
import os
import socket
import sys
from contextlib import ExitStack, nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import nbformat.v4 as nb4
import pytest
from review_made import CHARTS, empty_facts, facts

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import Goal, Settings, TimeEntry
from goalkit.reviews.as_json import from_dict
from goalkit.reviews.choose import last_day
from goalkit.reviews.folders import recover, replace_folder
from goalkit.reviews.index import listed, write_index
from goalkit.reviews.kernel import run
from goalkit.reviews.own_kernel import OwnKernelManager
from goalkit.reviews.page import charts_in
from goalkit.reviews.render import RenderOptions, check_formats, find_template, render_facts, render_review
from goalkit.workbook import init_book
from goalkit.workbook.finished import latest_finished

NOTEBOOK = find_template(Path("nowhere"))


@pytest.fixture(scope="module")
def two_months(tmp_path_factory):
    """A workbook's folder with the reviews of February and March, March made first."""
    book = tmp_path_factory.mktemp("book")
    for period in ("2025-03", "2025-02"):
        render_facts(facts(period=period), book)
    return book / "reports"


def tree(folder):
    """Every file below a folder, by name, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def notebook(path, *sources):
    """Writes a notebook with a heading and some code cells."""
    cells = [nb4.new_markdown_cell("## Time"), *[nb4.new_code_cell(source) for source in sources]]
    book = nb4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(book, path)
    return path


def test_a_review_is_four_files(two_months):
    """HTML, the rows behind it, notebook and facts lie in the period's folder, and nothing else."""
    names = sorted(path.name for path in (two_months / "2025-03").iterdir())
    assert names == ["facts.json", "review-2025-03-rows.csv", "review-2025-03.html", "review-2025-03.ipynb"]


def test_html_has_all_charts(two_months):
    """The page holds every chart that the month's data gives."""
    text = (two_months / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    assert charts_in(text) == CHARTS


def test_facts_json_reads_back_as_the_facts(two_months):
    """facts.json is the same object that the notebook showed."""
    written = json.loads((two_months / "2025-03" / "facts.json").read_text(encoding="utf-8"))
    assert from_dict(written) == facts()


def test_no_path_of_this_machine_is_kept(two_months):
    """Neither page nor notebook names the workbook's folder, a temporary one, or the interpreter."""
    for path in (two_months / "2025-03").iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(two_months.parent) not in text
        assert ".tmp-" not in text
        assert sys.prefix not in text


def test_kept_notebook_runs_again_on_the_same_period(two_months):
    """The parameters in the kept notebook name the period and day, and nothing of the run."""
    kept = nbformat.read(two_months / "2025-03" / "review-2025-03.ipynb", as_version=4)
    cell = next(cell for cell in kept.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert cell.source == "book = ''\nperiod = '2025-03'\nas_of = '2025-03-31'\nfacts_file = ''"
    assert "papermill" not in kept.metadata


def test_the_questions_are_answered_by_hand_alone(two_months):
    """The form stands in the kept notebook, about its period, and was not run; the page knows nothing of it."""
    kept = nbformat.read(two_months / "2025-03" / "review-2025-03.ipynb", as_version=4)
    (form,) = [cell for cell in kept.cells if "review_answer_form" in cell.source]
    assert (form.outputs, form.execution_count) == ([], None)
    assert "Answer it" not in (two_months / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    with init_book(two_months.parent / "other") as book:
        names = {"book": str(book.path), "facts": facts()}
        exec(compile(form.source, "form", "exec"), names)
        shown = names["forms"].review_answer_form(book, names["facts"].period)
        assert shown["period"].value == "2025-03"


def test_neighbours_link_to_each_other(two_months):
    """March links back to February, and February, made later, gave March that link."""
    march = (two_months / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    february = (two_months / "2025-02" / "review-2025-02.html").read_text(encoding="utf-8")
    assert 'href="../2025-02/review-2025-02.html">‹ February' in march
    assert 'href="../2025-03/review-2025-03.html">March ›' in february
    assert "2025-04" not in march.split("<main")[0] and "2025-01" not in february.split("<main")[0]


def test_index_lists_newest_first_with_headlines(two_months):
    """The list has both months, the newer first, with what they said."""
    text = (two_months / "index.html").read_text(encoding="utf-8")
    assert text.index("March 2025") < text.index("February 2025")
    assert text.count("31.4 h went to your goals.") == 2
    assert [review.title for review in listed(two_months)] == ["March 2025", "February 2025"]


def test_running_twice_gives_the_same_bytes(two_months):
    """The same facts make the same files again, and leave no temporary folder."""
    before = tree(two_months)
    render_facts(facts(), two_months.parent)
    assert tree(two_months) == before
    assert not list(two_months.glob(".*"))


def test_a_failing_cell_leaves_the_old_review(two_months, tmp_path):
    """The error names section and fault; the review that was there is the same byte for byte."""
    before = tree(two_months)
    options = RenderOptions(template=notebook(tmp_path / "bad.ipynb", "facts_file", "{}['hours of work']"))
    with pytest.raises(GoalkitError, match=r"“Time”: KeyError: 'hours of work'"):
        render_facts(facts(headline="new"), two_months.parent, options)
    assert tree(two_months) == before
    assert not list(two_months.glob(".*"))


def test_time_without_charts_is_refused(tmp_path):
    """A notebook that lost its charts makes no review when there is time to show."""
    (tmp_path / "notebooks").mkdir()
    notebook(tmp_path / "notebooks" / "review.ipynb", "1")
    with pytest.raises(GoalkitError, match="drew no chart"):
        render_facts(facts(), tmp_path)
    assert list((tmp_path / "reports").iterdir()) == []


@pytest.mark.parametrize("taken", [2, 3])
def test_a_port_that_another_program_took_meanwhile_costs_no_review(tmp_path, monkeypatch, taken):
    """A kernel that could not start is started again on other ports, twice; then it is told."""
    launch, ports = OwnKernelManager._async_launch_kernel, []

    async def too_late(manager, command, **settings):
        ports.append(manager.shell_port)
        if len(ports) <= taken:
            others.enter_context(socket.create_server((manager.ip, manager.shell_port)))
        await launch(manager, command, **settings)

    monkeypatch.setattr(OwnKernelManager, "_async_launch_kernel", too_late)
    told = pytest.raises(GoalkitError, match="could not be run: Kernel died before") if taken == 3 else nullcontext()
    with ExitStack() as others, told:
        run(nb4.new_notebook(cells=[nb4.new_code_cell("1")]), {}, tmp_path)
    assert len(ports) == 3


def test_a_month_without_data_is_a_review_too(tmp_path):
    """Nothing written down gives a page without charts, not an error."""
    made = render_facts(empty_facts(), tmp_path)
    assert charts_in(made.files[0].read_text(encoding="utf-8")) == 0


def test_formats_and_folder_can_be_chosen(tmp_path):
    """Only what was asked for lies in the named folder, and the workbook's reports stay untouched."""
    options = RenderOptions(out=tmp_path / "out {x}", formats=("json",), template=notebook(tmp_path / "t.ipynb", "1"))
    made = render_facts(facts(), tmp_path / "book", options)
    assert made.files == (tmp_path / "out {x}" / "2025-03" / "facts.json",)
    assert [path.name for path in made.folder.iterdir()] == ["facts.json"]
    assert not (tmp_path / "book" / "reports").exists()


@pytest.mark.parametrize("formats", [(), ("html", "docx")])
def test_unknown_formats_are_refused(formats):
    """A format that no review has is named, with those there are."""
    with pytest.raises(GoalkitError, match="expected some of html, ipynb, json"):
        check_formats(formats)


def test_kernel_is_this_python_whatever_the_machine_calls_python3(tmp_path, monkeypatch):
    """A person's own "python3" kernel that points elsewhere is not used."""
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/nowhere/python", "-f", "{connection_file}"], "display_name": "other", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    book = nbformat.read(notebook(tmp_path / "k.ipynb", "import sys\nsys.executable"), as_version=4)
    executed = run(book, {"period": "08"}, tmp_path)
    assert repr(sys.executable) == executed.cells[-1].outputs[0]["data"]["text/plain"]


@pytest.mark.parametrize("text", ["", "no notebook", '{"cells": 1}'])
def test_a_template_that_is_no_notebook_is_refused(tmp_path, text):
    """An empty or foreign file is named and nothing is made."""
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(GoalkitError, match=r"x\.ipynb is not a notebook"):
        render_facts(facts(), tmp_path, RenderOptions(template=path))
    assert not (tmp_path / "reports" / "2025-03").exists()


def test_a_kill_between_the_two_moves_is_healed(tmp_path):
    """The old folder that was set aside comes back; one that is left over goes."""
    target, aside = tmp_path / "2025-03", tmp_path / ".old-2025-03"
    aside.mkdir()
    (aside / "facts.json").write_text("old")
    recover(target)
    assert (target / "facts.json").read_text() == "old" and not aside.exists()
    aside.mkdir()
    recover(target)
    assert (target / "facts.json").read_text() == "old" and not aside.exists()


def test_a_review_taken_away_by_a_kill_survives_a_failing_run(tmp_path):
    """The next run puts the old review back first, and keeps it even if it fails itself."""
    aside = tmp_path / "reports" / ".old-2025-03"
    aside.mkdir(parents=True)
    (aside / "facts.json").write_text("old")
    options = RenderOptions(template=notebook(tmp_path / "bad.ipynb", "1 / 0"))
    with pytest.raises(GoalkitError, match="ZeroDivisionError: division by zero"):
        render_facts(facts(), tmp_path, options)
    assert tree(tmp_path / "reports") == {"2025-03/facts.json": b"old"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """A file where the folder should be gives a plain message."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(GoalkitError, match=r"cannot be written to .*2025-03"):
        render_facts(facts(), tmp_path, RenderOptions(out=tmp_path / "out"))


def test_files_of_others_come_along(tmp_path):
    """A note that a person put beside a review is still there after the next one."""
    old, new = tmp_path / "2025-03", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    (old / "my notes.md").write_text("keep")
    (old / "review-2025-03.html").write_text("old")
    (new / "facts.json").write_text("new")
    replace_folder(new, old, "review-")
    assert {path.name: path.read_text() for path in old.iterdir()} == {"my notes.md": "keep", "facts.json": "new"}


def test_index_passes_over_what_is_no_review(tmp_path):
    """Folders of other names, without a page, or with broken facts do not break the list."""
    for name in ("notes", "2025-13", "2025-01", "2025-02"):
        (tmp_path / name).mkdir()
    (tmp_path / "2025-02" / "review-2025-02.html").write_text("x")
    (tmp_path / "2025-02" / "facts.json").write_text("{")
    assert [(review.title, review.headline) for review in listed(tmp_path)] == [("February 2025", "")]
    assert "February 2025" in write_index(tmp_path).read_text(encoding="utf-8")


def test_the_notebook_keeps_the_house_rules():
    """No outputs, counts, functions, loops or magics; a parameters cell of quoted texts."""
    book = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    lines = [line.split("(")[0] for cell in code for line in cell.source.splitlines()]
    assert not [line for line in lines if line.startswith(("def ", "for ", "while ", "%", "!", "with "))]
    assert [cell.source for cell in code if "parameters" in cell.metadata.get("tags", [])] == [
        'book = ""\nperiod = ""\nas_of = ""\nfacts_file = ""'
    ]


def test_last_day_of_a_month_that_is_not_over_is_today():
    """A review of a running month looks from today, of a finished one from its last day."""
    march = parse_period("2025-03")
    days = [date(2025, 3, 14), date(2025, 4, 2), date(2025, 2, 1)]
    assert [last_day(march, day) for day in days] == [date(2025, 3, 14), date(2025, 3, 31), date(2025, 3, 1)]


def test_rendering_leaves_the_working_directory_and_environment(two_months, tmp_path):
    """The notebook runs in its own folder, and the caller stays where they were."""
    here = Path.cwd(), dict(os.environ)
    render_facts(empty_facts("2025-05"), tmp_path)
    assert (Path.cwd(), dict(os.environ)) == here


def test_latest_finished_month_is_the_last_with_entries(tmp_path):
    """February, when March has no entry yet and April runs; the month before when there is none at all."""
    zone = ZoneInfo("America/New_York")
    with init_book(tmp_path / "book") as book:
        book.add(Settings(zone="America/New_York"))
        assert latest_finished(book, date(2025, 4, 10)).name == "2025-03"
        for begin in (datetime(2025, 2, 28, 23, 30, tzinfo=zone), datetime(2025, 4, 1, 9, tzinfo=zone)):
            book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), project="x"))
        assert latest_finished(book, date(2025, 4, 10)).name == "2025-02"
        assert latest_finished(book, date(2025, 5, 1)).name == "2025-04"


def test_review_of_a_workbook_from_entries_to_page(tmp_path):
    """A goal and an hour written down in a workbook stand in the page of its month, hostile names as text."""
    zone = ZoneInfo("Europe/Berlin")
    name = "<script>alert(1)</script>"
    begin = datetime(2025, 3, 14, 9, tzinfo=zone)
    with init_book(tmp_path / "book") as book:
        book.add(Settings(zone="Europe/Berlin"))
        goal = book.add(Goal(title="Read =1+1", target=12, start=date(2025, 1, 1), due=date(2025, 12, 31)))
        hour = TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), project=name, goal_id=goal.id)
        book.add(hour)
        made = render_review(book, parse_period("2025-03"), date(2025, 3, 31))
    text = made.files[0].read_text(encoding="utf-8")
    assert charts_in(text) == 5  # three of time, the goal's pace and its plan
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and name not in text
    assert "Read =1+1" in text and "1.0 h on 1 of 31 days" in text
    assert made.seconds > 0
