"""What the tests of triggers share: folders with hostile names, and the programs that they need."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock

from goalkit.records import Settings
from goalkit.reviews.schedule.triggers import Start
from goalkit.workbook import init_book

HOSTILE = (
    "plain",
    "with space",
    "100% %h %n %%",
    'it\'s "quoted"',
    "back\\slash \\\\ \\% \\' \\",
    "$HOME ${PATH} `id` $(id) ; & | > < * ? # ! ~",
    "wörk 日本 😀 עברית",
    "trailing ",
    "-dash",
)


def needed(program, package):
    """A program's path; without it the test is skipped, and fails where all of them are required."""
    usual = Path("/usr/lib/systemd") / program
    found = shutil.which(program) or (str(usual) if usual.exists() else None)
    if found is None and os.environ.get("GOALKIT_NEED_PROGRAMS") == "1":
        pytest.fail(f"no {program} here, and GOALKIT_NEED_PROGRAMS=1 asks for it: apt-get install {package}")
    if found is None:
        pytest.skip(f"no {program} here: apt-get install {package} runs this test too")
    return found


def crontab(*words, given=b""):
    """What the real crontab says."""
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(["crontab", *words], input=given, capture_output=True, check=False, env=environment)


@pytest.fixture
def own_crontab():
    """A look at this user's real crontab, which is empty for the test, and put back where all tests are required.

    Elsewhere a crontab that somebody has is left alone. One test at a time has it.
    """
    needed("crontab", "cron")
    with FileLock(Path(tempfile.gettempdir()) / f"goalkit-tests-crontab-{os.geteuid()}.lock"):
        before = crontab("-l")
        if before.stdout.strip() and os.environ.get("GOALKIT_NEED_PROGRAMS") != "1":
            pytest.skip("you have a crontab, which is left alone; GOALKIT_NEED_PROGRAMS=1 runs this test too")
        crontab("-r")
        yield lambda: crontab("-l").stdout
        crontab("-", given=before.stdout) if before.returncode == 0 else crontab("-r")
        assert crontab("-l").stdout == before.stdout


def workbook(folder):
    """A new workbook in a folder of that name."""
    with init_book(folder, notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
    return folder


def start(folder, *command):
    """What is started for a folder, by this Python."""
    return Start(folder, Path(sys.executable), *([command] if command else []))


def below(folder):
    """Every file and link below a folder, by its path, with its bytes."""
    files = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.exists() else b"" for path in files}
