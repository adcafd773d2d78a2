"""The systemd timer: units that systemd itself verifies and reads word for word, and what is left when it goes."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from triggers_made import HOSTILE, below, needed, start, workbook

from goalkit.errors import GoalkitError
from goalkit.reviews.schedule import triggers
from goalkit.reviews.schedule.triggers import Start, systemd
from goalkit.workbook.places import LOG

NOBODY = 65534


@pytest.fixture
def home(monkeypatch):
    """A home that anybody may look into, and no bus in it."""
    with tempfile.TemporaryDirectory(prefix="goalkit-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", place)
        yield folder


def laid_down(home, begun):
    """The units of a start, as files in a folder."""
    place = home / "units"
    place.mkdir(exist_ok=True)
    paths = [place / Path(file.where).name for file in systemd.plan(begun).files]
    for path, file in zip(paths, systemd.plan(begun).files, strict=True):
        path.write_bytes(file.content)
    return paths


def hostile(home, name):
    """A workbook's folder and an interpreter, both below a folder of that name."""
    folder = home / name
    folder.mkdir(parents=True)
    python = folder / "python"
    python.symlink_to(sys.executable)
    return Start(folder, python)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_units_pass_systemds_own_check(home, name):
    """`systemd-analyze verify` has no word to say, whatever the folder and the interpreter are called."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        [needed("systemd-analyze", "systemd"), "--user", "verify", *map(str, laid_down(home, hostile(home, name)))],
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_systemd_reads_the_very_words_and_the_folder(home, name):
    """What systemd itself reads of the service, dumped by its test mode: each word, the folder, and the limits."""
    program, begun = needed("systemd", "systemd"), hostile(home, name)
    laid_down(home, begun)
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        os.chown(runtime, NOBODY, NOBODY)
    environment = {"HOME": str(runtime), "XDG_RUNTIME_DIR": str(runtime), "SYSTEMD_UNIT_PATH": f"{home / 'units'}:"}
    done = subprocess.run(
        [program, "--user", "--test", f"--unit={begun.name}.service", "--no-pager"],
        env=environment, capture_output=True, check=False, **who,
    )  # fmt: skip
    dump = (done.stdout + done.stderr).decode()
    unit = dump.partition(f"-> Unit {begun.name}.service:")[2].partition("-> Unit ")[0]
    # Between quotes as a shell takes them: a shell gives the words back.
    line = re.search(r"Command Line: (.*)\n", unit)
    assert line, dump[-2000:]
    words = subprocess.run(["/bin/sh", "-c", f"printf '%s\\0' {line[1]}"], capture_output=True, check=True).stdout
    read = words.decode().split("\0")[:-1]
    assert tuple(read[-len(begun.words) :]) == begun.words
    assert read[: -len(begun.words)] in ([], ["/usr/bin/env"])
    assert re.search(r"WorkingDirectory: (.*)\n", unit)[1] == str(begun.folder)
    assert re.search(r"Nice: (.*)\n", unit)[1] == "10"


def test_the_timer_is_hourly_and_catches_up():
    """Each hour at the workbook's own minute, persistent; no shell, and a run that hangs is ended."""
    begun = start(Path("/srv/book"))
    service, timer = (file.text for file in systemd.plan(begun).files)
    assert f"OnCalendar=*-*-* *:{begun.minute:02d}:00\nPersistent=true" in timer
    assert "WantedBy=timers.target" in timer
    assert "Type=oneshot" in service
    assert "TimeoutStartSec=2h" in service
    assert "sh -c" not in service
    calendar = subprocess.run(
        [needed("systemd-analyze", "systemd"), "calendar", f"*-*-* *:{begun.minute:02d}:00"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f":{begun.minute:02d}:00" in calendar.stdout


def test_without_a_bus_nothing_is_written_and_the_way_out_is_named(home):
    """One clear line with the other kinds."""
    needed("systemctl", "systemd")
    folder = workbook(home / "book")
    with pytest.raises(
        GoalkitError, match=r"systemd has no answer for this user \(.*\); other ways: .*--with KIND.*cron"
    ):
        triggers.install("systemd", folder)
    assert not (home / ".config").exists()
    assert triggers.installed(folder) == []


def test_without_systemctl_the_program_is_named(home, monkeypatch):
    """A machine that has no systemd at all."""
    folder = workbook(home / "book")
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(GoalkitError, match="there is no program systemctl here"):
        triggers.install("systemd", folder)


def test_removing_takes_out_what_was_installed_and_nothing_else(home):
    """Both units, the link that turns the timer on, and the stamp of its last run; another timer stays as it is."""
    folder = workbook(home / "book")
    begun = triggers.start_of(folder)
    units = home / ".config" / "systemd" / "user"
    (units / "timers.target.wants").mkdir(parents=True)
    (units / "mine.timer").write_text("[Timer]\n")
    stamps = home / ".local" / "share" / "systemd" / "timers"
    stamps.mkdir(parents=True)
    before = below(home)
    for file in systemd.plan(begun).files:
        Path(file.where).write_bytes(file.content)
    (units / "timers.target.wants" / f"{begun.name}.timer").symlink_to(units / f"{begun.name}.timer")
    (stamps / f"stamp-{begun.name}.timer").touch()
    (found,) = triggers.installed(folder)
    assert (found.kind, found.name, found.current) == ("systemd", begun.name, True)
    (units / f"{begun.name}.service").write_text("by an older goalkit")
    assert not triggers.installed(folder)[0].current
    assert triggers.remove("systemd", folder)
    assert below(home) == before
    assert not triggers.remove("systemd", folder)


def test_the_folder_of_settings_may_be_elsewhere(home, monkeypatch):
    """XDG_CONFIG_HOME is where systemd looks; a relative one is no place."""
    begun = start(Path("/srv/book"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "/srv/settings")
    assert systemd.plan(begun).files[0].where == f"/srv/settings/systemd/user/{begun.name}.service"
    monkeypatch.setenv("XDG_CONFIG_HOME", "settings")
    assert systemd.plan(begun).files[0].where == f"{home}/.config/systemd/user/{begun.name}.service"


# A manager of the person's own in a view of the machine of its own, in which it takes systemd for the one that booted.
REAL = """
mount -t tmpfs none /run
mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR"
"$MANAGER" --user --log-target=console >"$HOME/manager.log" 2>&1 &
manager=$!
trap 'kill $manager' EXIT
until systemctl --user show --property=Version >/dev/null 2>&1; do kill -0 $manager; sleep 0.1; done
goalkit() { "$PYTHON" -P -m goalkit --book "$BOOK" schedule "$@"; }
look() { find "$HOME" -name '*goalkit-review*' -printf '%f\\n' | sort; }
goalkit install
goalkit install
goalkit show
systemctl --user start "$NAME.service" || true
systemctl --user show "$NAME.service" --property=ExecMainStatus
echo "left: $(look | tr '\\n' ' ')"
goalkit remove
echo "left: $(look)"
systemctl --user list-units --all --no-legend "$NAME*"
"""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="extra: root alone can start a second manager"
)
def test_a_real_manager_takes_starts_and_forgets_it(home):
    """Installed by a systemd that answers, which was chosen unasked; started by it; and gone without a trace."""
    manager = needed("systemd", "systemd")
    if subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True
    ).returncode:
        pytest.skip("extra: this machine allows no view of its own")
    folder = workbook(home / 'it\'s 100% "mine" \\ $HOME wörk')
    begun = triggers.start_of(folder)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": "/run/user/0", "MANAGER": manager,
        "PYTHON": sys.executable, "BOOK": str(folder), "NAME": begun.name,
    }  # fmt: skip
    script = ["unshare", "-m", "bash", "-e", "-c", REAL]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=False)
    if not done.stdout and "Failed to" in (home / "manager.log").read_text(encoding="utf-8"):
        pytest.skip("extra: no second systemd can be started here")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].endswith(f"from now on: systemd, {begun.name}, each hour.")
    assert f"Nothing to do: systemd starts them already ({begun.name})." in lines
    assert f"Each hour, by systemd: {begun.name}" in lines
    units = f"{begun.name}.service {begun.name}.timer {begun.name}.timer stamp-{begun.name}.timer"
    assert f"left: {units} " in lines
    assert lines[-2:] == ["Taken out: systemd. Reviews are made when you ask for them: goalkit review", "left: "]
    log = (folder / LOG).read_text(encoding="utf-8")
    assert log.startswith("--- ")  # goalkit itself was started, in the workbook's own log
