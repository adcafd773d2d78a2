"""What the columns of a table mean, as a person said it once."""

from pydantic import AwareDatetime, Field

from goalkit.records.base import Record, internal


class ColumnMap(Record):
    """The parts that the columns of one header play, used again when a file with that header comes."""

    header: str = Field(min_length=1, title="Columns", json_schema_extra=internal(index=True))
    parts: list[str] = Field([], title="What they mean, as part=Column", json_schema_extra=internal())
    dates: str = Field("", title="Order of dates, where it had to be said", json_schema_extra=internal())
    decimal: str = Field("", title="Decimal mark, where it had to be said", json_schema_extra=internal())
    said_utc: AwareDatetime = Field(title="Said", json_schema_extra=internal())

    @property
    def columns(self) -> dict[str, str]:
        """Part → column; an empty one takes the part away."""
        return {role: name for role, _, name in (part.partition("=") for part in self.parts)}


def header_text(names: tuple[str, ...]) -> str:
    """A header as headers are compared: in order, case and surrounding space aside."""
    return " | ".join(name.strip().casefold() for name in names)
