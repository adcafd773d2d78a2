"""Reviews by themselves: which are owed, who gets them, and the ledger of what was made, sent and brought in."""

import re
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from goalkit.records.base import Record, internal
from goalkit.records.sharing import Viewer

ReviewKind = Literal["week", "month", "quarter", "year"]
Way = Literal["e-mail", "folder", "desktop notice"]
RunState = Literal["owed", "started", "done", "failed"]
SendingState = Literal["waiting", "sending", "sent", "failed", "unsure"]
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


def _is_whole_path(text: str) -> bool:
    return text.startswith("~") or PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


class ReviewSchedule(Record):
    """Which reviews are made by themselves, and when; one a workbook (M33)."""

    label = "schedule of reviews"
    method = ("M33",)
    shareable = False
    standing = True

    id: Literal["schedule"] = Field("schedule", title="Id", json_schema_extra=internal())
    since: date | None = Field(
        None,
        title="Since",
        description="Each kind begins with its latest period over by this day; empty begins with the first run.",
    )
    week: bool = Field(False, title="Each week", description="A review of every week.")
    month: bool = Field(True, title="Each month", description="A review of every month.")
    quarter: bool = Field(True, title="Each quarter", description="A review of every quarter.")
    year: bool = Field(True, title="Each year", description="A review of every year.")
    grace_days: int = Field(
        2,
        ge=0,
        le=31,
        title="Days of grace",
        description="How long a review waits after its period ended, for exports that come late.",
        json_schema_extra={"unit": "d"},
    )
    pdf: bool = Field(False, title="Also as PDF", description="Needs Chromium or Chrome on this machine.")

    @property
    def kinds(self) -> tuple[ReviewKind, ...]:
        """The kinds of period that are turned on, shortest first."""
        wanted: tuple[tuple[ReviewKind, bool], ...] = (
            ("week", self.week),
            ("month", self.month),
            ("quarter", self.quarter),
            ("year", self.year),
        )
        return tuple(kind for kind, on in wanted if on)


class MailServer(Record):
    """The server that takes reviews sent by e-mail; one a workbook, its password never in it (M33)."""

    method = ("M33",)
    shareable = False
    standing = True

    id: Literal["mail_server"] = Field("mail_server", title="Id", json_schema_extra=internal())
    host: str = Field("", title="Server", description="Its name, such as smtp.example.org; empty sends no e-mail.")
    port: int = Field(465, ge=1, le=65535, title="Port", description="465 for TLS, 587 for STARTTLS.")
    security: Literal["TLS", "STARTTLS", "none"] = Field(
        "TLS", title="Security", description="TLS from the start, STARTTLS after a greeting; none is for this machine."
    )
    user: str = Field("", title="User", description="Your name at the server; empty where it asks for none.")
    sender: str = Field("", title="From", description="Your own address, such as me@example.org.")

    @model_validator(mode="after")
    def _complete(self) -> "MailServer":
        if self.host and not _ADDRESS.fullmatch(self.sender):
            raise ValueError(f"{self.sender!r} under “From” is not an e-mail address; write for example me@example.org")
        if self.security == "none" and self.user:
            raise ValueError("a password would travel in plain text; choose TLS or STARTTLS, or leave “User” empty")
        return self


class Recipient(Record):
    """Who or what gets reviews as soon as they are made, and in which edition (M33)."""

    method = ("M33",)
    shareable = False

    name: str = Field(min_length=1, title="Name", description="What you call them, such as Me, or my mentor.")
    way: Way = Field("folder", title="By", description="E-mail, a folder that is synced, or a notice on this desktop.")
    address: str = Field(
        "", title="Where", description="The e-mail address, or the folder with its whole path; a notice needs none."
    )
    edition: Viewer = Field(
        "me", title="Edition", description="me: everything · mentor, public: without what is kept from them."
    )
    kinds: list[ReviewKind] = Field(
        ["month", "quarter", "year"], min_length=1, title="Reviews", description="Which of those that are made."
    )
    active: bool = Field(True, title="Active", description="Off keeps it for later.")

    @model_validator(mode="after")
    def _reachable(self) -> "Recipient":
        if self.way == "e-mail" and not _ADDRESS.fullmatch(self.address):
            raise ValueError(f"{self.address!r} is not an e-mail address; write for example mentor@example.org")
        if self.way == "folder" and not _is_whole_path(self.address):
            raise ValueError(
                f"{self.address!r} is not a folder's whole path; a scheduled run starts elsewhere, so write for "
                "example ~/Sync/reviews"
            )
        return self


class ReviewRun(Record):
    """The ledger: a review that the schedule owed, and what became of it (M33)."""

    method = ("M33",)
    automatic = True
    once_per = ("period", "edition")

    period: str = Field(min_length=4, title="Review of", json_schema_extra=internal())
    edition: Viewer = Field("me", title="Edition", json_schema_extra=internal())
    state: RunState = Field("owed", title="State", json_schema_extra=internal())
    owed_utc: AwareDatetime = Field(title="Owed since", json_schema_extra=internal())
    started_utc: AwareDatetime | None = Field(None, title="Started", json_schema_extra=internal())
    ended_utc: AwareDatetime | None = Field(None, title="Done or failed", json_schema_extra=internal())
    tries: int = Field(0, ge=0, title="Tries", json_schema_extra=internal())
    charts: int = Field(0, ge=0, title="Charts on its page", json_schema_extra=internal())
    why: str = Field("", title="Why it failed", json_schema_extra=internal())


class Sending(Record):
    """The ledger: a review on its way to one recipient; sent once (M33).

    “unsure” is one that may have arrived: the run or the server ended between the last word of the
    message and the answer. It is told, and not sent again unasked.
    """

    method = ("M33",)
    automatic = True
    once_per = ("period", "recipient_id")

    period: str = Field(min_length=4, title="Review of", json_schema_extra=internal())
    # No reference: a recipient may be removed, and what was sent stays told.
    recipient_id: str = Field(min_length=1, title="Recipient", json_schema_extra=internal())
    recipient: str = Field("", title="Recipient's name", json_schema_extra=internal())
    way: Way = Field(title="By", json_schema_extra=internal())
    address: str = Field("", title="Where", json_schema_extra=internal())
    edition: Viewer = Field("me", title="Edition", json_schema_extra=internal())
    state: SendingState = Field("waiting", title="State", json_schema_extra=internal())
    tries: int = Field(0, ge=0, title="Tries", json_schema_extra=internal())
    changed_utc: AwareDatetime = Field(title="Since", json_schema_extra=internal())
    next_try_utc: AwareDatetime | None = Field(None, title="Next try", json_schema_extra=internal())
    why: str = Field("", title="Why it failed", json_schema_extra=internal())


class InboxFile(Record):
    """The ledger: a file that lay in the inbox, and what became of it (M33).

    “reading” is one that a run has begun with; it stays so where the run was ended before it was through.
    """

    method = ("M33",)
    automatic = True
    once_per = ("name", "sha256")

    name: str = Field(min_length=1, title="File", json_schema_extra=internal())
    # Of what is not hashed, such as a link or a file of gigabytes, its size and the time of its last change.
    sha256: str = Field(min_length=1, title="SHA-256 of the file", json_schema_extra=internal())
    state: Literal["reading", "imported", "nothing new", "not read"] = Field(
        title="State", json_schema_extra=internal()
    )
    seen_utc: AwareDatetime = Field(title="Seen", json_schema_extra=internal())
    rows_new: int = Field(0, ge=0, title="Rows that were new", json_schema_extra=internal())
    why: str = Field("", title="Why it was not read", json_schema_extra=internal())
    tries: int = Field(0, ge=0, title="Tries", json_schema_extra=internal())
    read_by: str = Field("", title="What tried to read it", json_schema_extra=internal())
