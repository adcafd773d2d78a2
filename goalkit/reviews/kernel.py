"""Runs a review's notebook: in a kernel of this very Python, or, one of goalkit's own, without any."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from goalkit.errors import GoalkitError
from goalkit.workbook.notebooks import load_fingerprint, load_known, packaged_notebooks, parse_fingerprint

NOTEBOOK = "review.ipynb"
CELL_SECONDS = 600
STARTS, NEVER_READY = 3, "Kernel died before replying to kernel_info"
# What nbformat raises for JSON of another shape depends on where it stumbles.
_NO_NOTEBOOK = (OSError, ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def load_template(path: Path) -> NotebookNode:
    """Reads a notebook; raises GoalkitError for a file that is none."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        return notebook
    except FileNotFoundError as error:
        raise GoalkitError(f"there is no notebook {path}; name one that exists") from error
    except _NO_NOTEBOOK as error:
        raise GoalkitError(f"{path} is not a notebook ({_last_line(str(error))}); expected an .ipynb") from error


def is_own(notebook: NotebookNode) -> bool:
    """Whether a notebook's cells are those of a review notebook that goalkit brings, or once brought."""
    known = (load_fingerprint(packaged_notebooks() / NOTEBOOK), *load_known().get(NOTEBOOK, ()))
    return parse_fingerprint(json.dumps(notebook)) in filter(None, known)


def run(template: NotebookNode, parameters: dict[str, str], folder: Path, here: bool = False) -> NotebookNode:
    """The notebook, executed with parameters in `folder`; the given one stays as it is.

    Args:
        template: the notebook.
        parameters: names and texts.
        folder: where its cells run.
        here: run one of goalkit's own in this very process; only where that may be ended from
            outside. What a person wrote or changed runs in a kernel all the same.

    Raises GoalkitError that names the section and the last line of the fault.
    """
    import papermill
    from papermill.exceptions import PapermillException, PapermillExecutionError

    def execute() -> NotebookNode:
        return papermill.execute_notebook(
            template,
            None,
            parameters=parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            log_output=False,
            cwd=folder,
            **(_without_kernel() if here and is_own(template) else _in_kernel()),
        )

    try:
        return _started(execute)
    except PapermillExecutionError as error:
        where = section_of(template, error.source)
        told = f"{error.ename}: {_last_line(str(error.evalue))}"
        raise GoalkitError(f"the review's notebook stopped in {where}: {told}") from error
    except (PapermillException, RuntimeError, TimeoutError) as error:
        raise GoalkitError(f"the review's notebook could not be run: {_last_line(str(error))}") from error


def _started(execute: Callable[[], NotebookNode]) -> NotebookNode:
    """Tries again where the kernel ended before it was ready, so before any cell ran.

    Its ports are looked for before it starts; another program may have taken one by then.
    """
    for _ in range(STARTS - 1):
        try:
            return execute()
        except RuntimeError as error:
            if NEVER_READY not in str(error):
                raise
    return execute()


def _in_kernel() -> dict[str, Any]:
    from goalkit.reviews.own_kernel import OwnKernelManager

    return {"execution_timeout": CELL_SECONDS, "kernel_manager_class": OwnKernelManager}


def _without_kernel() -> dict[str, Any]:
    from goalkit.reviews import engine

    return {"engine_name": engine.NAME}


def section_of(notebook: NotebookNode, source: str) -> str:
    """The heading under which a cell stands, in quotes; its first line when there is none."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            heading = cell.source.partition("\n")[0].lstrip("# ").strip()
        if cell.cell_type == "code" and cell.source == source:
            break
    return f"“{heading}”" if heading else f"“{source.strip().partition(chr(10))[0]}”"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in _COLOURS.sub("", text).splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def cleaned(executed: NotebookNode, parameters: dict[str, str]) -> NotebookNode:
    """A copy that can be kept: no timings, no paths of this run, the given parameters in its cell."""
    kept: Any = nbformat.from_dict(executed)  # type: ignore[no-untyped-call]
    kept.metadata.pop("papermill", None)
    for cell in kept.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
    return kept
