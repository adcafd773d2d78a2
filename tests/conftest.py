"""What all tests share: a browser where there is one, and the sample for the notebooks."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from browsing import chromium, lab, lab_server, page, visit  # noqa: F401 - fixtures for every test
from hypothesis import settings
from triggers_made import own_crontab  # noqa: F401 - one crontab for every test that needs it

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
collect_ignore = ["fixtures"]  # older notebooks lie there, to be read and not to be run


settings.register_profile("goalkit", deadline=None)  # how long an example takes never decides a test
settings.load_profile("goalkit")


def pytest_configure(config):
    """Notebooks that nbval runs open a copy of the sample, never the person's own workbook."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(tempfile.mkdtemp(prefix="goalkit-sample-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    personal = shutil.ignore_patterns("*.db*", "backups")
    shutil.copytree(ROOT / "data" / "sample" / "data", folder / "data", ignore=personal)
    os.environ["GOALKIT_BOOK"] = str(folder)


def pytest_collection_modifyitems(items):
    """Files with long tests begin first, so that none of them runs on alone at the end."""
    long = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """A folder of further real exports, beside the project; tests that use it are extra."""
    if not SHARED.is_dir():
        pytest.skip("extra: the folder of real exports beside the project is not here")
    return SHARED


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Debian's Chromium; where there is none the test says so, and fails when one is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("GOALKIT_NEED_BROWSER") == "1":
        pytest.fail("no Chromium here, and GOALKIT_NEED_BROWSER=1 asks for one: apt-get install chromium")
    pytest.skip("no Chromium here: apt-get install chromium runs this test too")


@pytest.fixture
def no_book(monkeypatch, tmp_path) -> Path:
    """An empty folder to work in, with no workbook at or above it and none named."""
    monkeypatch.delenv("GOALKIT_BOOK", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
