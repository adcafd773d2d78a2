"""axe-core on a page in the browser: barriers for people who see, hear or move differently."""

from importlib.resources import files

GRAVE = ("serious", "critical")


def barriers(page, *scopes):
    """The serious and critical barriers on a page, or within elements of it, each with the element it is in."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    # A policy of the page may forbid what axe would fetch to look at style sheets; all of ours are in the page.
    found = page.evaluate(
        "scopes => axe.run(scopes.length ? { include: scopes.map(one => [one]) } : document, { preload: false })",
        list(scopes),
    )
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
