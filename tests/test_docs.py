"""The tables in the README and in docs say what the code does."""

import importlib.util

from goalkit.trackers import TRACKERS


def test_the_tables_of_formats_are_those_of_the_trackers(root):
    """A tracker added without `make docs`, or a table edited by hand, fails here; every name stands in the page."""
    spec = importlib.util.spec_from_file_location("generate_docs", root / "docs" / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for path, text in generate.texts().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: make docs"
    page = (root / "docs" / "trackers.md").read_text(encoding="utf-8")
    readme = (root / "README.md").read_text(encoding="utf-8")
    for tracker in TRACKERS:
        assert f"`{tracker.name}`" in page
        assert tracker.export in readme
