"""The house's rules, read from the code: layers, rooms, names, nothing private."""

import ast
import re
from pathlib import Path

import pytest

import goalkit

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "goalkit"
LAYERS = {
    "errors": 0, "periods": 0, "records": 1, "entries": 1, "trackers": 2, "metrics": 2, "smart": 2, "exchange": 2, "workbook": 3,
    "charts": 4, "forms": 5, "reviews": 5, "cli": 6, "__main__": 7, "__init__": 7,
}  # fmt: skip
# Within one layer: periods raise the base error, and tags have one dtype in records and in entries.
NEIGHBOURS = {("periods", "errors"), ("records", "entries.frame")}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path):
    """The room a file of the package lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree):
    """Names below goalkit that a module imports, inside functions too, but for what only a type checker reads."""
    found = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
            if node.module == "goalkit":
                found |= {f"goalkit.{alias.name}" for alias in node.names}
        waiting += ast.iter_child_nodes(node)
    own = {name for name in found if name.startswith(("goalkit.", "."))}
    return {name.removeprefix("goalkit.") for name in own if name != "goalkit.__version__"}


def faults(room, names):
    """The imports of a room that the table of layers does not allow."""
    found = []
    for name in sorted(names):
        other = name.partition(".")[0]
        if other == room or (room, name) in NEIGHBOURS:
            continue
        if LAYERS.get(other, 99) >= LAYERS[room]:
            found.append(name)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_layers_below_its_own(path):
    """Every import, at the top or in a function, goes down the table of layers or stays in its room."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert faults(room_of(path), imported(tree)) == []


def test_a_forbidden_import_is_found():
    """Upwards, sideways, relative and hidden in a function; types alone are let through."""
    text = (
        "from typing import TYPE_CHECKING\nfrom goalkit.cli import main\nfrom goalkit import metrics\n"
        "from . import x\nif TYPE_CHECKING:\n    from goalkit.forms import form\n"
        "def f():\n    import goalkit.workbook.book\n    from goalkit.entries.days import clip\n"
    )
    assert faults("trackers", imported(ast.parse(text))) == [".", "cli", "metrics", "workbook.book"]


def test_every_room_is_in_the_table():
    """A new room needs its layer."""
    assert {room_of(path) for path in FILES} <= set(LAYERS)


def test_charts_never_import_metrics():
    """Charts draw what they are given, though metrics lie below them."""
    for path in (PACKAGE / "charts").rglob("*.py"):
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        assert not [name for name in names if name.startswith("metrics")]


def test_the_package_hands_out_few_names_and_has_each():
    """Fifteen at most, each there, none unknown."""
    assert len(goalkit.__all__) <= 15
    for name in goalkit.__all__:
        assert getattr(goalkit, name) is not None
    assert dir(goalkit) == sorted(goalkit.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = goalkit.nothing


def test_every_test_says_the_fact_it_proves():
    """Each test function has a docstring that begins with one sentence of its own."""
    bare = []
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
        bare += [f"{path.name}: {node.name}" for node in tests if not ast.get_docstring(node)]
    assert bare == []


# Written in parts, so that this file does not hold what it looks for.
PRIVATE = re.compile(
    r"/(?:work|root)/" r"\w|/home/(?!me\b|you\b)\w|/tmp" r"/gk|(?<![=!])\b10\.\d+\.\d+\.\d+\b|\b192\.168\.\d+"
    r"|https?://[^\s\"'/)]*(?:internal|artifact|mirror|proxy)"
)  # fmt: skip
SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".txt",
    ".ipynb",
    ".yml",
    ".yaml",
    ".csv",
    ".jsonl",
    ".css",
    ".js",
    ".j2",
    ".html",
}
OWN = ("goalkit", "tests", "notebooks", "docs", "benchmarks", "data/sample", ".ci")


def texts():
    """The project's own text files, without what a person wrote or was rendered."""
    places = [path for path in ROOT.iterdir() if path.is_file()]
    places += [path for folder in OWN for path in (ROOT / folder).rglob("*") if path.is_file()]
    skipped = {"reports", "__pycache__", ".ipynb_checkpoints"}
    return [
        path
        for path in places
        if (path.suffix in SUFFIXES or path.name in ("Makefile", "run"))
        and not skipped & set(path.relative_to(ROOT).parts)
    ]


def test_no_private_host_or_path_is_in_the_project():
    """The project's files name no machine, registry or folder of whoever made them."""
    found = []
    for path in texts():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if hit := PRIVATE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {hit[0]}")
    assert found == []


def test_a_private_path_would_be_found():
    """The pattern knows the paths and hosts it is meant to find, and lets public ones be."""
    for text in ("/wor" + "k/main", "/roo" + "t/x", "http://10.0." + "0.7/simple", "https://pypi.inter" + "nal/simple"):
        assert PRIVATE.search(text)
    for text in ("https://pypi.org/simple", "reports/2025", "framework/x", "~/career"):
        assert not PRIVATE.search(text)
