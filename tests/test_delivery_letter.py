"""The e-mail itself, read back: its parts, its pictures, its words, how it looks, and what can never be in it."""

import base64
import email
import json
import struct
from datetime import date
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from barriers import barriers
from delivery_made import (  # noqa: F401 - fixtures
    DONE,
    NOW,
    QUICK,
    add_recipient,
    delivery_book,
    delivery_shelf,
    done,
    facts_file,
    set_server,
)
from hypothesis import given
from hypothesis import strategies as st
from mail_served import mail_server
from review_made import HOSTILE, PLAIN, facts
from test_shared import words, write_all

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import MailServer
from goalkit.reviews.delivery import DeliveryOptions, deliver
from goalkit.reviews.delivery.addresses import ascii_host, line, read_address
from goalkit.reviews.delivery.letter import Envelope, plain_message
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.delivery.pictures import PNG, choose, draw
from goalkit.reviews.edition import Edition
from goalkit.reviews.pdf import ENVIRONMENT
from goalkit.reviews.render import RenderOptions, render_facts, render_review
from goalkit.workbook import init_book

DRAWING = DeliveryOptions(pause=0, seconds=20)


def mailed(book, how=QUICK, **recipient):
    """The review of March as a recipient gets it."""
    add_recipient(book, **recipient)
    with mail_server() as server:
        set_server(book, server, user="")
        assert [one.state for one in deliver(book, NOW, how)] == ["sent"]
        return server.mails[0]


def text_of(mail, kind="plain"):
    """Its words, or its HTML."""
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def pictures_of(mail):
    """Its pictures, by the name that its HTML calls them."""
    return {part["Content-ID"][1:-1]: part for part in mail.walk() if part.get_content_type() == "image/png"}


def test_the_first_screen_is_in_words_and_in_html_with_the_page_attached(book):
    """Headline, numbers and what is worth a look are those of facts.json; the page travels byte for byte."""
    mail, told = mailed(book), facts_file(book)
    plain, html = text_of(mail), text_of(mail, "html")
    for text in (plain, html):
        assert told["title"] in text and told["headline"] in text and told["findings"][0]["text"] in text
        for tile in told["tiles"]:
            assert tile["label"] in text and tile["value"] in text and tile["change"] in text
    page = book.path / "reports" / "2025-03" / "review-2025-03.html"
    attached = list(mail.iter_attachments())
    assert [part.get_filename() for part in attached] == [page.name]
    assert attached[0].get_content_type() == "text/html" and attached[0].get_content().encode() == page.read_bytes()
    assert "open review-2025-03.html in a browser" in plain


def test_the_headers_are_those_of_a_message_that_no_one_answers(book):
    """From, to, subject, the moment of the run, and that it was sent by itself; one name for each recipient's copy."""
    mail = mailed(book)
    assert (mail["From"], mail["Subject"]) == ("me@example.org", "Review of March 2025")
    assert mail["Date"].datetime == NOW and mail["Auto-Submitted"] == "auto-generated"
    other = mailed(book, name="Coach", address="coach@example.org")
    assert mail["Message-ID"] != other["Message-ID"] and mail["Message-ID"].endswith("@example.org>")


def test_a_pdf_that_lies_there_is_attached(book):
    """The printed page goes along with the page itself."""
    pdf = book.path / "reports" / "2025-03" / "review-2025-03.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%%EOF")
    attached = {part.get_filename(): part for part in mailed(book).iter_attachments()}
    assert attached[pdf.name].get_content() == pdf.read_bytes()
    assert attached[pdf.name].get_content_type() == "application/pdf"


@pytest.mark.browser
def test_charts_go_along_as_pictures_with_their_words(book, chromium_path):
    """Four charts, hours first and then pace, are PNG pictures that the HTML shows by name, each with its sentence."""
    mail = mailed(book, DRAWING)
    pictures, html = pictures_of(mail), text_of(mail, "html")
    assert len(pictures) == 4 and "are not shown here" not in html
    for cid, part in pictures.items():
        png = part.get_content()
        width, height = struct.unpack(">II", png[16:24])
        assert (
            png.startswith(PNG)
            and width == 1200
            and 300 <= height <= 1500
            and part.get_content_disposition() == "inline"
        )
        assert f'src="cid:{cid}"' in html
    page = (book.path / "reports" / "2025-03" / "review-2025-03.html").read_text(encoding="utf-8")
    chosen = choose(page)
    assert [chart.title for chart in chosen] == ["Hours by day", "The year so far", *PLAIN[:2]]
    assert all(chart.alt in text_of(mail) for chart in chosen) and dict(chosen[0].legend)
    assert html.count("<img ") == html.count(' alt="') == 4


@pytest.mark.browser
def test_pictures_differ_from_one_another_and_show_something(book, chromium_path):
    """Each picture is of its own chart, and none is an empty sheet."""
    made = draw(book.path / "reports" / "2025-03" / "review-2025-03.html")
    assert len({picture.png for picture in made}) == 4 and min(len(picture.png) for picture in made) > 5000


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 390])
def test_it_can_be_read_on_paper_white_and_in_the_dark(book, visit, tmp_path, width, scheme):
    """On a desktop and a phone, light and dark: nothing to scroll sideways, every picture there, no barrier, no request."""
    mail = mailed(book, DRAWING)
    html = text_of(mail, "html")
    for cid, part in pictures_of(mail).items():
        html = html.replace(f"cid:{cid}", f"data:image/png;base64,{base64.b64encode(part.get_content()).decode()}")
    file = tmp_path / "mail.html"
    file.write_text(html, encoding="utf-8")
    page = visit(file.as_uri(), width, 900, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("[...document.images].map(one => one.complete && one.naturalWidth)") == [1200] * 4
    assert barriers(page) == []
    page.screenshot(path=tmp_path / f"mail-{width}-{scheme}.png", full_page=True)


def test_without_a_browser_it_goes_and_says_so(book, monkeypatch, tmp_path):
    """No browser draws: the review arrives in words, with the page, and says what is left out."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "none"))
    mail = mailed(book, DRAWING)
    assert pictures_of(mail) == {} and [part.get_filename() for part in mail.iter_attachments()] == [
        "review-2025-03.html"
    ]
    assert "Its charts are not shown here, since no browser was found that draws them" in text_of(mail).replace(
        "\n", " "
    )


def test_nothing_in_it_runs_or_is_fetched(book):
    """Hostile texts stand as texts; there is no script, no address and no style of another machine."""
    render_facts(facts(HOSTILE), book.path, RenderOptions(here=True))
    html = text_of(mailed(book), "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for sign in ("<script", "<img", "<link", "<style", "http:", "https:", "url(", " onerror", "<a "):
        assert sign not in html.replace("&#34;&gt;&lt;img src=x onerror=alert(1)&gt;", "").lower(), sign


def test_no_chart_means_no_picture(tmp_path):
    """A page without charts needs no browser."""
    page = tmp_path / "page.html"
    page.write_text("<main></main>")
    assert draw(page) == []


def test_a_browser_that_draws_nothing_is_a_fault(book, monkeypatch, tmp_path):
    """Fewer pictures than charts are none."""
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho nothing\n")
    browser.chmod(0o755)
    monkeypatch.setenv(ENVIRONMENT, str(browser))
    with pytest.raises(GoalkitError, match="drew 0 of 4 charts"):
        draw(book.path / "reports" / "2025-03" / "review-2025-03.html")


@pytest.mark.parametrize(
    ("order", "titles"), [("time pace", ["t0", "t1", "p0", "p1"]), ("plan", ["x0", "x1", "x2", "x3"])]
)
def test_charts_on_time_and_pace_come_first_then_any(order, titles):
    """A page of one's own without those sections gives its first charts."""
    shown = '<figure class="gk-chart"><figcaption><h3>{}</h3></figcaption><div role="img" aria-label="a &amp; b"></div></figure>'
    page = shown.format("x0") + "".join(shown.format(f"x{i}") for i in range(1, 5))
    for i, name in enumerate(reversed(order.split())):
        if name != "plan":
            page += (
                f'<section id="s{i}-{name}">' + "".join(shown.format(f"{name[0]}{n}") for n in range(3)) + "</section>"
            )
    chosen = choose(page)
    assert [chart.title for chart in chosen] == titles and {chart.alt for chart in chosen} == {"a & b"}


@pytest.fixture
def full(tmp_path):
    """A workbook with a word of its own in every text."""
    with init_book(tmp_path / "full", notebooks=False) as opened:
        write_all(opened)
        yield opened


def test_no_private_word_is_in_a_mentors_mail(full):
    """Of a workbook with a word of its own in every text, each part of the mail holds what a mentor may see, no more."""
    options = RenderOptions(here=True, edition=Edition("mentor"))
    render_review(full, parse_period("2025-03"), date(2025, 3, 31), options)
    full.add(done(edition="mentor"), when=DONE)
    mail = mailed(full, DRAWING, edition="mentor")
    seen, unseen = words("mentor", {})
    parts = [mail.as_string(), *(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")]
    assert len(parts) == 4 and any(one in parts[1] for one in seen)
    assert {one for one in unseen for part in parts if one in part} == set()
    assert not any(str(full.path) in part for part in parts)


def test_findings_that_an_edition_leaves_out_are_not_in_its_mail(book):
    """Where the section is not for these eyes, neither its heading nor its line stands there."""
    render_facts(facts(left_out=("findings",)), book.path, RenderOptions(here=True))
    assert "Worth a look" not in text_of(mailed(book))
    render_facts(facts(findings=()), book.path, RenderOptions(here=True))
    told = text_of(mailed(book, name="Coach", address="coach@example.org"))
    assert "Worth a look\nNothing stands out against the time before." in told


INJECTIONS = ("Eve\r\nBcc: all@example.org", "Eve\nX: y", "Eve\u2028Bcc: a@b.c", "Eve\x00\x1b[31m", "Eve\x85Bcc: a@b.c")


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_opens_no_header(book, name):
    """A line's end within a name is a space, and the message has the headers that it has."""
    mail = mailed(book, name=name)
    assert mail["Bcc"] is None and mail["X"] is None and len(mail["To"].addresses) == 1
    assert mail["To"].addresses[0].addr_spec == "mentor@example.org"


@pytest.mark.parametrize(
    "name", ["Jürgen Müller", "Ένα όνομα", "山田太郎", "🎯 Goals", "א ב", "Doe, Jane", 'Ann "A." <b@c.d>']
)
def test_any_name_arrives_as_it_was_written(book, name):
    """Letters of any script, commas and quotes come through the headers."""
    assert mailed(book, name=name)["To"].addresses[0].display_name == name


def test_a_long_name_arrives_whole(book):
    """Two hundred letters beyond ASCII are folded over lines, none of them lost."""
    raw = mailed(book, name="é" * 200).as_bytes()
    assert str(make_header(decode_header(email.message_from_bytes(raw)["To"]))) == f"{'é' * 200} <mentor@example.org>"


def test_the_persons_name_stands_before_the_address(book):
    """A name of the person in the facts is the sender's name, on one line."""
    render_facts(facts(person="Zoë\r\nBcc: x@y.z"), book.path, RenderOptions(here=True))
    mail = mailed(book)
    assert mail["From"].addresses[0].display_name == "Zoë Bcc: x@y.z" and mail["Bcc"] is None


@given(st.text(max_size=80))
def test_no_text_whatever_adds_a_header(text):
    """Law: a subject and a name of any letters give the same eight headers and no other."""
    envelope = Envelope(
        read_address("me@example.org", text), read_address("you@example.org", text), NOW, "<a@example.org>"
    )
    message = plain_message(envelope, text, "body\n")
    head = message.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii")
    names = [row.partition(":")[0] for row in head.split("\r\n") if not row.startswith((" ", "\t"))]
    assert sorted(names) == sorted(["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
                                    "Content-Transfer-Encoding", "MIME-Version"])  # fmt: skip


def test_a_domain_of_any_script_is_written_as_the_network_has_it(book):
    """Bücher.example is xn--bcher-kva.example on the wire."""
    assert ascii_host("bücher.example") == "xn--bcher-kva.example" and ascii_host("example.org") == "example.org"
    assert mailed(book, address="lesen@bücher.example")["To"].addresses[0].addr_spec == "lesen@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("jürgen@example.org", "has letters beyond ASCII before the “@”"),
        ("a@b@c", "is not an e-mail address"),
        ("a b@example.org", "is not an e-mail address"),
        ("a@exa\nmple.org", "is not an e-mail address"),
        ("a@" + "ü" * 70 + ".org", "is not an e-mail address"),
        ("@example.org", "is not an e-mail address"),
        ("a@", "is not an e-mail address"),
    ],
)
def test_an_address_that_no_server_takes_is_refused(address, told):
    """It fails for good, with the address and what is wrong."""
    with pytest.raises(UndeliveredError, match=told) as error:
        read_address(address)
    assert error.value.then == "never"


def test_a_line_is_one_line():
    """Signs that steer become spaces; letters stay."""
    assert line(" a\r\n\tb\x1bc\u2029d é ") == "a b c d é"


def test_a_message_of_a_text_alone(book):
    """A test message has no part but its text."""
    address = read_address("me@example.org")
    message = plain_message(Envelope(address, address, NOW, "<a@b.c>"), "Subject", "Text é\n")
    assert isinstance(message, EmailMessage) and not message.is_multipart()
    assert message.as_bytes().isascii() and message.get_content() == "Text é\n"
    assert json.dumps(book.standing(MailServer).sender) == '""'
