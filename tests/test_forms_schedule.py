"""The notebook 13_by_itself: which reviews come, who gets them, what is owed, what ran, and the calendar."""

import asyncio
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import by_hand
import pytest
from filling import fill, save

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.forms import calendar_form, mail_server_form, owed_panel, recipient_form, schedule_form, start_panel
from goalkit.forms import trial_panel as trial
from goalkit.forms.schedule_words import files_told, runs_told, sendings_told
from goalkit.records import InboxFile, MailServer, Recipient, ReviewRun, ReviewSchedule, Sending, Task

NOW = datetime(2025, 4, 5, 10, 30, tzinfo=UTC)
LATER = datetime(2025, 4, 6, 10, 30, tzinfo=UTC)
ODD = "<script>alert(1)</script> שלום 🧗"


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with time in March 2025."""
    with by_hand.logged_book(tmp_path) as made:
        yield made


@pytest.fixture
def synced(book, tmp_path):
    """A recipient with a folder that is there."""
    folder = tmp_path / "synced"
    folder.mkdir()
    return book.add(Recipient(id="r", name="My mentor", way="folder", address=str(folder)))


def sending(book, **values):
    """A sending of March to the mentor."""
    plain = {"period": "2025-03", "recipient_id": "r", "recipient": "My mentor", "way": "folder", "changed_utc": NOW}
    return book.add(Sending(**(plain | values)), when=NOW)


def lines(panel):
    """What the panel says is owed."""
    return [child.value for child in panel.owed.children]


# --- forms


def test_which_reviews_come_is_one_form_of_what_is_set(book):
    """It shows the defaults, and a change is kept and can be taken back."""
    form = schedule_form(book)
    assert (form["week"].value, form["month"].value, form["grace_days"].value) == (False, True, "2")
    form.fill(week=True, grace_days=5)
    save(form)
    assert book.standing(ReviewSchedule).kinds == ("week", "month", "quarter", "year")
    assert book.standing(ReviewSchedule).grace_days == 5
    form.undo_button.click()
    assert book.standing(ReviewSchedule) == ReviewSchedule()


def test_a_recipient_is_written_down_and_changed(book):
    """A folder needs its whole path, a notice no place at all; one that is off says so in the list."""
    form = recipient_form(book)
    fill(form, name="Me", way="folder", address="reviews")
    form.button.click()
    assert "is not a folder's whole path" in form.whole.value
    fill(form, address="~/Sync/reviews")
    save(form)
    fill(form, name="This desk", way="desktop notice")
    assert form.fields["address"].row.layout.display == "none"
    save(form)
    kept = {one.name: one for one in book.records(Recipient)}
    assert (kept["Me"].address, kept["This desk"].address) == ("~/Sync/reviews", "")
    form.edit(kept["Me"].id)
    form.fill(active=False)
    save(form)
    assert [label for label, _ in form.editor.chooser.options][1:] == ["This desk (desktop notice)", "Me (folder, off)"]


def test_the_mail_server_asks_for_no_password(book):
    """A password over an open line is refused; nothing in the form could hold one."""
    form = mail_server_form(book)
    assert sorted(form.fields) == ["host", "port", "security", "sender", "user"]
    fill(form, host="smtp.example.org", sender="me@example.org", user="me", security="none")
    form.button.click()
    assert "in plain text" in form.whole.value
    fill(form, security="STARTTLS", port="587")
    save(form)
    assert book.standing(MailServer).host == "smtp.example.org"


# --- turning on and off


def test_it_is_turned_on_and_off_again(book):
    """One button at a time, and a line that says how it is."""
    panel = start_panel(book, by_hand)
    assert panel.state.value == "Off: reviews are made when you ask for them."
    assert (panel.on.button.layout.display, panel.off.button.layout.display) == (None, "none")
    panel.on.button.click()
    assert (book.path / "data" / "on").exists()
    assert (panel.state.value, panel.on.saying.text) == ("On: started each hour, by a mark.", "Turned on.")
    assert (panel.on.button.layout.display, panel.off.button.layout.display) == ("none", None)
    panel.off.button.click()
    assert (panel.on.saying.text, panel.off.saying.text) == ("", "Turned off.")
    assert panel.state.value.startswith("Off")


def test_a_machine_that_cannot_be_asked_is_told(book):
    """In one line, with both buttons still there."""

    def refuse(folder):
        raise GoalkitError("systemd does not answer; other ways: goalkit schedule install --with cron")

    deeds = SimpleNamespace(started_by=refuse, turn_on=refuse, turn_off=refuse)
    panel = start_panel(book, deeds)
    assert panel.state.value.startswith("What starts them cannot be told: systemd does not answer")
    panel.on.button.click()
    assert panel.on.saying.text.startswith("Not turned on: systemd does not answer; other ways")


# --- what is owed and what ran


def test_what_is_owed_is_made_with_one_press(book, synced, tmp_path):
    """The page is really there and really with the recipient, and the ledger says so."""
    panel = owed_panel(book, by_hand, clock=lambda: NOW)
    assert lines(panel) == ["Owed now, the oldest first:", "• February 2025", "• March 2025"]
    assert panel.ledger == []
    panel.work.button.click()
    assert panel.work.saying.text == "1 review made."
    assert lines(panel)[1:] == ["• March 2025"]
    assert (tmp_path / "synced" / "review-2025-02.html").is_file()
    made, sent = panel.ledger
    assert "February 2025" in made
    assert "made on 5 April 2025, 12:30" in made
    assert "<td>My mentor</td><td>sent on 5 April 2025, 12:30</td>" in sent
    panel.work.button.click()
    assert lines(panel) == ["Nothing is owed. Next comes the review of April 2025, on 3 May 2025."]


def test_many_that_are_owed_are_not_all_listed(book):
    """Twelve, and how many more."""
    deeds = SimpleNamespace(owed=lambda folder, now: [f"Month {number}" for number in range(15)])
    assert lines(owed_panel(book, deeds, clock=lambda: NOW))[-2:] == ["• Month 11", "… and 3 more"]


def test_nothing_yet_is_one_line(book):
    """No empty table stands there."""
    panel = owed_panel(book, by_hand, clock=lambda: NOW)
    shown = [child.value for child in panel.widget.children if getattr(child, "value", "")]
    assert shown[-1] == "Nothing was made or sent by itself yet; here you will see what was."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (GoalkitError("another run is at work since 12:00"), "Not made: another run is at work since 12:00"),
        (OSError("no room"), "Not made: goalkit stumbled over it (no room)"),
    ],
)
def test_a_run_that_cannot_be_done_is_told(book, error, said):
    """What a person can mend, and what is goalkit's own fault; the button works again."""

    def fail(folder, now):
        raise error

    deeds = SimpleNamespace(owed=by_hand.owed, coming=by_hand.coming, run=fail)
    panel = owed_panel(book, deeds, clock=lambda: NOW)
    panel.work.button.click()
    assert (panel.work.saying.text, panel.work.button.disabled) == (said, False)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "done", "ended_utc": LATER, "charts": 14}, "made on 6 April 2025, 12:30, with 14 charts"),
        ({"state": "done", "ended_utc": LATER, "charts": 1}, "made on 6 April 2025, 12:30, with 1 chart"),
        ({"state": "failed", "ended_utc": LATER, "why": "no room"}, "not made: no room; the next run tries again"),
        ({"state": "started", "started_utc": LATER}, "begun on 6 April 2025, 12:30 and not finished; the next run"),
        ({"state": "owed"}, "owed since 5 April 2025, 12:30; the next run makes it"),
    ],
)
def test_runs_are_told_in_plain_words(book, values, said):
    """By the clock of the workbook's zone."""
    book.add(ReviewRun(period="2025-03", edition="mentor", owed_utc=NOW, **values), when=NOW)
    (row,) = runs_told(book).itertuples(index=False)
    assert row[0] == "March 2025, mentor edition"
    assert row[1].startswith(said)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "waiting"}, "goes with the next run"),
        (
            {"state": "waiting", "tries": 3, "why": "no network", "next_try_utc": LATER},
            "waits: no network; tried again after 6 April 2025, 12:30",
        ),
        ({"state": "sending"}, "on its way since 5 April 2025, 12:30"),
        ({"state": "sent"}, "sent on 5 April 2025, 12:30"),
        ({"state": "failed", "why": "no such mailbox"}, "not sent: no such mailbox"),
        (
            {"state": "unsure", "why": "the run ended"},
            "may have arrived: the run ended; ask, and send it again only if it is not there",
        ),
    ],
)
def test_sendings_are_told_in_plain_words(book, values, said):
    """With the reason and the next step where there is one."""
    sending(book, **values)
    (row,) = sendings_told(book).itertuples(index=False)
    assert tuple(row) == ("March 2025", "My mentor", said)


def test_files_of_the_inbox_are_told_in_plain_words(book):
    """What was read with how much was new, and what was not with why; the latest first."""
    for number, values in enumerate(
        ({"state": "imported", "rows_new": 1}, {"state": "nothing new"}, {"state": "not read", "why": "no header"})
    ):
        seen = NOW.replace(minute=number)
        book.add(InboxFile(name=f"{number}.csv", sha256=str(number), seen_utc=seen, **values), when=NOW)
    assert [tuple(row) for row in files_told(book).itertuples(index=False)] == [
        ("2.csv", "not read: no header"),
        ("1.csv", "nothing new, seen on 5 April 2025, 12:01"),
        ("0.csv", "brought in on 5 April 2025, 12:00, with 1 new row"),
    ]


def test_what_may_not_have_arrived_has_its_way_out(book, synced):
    """A button that names it; pressed, it goes with the next run, and the button is gone."""
    stuck = sending(book, state="unsure", why="the run ended")
    panel = owed_panel(book, by_hand, clock=lambda: LATER)
    button = panel.again[stuck.id]
    assert button.description == "Send again: March 2025 to My mentor"
    button.click()
    assert book.get(Sending, stuck.id).state == "waiting"
    assert (panel.again, panel.said.text) == ({}, "March 2025 to My mentor goes with the next run.")


def test_texts_in_the_ledger_are_never_markup(book):
    """A name, a reason and a file that look like HTML are shown as they are."""
    sending(book, recipient=ODD, state="failed", why=ODD)
    book.add(ReviewRun(period="2025-03", owed_utc=NOW, state="failed", why=ODD), when=NOW)
    book.add(InboxFile(name=ODD, sha256="1", seen_utc=NOW, state="not read", why=ODD), when=NOW)
    shown = "".join(owed_panel(book, by_hand, clock=lambda: NOW).ledger)
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 5


def test_the_panel_follows_the_forms(book):
    """A saved schedule has it look again."""
    form = schedule_form(book)
    panel = owed_panel(book, by_hand, after=[form], clock=lambda: NOW)
    sending(book, state="sent")
    assert panel.ledger == []
    form.fill(grace_days=9)
    save(form)
    assert len(panel.ledger) == 1


def test_the_kernel_goes_on_while_reviews_are_made(book):
    """In an event loop the press returns at once, a second one does nothing, and the end is told when it comes."""
    runs = []

    async def press():
        go, over = threading.Event(), asyncio.Event()

        def slowly(folder, now):
            runs.append(now)
            assert go.wait(60)
            return "2 reviews made.", True

        deeds = SimpleNamespace(owed=by_hand.owed, coming=by_hand.coming, run=slowly)
        panel = owed_panel(book, deeds, clock=lambda: NOW)
        panel.work.then(over.set)
        panel.work.button.click()
        panel.work.button.click()
        assert (panel.work.button.disabled, panel.work.button.description) == (True, "Making what is owed …")
        go.set()
        await asyncio.wait_for(over.wait(), 60)
        return panel

    panel = asyncio.run(press())
    assert (runs, panel.work.saying.text, panel.work.button.disabled) == ([NOW], "2 reviews made.", False)


# --- a test of the way


def test_a_test_reaches_the_one_who_is_chosen(book, synced, tmp_path):
    """A file that lies there afterwards; a folder that is gone is told with its way out."""
    panel = trial(book, by_hand, clock=lambda: NOW)
    assert panel.whom.options == (("My mentor (folder)", "r"),)
    panel.work.button.click()
    assert (tmp_path / "synced" / "test.txt").read_text() == "A test"
    assert panel.work.saying.text == f"My mentor: a test lies in {tmp_path / 'synced'}."
    book.change(Recipient, "r", address=str(tmp_path / "gone"))
    panel.work.button.click()
    assert panel.work.saying.text.startswith(f"Not sent: {tmp_path / 'gone'} is no folder; make it")


def test_without_recipients_there_is_nobody_to_test(book):
    """One line says where to add somebody; as soon as one is saved, the button is there, and a choice stays."""
    form = recipient_form(book)
    panel = trial(book, by_hand, after=[form], clock=lambda: NOW)
    assert panel.widget.children[-1].value == "Nobody gets reviews yet; add somebody under “Who gets them”."
    for name in ("Me", "Mentor"):
        fill(form, name=name, way="folder", address="~/Sync")
        save(form)
    panel.whom.value = book.records(Recipient)[1].id
    fill(form, name="Third", way="desktop notice")
    save(form)
    assert panel.whom.label == "Mentor (folder)"


# --- the calendar


def test_the_calendar_is_written_with_one_press(book, tmp_path):
    """Into the workbook's reports unless another folder is named; the line says how many of what."""
    book.add(Task(title="Call", due="2025-05-01"))
    form = calendar_form(book)
    form.button.click()
    path = book.path / "reports" / "goalkit.ics"
    assert form.status.text == f"Written: {path}, with 1 task"
    assert "SUMMARY:Task: Call" in path.read_text(encoding="utf-8")
    form.folder.value, form.audience.value = str(tmp_path / "out"), "mentor"
    form.button.click()
    assert (tmp_path / "out" / "goalkit-mentor.ics").is_file()


def test_a_calendar_that_cannot_be_written_is_told(book):
    """Another's file stays; so does the form."""
    path = book.path / "reports" / "goalkit.ics"
    path.write_text("mine")
    form = calendar_form(book)
    form.button.click()
    assert form.status.text.startswith(f"No calendar was written: {path} is no calendar of goalkit")
    assert path.read_text() == "mine"


def test_every_input_has_its_label(book, synced):
    """Fields and buttons of all parts have a name that a screen reader says."""
    parts = [forms.start_panel(book, by_hand), owed_panel(book, by_hand), trial(book, by_hand), calendar_form(book)]
    named = [parts[0].on.button, parts[0].off.button, parts[1].work.button, parts[2].work.button, parts[2].whom]
    named += [parts[3].audience, parts[3].folder, parts[3].button]
    assert all(one.description for one in named)
