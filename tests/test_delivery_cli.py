"""`goalkit schedule test`, `password` and `again`, and the keyring behind them."""

import json
import os
import select
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from delivery_made import (  # noqa: F401 - fixtures
    BEGIN,
    NOW,
    QUICK,
    add_recipient,
    delivery_book,
    delivery_shelf,
    set_server,
    states,
)
from keyring_kept import ENVIRONMENT as KEPT
from keyring_kept import FileKeyring
from mail_served import free_port, mail_authority, mail_server, mail_trusted  # noqa: F401 - fixtures

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.records import MailServer, Recipient
from goalkit.reviews.delivery import check_password, deliver, keep_password
from goalkit.reviews.delivery.password import ENVIRONMENT

SECRET = "correct horse"
PATIENCE = 60


@pytest.fixture
def use_keyring(monkeypatch, tmp_path):
    """Puts a keyring in the place of the machine's; without a word, one that keeps a file."""
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setenv(KEPT, str(tmp_path / "keyring.json"))
    own = keyring.get_keyring()

    def use(backend=None):
        keyring.set_keyring(backend or FileKeyring())
        return tmp_path / "keyring.json"

    yield use
    keyring.set_keyring(own)


def with_user(book, **changes):
    """A mail server that asks for a password."""
    values = {"host": "smtp.example.org", "user": "me", "sender": "me@example.org", **changes}
    return book.change(MailServer, "mail_server", values, when=BEGIN)


def test_a_password_is_kept_in_the_keyring_and_nowhere_else(book, use_keyring):
    """It lies there under goalkit and user@host, is found again, and is in no file of the workbook."""
    file = use_keyring()
    with_user(book)
    assert keep_password(book, SECRET) == "me@smtp.example.org"
    assert json.loads(file.read_text()) == {"goalkit me@smtp.example.org": SECRET}
    assert check_password(book) == "The password of me@smtp.example.org is in the keyring."
    assert not [one for one in book.path.rglob("*") if one.is_file() and SECRET.encode() in one.read_bytes()]


def test_the_environment_goes_first(book, use_keyring, monkeypatch):
    """A password there needs no keyring."""
    use_keyring(keyring.backends.fail.Keyring())
    with_user(book)
    monkeypatch.setenv(ENVIRONMENT, SECRET)
    assert check_password(book).endswith(f"is in the environment variable {ENVIRONMENT}.")


def test_a_machine_without_a_keyring_names_the_environment(book, use_keyring):
    """Keeping and finding both say which variable does it instead; a review waits with that."""
    use_keyring(keyring.backends.fail.Keyring())
    with_user(book)
    for ask in (lambda: check_password(book), lambda: keep_password(book, SECRET)):
        with pytest.raises(GoalkitError, match=rf"no keyring that can be asked .*environment variable {ENVIRONMENT}"):
            ask()
    add_recipient(book)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and ENVIRONMENT in waits.why and waits.next_try_utc is None


def test_a_keyring_that_forgets_is_noticed(book, use_keyring):
    """One that takes everything and keeps nothing is not believed."""
    use_keyring(keyring.backends.null.Keyring())
    with_user(book)
    with pytest.raises(GoalkitError, match=f"did not keep the password; give it in {ENVIRONMENT}"):
        keep_password(book, SECRET)


def test_what_is_missing_is_named(book, use_keyring):
    """No user, no password yet, an empty one: each says what to do."""
    use_keyring()
    assert check_password(book) == "The mail server asks for no password."
    with pytest.raises(GoalkitError, match="has no user; set server and user in the notebook 13_by_itself"):
        keep_password(book, SECRET)
    with_user(book)
    with pytest.raises(GoalkitError, match=r"there is no password for me@smtp.example.org .*goalkit schedule password"):
        check_password(book)
    with pytest.raises(GoalkitError, match="an empty password"):
        keep_password(book, "")


def test_a_review_is_sent_with_the_keyrings_password(book, use_keyring, authority, trusted):
    """The server lets that password in, and the review arrives."""
    use_keyring()
    certificates = authority.issue_cert("localhost")
    add_recipient(book)
    with mail_server(security="TLS", certificates=certificates, password=SECRET) as server:
        set_server(book, server, security="TLS", user="me")
        assert deliver(book, NOW, replace(QUICK, trust=trusted))[0].state == "waiting"
        keep_password(book, SECRET)
        assert deliver(book, NOW, replace(QUICK, trust=trusted))[0].state == "sent"


def password_on_a_terminal(book, keys, tmp_path):
    """What `goalkit schedule password` says on a terminal on which that is typed, and its exit code."""
    import pty

    ours, theirs = pty.openpty()
    environment = {
        **{name: value for name, value in os.environ.items() if name != ENVIRONMENT},
        "PYTHONPATH": str(Path(__file__).parent),
        "PYTHON_KEYRING_BACKEND": "keyring_kept.FileKeyring",
        KEPT: str(tmp_path / "keyring.json"),
    }
    command = [sys.executable, "-m", "goalkit", "--book", str(book.path), "schedule", "password"]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    told = read_until(ours, b": ")
    os.write(ours, keys)  # once it is asked for: what was typed before is thrown away
    told += read_until(ours, None)
    os.close(ours)
    return told.decode(), running.wait(PATIENCE)


def read_until(terminal, sign):
    """What a terminal shows up to a sign, or until its other end is shut."""
    told = b""
    while sign is None or sign not in told:
        assert select.select([terminal], [], [], PATIENCE)[0], told
        try:
            told += os.read(terminal, 4096)
        except OSError:  # the other end is shut
            return told
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_a_password_is_asked_for_on_a_terminal(book, tmp_path):
    """It is not shown while it is typed, and what waits for it goes with the next run."""
    with_user(book, host="localhost", port=free_port(), security="TLS")
    add_recipient(book)
    told, code = password_on_a_terminal(book, b"correct horse\n", tmp_path)
    assert code == 0 and "Password of me@localhost: " in told and "is in the keyring" in told
    assert "horse" not in told
    assert json.loads((tmp_path / "keyring.json").read_text()) == {"goalkit me@localhost": SECRET}


def test_a_password_is_not_read_from_a_pipe(book):
    """Without a terminal the environment is named, and nothing is asked."""
    with_user(book)
    done = subprocess.run(
        [sys.executable, "-m", "goalkit", "--book", str(book.path), "schedule", "password"],
        input="correct horse\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and ENVIRONMENT in done.stderr and done.stderr.count("\n") == 1


def test_a_test_goes_to_each_and_says_what_happened(book, tmp_path, capsys):
    """A message and a file; the message holds nothing of a review, and what waits is let go."""
    add_recipient(book)
    add_recipient(book, name="Me", way="folder", address=str(tmp_path))
    add_recipient(book, name="Off", way="folder", address=str(tmp_path / "off"), active=False)
    with mail_server({"RCPT": ["450 busy"] * 3}) as server:
        set_server(book, server)
        assert [one.state for one in deliver(book, NOW, QUICK)] == ["waiting", "sent"]
        assert run(["--book", str(book.path), "schedule", "test"]) == 0
        told = capsys.readouterr().out
        assert "Mentor: localhost took a message for mentor@example.org; 1 that waits goes with the next run" in told
        assert f"Me: {tmp_path / 'goalkit-test.txt'} is written" in told and "Off" not in told
        text = server.mails[0].get_content()
        assert server.mails[0]["Subject"] == "A test of goalkit" and "31.4" not in text and "This is a test" in text
        assert [one.state for one in deliver(book, NOW, QUICK)] == ["sent"]


def test_a_test_that_fails_is_told_and_counts(book, tmp_path, capsys):
    """Exit code 3 where some failed, 2 where all did; one line each on stderr."""
    add_recipient(book, name="Me", way="folder", address=str(tmp_path))
    add_recipient(book, name="Away", way="folder", address=str(tmp_path / "away"))
    assert run(["--book", str(book.path), "schedule", "test"]) == 3
    assert run(["--book", str(book.path), "schedule", "test", "Away"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 2 and "goalkit: Away: the folder" in error and "plug in its disk" in error


def test_a_name_that_nobody_has(book, capsys):
    """The error lists the names that there are."""
    assert run(["--book", str(book.path), "schedule", "test"]) == 2
    assert "no recipient is active; there is none yet" in capsys.readouterr().err
    add_recipient(book)
    assert run(["--book", str(book.path), "schedule", "test", "mentor"]) == 2
    assert "'mentor' is no recipient; there is 'Mentor'" in capsys.readouterr().err


def test_again_lets_a_review_go_once_more(book, tmp_path, capsys):
    """What failed is sent by the next run, when a person says so."""
    add_recipient(book)
    with mail_server({"RCPT": ["550 no such user"]}) as server:
        set_server(book, server)
        assert deliver(book, NOW, QUICK)[0].state == "failed"
        assert run(["--book", str(book.path), "schedule", "again", "2025-03", "Mentor"]) == 0
        assert "Review of March 2025 for Mentor (e-mail, mentor@example.org) waits" in capsys.readouterr().out
        assert deliver(book, NOW, QUICK)[0].state == "sent" and states(book) == ["sent"]
    assert run(["--book", str(book.path), "schedule", "again", "2025-04", "Mentor"]) == 2
    assert "no review of '2025-04'" in capsys.readouterr().err


def test_the_command_line_loads_no_mail(book):
    """Neither help nor a failed name loads keyring, stamina or the mail library."""
    code = (
        "import sys; from goalkit.cli.edge import run; run(['schedule', '--help']); "
        "print([name for name in ('keyring', 'stamina', 'smtplib', 'desktop_notifier', 'plotly') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n") and book.records(Recipient) == []
