"""A review as an e-mail: its first screen in words and in HTML, a few charts as pictures, the whole page attached."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from goalkit.reviews.delivery.addresses import line
from goalkit.reviews.delivery.made import MadeReview
from goalkit.reviews.edition import OWN

if TYPE_CHECKING:
    from goalkit.reviews.delivery.pictures import Picture
    from goalkit.reviews.shapes import Finding, ReviewFacts

# Seven bits and short lines, which every server between here and there passes on as they are.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom to whom, when, and by which name a second copy would be known as the same message."""

    sender: Address
    recipient: Address
    when: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A review to be sent.

    Attributes:
        made: the review.
        envelope: of the message.
        pictures: of its charts.
        notes: sentences at its end.
    """

    made: MadeReview
    envelope: Envelope
    pictures: tuple["Picture", ...] = ()
    notes: tuple[str, ...] = ()


def message_id(workbook: str, parts: Sequence[str], sender: Address) -> str:
    """The same name for the same review to the same recipient, whoever computes it and how often."""
    told = "\n".join((workbook, *parts))
    return f"<goalkit.{hashlib.sha256(told.encode()).hexdigest()[:32]}@{sender.domain}>"


def plain_message(envelope: Envelope, subject: str, text: str) -> EmailMessage:
    """A message with a text alone."""
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"] = envelope.sender, envelope.recipient
    message["Subject"] = line(subject)
    message["Date"] = format_datetime(envelope.when)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"  # no answer of the kind “I am on holiday”
    message.set_content(text)
    return message


def whole_message(letter: Letter) -> EmailMessage:
    """The review with its page, and its PDF where there is one, attached."""
    page, printed = letter.made.page, letter.made.printed
    told = f"The whole review is attached: open {page.name} in a browser; it asks nothing of any other machine."
    message = _message(letter, told)
    message.add_attachment(
        page.read_bytes(), maintype="text", subtype="html", filename=page.name, params={"charset": "utf-8"}
    )
    if printed is not None:
        message.add_attachment(printed.read_bytes(), maintype="application", subtype="pdf", filename=printed.name)
    return message


def light_message(letter: Letter, limit: int | None) -> EmailMessage:
    """The review without its page, for a server that takes no message of that size; one's own says where it lies."""
    size = f" ({limit / 1e6:,.1f} MB)" if limit else ""
    where = f"it lies at {letter.made.page}" if letter.made.facts.audience == OWN.audience else "ask for it"
    return _message(letter, f"The whole page is larger than the mail server takes{size}; {where}.")


def _message(letter: Letter, told: str) -> EmailMessage:
    facts, notes = letter.made.facts, (told, *letter.notes)
    message = plain_message(letter.envelope, letter.made.title, as_text(facts, letter.pictures, notes))
    cids = [f"chart{i}.{letter.envelope.message_id[1:-1]}" for i in range(len(letter.pictures))]
    shown = EmailMessage(policy=POLICY)
    shown.set_content(as_html(replace(letter, notes=notes), cids), subtype="html")
    for i, (picture, cid) in enumerate(zip(letter.pictures, cids, strict=True), 1):
        shown.add_related(picture.png, "image", "png", cid=f"<{cid}>", filename=f"chart-{i}.png", disposition="inline")
    del shown["MIME-Version"]  # which a message has, and a part of it has not
    message.make_alternative()
    message.attach(shown)
    return message


def as_html(letter: Letter, cids: Sequence[str]) -> str:
    """The first screen and the pictures as HTML that any mail reader shows: styles inline, nothing fetched."""
    from goalkit.reviews.fragments import html

    facts = letter.made.facts
    return html(
        "mail.html.j2",
        subject=letter.made.title,
        facts=facts,
        findings=_findings(facts),
        nothing=_nothing(facts),
        pictures=letter.pictures,
        cids=cids,
        notes=letter.notes,
    )


def as_text(facts: "ReviewFacts", pictures: Sequence["Picture"], notes: Sequence[str]) -> str:
    """The first screen in words, with what the pictures show."""
    theme = f" · theme “{facts.theme}”" if facts.theme else ""
    blocks = [f"{facts.title}{theme}", facts.edition, facts.headline]
    blocks.append("\n".join(f"{tile.label}: {tile.value} {tile.change}".rstrip() for tile in facts.tiles))
    worth = [f"- {finding.text}\n  {finding.evidence}".rstrip() for finding in _findings(facts)]
    if worth or _nothing(facts):
        blocks.append("\n".join(["Worth a look", *(worth or [_nothing(facts)])]))
    blocks += [f"{picture.chart.title}\n{picture.chart.alt}".strip() for picture in pictures]
    blocks += notes
    return "\n\n".join(block for block in blocks if block) + "\n"


def _findings(facts: "ReviewFacts") -> tuple["Finding", ...]:
    return () if "findings" in facts.left_out else facts.findings


def _nothing(facts: "ReviewFacts") -> str:
    """The line in place of findings; "" in an edition that has not that section."""
    from goalkit.reviews.sections import nothing_stands_out  # with all charts, which a run that sends nothing spares

    return "" if "findings" in facts.left_out else nothing_stands_out(facts)
