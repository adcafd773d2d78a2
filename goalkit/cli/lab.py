"""`goalkit lab`: JupyterLab on the workbook's notebooks."""

import os
import subprocess
import sys
from pathlib import Path

from goalkit.errors import GoalkitError


def run_lab(folder: Path) -> int:
    """Runs JupyterLab on the first notebook until it is closed; gives its exit code."""
    notebooks = sorted((folder / "notebooks").glob("*.ipynb"))
    if not notebooks:
        raise GoalkitError(f"{folder / 'notebooks'} holds no notebooks; `goalkit init DIR` makes a workbook with them")
    command = [sys.executable, "-m", "jupyterlab", notebooks[0].name, *_as_root()]
    environment = {**os.environ, "GOALKIT_BOOK": str(folder)}
    return subprocess.run(command, cwd=folder / "notebooks", env=environment, check=False).returncode  # noqa: S603


def _as_root() -> list[str]:
    """Jupyter asks for a word when it runs as root, as it does in a container."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
