"""Newer notebooks in an older workbook: what a person changed stays, what they only ran is renewed."""

import json
import shutil
from pathlib import Path

import pytest

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.workbook import init_book
from goalkit.workbook.notebooks import (
    RECORD,
    bring_notebooks,
    load_fingerprint,
    packaged_notebooks,
    parse_fingerprint,
    plan_upgrade,
    upgrade_notebooks,
    workbook_notebooks,
)

FIRST = Path(__file__).parent / "fixtures" / "notebooks" / "first"


def cell(text, kind="markdown", **more):
    """One cell, its text in lines as Jupyter keeps it."""
    found = {"cell_type": kind, "id": "c", "metadata": {}, "source": text.splitlines(keepends=True)} | more
    return found | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def book(*cells):
    """The text of a notebook."""
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write(folder, **named):
    """A folder of notebooks, each of one cell."""
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.ipynb").write_text(book(cell(text)), encoding="utf-8")
    return folder


def text_of(path):
    """What stands in a notebook's first cell."""
    return "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])


def texts(folder):
    """Every notebook of a folder by name, with its first cell."""
    return {path.name: text_of(path) for path in sorted(folder.glob("*.ipynb"))}


def steps(found):
    """The steps of an upgrade by the file they write or leave."""
    return {step.file: str(step.what) for step in found}


@pytest.fixture
def old(tmp_path):
    """Goalkit's notebooks of some version."""
    return write(tmp_path / "old", a="a1", b="b1", c="c1")


@pytest.fixture
def mine(tmp_path, old):
    """A workbook's notebooks as that version brought them."""
    (tmp_path / "mine").mkdir()
    bring_notebooks(tmp_path / "mine", old)
    return tmp_path / "mine"


def test_what_was_changed_stays_and_the_rest_is_renewed(tmp_path, mine):
    """Unchanged: renewed; changed: the new one beside; new: added; deleted: stays away; own: never looked at."""
    write(mine, b="my own words", own="mine")
    (mine / "c.ipynb").unlink()
    new = write(tmp_path / "new", a="a2", b="b2", c="c2", d="d2")
    planned = plan_upgrade(mine, new)
    assert upgrade_notebooks(mine, new) == planned
    assert steps(planned) == {
        "a.ipynb": "refreshed",
        "b.new.ipynb": "put beside",
        "c.ipynb": "deleted",
        "d.ipynb": "added",
    }
    assert texts(mine) == {
        "a.ipynb": "a2", "b.ipynb": "my own words", "b.new.ipynb": "b2", "d.ipynb": "d2", "own.ipynb": "mine",
    }  # fmt: skip


def test_an_upgrade_done_twice_changes_nothing_the_second_time(tmp_path, mine):
    """Every byte stays; a changed notebook is the person's and its new version is offered once."""
    write(mine, b="my own words")
    new = write(tmp_path / "new", a="a2", b="b2", c="c1")
    upgrade_notebooks(mine, new)
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    assert steps(upgrade_notebooks(mine, new)) == {"a.ipynb": "up to date", "b.ipynb": "yours", "c.ipynb": "up to date"}
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before
    (mine / "b.new.ipynb").unlink()
    assert steps(upgrade_notebooks(mine, new))["b.ipynb"] == "yours"
    assert not (mine / "b.new.ipynb").exists()


def test_the_next_new_version_takes_the_place_of_the_last_one_beside(tmp_path, mine):
    """Beside a changed notebook lies one new version, the newest; one that was written in is left."""
    write(mine, b="my own words")
    upgrade_notebooks(mine, write(tmp_path / "new", a="a1", b="b2", c="c1"))
    upgrade_notebooks(mine, write(tmp_path / "newer", a="a1", b="b3", c="c1"))
    assert texts(mine)["b.new.ipynb"] == "b3"
    write(mine, **{"b.new": "notes in the new one"})
    found = upgrade_notebooks(mine, write(tmp_path / "newest", a="a1", b="b4", c="c1"))
    assert "b.new-2.ipynb" in steps(found)
    assert (texts(mine)["b.new.ipynb"], texts(mine)["b.new-2.ipynb"]) == ("notes in the new one", "b4")


def test_who_takes_the_new_version_over_is_renewed_from_then_on(tmp_path, mine):
    """A changed notebook that was replaced by the new one counts as unchanged again."""
    write(mine, b="my own words")
    upgrade_notebooks(mine, write(tmp_path / "new", a="a1", b="b2", c="c1"))
    (mine / "b.new.ipynb").replace(mine / "b.ipynb")
    assert steps(upgrade_notebooks(mine, tmp_path / "new"))["b.ipynb"] == "up to date"
    assert steps(upgrade_notebooks(mine, write(tmp_path / "newer", b="b3")))["b.ipynb"] == "refreshed"


def test_a_deleted_notebook_comes_back_when_it_is_asked_for(tmp_path, mine, old):
    """It stays away in an upgrade, and --again brings it."""
    (mine / "c.ipynb").unlink()
    assert steps(upgrade_notebooks(mine, old))["c.ipynb"] == "deleted"
    assert steps(upgrade_notebooks(mine, old, again=True))["c.ipynb"] == "added"
    assert texts(mine)["c.ipynb"] == "c1"


def test_a_retired_notebook_is_left_with_a_word(tmp_path, mine):
    """One that goalkit no longer has stays, and is named when the person has not made it their own."""
    write(mine, c="my own words")
    found = upgrade_notebooks(mine, write(tmp_path / "new", a="a1"))
    assert steps(found) == {"a.ipynb": "up to date", "b.ipynb": "retired"}
    assert texts(mine) == {"a.ipynb": "a1", "b.ipynb": "b1", "c.ipynb": "my own words"}


def test_a_notebook_of_the_persons_own_by_a_new_name_is_kept(tmp_path, mine):
    """A name that goalkit takes later is put beside the person's notebook of that name."""
    write(mine, d="my diary")
    assert steps(upgrade_notebooks(mine, write(tmp_path / "new", a="a1", b="b1", c="c1", d="d2")))["d.new.ipynb"]
    assert (texts(mine)["d.ipynb"], texts(mine)["d.new.ipynb"]) == ("my diary", "d2")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [1]}', '{"cells": [{"source": 5}]}', "\xff\xfe"])
def test_a_notebook_that_cannot_be_read_is_kept(tmp_path, mine, text):
    """Whatever lies there, it is the person's, and the new version comes beside it."""
    (mine / "a.ipynb").write_text(text, encoding="latin-1")
    upgrade_notebooks(mine, write(tmp_path / "new", a="a2"))
    assert (mine / "a.ipynb").read_text(encoding="latin-1") == text
    assert text_of(mine / "a.new.ipynb") == "a2"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"notebooks": 1}', '{"notebooks": {"a.ipynb": 1}}'])
def test_a_record_that_is_gone_or_damaged_costs_nothing(tmp_path, mine, text):
    """Without a record nothing is overwritten: what is not the newest gets the new version beside it."""
    if text is None:
        (mine / RECORD).unlink()
    else:
        (mine / RECORD).write_text(text)
    found = upgrade_notebooks(mine, write(tmp_path / "new", a="a2", b="b1"))
    assert steps(found) == {"a.new.ipynb": "put beside", "b.ipynb": "up to date"}
    assert texts(mine)["a.ipynb"] == "a1"
    assert set(json.loads((mine / RECORD).read_text())["notebooks"]) == {"a.ipynb", "b.ipynb"}


def test_a_link_to_a_notebook_stays_a_link(tmp_path, mine):
    """A notebook that lies elsewhere is renewed there."""
    (mine / "a.ipynb").replace(tmp_path / "elsewhere.ipynb")
    (mine / "a.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    upgrade_notebooks(mine, write(tmp_path / "new", a="a2"))
    assert (mine / "a.ipynb").is_symlink()
    assert text_of(tmp_path / "elsewhere.ipynb") == "a2"


def test_an_upgrade_that_stops_halfway_goes_on_from_there(tmp_path, mine):
    """When a file cannot be written the message says so; what was done by then is known, and nothing is half."""
    (mine / "b.ipynb").unlink()
    (mine / "b.ipynb").symlink_to(tmp_path / "gone" / "b.ipynb")  # a disk that is not there
    with pytest.raises(GoalkitError, match=r"mine cannot be written \(.*No such file.*then upgrade again"):
        upgrade_notebooks(mine, write(tmp_path / "new", a="a2", b="b2", c="c2"), again=True)
    assert (text_of(mine / "a.ipynb"), text_of(mine / "c.ipynb")) == ("a2", "c1")
    (tmp_path / "gone").mkdir()
    found = upgrade_notebooks(mine, write(tmp_path / "newer", a="a3", b="b2", c="c2"), again=True)
    assert steps(found) == {"a.ipynb": "refreshed", "b.ipynb": "added", "c.ipynb": "refreshed"}
    assert texts(mine) == {"a.ipynb": "a3", "b.ipynb": "b2", "c.ipynb": "c2"}
    assert [path for path in mine.iterdir() if path.suffix == ".part"] == []


def test_a_folder_in_the_way_of_a_new_version_is_stepped_aside(tmp_path, mine):
    """The new version takes the next name that is free."""
    write(mine, b="my own words")
    (mine / "b.new.ipynb").mkdir()
    found = upgrade_notebooks(mine, write(tmp_path / "new", b="b2"))
    assert steps(found)["b.new-2.ipynb"] == "put beside"


def test_a_record_that_cannot_be_written_is_told(tmp_path, mine):
    """Something in the way of the record ends with a message, the notebooks whole."""
    (mine / RECORD).unlink()
    (mine / RECORD).mkdir()
    with pytest.raises(GoalkitError, match="cannot be written"):
        upgrade_notebooks(mine, write(tmp_path / "new", a="a1", b="b1", c="c1", d="d1"))
    assert texts(mine)["d.ipynb"] == "d1"


# --- what counts as a change

BASE = book(cell("# Title\n\nWords."), cell("x = 1", "code"))


@pytest.mark.parametrize(
    "ran",
    [
        book(cell("# Title\n\nWords."), cell("x = 1", "code") | {"outputs": [{"a": 1}], "execution_count": 7}),
        book(cell("# Title\n\nWords.", id="other"), cell("x = 1", "code", metadata={"trusted": True})),
        book(cell("# Title\n\nWords."), cell("x = 1", "code"), cell("", "code"), cell(" \n", "code")),
        BASE.replace('"nbformat_minor": 5', '"nbformat_minor": 4, "x": 1').replace('"id": "c", ', ""),
        BASE.replace('["x = 1"]', '"x = 1\\r\\n"'),
    ],
    ids=["outputs", "metadata", "empty cells", "format", "line ends"],
)
def test_running_and_saving_is_no_change(ran):
    """Outputs, counts, metadata, ids, cells left empty and another way of writing the file do not count."""
    assert ran != BASE
    assert parse_fingerprint(ran) == parse_fingerprint(BASE)


@pytest.mark.parametrize(
    "changed",
    [
        book(cell("# Title\n\nOther words."), cell("x = 1", "code")),
        book(cell("# Title\n\nWords."), cell("x = 2", "code")),
        book(cell("# Title\n\nWords."), cell("x = 1", "code"), cell("book.undo()", "code")),
        book(cell("x = 1", "code"), cell("# Title\n\nWords.")),
        book(cell("# Title\n\nWords."), cell("x = 1")),
        book(cell("# Title\n\nWords.", attachments={"a.png": {}}), cell("x = 1", "code")),
        book(cell("# Title\n\nWords.")),
    ],
    ids=["sentence", "code", "added", "moved", "kind", "picture", "deleted"],
)
def test_an_edited_sentence_or_an_added_cell_is_a_change(changed):
    """Whatever a person writes, moves or takes away makes the notebook theirs."""
    assert parse_fingerprint(changed) != parse_fingerprint(BASE)


# --- workbooks as people have them


def test_a_new_workbook_has_every_notebook_and_none_of_their_outputs(tmp_path):
    """In a checkout the outputs are somebody's numbers: they stay there, the words come along."""
    sources = write(tmp_path / "sources", a="x")
    ran = cell("1 + 1", "code") | {"outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}]}
    (sources / "b.ipynb").write_text(book(ran | {"execution_count": 3}))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.ipynb").write_text("written in")
    bring_notebooks(tmp_path / "mine", sources)
    assert (tmp_path / "mine" / "a.ipynb").read_text() == "written in"
    (brought,) = json.loads((tmp_path / "mine" / "b.ipynb").read_text())["cells"]
    assert (brought["outputs"], brought["execution_count"], brought["source"]) == ([], None, ["1 + 1"])


def test_a_new_workbook_needs_no_upgrade(no_book):
    """Straight after init, every notebook is up to date."""
    init_book(no_book / "book").close()
    found = plan_upgrade(no_book / "book" / "notebooks")
    assert {step.name for step in found} == {path.name for path in packaged_notebooks().glob("*.ipynb")}
    assert {str(step.what) for step in found} == {"up to date"}


def test_a_workbook_of_the_first_goalkit_is_renewed(no_book):
    """Without a record, notebooks as they were brought then are known, even after a run and a save."""
    init_book(no_book / "book", notebooks=False).close()
    mine = no_book / "book" / "notebooks"
    shutil.copytree(FIRST, mine, dirs_exist_ok=True)
    (mine / "06_log_time.ipynb").write_text(
        (FIRST / "06_log_time.ipynb").read_text(encoding="utf-8").replace("Nobody remembers", "I remember"),
        encoding="utf-8",
    )
    new = write(no_book / "new", **{"01_start_here": "1", "04_goals": "4", "06_log_time": "6", "02_look_back": "2"})
    assert steps(upgrade_notebooks(mine, new)) == {
        "01_start_here.ipynb": "refreshed",
        "02_look_back.ipynb": "added",
        "04_goals.ipynb": "refreshed",
        "06_log_time.new.ipynb": "put beside",
        "review.ipynb": "retired",
    }
    assert "I remember" in (mine / "06_log_time.ipynb").read_text(encoding="utf-8")


def test_the_checkouts_own_notebooks_are_left_alone(root):
    """The project's notebooks are the sources: an upgrade there is told so and writes nothing."""
    before = {path: path.stat().st_mtime_ns for path in (root / "notebooks").iterdir()}
    assert plan_upgrade(root / "notebooks") == upgrade_notebooks(root / "notebooks") == []
    assert {path: path.stat().st_mtime_ns for path in (root / "notebooks").iterdir()} == before


def test_new_versions_beside_are_not_notebooks_to_work_in(tmp_path):
    """The list of notebooks leaves them out, and nothing else that has a dot in its name."""
    write(tmp_path, **{"01_a": "", "01_a.new": "", "01_a.new-2": "", "my.news": ""})
    assert [path.name for path in workbook_notebooks(tmp_path)] == ["01_a.ipynb", "my.news.ipynb"]


# --- the command


def test_the_command_lists_what_came_of_each(no_book, capsys):
    """Renewed, put beside and left are told by name; a second time there is nothing to tell."""
    init_book(no_book / "book").close()
    mine = no_book / "book" / "notebooks"
    shutil.copyfile(FIRST / "review.ipynb", mine / "review.ipynb")
    write(mine, **{"04_goals": "my own words"})
    (mine / RECORD).unlink()
    assert run(["init", "book", "--upgrade", "--dry-run"]) == 0
    planned = capsys.readouterr().out
    assert "What would come of the notebooks" in planned
    assert not (mine / "04_goals.new.ipynb").exists()
    assert run(["init", "book", "--upgrade"]) == 0
    told = capsys.readouterr().out
    assert planned.splitlines()[1:] == told.splitlines()[1:]
    assert "04_goals.new.ipynb  the new version of 04_goals.ipynb, beside yours" in told
    assert load_fingerprint(mine / "review.ipynb") == load_fingerprint(packaged_notebooks() / "review.ipynb")
    assert run(["init", "book", "--upgrade"]) == 0
    assert "04_goals.ipynb  yours, changed by you and left as it is" in capsys.readouterr().out


def test_the_nearest_workbook_is_renewed_where_none_is_named(no_book, monkeypatch, capsys):
    """Inside a workbook, or with --book before the command, --upgrade needs no folder."""
    init_book(no_book / "book").close()
    monkeypatch.chdir(no_book / "book" / "notebooks")
    assert run(["init", "--upgrade"]) == 0
    assert "all of them are up to date" in capsys.readouterr().out
    monkeypatch.chdir(no_book)
    assert run(["--book", "book", "init", "--upgrade"]) == 0
    assert "all of them are up to date" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["init", "book"], "goalkit init book --upgrade"),
        (["init", "none", "--upgrade"], "none is not a workbook"),
        (["init", "book", "--upgrade", "--zone", "UTC"], "notebook 01_start_here changes it"),
        (["init", "book", "--upgrade", "--database", "postgresql://x"], "data/workbook.toml names it"),
        (["init", "new", "--again"], "belong to --upgrade"),
        (["init", "new", "--dry-run"], "belong to --upgrade"),
    ],
)
def test_what_does_not_fit_is_told_with_the_way_out(no_book, capsys, arguments, words):
    """A second init, an upgrade of nothing and options without their partner end with exit 2 and a way on."""
    init_book(no_book / "book").close()
    assert run(arguments) == 2
    assert words in capsys.readouterr().err
    assert not (no_book / "new").exists()
