"""Mail servers as they are: with TLS and without, willing, refusing, slow and gone; a review arrives once or is told."""

import smtplib
import socket
import threading
from dataclasses import replace

import pytest
from delivery_made import (  # noqa: F401 - fixtures
    NOW,
    QUICK,
    add_recipient,
    child,
    delivery_book,
    delivery_shelf,
    run_in_hours,
    set_server,
    states,
)
from mail_served import free_port, mail_authority, mail_halting, mail_server, mail_trusted  # noqa: F401 - fixtures

from goalkit.records import MailServer
from goalkit.reviews.delivery import deliver
from goalkit.reviews.delivery.mail import check_quiet
from goalkit.reviews.delivery.outcome import NoServerError, UndeliveredError
from goalkit.reviews.delivery.password import ENVIRONMENT
from goalkit.reviews.delivery.session import session

SECRET = "correct horse"


@pytest.fixture
def certificates(authority):
    """A certificate for this machine from that authority."""
    return authority.issue_cert("localhost")


def sent_to(book, server, how=QUICK, **changes):
    """What became of the one sending."""
    set_server(book, server, **changes)
    return deliver(book, NOW, how)[0]


def test_plain_on_this_machine(book):
    """A server on loopback takes the review without TLS, and learns no name of this machine."""
    add_recipient(book)
    with mail_server() as server:
        assert sent_to(book, server).state == "sent"
        assert server.kept.greetings == ["[127.0.0.1]"]
        assert [mail["To"] for mail in server.mails] == ["Mentor <mentor@example.org>"]


@pytest.mark.parametrize("security", ["TLS", "STARTTLS"])
def test_with_tls_and_a_password(book, trusted, certificates, monkeypatch, security):
    """With a trusted certificate and the right password the review arrives, whether TLS comes first or second."""
    monkeypatch.setenv(ENVIRONMENT, SECRET)
    add_recipient(book)
    with mail_server(security=security, certificates=certificates, password=SECRET) as server:
        sending = sent_to(book, server, replace(QUICK, trust=trusted), security=security, user="me")
        assert (sending.state, sending.why, len(server.mails)) == ("sent", "", 1)


@pytest.mark.parametrize("security", ["TLS", "STARTTLS"])
def test_the_environment_may_name_whom_to_trust(book, trusted, certificates, monkeypatch, security):
    """SSL_CERT_FILE, as OpenSSL knows it, is heeded."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    add_recipient(book)
    with mail_server(security=security, certificates=certificates) as server:
        assert sent_to(book, server, security=security).state == "sent"


@pytest.mark.parametrize("security", ["TLS", "STARTTLS"])
def test_a_certificate_that_is_not_trusted_gets_nothing(book, certificates, monkeypatch, security):
    """Neither password nor review travels; the reason names the certificate, and it is tried again later."""
    monkeypatch.setenv(ENVIRONMENT, SECRET)
    add_recipient(book)
    with mail_server(security=security, certificates=certificates, password=SECRET) as server:
        waits = sent_to(book, server, security=security, user="me")
        assert waits.state == "waiting" and "shows a certificate that is not trusted (" in waits.why
        assert "issuer" in waits.why or "self-signed" in waits.why
        assert server.mails == [] and server.kept.asked == [] and SECRET not in waits.why


def test_a_certificate_of_another_name_gets_nothing(book, authority, trusted):
    """A trusted authority's certificate for another host is told with that."""
    add_recipient(book)
    with mail_server(security="TLS", certificates=authority.issue_cert("other.example")) as server:
        waits = sent_to(book, server, replace(QUICK, trust=trusted), security="TLS")
        assert waits.state == "waiting" and "certificate is not valid for 'localhost'" in waits.why


def test_a_certificate_that_has_expired_gets_nothing(book, authority, trusted):
    """An old certificate is told with the clock as one thing to look at."""
    from datetime import UTC, datetime

    old = authority.issue_cert(
        "localhost", not_before=datetime(2001, 1, 1, tzinfo=UTC), not_after=datetime(2002, 1, 1, tzinfo=UTC)
    )
    add_recipient(book)
    with mail_server(security="TLS", certificates=old) as server:
        waits = sent_to(book, server, replace(QUICK, trust=trusted), security="TLS")
        assert waits.state == "waiting" and "certificate has expired" in waits.why and "the clock" in waits.why


def test_a_wrong_password_is_told_and_not_hammered(book, trusted, certificates, monkeypatch):
    """It waits with the ways out, after one session and not three, and no password is in the ledger."""
    monkeypatch.setenv(ENVIRONMENT, "wrong horse")
    add_recipient(book)
    add_recipient(book, name="Coach", address="coach@example.org")
    with mail_server(security="TLS", certificates=certificates, password=SECRET) as server:
        set_server(book, server, security="TLS", user="me")
        sendings = deliver(book, NOW, replace(QUICK, trust=trusted))
        assert [one.state for one in sendings] == ["waiting", "waiting"] and len(server.kept.greetings) == 1
        for one in sendings:
            assert "does not take the password of me (535" in one.why and "goalkit schedule password" in one.why
            assert ENVIRONMENT in one.why and "horse" not in one.why and one.next_try_utc is not None


def test_a_password_that_the_server_asks_for_late(book):
    """A server that says so only at the first command is told as a matter of the password, not of the address."""
    add_recipient(book)
    with mail_server({"MAIL": "530 5.7.0 Authentication required"}) as server:
        waits = sent_to(book, server)
        assert waits.state == "waiting" and "check user and password" in waits.why


@pytest.mark.parametrize(
    ("security", "asked", "told"),
    [
        ("none", "TLS", "speaks no TLS at this port"),
        ("none", "STARTTLS", "offers no STARTTLS; choose TLS"),
    ],
)
def test_the_wrong_kind_of_tls_is_told_with_the_right_one(book, certificates, security, asked, told):
    """A review is never sent unprotected because a server does not offer what was asked for."""
    add_recipient(book)
    with mail_server(security=security, certificates=certificates) as server:
        waits = sent_to(book, server, security=asked)
        assert waits.state == "waiting" and told in waits.why and server.mails == []


def test_nothing_goes_unprotected_to_another_machine(book):
    """Without TLS only this machine is taken; the reason says why, and no connection is made."""
    add_recipient(book)
    set_server(book, _Nowhere, host="mail.example.org", security="none")
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "everyone between here and there could read the review" in waits.why


class _Nowhere:
    port = 25


def test_no_server_is_set(book):
    """Until a server is set a review by e-mail waits, and each run looks again."""
    add_recipient(book)
    waits = deliver(book, NOW, QUICK)[0]
    assert (waits.state, waits.tries, waits.next_try_utc) == ("waiting", 0, None)
    assert "no mail server is set; the notebook 13_by_itself" in waits.why


@pytest.mark.parametrize(
    ("answers", "state", "told"),
    [
        ({"MAIL": "550 no relaying"}, "failed", "refused the sender me@example.org: 550 no relaying"),
        ({"RCPT": "550 no such user"}, "failed", "refused the recipient mentor@example.org: 550 no such user"),
        ({"DATA": "554 looks like spam"}, "failed", "refused the message: 554 looks like spam"),
        ({"MAIL": "421 closing"}, "waiting", "refused the sender me@example.org: 421 closing"),
        ({"RCPT": "450 greylisted"}, "waiting", "450 greylisted; it may take it later"),
        ({"RCPT": "552 mailbox full"}, "failed", "refused the recipient mentor@example.org: 552 mailbox full"),
        ({"DATA": "451 try again"}, "waiting", "refused the message: 451 try again"),
        ({"DATA": "354 what"}, "unsure", "the mail server's answer is none: 354 what"),
    ],
)
def test_a_refusal_is_for_good_or_for_a_while_as_the_server_says(book, answers, state, told):
    """5xx fails for good, 4xx is tried again, and an answer that is none leaves it open."""
    add_recipient(book)
    with mail_server(answers) as server:
        sending = sent_to(book, server)
        assert (sending.state, sending.tries) == (state, 1) and told in sending.why
        assert server.mails == [] and (sending.next_try_utc is None) == (state != "waiting")
        server.kept.answers.clear()
        again = run_in_hours(book, 2)
        assert [one.state for one in again] == (["sent"] if state == "waiting" else [])


def test_a_server_that_is_not_there_is_asked_once_for_all(book):
    """Nothing listens: three tries for the first review, none for the second, and both wait."""
    add_recipient(book)
    add_recipient(book, name="Coach", address="coach@example.org")
    port = free_port()
    set_server(book, type("Gone", (), {"port": port}))
    sendings = deliver(book, NOW, QUICK)
    assert [one.state for one in sendings] == ["waiting", "waiting"]
    assert all(f"the mail server localhost:{port} is not reached" in one.why for one in sendings)


def test_a_name_that_no_network_knows(book):
    """A host that cannot be looked up is a matter of the network, for a while."""
    add_recipient(book)
    set_server(book, _Nowhere, host="mail.invalid", security="TLS")
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "mail.invalid:25 is not reached" in waits.why


def test_a_silent_server_is_left_after_its_time(book, halting):
    """One that greets nobody is given its seconds, and the review waits."""
    add_recipient(book)
    waits = sent_to(book, halting("greeting"), replace(QUICK, seconds=0.3))
    assert waits.state == "waiting" and "is not reached (Connection unexpectedly closed: timed out)" in waits.why


@pytest.mark.parametrize(("words", "told"), [("554 no service here", "later"), ("421 too busy", "again")])
def test_a_server_that_takes_nobody_is_a_matter_of_the_server(book, halting, words, told):
    """No greeting fails a review for good, whatever its number."""
    add_recipient(book)
    server = halting()
    server.greeting = f"{words}\r\n".encode()
    set_server(book, server)
    with pytest.raises(NoServerError, match=words) as error, session(book.standing(MailServer), "", QUICK):
        pass
    assert error.value.then == told and deliver(book, NOW, QUICK)[0].state == "waiting"


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_a_slow_answer_before_the_end_is_tried_again(book, halting, moment):
    """Silence before the message ended leaves no doubt: it has not arrived."""
    add_recipient(book)
    server = halting(moment)
    waits = sent_to(book, server, replace(QUICK, seconds=0.3))
    assert waits.state == "waiting" and "broke off before the message had ended" in waits.why
    assert server.messages == []


def test_no_answer_after_the_end_is_unsure(book, halting):
    """The message is there, its answer is not: told, and never sent again unasked."""
    add_recipient(book)
    server = halting("end")
    unsure = sent_to(book, server, replace(QUICK, seconds=0.5))
    assert unsure.state == "unsure" and "gave no answer after the message's end" in unsure.why
    assert run_in_hours(book, 100) == [] and len(server.messages) == 1


def hangs_up(after, port_of):
    """A server that hangs up once it has read so many bytes of the message."""
    listening = socket.create_server(("127.0.0.1", 0))
    port_of.append(listening.getsockname()[1])
    try:
        for _ in range(3):
            client, _ = listening.accept()
            with client, client.makefile("rb") as reading:
                client.sendall(b"220 here\r\n")
                while not reading.readline().startswith(b"DATA"):
                    client.sendall(b"250 OK\r\n")
                client.sendall(b"354 go on\r\n")
                reading.read(after)
    finally:
        listening.close()


def test_a_server_that_hangs_up_within_the_message_is_tried_again(book):
    """It has not had the end, so nothing can have arrived: three tries, then later."""
    add_recipient(book)
    port = []
    thread = threading.Thread(target=hangs_up, args=(1000, port), daemon=True)
    thread.start()
    while not port:
        thread.join(0.01)
    waits = sent_to(book, type("Gone", (), {"port": port[0]}))
    thread.join()
    assert waits.state == "waiting" and "broke off before the message had ended" in waits.why


@pytest.fixture
def line():
    """A client, and the other end of its line."""
    ours, theirs = socket.socketpair()
    client = smtplib.SMTP()
    client.sock = ours
    ours.settimeout(5)
    with ours, theirs:
        yield client, theirs


def test_a_word_before_the_end_keeps_the_end_from_being_sent(line):
    """Before the end is sent the line is looked at: silence is well, a word or an end is not."""
    client, server = line
    check_quiet(client)
    assert client.sock.gettimeout() == 5
    server.sendall(b"421 closing\r\n")
    with pytest.raises(UndeliveredError, match="refused the message: 421 closing") as error:
        check_quiet(client)
    assert error.value.then == "again"
    server.close()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        check_quiet(client)


def test_a_message_too_large_goes_without_its_page(book):
    """A server that names a limit gets the first screen alone, which says where the page lies."""
    add_recipient(book)
    with mail_server(data_size_limit=100_000) as server:
        sending = sent_to(book, server)
        assert (sending.state, sending.why) == ("sent", "without its page, which is larger than the mail server takes")
        names = [part.get_filename() for part in server.mails[0].walk() if part.get_filename()]
        text = server.mails[0].get_body(("plain",)).get_content()
        assert names == []
        assert f"larger than the mail server takes (0.1 MB); it lies at {book.path}" in text.replace("\n", " ")


@pytest.mark.parametrize("command", ["MAIL", "DATA"])
def test_a_limit_that_is_told_late(book, command):
    """A refusal for its size alone, however late, is answered with the light message, and a mentor learns no path."""
    add_recipient(book, edition="mentor")
    with mail_server({command: ["552 5.3.4 too big"]}) as server:
        assert sent_to(book, server).state == "sent"
        text = server.mails[0].get_body(("plain",)).get_content()
        assert "larger than the mail server takes; ask for it." in text and str(book.path) not in text


@pytest.mark.parametrize("last", ["é", "é" * 3000])
def test_no_line_of_a_message_ends_it(book, last):
    """A line that is a dot, or begins with one, arrives as it was written, and no line is over-long."""
    facts = book.path / "reports" / "2025-03" / "facts.json"
    text = facts.read_text(encoding="utf-8")
    headline = "31.4 h went to your goals. Finish the chapter"
    assert headline in text
    facts.write_text(text.replace(headline, ".\\n.dot\\n..\\nRCPT TO:<a@example.org>\\n" + last), encoding="utf-8")
    add_recipient(book)
    with mail_server() as server:
        assert sent_to(book, server).state == "sent"
        body = server.mails[0].get_body(("plain",)).get_content()
        assert ".\n.dot\n..\nRCPT TO:<a@example.org>\n" + last in body.replace("\r\n", "\n")
        raw = server.kept.raw[0]
        assert max(map(len, raw.split(b"\r\n"))) <= 78 and raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"")


def test_a_run_that_waits_says_nothing_of_its_own(book):
    """Tries and pauses are in the ledger; what runs delivery hears of them there, and stderr stays for faults."""
    add_recipient(book)
    with mail_server({"RCPT": "450 busy"}) as server:
        set_server(book, server)
        told, error = child(book).communicate(timeout=60)
    assert told.startswith("waiting the mail server refused the recipient") and error == ""


def test_the_password_is_never_in_the_workbook(book, trusted, certificates, monkeypatch):
    """After a review was sent with it, no file of the workbook holds it."""
    monkeypatch.setenv(ENVIRONMENT, SECRET)
    add_recipient(book)
    with mail_server(security="TLS", certificates=certificates, password=SECRET) as server:
        assert sent_to(book, server, replace(QUICK, trust=trusted), security="TLS", user="me").state == "sent"
    files = [file for file in book.path.rglob("*") if file.is_file()]
    assert len(files) > 5 and not [file for file in files if SECRET.encode() in file.read_bytes()]
    assert book.standing(MailServer).user == "me" and states(book) == ["sent"]
