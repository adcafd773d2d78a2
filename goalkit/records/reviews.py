"""What reviews said and later ones look back on."""

from datetime import date

from pydantic import Field

from goalkit.records.base import Record, internal


class Forecast(Record):
    """What a review foresaw of a goal, kept as it was said, so that later reviews can score it (M31)."""

    method = ("M31",)
    once_per = ("period", "goal_id")

    period: str = Field(min_length=4, title="Review of", json_schema_extra=internal())
    as_of: date = Field(title="As known on", json_schema_extra=internal())
    # No reference: a goal may be removed, and what was said of it stays.
    goal_id: str = Field(min_length=1, title="Goal", json_schema_extra=internal())
    due: date = Field(title="Due", json_schema_extra=internal())
    target: float = Field(title="To", json_schema_extra=internal())
    p_by_due: float = Field(ge=0, le=1, title="Probability of reaching it by then", json_schema_extra=internal())
    p50: date | None = Field(None, title="Reached by then as likely as not", json_schema_extra=internal())
    p80: date | None = Field(None, title="Reached by then with 4 in 5", json_schema_extra=internal())
    p95: date | None = Field(None, title="Reached by then with 19 in 20", json_schema_extra=internal())
    naive: date | None = Field(None, title="Where the straight line arrives", json_schema_extra=internal())
