"""Who may see what: a person's own choices, beside what each kind of record says of itself."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from goalkit.records.base import Audience, FieldKind, Record, field_extra

Viewer = Literal["me", "mentor", "public"]
VIEWERS: tuple[Viewer, ...] = ("me", "mentor", "public")
WIDER: tuple[Audience, ...] = ("private", "mentor", "public")
ALL_GOALS = "goal"


class Sharing(Record):
    """Who may see one kind of record, one field, or one goal, instead of what holds by itself (M32)."""

    label = "sharing choice"
    method = ("M32",)
    shareable = False
    once_per = ("what", "goal_id")

    what: str = Field(ALL_GOALS, title="What", description="A kind of record, or one field of it.")
    goal_id: str | None = Field(
        None,
        title="Only this goal",
        description="If it is not for all your goals; what belongs to it goes with it.",
        json_schema_extra={"choices_of": "goal"},
    )
    shown_to: Audience = Field(
        "private",
        title="Shown to",
        description="private: you alone · mentor: also whom you give a mentor edition · public: everybody.",
    )

    @field_validator("what")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in dict(shareable()).values():
            raise ValueError(
                f"{value!r} cannot be shared on its own; expected a kind of record such as task, or its field such as "
                "goal.why"
            )
        return value

    @model_validator(mode="after")
    def _one_goal_is_a_goal(self) -> "Sharing":
        if self.goal_id is not None and self.what != ALL_GOALS:
            raise ValueError(
                f"“{self.what}” is not chosen for a single goal; choose “{ALL_GOALS}” under What, or no goal"
            )
        return self


def shareable() -> Iterator[tuple[str, str]]:
    """(name, key) of what a person can choose for: kinds that people write in, and their narrower fields.

    What is open to all who see its goal cannot be chosen: the goal is chosen instead. Nor can these choices.
    """
    from goalkit.records import RECORDS  # the registry holds this record, too

    for model in RECORDS:
        typed = any(not field_extra(info, "internal") for info in model.model_fields.values())
        if not typed or not model.shareable:
            continue
        if model.audience != "public":
            yield model.label, model.kind
        for name in model.narrower():
            if not field_extra(model.model_fields[name], "internal"):
                yield f"{model.label}: {model.model_fields[name].title}", f"{model.kind}.{name}"


def may_see(viewer: Viewer, audience: Audience) -> bool:
    """Whether something for that audience may be seen by a viewer; oneself sees all."""
    return viewer == "me" or WIDER.index(audience) >= WIDER.index(viewer)


def nothing_of(kind: FieldKind) -> Any:
    """What stands in a field that may not be seen, as a plain value: "", an empty list, 0, else nothing."""
    if kind.optional or kind.choices:
        return None
    return {str: "", list: [], int: 0, bool: False}.get(kind.base)
