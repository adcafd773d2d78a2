"""A record of any kind, made from a few values a kind of field: what a person could have typed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import ValidationError

from goalkit.forms.wiring import references, shown_fields
from goalkit.records import BY_KIND, FieldKind, field_extra, make_record

# What no value of the field's kind would fit: (kind, field) → values, each one tried in turn.
OWN = {
    ("settings", "zone"): ["Europe/Berlin", "America/New_York"],
    ("goal", "measure"): ["total", "level"],
    ("sharing", "what"): ["task", "goal"],
    ("sharing", "goal_id"): [None],
    ("review_answer", "period"): ["2025-03", "2025-W10"],
    ("mail_server", "security"): ["TLS", "STARTTLS"],
    ("mail_server", "sender"): ["me@example.org", "I@example.org"],
    ("recipient", "way"): ["e-mail", "desktop notice"],
    ("recipient", "address"): ["mentor@example.org", "me@example.org"],
}


def example(model, book):
    """A valid record with as many fields given as go together; those it refers to are in the workbook."""
    referred = {name: referred_to(kind, model, book) for name, kind in references(model).items()}
    values = {}
    for name in sorted(shown_fields(model), key=lambda name: not model.model_fields[name].is_required()):
        tried = [{**values, name: value} for value in values_of(model, name, referred.get(name))]
        needed = model.model_fields[name].is_required()
        best = min(tried, key=lambda one: faults(model, one), default=values)
        values = best if needed or faults(model, best) <= faults(model, values) else values
    return make_record(model, values)


def another(model, record, book, but=""):
    """The record with one field, but for that one, changed to what fits as well; and that field's name."""
    referred = {name: referred_to(kind, model, book) for name, kind in references(model).items()}
    for name in [one for one in shown_fields(model) if one != but]:
        for value in values_of(model, name, referred.get(name)):
            values = {**record.model_dump(), name: value}
            if value != getattr(record, name) and not faults(model, values):
                return make_record(model, values), name
    raise AssertionError(f"no field of {model.label} could be changed; give it two values in OWN")


def faults(model, values):
    """In how many ways these values make no record."""
    try:
        model(**values)
    except ValidationError as error:
        return error.error_count()
    return 0


def referred_to(kind, model, book):
    """The id of a record of that kind, made for it if there is none but itself."""
    if kind == model.kind:
        return None
    found = book.records(BY_KIND[kind])
    return found[0].id if found else book.add(example(BY_KIND[kind], book)).id


def values_of(model, name, referred):
    """Values that could fit, the best first."""
    info = model.model_fields[name]
    kind, place = FieldKind(info), list(model.model_fields).index(name)
    if (model.kind, name) in OWN:
        return OWN[model.kind, name]
    if field_extra(info, "choices_of"):
        return [] if referred is None else [[referred], []] if kind.base is list else [referred]
    if kind.choices:
        return [*kind.choices]
    if kind.base is list:
        item = next(iter(get_args(info.annotation)), None)
        return [list(get_args(item))[:2], []] if get_origin(item) is Literal else [["deep", "night"], ["walk"]]
    day = date(2025, 3, 5) + timedelta(days=30 * place)
    made = {
        bool: [True, False],
        int: numbers(info, int),
        float: numbers(info, float),
        date: [day, day + timedelta(days=1)],
        time: [time(6 + place % 16, 30), time(7 + place % 16)],
        datetime: [datetime(2025, 3, 5, 8, tzinfo=UTC) + timedelta(hours=place), datetime(2025, 3, 6, tzinfo=UTC)],
        str: ["I am at ease", "I write well"],
    }
    return made[kind.base]


def numbers(info, kind):
    """Two numbers within a field's limits."""
    limits = bounds(info)
    low = limits.get("ge", limits["gt"] + 1 if "gt" in limits else 1)
    high = limits.get("le", limits["lt"] - 1 if "lt" in limits else low + 10)
    return [kind(low + (high - low) // 2), kind(low + min(1, high - low)), kind(high)]


def bounds(info):
    """A field's limits by their short names."""
    found = {}
    for part in info.metadata:
        for limit, key in ((Ge, "ge"), (Gt, "gt"), (Le, "le"), (Lt, "lt"), (MaxLen, "max_length")):
            if isinstance(part, limit):
                found[key] = getattr(part, key)
    return found


def broken(model, name):
    """What can be typed in a field that does not fit, as (typed, part of the message)."""
    info = model.model_fields[name]
    kind, limits = FieldKind(info), bounds(info)
    if kind.base is time:
        return [("noon", "is not a time of day")]
    if kind.base is datetime:
        return [("yesterday", "is not a moment with its offset"), *empty(info)]
    if kind.base is date:
        return empty(info, None)
    if kind.base is str and not kind.choices:
        long = limits.get("max_length")
        return [*([("x" * (long + 1), str(long))] if long else []), *empty(info)]
    chosen = kind.choices or field_extra(info, "ends") or field_extra(info, "widget") or kind.base in (bool, list)
    if chosen or is_scale(limits, kind):
        return []
    edges = [(key, sign) for key, sign in (("ge", -1), ("gt", 0), ("le", 1), ("lt", 0)) if key in limits]
    beyond = [(str(limits[key] + sign), "it must be") for key, sign in edges]
    return [("a dozen", "is not a number"), *beyond, *empty(info)]


def is_scale(limits, kind):
    """Whether a small range of whole numbers is chosen from."""
    return kind.base is int and "ge" in limits and "le" in limits and limits["le"] - limits["ge"] < 11


def empty(info, nothing=""):
    """Nothing at all, where something is needed."""
    wanted = info.is_required() and not (FieldKind(info).base is str and "min_length" not in str(info.metadata))
    return [(nothing, "please fill this in")] if wanted or (info.is_required() and nothing is None) else []
