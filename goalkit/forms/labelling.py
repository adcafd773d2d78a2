"""What a screen reader is told of a form: its name, what belongs to a field, what was just said."""

from goalkit.forms.inputs import Input, script


class Labelling(Input):
    """An invisible part of a form that ties help, units and errors to the fields they are about."""

    _esm = script("labelling")
