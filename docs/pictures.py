"""The pictures in the README, taken of the sample year in JupyterLab: `make pictures`."""

import secrets
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from browsing import PATIENCE, Lab, Server, free_port, lab_command, open_notebook, serving, surroundings  # noqa: E402
from playwright.sync_api import Locator, Page, expect, sync_playwright  # noqa: E402

from goalkit.cli.lab import lab_environment  # noqa: E402

DAY = "2025-10-08"
SENTENCE = "Grow my newsletter from 200 to 500 readers by June"
WIDTH = 1280


def main() -> None:
    """Takes each picture; they lie beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        book = sample(Path(folder) / "books" / "sample")
        server = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), book.parent)
        environment = lab_environment(surroundings(Path(folder), server.token), None)
        with serving(lab_command(server), server, environment), sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = chromium.new_page(viewport={"width": WIDTH, "height": 2600})
            page.set_default_timeout(PATIENCE * 1000)
            expect.set_options(timeout=PATIENCE * 1000)
            lab = Lab(server.url, server.token, book, "sample/notebooks/")
            goals(page, lab)
            plan(page, lab)
            week(page, lab)


def sample(folder: Path) -> Path:
    """A copy of the sample with the notebooks, looked at on a day when it is full of things."""
    shutil.copytree(
        ROOT / "data" / "sample" / "data", folder / "data", ignore=shutil.ignore_patterns("*.db*", "backups")
    )
    (folder / "notebooks").mkdir()
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        text = path.read_text(encoding="utf-8").replace('as_of = \\"\\"', f'as_of = \\"{DAY}\\"')
        (folder / "notebooks" / path.name).write_text(text, encoding="utf-8")
    return folder


def goals(page: Page, lab: Lab) -> None:
    """A sentence, its five letters, the form that it filled in."""
    open_notebook(page, lab, "04_goals.ipynb")
    panel, form = page.locator(".gk-goal-help"), page.locator(".gk-goal-form")
    panel.get_by_label("In one sentence", exact=True).fill(SENTENCE)
    panel.get_by_role("button", name="Fill in the form below").click()
    expect(form.get_by_label("To", exact=True)).to_have_value("500")
    form.get_by_label("Hours a week", exact=True).fill("2")
    expect(panel.locator(".gk-lit").first).to_be_visible()
    take(panel, "goals")


def plan(page: Page, lab: Lab) -> None:
    """Urgent and important, and the line of days."""
    open_notebook(page, lab, "05_plan.ipynb")
    expect(page.locator(".gk-matrix-task").first).to_be_visible()
    take(page.locator(".gk-matrix"), "plan")


def week(page: Page, lab: Lab) -> None:
    """A week's plan beside its log."""
    open_notebook(page, lab, "07_week.ipynb")
    expect(page.locator(".gk-week .plot-container").first).to_be_visible()
    page.wait_for_timeout(1000)
    take(page.locator(".gk-week"), "week")


def take(element: Locator, name: str) -> None:
    """A picture of an element."""
    element.scroll_into_view_if_needed()
    element.screenshot(path=ROOT / "docs" / f"{name}.png")


if __name__ == "__main__":
    main()
