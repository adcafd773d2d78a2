"""The built wheel gives the same as the checkout: notebooks, command line, review."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from browsing import Server, free_port, port_of, serving, surroundings

EXPORT = """User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ida,ida@example.org,,Book,,Read,No,2025-03-03,09:00:00,2025-03-03,10:30:00,01:30:00,
"""


@pytest.fixture(scope="module")
def unpacked(root, tmp_path_factory):
    """The wheel, built from a copy of the checkout and unpacked as an installer does."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    for name in ("goalkit", "notebooks"):
        shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(root / name, source / name)
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out / "dist")]
    subprocess.run(built, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next((out / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(out / "site")
    return out / "site"


@pytest.fixture
def goalkit(unpacked, tmp_path):
    """Runs the unpacked wheel's command line far from the checkout."""
    environment = {key: value for key, value in os.environ.items() if key != "GOALKIT_BOOK"}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "goalkit", *arguments],
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": str(unpacked)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_wheel_is_what_runs(goalkit, unpacked, tmp_path):
    """The tests below run the wheel's own files, not the checkout's."""
    code = "import goalkit; print(goalkit.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(unpacked))
    assert goalkit("--version").returncode == 0


def test_init_brings_the_notebooks_along(goalkit, root, tmp_path):
    """A workbook made by an installed goalkit has every notebook of the checkout."""
    done = goalkit("init", "career")
    assert done.returncode == 0, done.stderr
    ours = {path.name for path in (root / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (tmp_path / "career" / "notebooks").glob("*.ipynb")} == ours


def test_the_app_and_its_pages_come_along(unpacked, tmp_path):
    """Started from the wheel, the app has its list of pages, its own template and its stylesheet."""
    found = Server(f"http://127.0.0.1:{free_port()}", "t0ken", tmp_path / "book")
    environment = surroundings(tmp_path, found.token) | {"PYTHONPATH": str(unpacked)}
    goalkit = [sys.executable, "-m", "goalkit"]
    subprocess.run(
        [*goalkit, "init", str(found.folder)], env=environment, cwd=tmp_path, check=True, capture_output=True
    )
    command = [*goalkit, "--book", str(found.folder), "lab", "--app", "--no-browser", f"--port={port_of(found)}"]
    with serving(command, found, environment):
        assert b"<h1>Your pages</h1>" in found.ask("")
        assert b"gk-bar" in found.ask("voila/render/01_start_here.ipynb")
        assert b"gk-bar" in found.ask("voila/templates/goalkit/static/app.css")


def test_an_export_becomes_a_review(goalkit, tmp_path):
    """init, import, hours, status and review work from the wheel alone."""
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    goalkit("init", "career")
    for arguments in (["import", "export.csv"], ["hours", "--by", "month"], ["status"], ["review", "2025-03"]):
        done = goalkit("--book", "career", *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    assert (tmp_path / "career" / "reports" / "2025-03" / "review-2025-03.html").stat().st_size > 1_000_000
