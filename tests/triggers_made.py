"""What the tests of triggers share: folders with hostile names, and the programs that they need."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from goalkit.records import Settings
from goalkit.reviews.schedule.triggers import Start
from goalkit.workbook import init_book

HOSTILE = (
    "plain",
    "with space",
    "100% %h %n %%",
    "it's \"quoted\"",
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
