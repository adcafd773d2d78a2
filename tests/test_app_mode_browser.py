"""The app and `goalkit lab` in a real browser: forms without code, nothing asked of any other machine."""

import json
import re
import secrets
import time
import urllib.error
from contextlib import suppress
from datetime import date

import pytest
from barriers import barriers
from browsing import BEHIND, PATIENCE, open_notebook, picture, started
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from goalkit.records import Goal
from goalkit.workbook import open_book
from goalkit.workbook.notebooks import load_fingerprint, packaged_notebooks, plan_upgrade

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
COUNTER = """
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''
    export default { render({ model, el }) {
      const button = document.createElement("button");
      button.textContent = "count";
      button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
      model.on("change:told", () => { el.append(model.get("told")); });
      el.append(button);
    } };
    '''
    value = traitlets.Int(0).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    @traitlets.observe("value")
    def _say(self, change): self.told = f"Python knows of {change.new}"
Counter()
"""
CHART = "import plotly.graph_objects as go\ngo.Figure(go.Scatter(y=[1, 3, 2]))"


def cell(kind, text):
    """One cell of a notebook."""
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": secrets.token_hex(4), "source": text, "metadata": {}} | more


def write(folder, name, *cells):
    """A notebook of these cells."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = {"cells": list(cells), "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{name}.ipynb").write_text(json.dumps(made), encoding="utf-8")


@pytest.fixture(scope="module")
def app(tmp_path_factory, chromium_path):
    """The app as the command starts it."""
    found, running = started(tmp_path_factory.mktemp("app"), "--app")
    with running:
        yield found


@pytest.fixture
def at_home(page):
    """A page that may ask nothing of any machine but this one, and whose console may not complain."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    yield page
    ours = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    assert asked != []
    # Plotly would keep a picture of each chart in the notebook, of which a page without one knows nothing.
    assert [told for told in page.complaints if "setData is not a function" not in told] == []


def enter(page, app, notebook=""):
    """Opens the list of pages, or a page, with the token as the command's address has it."""
    path = f"voila/render/{notebook}" if notebook else ""
    page.goto(f"{app.url}/{path}?token={app.token}")


def kernel_of(page):
    """The kernel of a page, by its id."""
    return json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]


def has_ended(app, kernel):
    """Whether a kernel is gone, within a while."""
    deadline = time.monotonic() + PATIENCE / 3
    while time.monotonic() < deadline:
        try:
            app.ask(f"api/kernels/{kernel}")
        except urllib.error.HTTPError as answer:
            return answer.code == 404
        time.sleep(0.1)
    return False


def sticks_out(page):
    """The elements that reach beyond the right edge of the window, but for those inside of what scrolls."""
    return page.evaluate("""() => [...document.body.querySelectorAll("*")].filter(one =>
      one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).display !== "none"
      && one.offsetParent !== null && !one.closest(".gk-table, .gk-grid, table, pre")).map(one => one.outerHTML.slice(0, 120))""")


def test_a_person_writes_a_goal_without_seeing_code(app, at_home):
    """From the list to a form, saved and in the workbook, then on by a link: no code, and nothing asked elsewhere."""
    page = at_home
    enter(page, app)
    expect(page).to_have_title("goalkit · book")
    assert "token" not in page.url
    picture(page, page.locator("main"), "app-start")
    page.get_by_role("link", name="Goals At the end").click()
    form = page.locator(".gk-goal-form")
    expect(form).to_be_visible()
    expect(page).to_have_title("Goals")
    told = page.locator("body").inner_text()
    assert "import goalkit" not in told and "goal_form(book)" not in told and "Run All Cells" not in told
    assert page.locator(".jp-InputArea-editor, .jp-OutputPrompt:visible, .jp-InputPrompt:visible").count() == 0
    form.get_by_label("Goal", exact=True).fill("Give two talks")
    form.get_by_label("To", exact=True).fill("2")
    form.get_by_label("Due", exact=True).fill("2099-12-31")
    form.get_by_label("Goal", exact=True).focus()
    page.wait_for_timeout(500)
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".gk-status")).to_contain_text("Saved: Give two talks")
    expect(page.locator(".gk-table")).to_contain_text("Give two talks")
    page.screenshot(path=picture_path("app-goals"), full_page=True)
    with open_book(app.folder) as book:
        (goal,) = book.records(Goal)
        assert (goal.title, goal.target, goal.due) == ("Give two talks", 2.0, date(2099, 12, 31))
    kernel = kernel_of(page)
    page.get_by_role("link", name="Log the time").click()
    expect(page.locator(".gk-logged-time-form")).to_be_visible()
    assert page.url.endswith("/voila/render/06_log_time.ipynb")
    assert has_ended(app, kernel)
    page.get_by_role("link", name="All pages").click()
    expect(page.get_by_role("heading", name="Your pages")).to_be_visible()


def picture_path(name):
    """Where a picture of a whole page is kept."""
    from browsing import PICTURES

    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / f"{name}.png"


@pytest.mark.parametrize("notebook", sorted(path.name for path in packaged_notebooks().glob("[0-9]*.ipynb")))
def test_a_page_fits_a_phone(app, at_home, notebook):
    """At 390 pixels every page comes to its end without a fault, and nothing reaches beyond the edge."""
    page = at_home
    page.set_viewport_size(PHONE)
    enter(page, app, notebook)
    expect(page.locator("#rendered_cells")).to_be_visible()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=picture_path(f"app-phone-{notebook[:2]}"), full_page=True)
    assert page.locator(".gk-fault").count() == 0
    assert sticks_out(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("notebook", ["", "04_goals.ipynb", "07_week.ipynb", "12_progress.ipynb", "13_by_itself.ipynb"])
def test_no_barrier_in_a_page_of_forms(app, at_home, notebook):
    """Looked at with axe, nothing is serious or critical: fields have names, text and links can be told apart."""
    page = at_home
    enter(page, app, notebook)
    if notebook:
        expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
        page.locator(".gk-form").first.wait_for()
    assert barriers(page) == []


def test_widgets_of_our_own_and_charts_come_from_this_machine(app, at_home):
    """An anywidget runs and speaks with Python, and a chart is drawn, with no other server asked."""
    write(
        app.folder / "notebooks", "widgets", cell("markdown", "# Widgets"), cell("code", COUNTER), cell("code", CHART)
    )
    page = at_home
    enter(page, app, "widgets.ipynb")
    page.get_by_role("button", name="count").click()
    expect(page.get_by_text("Python knows of 1")).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer path.js-line")).to_have_count(1)


def test_a_fault_is_told_in_plain_words(app, page):
    """An error of goalkit's says itself what to do; any other names itself; neither shows code, both say what is kept."""
    ours = (
        "from goalkit.errors import GoalkitError\nraise GoalkitError('the <b>workbook</b> is locked; close the other')"
    )
    folder = app.folder / "notebooks"
    write(folder, "ours", cell("markdown", "# A"), cell("code", ours), cell("markdown", "after"))
    write(folder, "other", cell("markdown", "# B"), cell("code", "import sys\nprint('w', file=sys.stderr)\n1 / 0"))
    enter(page, app, "ours.ipynb")
    fault = page.locator(".gk-fault")
    expect(fault).to_be_visible()
    expect(fault).to_contain_text("the <b>workbook</b> is locked; close the other")
    expect(fault).to_contain_text("What you saved before is kept")
    assert "Traceback" not in page.locator("body").inner_text()
    picture(page, page.locator("body"), "app-fault")
    enter(page, app, "other.ipynb")
    expect(fault).to_contain_text("ZeroDivisionError: division by zero")
    assert "1 / 0" not in page.locator("body").inner_text()
    for name in ("ours", "other"):
        (folder / f"{name}.ipynb").unlink()


def test_a_page_whose_kernel_ended_says_so(app, page):
    """It cannot save any more: it says that what was saved is kept, and opens again with one click."""
    enter(page, app, "01_start_here.ipynb")
    expect(page.locator(".gk-settings-form")).to_be_visible()
    app.ask(f"api/kernels/{kernel_of(page)}", "DELETE")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    lost = page.get_by_role("alert")
    expect(lost).to_contain_text("can no longer save")
    picture(page, page.locator("body"), "app-lost")
    lost.get_by_role("link", name="Open it again").click()
    expect(page.locator(".gk-settings-form")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_back_in_the_browser_is_a_page_that_works(app, page):
    """Going on and back again, the form is alive: what is typed into it is checked by Python."""
    enter(page, app, "04_goals.ipynb")
    expect(page.locator(".gk-goal-form")).to_be_visible()
    page.get_by_role("link", name="All pages").click()
    expect(page.get_by_role("heading", name="Your pages")).to_be_visible()
    page.go_back()
    form = page.locator(".gk-goal-form")
    form.get_by_label("To", exact=True).fill("a dozen")
    form.get_by_label("Goal", exact=True).focus()
    expect(form.locator(".gk-error", has_text="is not a number")).to_be_visible()


def test_a_page_in_a_tab_behind_another_has_its_forms(app, at_home):
    """Where the browser slows a page's pauses, forms come late and come all the same."""
    page = at_home
    page.add_init_script(BEHIND)
    enter(page, app, "04_goals.ipynb")
    expect(page.locator(".gk-goal-form")).to_be_visible()
    assert page.get_by_text("Error displaying widget").count() == 0


def test_a_notebook_opened_again_in_a_tab_behind_another_has_its_forms(lab, at_home):
    """Its kernel ran on: the forms of the kept outputs are there without running a cell."""
    page = at_home
    open_notebook(page, lab, "04_goals.ipynb")
    expect(page.locator(".gk-goal-form")).to_be_visible()
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_attached()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.add_init_script(BEHIND)
    page.reload()
    expect(page.locator(".gk-goal-form")).to_be_visible()
    assert page.get_by_text("Error displaying widget").count() == 0


def run_all_until(page, shown):
    """Presses "Run all", and again where a busy machine's kernel was not there yet, as a person would."""
    for _ in range(3):
        page.get_by_role("button", name="Run all", exact=True).click()
        with suppress(NotInTime):
            page.locator(shown).wait_for(timeout=PATIENCE * 500)
            return
    expect(page.locator(shown)).to_be_visible()


def test_jupyterlab_opens_without_a_question_and_a_run_is_no_change(tmp_path, at_home):
    """The first notebook, a kernel, no dialog, no news, "Run all" in sight; run and saved, it is still goalkit's own."""
    page = at_home
    found, running = started(tmp_path)
    with running:
        page.goto(f"{found.url}/lab/tree/01_start_here.ipynb?token={found.token}")
        page.get_by_role("button", name="Run all", exact=True).wait_for()
        expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_attached()
        page.wait_for_timeout(2000)
        page.screenshot(path=picture_path("lab-start"))
        assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
        run_all_until(page, ".gk-settings-form")
        page.screenshot(path=picture_path("lab-run"))
        notebook = found.folder / "notebooks" / "01_start_here.ipynb"
        before = notebook.read_bytes()
        page.keyboard.press("Control+s")
        for _ in range(100):
            if notebook.read_bytes() != before:
                break
            page.wait_for_timeout(100)
        assert re.search(rb'"execution_count": \d', notebook.read_bytes())
        assert load_fingerprint(notebook) == load_fingerprint(packaged_notebooks() / notebook.name)
        assert {str(step.what) for step in plan_upgrade(notebook.parent)} == {"up to date"}
        assert list((found.folder / "data" / ".jupyterlab").iterdir()) != []
