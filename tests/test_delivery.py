"""Which reviews are sent to whom, and what becomes of a sending: once, with growing distances, never unasked again."""

import shutil
from datetime import timedelta

import pytest
from delivery_made import (  # noqa: F401 - fixtures
    BEGIN,
    DONE,
    NOW,
    QUICK,
    add_folder,
    add_recipient,
    delivery_book,
    delivery_folder,
    delivery_shelf,
    done,
    run_in_hours,
    set_server,
    states,
)
from mail_served import mail_server

from goalkit.errors import ConflictError, GoalkitError
from goalkit.records import Recipient, ReviewRun, Sending
from goalkit.reviews.delivery import ask_again, deliver, hurry, said
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.delivery.sendings import step
from goalkit.reviews.delivery.wanted import DISTANCES, is_due
from goalkit.reviews.schedule.wished import wanted_since


def test_without_recipients_nothing_is_sent(book):
    """A workbook that sends nothing has nothing to tell."""
    assert deliver(book, NOW, QUICK) == [] and states(book) == []


def test_a_review_goes_once_to_each_who_wants_it(book, to):
    """Each active recipient of the kind gets one; others none, and the next run has nothing to do."""
    add_folder(book, to)
    add_folder(book, to, name="Weeks", kinds=["week"])
    add_folder(book, to, name="Off", active=False)
    sent = deliver(book, NOW, QUICK)
    assert [(one.period, one.recipient, one.edition, one.state, one.tries) for one in sent] == [
        ("2025-03", "Me", "me", "sent", 1)
    ]
    assert (to / "2025-03" / "review-2025-03.html").is_file()
    assert run_in_hours(book, 1) == [] and states(book) == ["sent"]


def test_a_mentor_gets_the_mentor_edition(book, to):
    """What lies in the mentor's folder is that edition and no other."""
    add_folder(book, to, edition="mentor")
    deliver(book, NOW, QUICK)
    theirs = (to / "2025-03" / "facts.json").read_bytes()
    assert theirs == (book.path / "reports" / "mentor" / "2025-03" / "facts.json").read_bytes()
    assert theirs != (book.path / "reports" / "2025-03" / "facts.json").read_bytes()


def test_a_review_that_is_not_done_is_not_sent(book, to):
    """Owed, started and failed runs are nobody's business yet."""
    for run in book.records(ReviewRun):
        book.change(ReviewRun, run.id, state="failed", why="a cell", when=NOW)
    add_folder(book, to)
    assert deliver(book, NOW, QUICK) == []


def test_a_new_recipient_is_not_sent_the_past(book, to):
    """A review that was done before somebody came, or came back, or wanted that kind, stays where it is."""
    late = DONE + timedelta(minutes=1)
    add_folder(book, to, when=late)
    back = add_folder(book, to, name="Back", active=False)
    book.change(Recipient, back.id, active=True, when=late)
    more = add_folder(book, to, name="More", kinds=["week"])
    book.change(Recipient, more.id, kinds=["week", "month"], when=late)
    assert deliver(book, NOW, QUICK) == []
    book.change(Recipient, more.id, name="Still", when=late + timedelta(minutes=1))
    run = book.records(ReviewRun)[0]
    assert wanted_since(book.history(Recipient, more.id), "month", run.edition) == late


def test_a_page_that_is_gone_is_waited_for(book, to):
    """The sending waits and names the page; with the page there again it goes, however soon."""
    add_folder(book, to)
    page = book.path / "reports" / "2025-03"
    shutil.move(page, to / "aside")
    waits = deliver(book, NOW, QUICK)[0]
    assert (waits.state, waits.tries, waits.next_try_utc) == ("waiting", 0, None)
    assert "review-2025-03.html is not there; goalkit review --due makes it again" in waits.why
    shutil.move(to / "aside", page)
    assert [one.state for one in deliver(book, NOW + timedelta(seconds=1), QUICK)] == ["sent"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 4}', '{"schema": 1}'])
def test_facts_that_cannot_be_read_are_waited_for(book, to, text):
    """A broken facts.json, or one of an older goalkit, is told with its path, and nothing is sent."""
    add_folder(book, to)
    (book.path / "reports" / "2025-03" / "facts.json").write_text(text)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "facts.json" in waits.why and "render the review again" in waits.why


def test_an_edition_in_the_wrong_folder_is_not_sent(book, to):
    """One's own review where the mentor's belongs stays at home, whatever lies there."""
    reports = book.path / "reports"
    shutil.rmtree(reports / "mentor" / "2025-03")
    shutil.copytree(reports / "2025-03", reports / "mentor" / "2025-03")
    add_folder(book, to, edition="mentor")
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "holds the me edition of 2025-03, not the mentor edition" in waits.why
    assert list(to.iterdir()) == []


def test_a_recipient_made_a_mentor_gets_no_more_of_ones_own(book, to):
    """What waits follows its recipient: the edition that is theirs now, at the place that is theirs now."""
    other = to / "other"
    one = add_folder(book, to / "unplugged")
    assert deliver(book, NOW, QUICK)[0].state == "waiting"
    other.mkdir()
    book.change(Recipient, one.id, edition="mentor", address=str(other), when=NOW)
    sent = run_in_hours(book, 1)
    assert [(sending.state, sending.edition, sending.address) for sending in sent] == [("sent", "mentor", str(other))]
    assert '"audience": "mentor"' in (other / "2025-03" / "facts.json").read_text(encoding="utf-8")


def test_what_nobody_wants_any_more_waits_untouched(book, to):
    """A recipient who is off, gone or wants other kinds is not tried."""
    one = add_folder(book, to / "unplugged")
    deliver(book, NOW, QUICK)
    book.change(Recipient, one.id, active=False, when=NOW)
    assert run_in_hours(book, 1) == []
    book.change(Recipient, one.id, active=True, kinds=["year"], when=NOW)
    assert run_in_hours(book, 2) == []
    book.remove(Recipient, one.id, when=NOW)
    assert run_in_hours(book, 3) == [] and states(book) == ["waiting"]


def test_three_tries_a_run_then_growing_distances(book):
    """A server that is busy is asked three times, then after 1 h, 4 h, a day and daily for fourteen days, then given up."""
    add_recipient(book)
    busy = {"RCPT": "450 busy"}
    with mail_server(busy) as server:
        set_server(book, server)
        hours, told = 0.0, []
        for distance in DISTANCES:
            waits = run_in_hours(book, hours)[0]
            told.append(waits.next_try_utc - (NOW + timedelta(hours=hours)))
            assert run_in_hours(book, hours + distance.total_seconds() / 3600 - 0.01) == []
            hours += distance.total_seconds() / 3600
        assert told == [timedelta(hours=1), timedelta(hours=4), *[timedelta(days=1)] * 15]
        end = run_in_hours(book, hours)[0]
        assert server.kept.asked.count("RCPT") == 3 * (len(DISTANCES) + 1)
        assert end.state == "failed" and end.why.startswith("given up after 18 tries; the mail server refused")
        assert run_in_hours(book, hours + 1000) == [] and server.mails == []


def test_what_passes_within_a_run_is_sent_by_it(book):
    """Two busy answers and then a willing one: the review arrives once, by the third try."""
    add_recipient(book)
    with mail_server({"RCPT": ["450 busy", "421 busy"]}) as server:
        set_server(book, server)
        assert [(one.state, one.tries) for one in deliver(book, NOW, QUICK)] == [("sent", 1)]
        assert len(server.mails) == 1


def test_a_clock_set_back_does_not_keep_a_review(book):
    """A try that lies in the future, by a clock that was wrong, does not count."""
    waits = Sending(
        period="2025-03", recipient_id="a", way="folder", changed_utc=NOW, next_try_utc=NOW + timedelta(days=1)
    )
    assert not is_due(waits, NOW + timedelta(hours=1))
    assert is_due(waits, NOW - timedelta(days=400))


def test_a_mended_setting_lets_what_waits_go_at_once(book):
    """After a hurry the distance no longer holds."""
    recipient = add_recipient(book)
    with mail_server({"RCPT": ["450 busy"] * 3}) as server:
        set_server(book, server)
        assert deliver(book, NOW, QUICK)[0].state == "waiting"
        assert deliver(book, NOW, QUICK) == []
        assert hurry(book, NOW, [recipient]) == 1
        assert deliver(book, NOW, QUICK)[0].state == "sent"


def test_a_corrected_address_is_tried_and_an_unsure_one_is_not(book):
    """What a server refused goes to the new address; what may have arrived goes nowhere unasked."""
    refused, unsure = add_recipient(book), add_recipient(book, name="Coach", address="coach@example.org")
    with mail_server({"RCPT": ["550 no such user"]}) as server:
        set_server(book, server)
        failed, sent = deliver(book, NOW, QUICK)
        assert (failed.state, sent.state) == ("failed", "sent") and "550 no such user" in failed.why
        step(book, sent, NOW, state="sending")
        for one in (refused, unsure):
            book.change(Recipient, one.id, address=f"new.{one.address}", when=NOW)
        told = {one.recipient: one for one in run_in_hours(book, 1)}
        assert (told["Mentor"].state, told["Mentor"].address) == ("sent", "new.mentor@example.org")
        assert told["Coach"].state == "unsure" and len(server.mails) == 2


def test_a_cut_off_sending_is_unsure_until_a_person_asks(book):
    """The ledger says so with the way out; asked for, it goes with the next run under the same name."""
    add_recipient(book)
    with mail_server() as server:
        set_server(book, server)
        step(book, deliver(book, NOW, QUICK)[0], NOW, state="sending")
        unsure = run_in_hours(book, 1)[0]
        assert unsure.state == "unsure" and "the run ended between the message's end and the answer" in unsure.why
        assert 'ask, and if it has not: goalkit schedule again 2025-03 "Mentor"' in said(unsure)
        assert run_in_hours(book, 2) == [] and len(server.mails) == 1
        assert ask_again(book, NOW, "2025-03", "Mentor").state == "waiting"
        assert run_in_hours(book, 3)[0].state == "sent"
        first, second = (mail["Message-ID"] for mail in server.mails)
        assert first == second


def test_asking_for_what_never_went_names_what_did(book, to):
    """The error lists the reviews that there are."""
    add_folder(book, to)
    with pytest.raises(GoalkitError, match="no review of '2025-02' was on its way to 'Me'; there is none yet"):
        ask_again(book, NOW, "2025-02", "Me")
    deliver(book, NOW, QUICK)
    with pytest.raises(GoalkitError, match="to 'You'; there is 2025-03 'Me'"):
        ask_again(book, NOW, "2025-03", "You")


def test_two_runs_at_once_take_no_step_twice(book, to):
    """A step from a state that another run has left raises, so that one of them sends."""
    add_folder(book, to / "unplugged")
    sending = deliver(book, NOW, QUICK)[0]
    step(book, sending, NOW, state="sending")
    with pytest.raises(ConflictError):
        step(book, sending, NOW, state="sending")


def test_undo_passes_over_what_was_sent(book, to):
    """The ledger stays when a person takes a change back."""
    add_folder(book, to)
    deliver(book, NOW, QUICK)
    assert "recipient" in book.undo()
    assert states(book) == ["sent"]


def test_months_off_are_sent_oldest_first(book, to):
    """Three reviews that were made at once go in the order of their periods, the shorter before the longer."""
    reports = book.path / "reports"
    for period in ("2025-Q1", "2025-02"):
        _also(reports, period)
        book.add(done(period), when=DONE)
    add_folder(book, to)
    assert [one.period for one in deliver(book, NOW, QUICK)] == ["2025-02", "2025-03", "2025-Q1"]
    assert sorted(path.name for path in to.iterdir()) == ["2025-02", "2025-03", "2025-Q1"]


def _also(reports, period):
    """A copy of the review of March as that of another period."""
    copy = reports / period
    shutil.copytree(reports / "2025-03", copy)
    (copy / "review-2025-03.html").rename(copy / f"review-{period}.html")
    facts = copy / "facts.json"
    facts.write_text(facts.read_text(encoding="utf-8").replace('"period": "2025-03"', f'"period": "{period}"'))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("sent", "Review of March 2025 for Me (folder, /there) is sent"),
        ("sending", "is on its way"),
        ("waiting", "waits: why; next try after 2025-04-03 06:05 UTC"),
        ("failed", 'was not sent: why; when that is mended: goalkit schedule again 2025-03 "Me"'),
        ("unsure", "may have arrived: why; ask, and if it has not"),
    ],
)
def test_each_state_is_said_in_a_line(state, words):
    """A person reads what became of it, and what they can do."""
    why = "" if state in ("sent", "sending") else "why"
    sending = Sending(
        period="2025-03",
        recipient_id="a",
        recipient="Me",
        way="folder",
        address="/there",
        state=state,
        changed_utc=BEGIN,
        next_try_utc=NOW if state == "waiting" else None,
        why=why,
    )
    assert words in said(sending) and "\n" not in said(sending)


def test_an_outcome_carries_what_follows():
    """The error is one of goalkit's, and says what is next."""
    assert UndeliveredError("why", "unsure").then == "unsure" and issubclass(UndeliveredError, GoalkitError)
