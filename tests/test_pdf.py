"""A review as PDF: printed by the machine's browser, whole, tagged and titled; without one nothing is made."""

import os
import re
import shutil
import stat
import subprocess

import pytest
from review_made import HOSTILE, PLAIN, facts

from goalkit.errors import GoalkitError
from goalkit.reviews.pdf import ENVIRONMENT, find_browser, pages_in, print_page
from goalkit.reviews.render import RenderOptions, render_facts


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    """A machine on which no browser is to be found."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr("goalkit.reviews.pdf.PLACES", {})
    monkeypatch.delenv(ENVIRONMENT, raising=False)


def program(path, script):
    """A program that stands in a browser's place."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture(scope="module")
def printed(tmp_path_factory, chromium_path):
    """The PDF of a month full of hostile texts, alone in its folder."""
    options = RenderOptions(formats=("pdf",), here=True)
    made = render_facts(facts((*HOSTILE[:2], *PLAIN[2:])), tmp_path_factory.mktemp("book"), options)
    assert [file.name for file in made.files] == ["review-2025-03.pdf"]
    assert [file.name for file in made.folder.iterdir()] == ["review-2025-03.pdf"]
    return made.files[0]


@pytest.mark.browser
def test_the_pdf_is_tagged_titled_and_on_paper(printed):
    """It has a title and a language, a structure for screen readers, several A4 pages and embedded fonts."""
    text = printed.read_bytes()
    assert 3 <= pages_in(text) <= 12
    assert b"/Title (Review of March 2025)" in text
    assert b"/StructTreeRoot" in text and re.search(rb"/MarkInfo <</Type /MarkInfo\s*/Marked true>>", text)
    assert re.search(rb"/Lang \(en\)", text)
    assert set(re.findall(rb"/MediaBox \[([^\]]+)\]", text)) == {b"0 0 594.95996 841.91998"}
    assert b"/FontFile2" in text or b"/Type3" in text


@pytest.mark.browser
def test_the_pdf_says_what_the_page_says(printed):
    """Read back, every section and every chart's words are there, hostile text as text, and no address of a file."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("extra: pdftotext is not here (apt-get install poppler-utils)")
    told = subprocess.run([reader, "-layout", printed, "-"], capture_output=True, check=True).stdout.decode()
    for heading in ("Goals", "Worth a look", "Pace", "Time", "Focus", "Balance", "Rhythm", "Data quality"):
        assert re.search(rf"^\s*{heading}\s*$", told, re.MULTILINE), heading
    assert "How the numbers reconcile" in told and "Hours by day" in told
    assert "<script>alert(1)</script>" in told and "Publish a library" in told
    assert "file:" not in told and "Skip to the review" not in told
    assert told.count("\f") == pages_in(printed.read_bytes())


@pytest.mark.browser
def test_all_formats_at_once(tmp_path, chromium_path):
    """The PDF stands beside the other three, and a later run without it takes the outdated one away."""
    made = render_facts(facts(), tmp_path, RenderOptions(formats=("html", "ipynb", "json", "pdf"), here=True))
    names = ["review-2025-03.html", "review-2025-03.ipynb", "facts.json", "review-2025-03.pdf"]
    assert [file.name for file in made.files] == names and all(file.is_file() for file in made.files)
    render_facts(facts(), tmp_path, RenderOptions(here=True))
    assert sorted(file.name for file in made.folder.iterdir()) == sorted([*names[:3], "review-2025-03-rows.csv"])


def test_without_a_browser_nothing_is_made(no_browser, tmp_path):
    """The error names the ways out before anything is run or written."""
    with pytest.raises(GoalkitError, match=r"none was found .*install Chromium.*GOALKIT_CHROMIUM.*leave pdf out"):
        render_facts(facts(), tmp_path, RenderOptions(formats=("html", "pdf")))
    assert list(tmp_path.iterdir()) == []


def test_a_browser_can_be_named(no_browser, tmp_path, monkeypatch):
    """GOALKIT_CHROMIUM goes before all others; a name that is no program is refused."""
    own = program(tmp_path / "my browser", "exit 0")
    monkeypatch.setenv(ENVIRONMENT, str(own))
    assert find_browser() == str(own)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "nowhere"))
    with pytest.raises(GoalkitError, match=r"GOALKIT_CHROMIUM names '.*nowhere', which is no program"):
        find_browser()


def test_a_browser_in_its_usual_place_is_found(no_browser, tmp_path, monkeypatch):
    """Where PATH has none, the folder of an installer is looked at."""
    place = program(tmp_path / "Chrome", "exit 0")
    monkeypatch.setattr("goalkit.reviews.pdf.PLACES", {"here": (str(tmp_path / "none"), str(place))})
    monkeypatch.setattr("sys.platform", "here")
    assert find_browser() == str(place)


@pytest.mark.skipif(os.name == "nt", reason="a script of the shell stands in")
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo no display >&2\nexit 4", r"printed no PDF \(exit code 4: no display\)"),
        ("exit 0", r"printed no PDF \(exit code 0\)"),
        ('for word; do case $word in --print-to-pdf=*) echo half > "${word#*=}";; esac; done', "printed no PDF"),
    ],
)
def test_a_browser_that_fails_leaves_the_old_review(tmp_path, monkeypatch, script, told):
    """A browser that prints nothing, or half a file, is told with what it said; the old review stays as it was."""
    made = render_facts(facts(), tmp_path / "book", RenderOptions(here=True))
    before = {file: file.read_bytes() for file in made.folder.iterdir()}
    monkeypatch.setenv(ENVIRONMENT, str(program(tmp_path / "browser", script)))
    with pytest.raises(GoalkitError, match=told):
        render_facts(facts(headline="new"), tmp_path / "book", RenderOptions(formats=("html", "pdf"), here=True))
    assert {file: file.read_bytes() for file in made.folder.iterdir()} == before
    assert not list((tmp_path / "book" / "reports").glob(".*"))


def test_a_browser_that_hangs_is_stopped(tmp_path, monkeypatch):
    """One that never prints is ended, and the time it had is told."""
    monkeypatch.setenv(ENVIRONMENT, str(program(tmp_path / "browser", "exec sleep 600")))
    monkeypatch.setattr("goalkit.reviews.pdf.PRINT_SECONDS", 1)
    with pytest.raises(GoalkitError, match="did not print within 1 s"):
        print_page(tmp_path / "x.html", tmp_path / "x.pdf")


def test_pages_are_counted_in_whole_files_alone():
    """A page counts, the tree of pages does not; what does not begin and end as a PDF has none."""
    body = b"1 0 obj\n<</Type /Pages /Count 2>>\n<</Type /Page\n/X 1>> <</Type /Page>>\n"
    assert pages_in(b"%PDF-1.4\n" + body + b"%%EOF\n") == 2
    assert pages_in(b"%PDF-1.4\n" + body) == pages_in(body + b"%%EOF") == pages_in(b"") == 0
