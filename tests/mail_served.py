"""Real mail servers on loopback: one that keeps what it gets and answers as it is told, and one that stops midway."""

import email
import socket
import ssl
import threading
import warnings
from contextlib import contextmanager
from email.policy import default

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

END = b"\r\n.\r\n"


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Kept:
    """What a server got, and its answers: command → the answer in place of its own, once or always."""

    def __init__(self, answers=None):
        self.answers = dict(answers or {})
        self.mails, self.greetings, self.asked = [], [], []
        self.raw = []

    def _answer(self, command, own):
        self.asked.append(command)
        told = self.answers.get(command, own)
        if isinstance(told, list):
            return told.pop(0) if told else own
        return told

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        """Keeps the name that the client gave."""
        session.host_name = hostname
        self.greetings.append(hostname)
        return responses

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        """Takes the sender, or answers as told."""
        told = self._answer("MAIL", "250 OK")
        if told.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return told

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        """Takes the recipient, or answers as told."""
        told = self._answer("RCPT", "250 OK")
        if told.startswith("250"):
            envelope.rcpt_tos.append(address)
        return told

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        """Keeps the message, or answers as told."""
        told = self._answer("DATA", "250 OK")
        if told.startswith("250"):
            self.raw.append(envelope.content)
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return told


class Served:
    """A running mail server: its port, and what it got."""

    def __init__(self, kept, port):
        self.kept, self.port = kept, port

    @property
    def mails(self):
        """The messages that it took."""
        return self.kept.mails


@contextmanager
def mail_server(answers=None, security="none", password=None, certificates=None, **more):
    """A server on loopback; with a password it takes the user "me" with that one alone."""
    kept, port = Kept(answers), free_port()
    options = {"hostname": "127.0.0.1", "port": port, **more}
    if security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificates.configure_cert(context)
        options["ssl_context" if security == "TLS" else "tls_context"] = context
    if password is not None:
        options |= {"authenticator": lambda *asked: _let_in(password, *asked), "auth_required": True}
        options |= {"auth_require_tls": security == "STARTTLS"}
    controller = _Controller(kept, **options)
    controller.start()
    try:
        yield Served(kept, port)
    finally:
        controller.stop()


class _Controller(Controller):
    """A controller whose STARTTLS does not depend on TLS from the start."""

    def factory(self):
        """The server, without its warning that a password needs TLS, which may have come first."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return SMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        """A first connection, which needs no TLS to have the server made."""
        with socket.create_connection((self.hostname, self.port)):
            pass


def _let_in(password, _server, _session, _envelope, mechanism, given):
    right = mechanism in ("LOGIN", "PLAIN") and given == LoginPassword(b"me", password.encode())
    return AuthResult(success=right, handled=right)


@pytest.fixture(scope="session", name="authority")
def mail_authority():
    """An authority that nobody trusts unasked."""
    return trustme.CA()


@pytest.fixture(scope="session", name="trusted")
def mail_trusted(authority, tmp_path_factory):
    """The file with that authority's certificate."""
    path = tmp_path_factory.mktemp("trust") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


class Halting:
    """A mail server that stops at a moment of the talk: it says so, and waits to be told to go on.

    Attributes:
        moment: "greeting", "EHLO", "MAIL", "RCPT", "DATA" (each before its answer), "body" (all but the message's end
            has come), "end" (the end has come, and is not answered), "answered" (it is, and the client takes leave);
            "" for none.
        greeting: its first words.
        reached: set when it stops there.
        messages: those whose end has come.
    """

    def __init__(self, moment=""):
        self.moment = moment
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.messages = []
        self.passing = {}  # moment → what is called when the talk comes there
        self.greeting = b"220 here\r\n"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        """Ends the server."""
        self.go_on.set()
        self._listening.close()

    def _serve(self):
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _stop_at(self, moment):
        self.passing.get(moment, bool)()
        if moment == self.moment:
            self.reached.set()
            self.go_on.wait()

    def _talk(self, client):
        with client:
            try:
                self._greet(client)
            except OSError:  # the client was killed
                return

    def _greet(self, client):
        self._stop_at("greeting")
        client.sendall(self.greeting)
        reading = client.makefile("rb")
        while line := reading.readline():
            command = line[:4].upper().decode()
            self._stop_at(command)
            if command == "DATA":
                client.sendall(b"354 go on\r\n")
                self._take(client, reading)
            elif command == "QUIT":
                self._stop_at("answered")
                client.sendall(b"221 bye\r\n")
                return
            else:
                client.sendall(b"250 OK\r\n")

    def _take(self, client, reading):
        lines = [reading.readline()]
        outer = b""
        while lines[-1] and lines[-1] != b".\r\n":
            lines.append(reading.readline())
            if b'boundary="' in lines[-1] and not outer:
                outer = b"--" + lines[-1].split(b'"')[1] + b"--\r\n"
            if outer and lines[-1] == outer:
                self._stop_at("body")
        if lines[-1]:
            self.messages.append(b"".join(lines))
            self._stop_at("end")
            client.sendall(b"250 taken\r\n")


@pytest.fixture(name="halting")
def mail_halting():
    """Makes servers that stop midway, and ends them."""
    made = []

    def make(moment=""):
        made.append(Halting(moment))
        return made[-1]

    yield make
    for server in made:
        server.close()
