"""Goalkit's own review notebook runs without a kernel, to the same result; what a person wrote never does."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import nbformat.v4 as nb4
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError
from review_made import HOSTILE, empty_facts, facts

from goalkit.errors import GoalkitError
from goalkit.reviews import engine
from goalkit.reviews.kernel import is_own, load_template, run
from goalkit.reviews.render import RenderOptions, find_template, render_facts

NOTEBOOK = find_template(Path("nowhere"))
FIXTURES = Path(__file__).parent / "fixtures"


def made_of(*sources, tags=()):
    """A notebook of code cells; the tags are those of the first."""
    cells = [nb4.new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = list(tags)
    return nb4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def run_here(notebook, folder, **parameters):
    """The notebook, executed by papermill through goalkit's engine."""
    how = {"engine_name": engine.NAME, "kernel_name": "python3", "language": "python"}
    return papermill.execute_notebook(notebook, None, parameters, cwd=folder, progress_bar=False, **how)


def outputs(notebook):
    """What a reader would see of each cell."""
    return [(cell.execution_count, cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("given", [facts(), facts(HOSTILE), empty_facts()], ids=["month", "hostile", "empty"])
def test_both_ways_give_the_same_files(given, tmp_path):
    """Page, executed notebook and facts are the same byte for byte with a kernel and without one."""
    made = [
        render_facts(given, tmp_path, RenderOptions(out=tmp_path / name, here=here))
        for name, here in (("kernel", False), ("here", True))
    ]
    names = [file.name for file in made[0].files]
    assert names == ["review-2025-03.html", "review-2025-03.ipynb", "facts.json"]
    for one, other in zip(made[0].files, made[1].files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_every_kind_of_output_is_that_of_a_kernel(tmp_path):
    """Prints, displays, values, tables, figures' types and parameters come in the same order and form."""
    notebook = made_of(
        "word = ''\nnumber = 1",
        "print(word, end='')\nprint(number)",
        "import sys\nprint('aside', file=sys.stderr)",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\nprint('between')\nword",
        "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
        "number;",
        "",
        "from pathlib import Path\nPath.cwd().name, __name__, get_ipython().execution_count",
        "_ is not None and In[4][:4]",
        tags=["parameters"],
    )
    given = {"word": 'it\'s "so"', "number": "08"}
    here, there = run_here(notebook, tmp_path, **given), run(notebook, given, tmp_path)
    assert outputs(here) == outputs(there)
    assert here.metadata.language_info == there.metadata.language_info


def test_a_fault_is_papermills_own(tmp_path):
    """A failing cell raises PapermillExecutionError with its name, text and source; later cells do not run."""
    notebook = made_of("1", "{}['hours of work']", f"open({str(tmp_path / 'late')!r}, 'w')")
    with pytest.raises(PapermillExecutionError) as caught:
        run_here(notebook, tmp_path)
    told = caught.value
    assert (told.ename, told.evalue, told.source) == ("KeyError", "'hours of work'", "{}['hours of work']")
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize("source", ["def (", "raise SystemExit(3)", "input('?')"])
def test_broken_code_leaving_and_asking_are_faults_too(source, tmp_path):
    """Syntax that is none, a cell that ends Python, and one that asks a question stop the run with an error."""
    stdin = os.open(os.devnull, os.O_RDONLY)
    kept = os.dup(0)
    os.dup2(stdin, 0)
    try:
        with pytest.raises(PapermillExecutionError):
            run_here(made_of(source), tmp_path)
    finally:
        os.dup2(kept, 0)


def test_a_cell_that_is_to_be_skipped_is_skipped(tmp_path):
    """The tag that keeps a kernel from running a cell holds here too."""
    done = run_here(made_of("1 / 0", "2", tags=["skip-execution"]), tmp_path)
    assert outputs(done)[0] == (None, []) and done.cells[1].execution_count == 1


def test_nothing_stays_behind(tmp_path):
    """Names, streams, hooks, the main module and the working directory are as before the run."""
    before = sys.modules["__main__"], sys.stdout, sys.displayhook, sys.excepthook, Path.cwd()
    run_here(made_of("left = 1"), tmp_path)
    again = run_here(made_of("'left' in globals()"), tmp_path)
    assert again.cells[0].outputs[0].data["text/plain"] == "False"
    assert (sys.modules["__main__"], sys.stdout, sys.displayhook, sys.excepthook, Path.cwd()) == before


def test_a_persons_settings_of_ipython_are_neither_read_nor_made(tmp_path):
    """A home without IPython's folder has none afterwards."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_engine import made_of, run_here\n"
        "run_here(made_of('1'), sys.argv[2])"
    )
    home = tmp_path / "home"
    home.mkdir()
    around = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "IPYTHONDIR": str(home / "ipython")}
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)]
    subprocess.run(command, check=True, env=around)
    assert list(home.rglob("*")) == []


def test_own_is_told_by_content():
    """The packaged notebook and earlier ones are goalkit's own; one changed letter makes it a person's."""
    own = load_template(NOTEBOOK)
    assert is_own(own)
    run_before = nbformat.from_dict(own)
    run_before.cells[4].outputs, run_before.cells[4].execution_count = [nb4.new_output("stream", text="x")], 3
    assert is_own(run_before)
    changed = nbformat.from_dict(own)
    changed.cells[-1].source += "!"
    assert not is_own(changed)
    added = nbformat.from_dict(own)
    added.cells.append(nb4.new_code_cell("1"))
    assert not is_own(added)
    assert not is_own(made_of("1"))
    earlier = sorted(FIXTURES.rglob("review.ipynb"))
    assert earlier and all(is_own(load_template(path)) for path in earlier)


def test_what_a_person_wrote_runs_in_a_process_of_its_own(tmp_path):
    """Even where goalkit's own runs here, a changed notebook does not share this process."""
    changed = load_template(NOTEBOOK)
    changed.cells = [nb4.new_code_cell("import os\nos.getpid()")]
    done = run(changed, {"period": "2025-03"}, tmp_path, here=True)
    assert done.cells[-1].outputs[0].data["text/plain"] != str(os.getpid())


def test_a_fault_without_a_kernel_names_its_section(tmp_path):
    """Facts that the notebook cannot show give the error that a kernel gives."""
    broken = replace(facts(), tiles=({"label": "x"},))
    told = []
    for here in (False, True):
        with pytest.raises(GoalkitError) as caught:
            render_facts(broken, tmp_path, RenderOptions(here=here))
        told.append(str(caught.value))
    assert told[0] == told[1] and "the review's notebook stopped in" in told[0]
    assert list((tmp_path / "reports").iterdir()) == []
