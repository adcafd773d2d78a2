"""The notebooks as pages: which there are, what is shown of each, and a server that opens to nobody else."""

import http.client
import json
import secrets
import signal
import socket
import subprocess
import sys
import urllib.error

import pytest
from browsing import Server, free_port, new_book, port_of, serving, surroundings, wait_for

from goalkit.cli.app_pages import load_pages, shown_cells
from goalkit.cli.edge import run
from goalkit.cli.lab import find_notebook, kernel_transport, lab_environment, tell_of_newer
from goalkit.errors import GoalkitError
from goalkit.workbook import init_book


def write(folder, name, *cells):
    """A notebook of these cells, each a kind, a text and tags."""
    made = [{"cell_type": kind, "source": text, "metadata": {"tags": list(tags)}} for kind, text, *tags in cells]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": made, "metadata": {}, "nbformat": 4}), encoding="utf-8")


# --- the pages


def test_pages_come_in_order_with_their_titles(tmp_path):
    """Goalkit's by number, the review after them, then the person's own; new versions beside are no pages."""
    write(tmp_path, "review", ("markdown", "# Review\n\nAn honest *look*."))
    write(tmp_path, "04_goals", ("code", "1"), ("markdown", "# Goals & [links](x.md)\n\nWords."))
    write(
        tmp_path, "01_start_here", ("markdown", "# Start\n\n**Why.** Because.\n\n**At the end** you have `all`. Yes.")
    )
    write(tmp_path, "04_goals.new", ("markdown", "# New"))
    write(tmp_path, "my_diary", ("code", "1"))
    write(tmp_path, "2_ideas", ("markdown", "no title"))
    found = [(page.name, page.number, page.title, page.about, page.own) for page in load_pages(tmp_path)]
    assert found == [
        ("01_start_here.ipynb", "01", "Start", "At the end you have all.", False),
        ("04_goals.ipynb", "04", "Goals & links", "Words.", False),
        ("review.ipynb", "", "Review", "An honest look.", False),
        ("2_ideas.ipynb", "2", "Ideas", "no title", True),
        ("my_diary.ipynb", "", "My diary", "", True),
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": []}', '{"cells": [5]}', '{"cells": 1}'])
def test_a_notebook_that_cannot_be_read_is_a_page_by_its_name(tmp_path, text):
    """A damaged notebook does not take the list of pages away."""
    (tmp_path / "05_plan.ipynb").write_text(text)
    (page,) = load_pages(tmp_path)
    assert (page.title, page.about) == ("Plan", "")


def test_a_page_leaves_out_what_is_meant_for_jupyterlab():
    """Cells tagged lab-only and paragraphs on running cells go; all else stays, and the notebook is not changed."""
    cells = [
        {"cell_type": "markdown", "source": "# A\n\nChoose **Run → Run All Cells**.\n\nStay.", "metadata": {}},
        {"cell_type": "markdown", "source": "book.undo()", "metadata": {"tags": ["lab-only"]}},
        {"cell_type": "code", "source": "# Run All Cells\n\n1", "metadata": {}},
    ]
    before = json.dumps(cells)
    assert [cell["source"] for cell in shown_cells(cells)] == ["# A\n\nStay.", "# Run All Cells\n\n1"]
    assert json.dumps(cells) == before


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "01_start_here"),
        ("04_goals", "04_goals"),
        ("04_goals.ipynb", "04_goals"),
        ("notebooks/04_goals.ipynb", "04_goals"),
        ("4", "04_goals"),
        ("04", "04_goals"),
        ("Goals", "04_goals"),
        ("review", "review"),
        ("log", "06_log_time"),
    ],
)
def test_a_notebook_is_found_by_name_number_or_beginning(no_book, wanted, found):
    """However a person names it, the same notebook opens."""
    folder = init_book(no_book / "book").path / "notebooks"
    assert find_notebook(folder, wanted).stem == found


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("x", "'x' is unknown; expected one of: 01_start_here, "),
        ("", "'' is unknown"),
        ("go", "not clear.* 04_goals, "),
    ],
)
def test_a_notebook_that_is_not_there_is_told_with_those_that_are(no_book, wanted, words):
    """Unknown or not clear, the message lists what can be meant."""
    folder = init_book(no_book / "book").path / "notebooks"
    write(folder, "gold")
    with pytest.raises(GoalkitError, match=words):
        find_notebook(folder, wanted)


def test_a_workbook_without_notebooks_is_told_the_way_out(no_book, capsys):
    """Neither lab nor the app starts a server on an empty folder."""
    init_book(no_book / "book", notebooks=False).close()
    for arguments in (["lab"], ["lab", "--app"], ["lab", "--app", "4"]):
        assert run(["--book", "book", *arguments]) == 2
        assert "goalkit init DIR --upgrade" in capsys.readouterr().err


def test_a_port_that_is_none_is_refused(no_book, capsys):
    """A port beyond 65535 is a fault in what was given."""
    init_book(no_book / "book").close()
    assert run(["--book", "book", "lab", "--port", "70000"]) == 2
    assert "65535" in capsys.readouterr().err


def test_a_server_gets_our_settings_beside_the_persons_own(tmp_path):
    """What the person set for Jupyter stays in the path, after ours; the workbook is named where there is one."""
    given = {"JUPYTER_CONFIG_PATH": "/theirs", "PATH": "x"}
    made = lab_environment(given, tmp_path)
    assert made["JUPYTER_CONFIG_PATH"].endswith(":/theirs")
    assert made["GOALKIT_BOOK"] == str(tmp_path)
    assert made["PATH"] == "x"
    assert "GOALKIT_BOOK" not in lab_environment(given, None)
    assert given == {"JUPYTER_CONFIG_PATH": "/theirs", "PATH": "x"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere kernels are spoken to through ports")
def test_kernels_use_sockets_only_where_their_names_fit():
    """A path too long for a socket would keep every notebook from starting: there it is ports."""
    assert [kernel_transport(f"/{'x' * length}") for length in (20, 53, 54, 200)] == ["ipc", "ipc", "tcp", "tcp"]
    assert kernel_transport("/" + "é" * 27) == "tcp"


# --- the server


def command(book, *more):
    """`goalkit lab` on a workbook, without a browser."""
    return [sys.executable, "-m", "goalkit", "--book", str(book), "lab", "--no-browser", *more]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app on a new workbook, as the command starts it."""
    place = tmp_path_factory.mktemp("app")
    found = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), new_book(place / "book"))
    with serving(command(found.folder, "--app", f"--port={port_of(found)}"), found, surroundings(place, found.token)):
        yield found


def ask(app, path, token=True, **headers):
    """Status, headers and text of an answer; a redirection is not followed."""
    link = http.client.HTTPConnection("127.0.0.1", port_of(app), timeout=60)
    link.request("GET", path, headers=({"Authorization": f"token {app.token}"} if token else {}) | headers)
    answer = link.getresponse()
    text = answer.read().decode(errors="replace")
    link.close()
    return answer.status, answer.headers, text


@pytest.mark.slow
def test_without_the_token_nothing_is_shown(app):
    """Pages ask for the token; kernels and the way to end them answer nothing."""
    for path in ("/", "/voila/render/04_goals.ipynb", "/nothing"):
        status, headers, _ = ask(app, path, token=False)
        assert (status, headers["Location"][:7]) == (302, "/login?")
    assert "Are these your pages?" in ask(app, "/login", token=False)[2]
    assert ask(app, "/api/kernels/00000000-0000-0000-0000-000000000000", token=False)[0] == 403


@pytest.mark.slow
def test_only_this_machine_is_answered(app):
    """It listens to the loopback address alone, and a page of another name that leads here is refused."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        other = probe.getsockname()[0]
    if not other.startswith("127."):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((other, port_of(app)), timeout=5)
    assert ask(app, "/", Host="evil.example")[0] == 403
    assert ask(app, "/", Host=f"localhost:{port_of(app)}")[0] == 200


@pytest.mark.slow
def test_a_page_may_load_from_its_server_alone(app):
    """The policy that a browser holds the page to names no other host, on the list as on a notebook."""
    for path in ("/", "/voila/render/01_start_here.ipynb"):
        policy = ask(app, path)[1]["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';")
        assert "http" not in policy


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/voila/api/contents/", "/voila/tree/../data", "/voila/files/01_start_here.ipynb", "/nothing",
             "/voila/files/../data/goalkit.db", "/voila/files/%2e%2e/data/goalkit.db", "/voila/render/none.ipynb",
             "/voila/render/../data/workbook.toml"],
)  # fmt: skip
def test_nothing_but_pages_is_handed_out(app, path):
    """Files, folders and what is outside of the notebooks are no pages."""
    status, _, text = ask(app, path)
    assert status in (200, 302, 403, 404)
    assert "SQLite" not in text and "[workbook]" not in text and '"cells"' not in text
    if status == 200:
        assert "<h1>Your pages</h1>" in text


@pytest.mark.slow
def test_a_page_that_is_none_says_so_kindly(app):
    """An unknown address has a page with the way back."""
    status, _, text = ask(app, "/voila/render/none.ipynb")
    assert status == 404
    assert "There is no such page" in text and 'href="/"' in text


@pytest.mark.slow
def test_a_notebook_written_meanwhile_is_listed(app):
    """The list is read anew each time; a name with signs of its own leads to its page, and is not markup."""
    write(app.folder / "notebooks", "a b & <i>", ("markdown", "# Mine <script>x</script>"))
    text = ask(app, "/")[2]
    (app.folder / "notebooks" / "a b & <i>.ipynb").unlink()
    assert "voila/render/a%20b%20%26%20%3Ci%3E.ipynb" in text
    assert "Mine &lt;script&gt;x&lt;/script&gt;" in text


@pytest.mark.slow
def test_the_address_is_said_and_an_end_ends_everything(tmp_path):
    """It prints where the pages are, with the token; a stop signal ends server and kernels; nothing is left."""
    found = Server(f"http://127.0.0.1:{free_port()}", "t0ken", new_book(tmp_path / "book"))
    started = command(found.folder, "--app", "4", f"--port={port_of(found)}")
    log = tmp_path / "log.txt"
    with log.open("w") as told:
        process = subprocess.Popen(started, env=surroundings(tmp_path, "t0ken"), stdout=told, stderr=told)
        wait_for(found, process, log)
        assert ask(found, "/voila/render/04_goals.ipynb")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    said = log.read_text()
    assert f"Your pages are at {found.url}/voila/render/04_goals.ipynb?token=t0ken" in said
    assert "Traceback" not in said
    with pytest.raises(urllib.error.URLError):
        found.ask("login")


def test_a_port_in_use_is_told(no_book, capsys):
    """A port that was asked for and is taken ends with a message and not on another port."""
    init_book(no_book / "book").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for more in ([], ["--app"]):
            assert run(["--book", "book", "lab", "--port", str(port), *more]) == 2
            assert f"port {port} is in use" in capsys.readouterr().err


def test_newer_notebooks_are_told_in_one_line(no_book, capsys):
    """With the notebooks of an older goalkit, lab says how many are newer and how to bring them."""
    folder = init_book(no_book / "book").path / "notebooks"
    tell_of_newer(folder)
    assert capsys.readouterr().err == ""
    write(folder, "04_goals", ("markdown", "# My own"))
    (folder / ".goalkit.json").unlink()
    tell_of_newer(folder)
    told = capsys.readouterr().err
    assert told.startswith("goalkit has 1 newer notebook for you;")
    assert told.endswith(f"goalkit init {no_book / 'book'} --upgrade\n")
