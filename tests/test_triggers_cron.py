"""The block in the crontab: what cron's shell makes of it, and every other line as it was."""

import subprocess
import sys
from pathlib import Path

import pytest
from triggers_made import HOSTILE, crontab, start, workbook

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule import triggers
from goalkit.reviews.schedule.triggers import Start, cron
from goalkit.workbook.places import LOG

OWN = (
    b"# mine\nMAILTO=me@example.org\n\n*/5 * * * * echo 100\\% >/dev/null\n\t# tab  \n"
    b"@reboot true\n0 0 1 1 * printf '%s' caf\xe9\n"
)


def handed_on(line, both):
    """What cron hands to its shell of a line, by its manual: the first % that no backslash is before ends it.

    All crons take the backslash from an escaped %; some (`both`) from an escaped backslash too.
    """
    out, signs = "", iter(line)
    for sign in signs:
        if sign == "%":
            break
        following = next(signs, "") if sign == "\\" else ""
        if sign == "\\" and not (following == "%" or (both and following == "\\")):
            out += sign
        out += following if sign == "\\" else sign
    return out


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
def test_crons_shell_gets_the_very_words(tmp_path, name, both):
    """The line from the block, through cron's rule of % and /bin/sh, in another folder and without an environment."""
    folder = tmp_path / name
    folder.mkdir()
    python = folder / "py%thon"
    python.write_text("#!/bin/sh\npwd; printf '%s\\0' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    begun = Start(folder, python)
    (line,) = [line for line in cron.plan(begun).files[0].text.splitlines() if not line.startswith("#")]
    *when, command = line.split(" ", 5)
    assert when == [str(begun.minute), "*", "*", "*", "*"]
    done = subprocess.run(
        ["/usr/bin/env", "-i", "HOME=/", "PATH=/usr/bin:/bin", "/bin/sh", "-c", handed_on(command, both)],
        cwd="/", capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    place, _, words = done.stdout.decode().partition("\n")
    assert place == str(folder)
    assert tuple(words.split("\0")[:-1]) == begun.words[1:]


def test_the_line_runs_goalkit_itself_and_says_so_in_the_log(tmp_path):
    """The real command on a real workbook, as cron would start it: it ends well, is silent, and its words are in the log."""
    folder = workbook(tmp_path / 'it\'s 100% "mine" \\ wörk')
    line = cron.command_line(start(folder, "status"))
    done = subprocess.run(
        ["/usr/bin/env", "-i", f"HOME={tmp_path}", "PATH=/usr/bin:/bin", "/bin/sh", "-c", handed_on(line, both=False)],
        cwd="/", capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    said = (folder / LOG).read_text(encoding="utf-8")
    assert said.startswith("--- ")
    assert "status\nThere are no goals yet." in said


def test_installing_and_removing_leave_every_other_line_byte_for_byte(own_crontab, tmp_path):
    """Lines of the person's own, with tabs, spaces at the end and Latin-1, before and after our block."""
    crontab("-", given=OWN)
    folder = workbook(tmp_path / "book 100%")
    assert triggers.install("cron", folder)
    assert own_crontab().startswith(OWN)
    assert own_crontab()[len(OWN) :] == triggers.plan("cron", folder).files[0].content
    crontab("-", given=own_crontab() + b"7 7 * * * later\n")
    installed = own_crontab()
    assert not triggers.install("cron", folder)
    assert own_crontab() == installed
    assert triggers.remove("cron", folder)
    assert own_crontab() == OWN + b"7 7 * * * later\n"
    assert not triggers.remove("cron", folder)


def test_a_line_that_crontab_does_not_tell_as_it_is_is_never_put_back_changed(own_crontab, tmp_path):
    """A carriage return at a line's end: where crontab tells it as two letters, nothing is touched and the way is named."""
    crontab("-", given=b"* * * * * true\r\n")
    folder, told = workbook(tmp_path / "book"), own_crontab()
    if told.endswith(b"\\r\n"):
        with pytest.raises(GoalkitError, match=r"ends in a carriage return .* crontab -e first"):
            triggers.install("cron", folder)
        assert own_crontab() == told
    else:
        assert triggers.install("cron", folder)
        assert own_crontab().startswith(b"* * * * * true\r\n")


def test_a_crontab_that_was_not_there_is_gone_again(own_crontab, tmp_path):
    """Without lines of the person's own nothing is left, not even an empty crontab."""
    folder = workbook(tmp_path / "book")
    assert triggers.installed(folder) == []
    assert triggers.install("cron", folder)
    assert [(found.kind, found.current) for found in triggers.installed(folder)] == [("cron", True)]
    assert triggers.remove("cron", folder)
    assert crontab("-l").returncode == 1


def test_two_workbooks_have_two_blocks(own_crontab, tmp_path):
    """Each has its own name; one goes and the other stays."""
    one, two = workbook(tmp_path / "one"), workbook(tmp_path / "two")
    names = {triggers.start_of(folder).name for folder in (one, two)}
    assert len(names) == 2
    triggers.install("cron", one)
    triggers.install("cron", two)
    assert own_crontab() == b"".join(triggers.plan("cron", folder).files[0].content for folder in (one, two))
    triggers.remove("cron", one)
    assert own_crontab() == triggers.plan("cron", two).files[0].content


def test_a_block_of_another_python_is_put_right_in_its_place(own_crontab, tmp_path):
    """`installed` says that it is not what would be installed now; installing renews the block and nothing else."""
    folder = workbook(tmp_path / "book")
    old = cron.plan(Start(folder, Path("/old/bin/python"))).files[0].content
    crontab("-", given=b"# a\n" + old + b"# b\n")
    assert [found.current for found in triggers.installed(folder)] == [False]
    assert triggers.install("cron", folder)
    assert own_crontab() == b"# a\n# b\n" + triggers.plan("cron", folder).files[0].content
    crontab("-", given=b"# a\n" + old.splitlines(keepends=True)[0] + b"# b\n")  # its end was deleted by hand
    assert not triggers.remove("cron", folder)


def test_without_a_crontab_program_the_way_out_is_named(tmp_path, monkeypatch):
    """One line that names the program and the other kinds; choosing by itself says what is lacking."""
    folder = workbook(tmp_path / "book")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GoalkitError, match=r"no program crontab here; install cron.*other ways: .*--with KIND"):
        triggers.install("cron", folder)
    assert not triggers.remove("cron", folder)
    if sys.platform == "linux":
        with pytest.raises(GoalkitError, match=r"nothing here .*systemctl.*crontab.*github, airflow, container"):
            triggers.choose()


def test_a_line_that_cron_would_cut_off_is_refused(tmp_path):
    """A path of many hundred letters: named, with another way."""
    with pytest.raises(GoalkitError, match="too long for cron, which reads 990 bytes"):
        cron.plan(start(tmp_path / ("x" * 450)))


def test_where_systemd_is_silent_cron_is_chosen(own_crontab, monkeypatch, tmp_path):
    """No bus of this user's: the crontab is what the machine has."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if sys.platform == "linux":
        assert triggers.choose() == "cron"
