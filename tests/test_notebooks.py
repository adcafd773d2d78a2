"""The rules that every notebook keeps: what it says first, what code it may hold, and what is left out of it."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from goalkit.records import Goal
from goalkit.workbook import init_book

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
GUIDED = [path for path in NOTEBOOKS if re.match(r"\d\d_", path.name)]
CHECKED = "# NBVAL_CHECK_OUTPUT"
LINES = 3
LEFT_OUT = {"execution", "papermill", "ExecuteTime", "widgets", "collapsed", "scrolled"}
NO_CODE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.With, ast.Try)


def read(path):
    """The notebook as it stands in its file."""
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)


def cells(book, kind):
    """The cells of a kind, in order."""
    return [cell for cell in book.cells if cell.cell_type == kind]


def is_parameters(cell):
    """Whether a run may set what stands in this cell."""
    return "parameters" in cell.metadata.get("tags", [])


# --- the rules, each a list of faults


def code_faults(book):
    """Code beyond a few plain lines: definitions, loops, magics, commands."""
    faults = []
    for cell in cells(book, "code"):
        if re.search(r"^\s*[%!]|get_ipython", cell.source, re.MULTILINE):
            faults.append(f"{cell.id}: a magic or a command")
            continue
        tree = ast.parse(cell.source)
        faults += [f"{cell.id}: {type(node).__name__}" for node in ast.walk(tree) if isinstance(node, NO_CODE)]
        lines = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
        if len(lines) > LINES and not is_parameters(cell):
            faults.append(f"{cell.id}: {len(lines)} lines")
    return faults


def output_faults(book):
    """Outputs that nobody checks, checked cells without one, and what a run leaves behind in metadata."""
    faults = [f"notebook: {key}" for key in LEFT_OUT & set(book.metadata)]
    for cell in book.cells:
        faults += [f"{cell.id}: {key}" for key in LEFT_OUT & set(cell.metadata)]
    for cell in cells(book, "code"):
        checked = CHECKED in cell.source
        if checked and not (cell.outputs and cell.execution_count):
            faults.append(f"{cell.id}: checked, but without an output or its count, so nothing is compared")
        if not checked and (cell.outputs or cell.execution_count):
            faults.append(f"{cell.id}: an output that nobody checks")
    return faults


def parameter_faults(book):
    """Parameters stand in one cell, the first with code, and are plain values."""
    code = cells(book, "code")
    marked = [cell for cell in code if is_parameters(cell)]
    faults = [f"{cell.id}: a second parameters cell" for cell in marked[1:]]
    for cell in marked[:1]:
        if cell is not code[0]:
            faults.append(f"{cell.id}: parameters after other code")
        if not all(_is_plain(line) for line in ast.parse(cell.source).body):
            faults.append(f"{cell.id}: more than name = value")
    return faults


def _is_plain(line):
    return isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)


def telling_faults(book):
    """A guided notebook's title, reason, gain and way on; its code folded away."""
    first, last = book.cells[0], book.cells[-1]
    faults = [f"the first cell lacks {part!r}" for part in ("**Why.**", "**At the end**") if part not in first.source]
    if "## What to do next" not in last.source:
        faults.append("the last cell does not say what to do next")
    faults += [
        f"{cell.id}: code not folded away"
        for cell in cells(book, "code")
        if not cell.metadata.get("jupyter", {}).get("source_hidden")
    ]
    return faults


# --- held against our notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_valid_and_begins_with_its_title(path):
    """The file keeps the notebook format, names the usual kernel, and its first line is a heading."""
    book = read(path)
    nbformat.validate(book)
    assert book.metadata.kernelspec.name == "python3"
    assert book.cells[0].cell_type == "markdown"
    assert book.cells[0].source.startswith("# ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_holds_a_few_plain_lines_of_code(path):
    """No definition, loop, magic or command, at most three lines a cell, and parameters as values."""
    book = read(path)
    assert code_faults(book) + parameter_faults(book) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_carries_only_outputs_that_are_checked(path):
    """No output but in cells marked for checking, each of those with one, and no trace of a run."""
    assert output_faults(read(path)) == []


@pytest.mark.parametrize("path", GUIDED, ids=lambda path: path.name)
def test_a_guided_notebook_says_why_and_what_next(path):
    """Title, reason and gain come first, the way on last, and code is folded away."""
    assert telling_faults(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_links_between_notebooks_lead_somewhere(path):
    """Each linked notebook is there."""
    text = "".join(cell.source for cell in cells(read(path), "markdown"))
    linked = re.findall(r"\]\(([^)#:]+\.ipynb)", text)
    assert [name for name in linked if not (FOLDER / name).is_file()] == []


def test_guided_notebooks_have_numbers_of_their_own():
    """Their order is never in doubt, and the first is where a person starts."""
    numbers = [path.name[:2] for path in GUIDED]
    assert len(set(numbers)) == len(numbers)
    assert GUIDED[0].name == "01_start_here.ipynb"


@pytest.mark.parametrize("path", GUIDED, ids=lambda path: path.name)
def test_a_guided_notebook_runs_in_a_new_workbook(path, tmp_path, monkeypatch):
    """With nothing written yet, every cell runs from the workbook's own notebooks folder and writes nothing."""
    with init_book(tmp_path / "book") as book:
        monkeypatch.delenv("GOALKIT_BOOK", raising=False)
        monkeypatch.chdir(book.path / "notebooks")
        names = {}
        for cell in cells(read(book.path / "notebooks" / path.name), "code"):
            exec(compile(cell.source, cell.id, "exec"), names)
        assert names["book"].path.samefile(book.path)
        names["book"].close()
        assert len(book.frame(Goal)) == len(book.entries()) == 0


# --- and the rules themselves can fail


def notebook(source, **parts):
    """A notebook of one code cell."""
    cell = nbformat.v4.new_code_cell(source, **parts)
    return nbformat.v4.new_notebook(cells=[cell])


@pytest.mark.parametrize(
    "source",
    ["def f():\n    pass", "for x in y:\n    x", "while x:\n    x", "%run other.ipynb", "!pip install x", "a\nb\nc\nd"],
)
def test_code_that_does_not_belong_is_found(source):
    """Each kind of code that a notebook must not hold is a fault."""
    assert code_faults(notebook(source)) != []


@pytest.mark.parametrize(
    "book",
    [
        notebook("1", outputs=[nbformat.v4.new_output("stream", text="1")]),
        notebook(CHECKED),
        notebook(CHECKED, outputs=[nbformat.v4.new_output("stream", text="1")]),
        notebook("1", metadata={"execution": {"iopub.execute_input": "2026-01-01T00:00:00Z"}}),
    ],
    ids=["unchecked output", "checked without output", "checked without count", "timing"],
)
def test_outputs_that_do_not_belong_are_found(book):
    """An unchecked output, a checked cell that compares nothing, and timing are faults."""
    assert output_faults(book) != []


def test_a_checked_output_belongs():
    """A marked cell with its output and count is as it should be."""
    output = nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)
    assert output_faults(notebook(f"{CHECKED}\n1", outputs=[output], execution_count=1)) == []


@pytest.mark.parametrize("source", ["period = choose()", "import goalkit"])
def test_parameters_that_are_not_plain_values_are_found(source):
    """A parameters cell that computes is a fault."""
    assert parameter_faults(notebook(source, metadata={"tags": ["parameters"]})) != []


def test_every_row_of_the_method_has_its_place():
    """M1 to M33 are each the tag of a cell in a guided notebook; no tag names a row that there is not."""
    tags = {tag for path in GUIDED for cell in cells(read(path), "code") for tag in cell.metadata.get("tags", [])}
    rows = {f"M{number}" for number in range(1, 34)}
    assert sorted(rows - tags) == []
    assert sorted(tags - rows - {"parameters"}) == []


def test_the_notebooks_are_in_the_order_of_a_year():
    """Thirteen, numbered one after the other, each leading on to another."""
    assert [path.name[:2] for path in GUIDED] == [f"{number:02d}" for number in range(1, 14)]
