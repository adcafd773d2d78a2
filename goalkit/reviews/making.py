"""One review for whoever asks for it on a page: made by a process of its own, so that nothing else waits for it."""

from pathlib import Path

from goalkit.periods import Period


def make(folder: Path, period: Period) -> Path:
    """Makes the review of a period of the workbook in `folder`, as HTML, notebook and facts; gives its page.

    It looks from the period's last day, or from today if that comes first. A review that was there is
    replaced once the new one is whole. Raises GoalkitError for what a person can mend, RuntimeError
    for a fault of goalkit.
    """
    from goalkit.reviews.choose import last_day
    from goalkit.reviews.many import render_many
    from goalkit.workbook import open_book

    with open_book(folder) as book:
        as_of = last_day(period, book.today())
    (outcome,) = render_many(folder, [(period, as_of)])
    if outcome.made is None:
        raise outcome.error or RuntimeError(f"no review of {period.title} came of it")
    return next(file for file in outcome.made.files if file.suffix == ".html")
