"""A review's page as PDF, printed by the Chromium, Chrome or Edge of the machine."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from goalkit.errors import GoalkitError

ENVIRONMENT = "GOALKIT_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
# Where an installer puts it without naming it in PATH.
PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": tuple(
        rf"{os.environ.get(root, '')}\{program}"
        for root in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        for program in (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
    ),
}
PRINT_SECONDS = 120
WAY_OUT = (
    "install Chromium, Chrome or Edge, name one that is elsewhere in GOALKIT_CHROMIUM, "
    "or leave pdf out of --format and print the page from your own browser"
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
)
_PAGE = re.compile(rb"/Type\s*/Page\b")


def find_browser() -> str:
    """The browser that GOALKIT_CHROMIUM names, else the first in PATH, else one in its usual place.

    Raises GoalkitError when there is none, with the ways out.
    """
    if named := os.environ.get(ENVIRONMENT):
        if found := shutil.which(named):
            return found
        raise GoalkitError(f"{ENVIRONMENT} names {named!r}, which is no program that can be run; {WAY_OUT}")
    in_path = (shutil.which(name) for name in NAMES)
    usual = (place for place in PLACES.get(sys.platform, ()) if Path(place).is_file())
    browser = next(filter(None, (*in_path, *usual)), None)
    if browser is None:
        raise GoalkitError(f"a PDF is printed by a browser, and none was found on this machine; {WAY_OUT}")
    return browser


def print_page(page: Path, pdf: Path) -> None:
    """Prints an HTML file to a PDF file: tagged, its own title, no address in the margins.

    Raises GoalkitError when the browser fails, takes over two minutes or prints no page.
    """
    done = run_browser("--no-pdf-header-footer", f"--print-to-pdf={pdf.resolve()}", page.resolve().as_uri())
    if not pdf.is_file() or not pages_in(pdf.read_bytes()):
        raise GoalkitError(f"{done.args[0]} printed no PDF ({_told(done)}); {WAY_OUT}")


def run_browser(*asked: str) -> "subprocess.CompletedProcess[bytes]":
    """Runs the browser once, without a window and with a profile of its own that is gone afterwards.

    Raises GoalkitError when there is none, it cannot be run, or takes over two minutes.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="goalkit-", ignore_cleanup_errors=True) as profile:
        try:
            return subprocess.run(  # noqa: S603 - the person's own browser, on a page of ours
                [browser, *QUIET, *_sandbox(), f"--user-data-dir={profile}", *asked],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PRINT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GoalkitError(f"{browser} did not print within {PRINT_SECONDS} s; {WAY_OUT}") from error
        except OSError as error:
            raise GoalkitError(f"{browser} cannot be run ({error}); {WAY_OUT}") from error


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF of a browser's has; 0 for anything else."""
    return len(_PAGE.findall(pdf)) if pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:] else 0


def _sandbox() -> tuple[str, ...]:
    # As root Chromium refuses to start with its sandbox; for everyone else it stays.
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _told(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    return f"exit code {done.returncode}: {lines[-1].strip()}" if lines else f"exit code {done.returncode}"
