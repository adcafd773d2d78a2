"""A PostgreSQL server for tests: a real one, on a socket of its own, with its data in a temporary folder."""

import os
import secrets
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

# Texts in the order of a language, unlike SQLite's, so that whatever leans on the order differs (since version 15).
IN_ORDER = ("--locale-provider=icu", "--icu-locale=en")
SERVER_USER = "postgres"
DEBIANS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def server_program(name):
    """The path of one of the server's programs; where there is none the test says so, and fails when it is required."""
    found = shutil.which(name) or next((str(folder / name) for folder in reversed(DEBIANS)), None)
    if found:
        return found
    told = "no PostgreSQL here: apt-get install postgresql runs this test too"
    if os.environ.get("GOALKIT_NEED_PROGRAMS") == "1":
        pytest.fail(f"GOALKIT_NEED_PROGRAMS=1 asks for it: {told}")
    pytest.skip(told)


def as_its_user():
    """What has a program run by the server's user: it refuses to be run by root. Says so where that is not allowed."""
    if os.geteuid() != 0:
        return {}
    try:
        subprocess.run(["true"], check=True, user=SERVER_USER)
    except (LookupError, ValueError, PermissionError) as error:
        pytest.skip(f"no program may run as {SERVER_USER} here ({error}), and the server refuses root")
    return {"user": SERVER_USER}


class Cluster:
    """A server's data and socket in one folder."""

    def __init__(self, folder):
        self.folder, self.user = folder, as_its_user()

    def run(self, program, *arguments):
        """Runs one of the server's programs as its user."""
        path = server_program(program)  # elsewhere than in this folder, which its user may not enter
        told = self.folder / "told"
        with told.open("w") as out:
            done = subprocess.run(
                [path, *arguments], stdout=out, stderr=out, cwd="/", check=False, timeout=120, **self.user
            )
        assert done.returncode == 0, told.read_text()

    def start(self):
        """Starts it, without a port."""
        options = f"-c listen_addresses= -c fsync=off -c unix_socket_directories={self.folder}"
        self.run(
            "pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-o", options
        )

    def stop(self):
        """Ends it at once, with all connections."""
        self.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder / "data"))

    def new_database(self):
        """The URL of a new database."""
        name = f"b{secrets.token_hex(6)}"
        self.run("createdb", "-h", str(self.folder), "-U", "goalkit", name)
        return f"postgresql+psycopg://goalkit:secret@/{name}?host={self.folder}"


@contextmanager
def running_cluster():
    """A server for as long as the block."""
    initdb = server_program("initdb")
    # Where every user may go, and short: a socket's path has 107 signs at most.
    folder = Path(tempfile.mkdtemp(prefix="goalkit-pg-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        cluster = Cluster(folder)
        where = ("-D", str(folder / "data"))
        if cluster.user:
            shutil.chown(folder, SERVER_USER)
        told = subprocess.run([initdb, "--help"], capture_output=True, text=True, check=True).stdout
        order = IN_ORDER if "--locale-provider" in told else ()
        plain = ("-A", "trust", "-U", "goalkit", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        cluster.run("initdb", *where, *plain, *order)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
