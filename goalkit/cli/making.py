"""`goalkit init`: a new workbook, or newer notebooks in one."""

from pathlib import Path

import typer

from goalkit.workbook.notebooks import What, plan_upgrade, upgrade_notebooks
from goalkit.workbook.places import find_place

SAID = {
    What.ADDED: "new",
    What.REFRESHED: "newer, in place of the old one, which you had not changed",
    What.BESIDE: "the new version of {name}, beside yours; take over what you like, then delete it",
    What.KEPT: "yours, changed by you and left as it is",
    What.RETIRED: "no longer part of goalkit; left here, delete it if you don't need it",
    What.DELETED: "deleted by you and not brought back; --again brings it",
}


def make_workbook(folder: Path, zone: str | None, database: str | None = None) -> None:
    """Makes a workbook in a folder, its records in a file or in a server's database, and says what to do next."""
    from tzlocal import get_localzone_name

    from goalkit.periods import load_zone
    from goalkit.records import Settings
    from goalkit.workbook import init_book

    lived = zone or get_localzone_name() or "UTC"
    load_zone(lived)
    with init_book(folder, database=database) as book:
        held = sum(book.counts().values())
        if zone or not held:  # records that a server holds already keep the zone that was chosen with them
            book.change(Settings, "settings", zone=lived, why="the zone when the workbook was made")
        shown = book.settings.zone
        typer.echo(f"A new workbook is in {book.path}; its time zone is {shown} (notebook 01 changes it).")
        if database:
            also = f", together with the {held:,} that were there" if held else ""
            typer.echo(f"Its records are kept in {book.database}{also}.")
        typer.echo(f"Next: goalkit --book {book.path} lab  (notebooks), or goalkit --book {book.path} import FILE")


def renew_notebooks(folder: Path | None, again: bool, dry_run: bool) -> None:
    """Renews the notebooks of a workbook, the nearest where none is named, and lists what came of each."""
    notebooks = find_place(folder).path / "notebooks"
    steps = (plan_upgrade if dry_run else upgrade_notebooks)(notebooks, again=again)
    if not steps:
        typer.echo(f"The notebooks in {notebooks} are goalkit's own; they come with its next version.")
        return
    typer.echo(f"{'What would come of the' if dry_run else 'The'} notebooks in {notebooks}:")
    told = [step for step in steps if step.what is not What.SAME]
    width = max((len(step.file) for step in told), default=0)
    for step in told:
        typer.echo(f"  {step.file:{width}}  {SAID[step.what].format(name=step.name)}")
    same = len(steps) - len(told)
    if same:
        typer.echo(f"  {same if told else 'all'} of them {'is' if same == 1 and told else 'are'} up to date")
