"""A papermill engine that runs goalkit's own notebook in this very process, without a kernel.

Only for a notebook whose cells came with goalkit, in a process that may be ended from outside:
a cell that hangs holds up everything else here.
"""

import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from typing import Any

import nbformat.v4 as nb4
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Instance, Type, default
from traitlets.config import Config

NAME = "goalkit"
SKIP = "skip-execution"  # as nbclient calls it
# What a kernel of this Python says of itself.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "version": platform.python_version(),
}


def _output(kind: str, **parts: Any) -> NotebookNode:
    made: NotebookNode = nb4.new_output(kind, **parts)  # type: ignore[no-untyped-call]
    return made


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    shell: "_Shell"

    def publish(self, data: Any, metadata: Any = None, *_more: Any, **_named: Any) -> None:
        """Adds an output to the cell that runs."""
        self.shell.outputs.append(_output("display_data", data=data, metadata=metadata or {}))


class _Hook(DisplayHook):
    """Keeps the value that a cell ends with."""

    shell: "_Shell"

    def write_output_prompt(self) -> None:
        """No prompt is printed."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Adds the value's forms to the outputs of the cell that runs."""
        count = self.prompt_count
        made = _output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)
        self.shell.outputs.append(made)

    def finish_displayhook(self) -> None:
        """No line break is printed."""
        self._is_active = False


class _Stream(TextIOBase):
    """Keeps what a cell prints, in the order in which it prints and displays."""

    def __init__(self, name: str, outputs: list[NotebookNode]) -> None:
        self._name, self._outputs = name, outputs

    def write(self, text: str) -> int:
        """Adds to the stream's latest output, or begins another."""
        last = self._outputs[-1] if self._outputs else None
        if last is not None and last.output_type == "stream" and last.name == self._name:
            last.text += text
        elif text:
            self._outputs.append(_output("stream", name=self._name, text=text))
        return len(text)


class _Shell(InteractiveShell):
    """An IPython shell that asks nothing, remembers nothing and writes nothing but outputs."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    profile_dir = Instance(ProfileDir, allow_none=True)

    def __init__(self, **settings: Any) -> None:
        self.outputs: list[NotebookNode] = []
        super().__init__(profile_dir=ProfileDir(), **settings)  # type: ignore[no-untyped-call]

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        """No folder, and a profile without a place: the person's own settings of IPython stay out, and untouched."""

    @default("config")
    def _quiet(self) -> Config:
        return Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.append(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))


class HereEngine(Engine):  # type: ignore[misc]
    """Runs cells in this process; papermill does the rest as ever."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_settings: Any) -> None:
        """Runs cell after cell, until the end or a fault; papermill raises it from the cell's outputs."""
        with _shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                fine = cell.cell_type != "code" or _run(shell, cell)
                if not fine:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if not fine:
                    break
        nb_man.nb.metadata["language_info"] = from_dict(LANGUAGE)  # type: ignore[no-untyped-call]


@contextmanager
def _shell() -> Iterator[_Shell]:
    """A new shell; the process is as before afterwards."""
    main = sys.modules["__main__"]
    shell = _Shell.instance()
    try:
        yield shell
    finally:
        shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
        _Shell.clear_instance()
        sys.modules["__main__"] = main


def _run(shell: _Shell, cell: NotebookNode) -> bool:
    if not cell.source.strip() or SKIP in cell.metadata.get("tags", []):
        return True
    shell.outputs = cell.outputs = []
    with redirect_stdout(_Stream("stdout", cell.outputs)), redirect_stderr(_Stream("stderr", cell.outputs)):
        done = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    cell.execution_count = done.execution_count
    return bool(done.success)


papermill_engines.register(NAME, HereEngine)
