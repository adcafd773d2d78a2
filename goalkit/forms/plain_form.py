"""A form for any record, with a save function of one's own and no workbook."""

from collections.abc import Callable

from goalkit.forms.form import RecordForm
from goalkit.forms.handed import AnyRecord, Deed, Given, Handed, Offered, Values, always


def record_form(
    model: type[AnyRecord],
    save: Callable[[AnyRecord], object],
    choices: Offered | None = None,
    start: Given | None = None,
    shows: Callable[[str, Values], bool] | None = None,
) -> RecordForm[AnyRecord]:
    """A form with a labelled widget for every field of `model` that a person fills in.

    Args:
        model: the record's class; titles, help, units and limits come from its fields.
        save: takes the record; a GoalkitError it raises is shown and nothing typed is lost. A text
            it gives back is what the form says was saved.
        choices: field name → (label, id) pairs to choose from, or plain texts that are suggested
            while typing; a function is asked again after each save.
        start: field name → value to begin with, also for fields that are not shown (an id, a
            colour); a function is asked again after each save.
        shows: whether a field is on display, given its name and the values so far; a field that is
            not shown is not given.

    Raises GoalkitError for a record that goalkit fills in by itself.
    """

    def keep(record: AnyRecord) -> Deed[AnyRecord]:
        told = save(record)
        return Deed(None, record, told if isinstance(told, str) else "")

    return RecordForm(model, Handed(keep, choices, start, shows or always))
