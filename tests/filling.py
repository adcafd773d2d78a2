"""Forms filled in as a person would, for tests."""

from goalkit.workbook import open_book


def fill(form, **values):
    """Types values into a form as a person would, one field after the other."""
    for name, value in values.items():
        form[name].value = value


def save(form):
    """Clicks Save and gives the status line."""
    form.button.click()
    return form.status.value


def complaints(form):
    """Field name → the error beside it, where there is one."""
    return {name: field.error.value for name, field in form.fields.items() if field.error.value}


def displayed(form):
    """Names of the fields that are on display."""
    return {name for name, field in form.fields.items() if field.row.layout.display != "none"}


def chosen(form, name):
    """The label of what is chosen in a field."""
    return form[name].label


def restarted(make, book):
    """The same form in a new kernel, on the same workbook."""
    again = open_book(book.path)
    return make(again)
