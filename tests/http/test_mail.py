import logging
import socketserver
import sys
import threading
from dataclasses import replace

import pytest

from journal.http.mail import make_mailer


class Server(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self):
        def say(line):
            self.wfile.write(line.encode() + b"\r\n")

        say("220 ready")
        taking, lines = False, []
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if taking:
                if line == ".":
                    taking = False
                    self.server.taken.append("\n".join(lines))
                    self.server.arrived.set()
                    say("250 kept")
                else:
                    lines.append(line)
            elif line.upper().startswith("DATA"):
                taking = True
                say("354 go on")
            elif line.upper().startswith("QUIT"):
                say("221 bye")
                return
            elif line.upper().startswith("EHLO"):
                say("250-here" if self.server.offers_tls else "250 here")
                if self.server.offers_tls:
                    say("250 STARTTLS")
            elif line.upper().startswith("STARTTLS"):
                self.server.asked_for_tls.set()
                say("454 not today")
            else:
                say("250 ok")


@pytest.fixture(params=["127.0.0.1"])
def server(request):
    with socketserver.ThreadingTCPServer((request.param, 0), Server) as running:
        running.daemon_threads = True
        running.taken, running.arrived = [], threading.Event()
        running.offers_tls, running.asked_for_tls = False, threading.Event()
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()


def test_mail_goes_through_the_configured_server(settings, server):
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    send = make_mailer(replace(settings, mail_url=url, mail_from="journal@trust.example"))
    send("ada@example.org", "A new password", "Open this link:\nhttp://localhost/reset/abc")
    assert server.arrived.wait(10)
    message = server.taken[0]
    assert "To: ada@example.org" in message
    assert "From: journal@trust.example" in message
    assert "http://localhost/reset/abc" in message


@pytest.fixture
def told():
    """What the server's log is told, and an event for the first line."""
    lines, noted = [], threading.Event()

    class Note(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())
            noted.set()

    logger, handler = logging.getLogger("journal"), Note()
    logger.addHandler(handler)
    yield lines, noted
    logger.removeHandler(handler)


def test_mail_goes_encrypted_where_the_server_can_or_not_at_all(settings, server, told):
    """A server that offers to encrypt and then will not: nothing is said to it in the clear."""
    server.offers_tls = True
    url = f"smtp://name:s3cret@127.0.0.1:{server.server_address[1]}"
    make_mailer(replace(settings, mail_url=url))("ada@example.org", "A new password", "a link")
    assert told[1].wait(10)
    assert server.asked_for_tls.is_set()
    assert server.taken == []
    assert told[0] == ["a mail could not be sent: SMTPResponseException"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux answers on every 127 address")
@pytest.mark.parametrize("server", ["127.0.0.2"], indirect=True)
def test_a_server_on_another_machine_must_encrypt(settings, server, told):
    url = f"smtp://127.0.0.2:{server.server_address[1]}"
    make_mailer(replace(settings, mail_url=url))("ada@example.org", "A new password", "a link")
    assert told[1].wait(10)
    assert server.taken == []
    assert told[0] == ["a mail could not be sent: SMTPNotSupportedError"]


def test_a_message_that_cannot_be_made_does_not_stop_those_after_it(settings, server, told):
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    send = make_mailer(replace(settings, mail_url=url))
    send(":+-@;<x", "A new password", "a link")  # Python's own mail package fails on this with an AttributeError
    assert told[1].wait(10)
    send("ada@example.org", "A new password", "a link")
    assert server.arrived.wait(10)


def test_a_server_that_is_away_is_noted_without_the_address_and_holds_nobody_up(settings, server):
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    told, noted = [], threading.Event()

    class Note(logging.Handler):
        def emit(self, record):
            told.append(record.getMessage())
            noted.set()

    logger, handler = logging.getLogger("journal"), Note()
    logger.addHandler(handler)
    try:
        make_mailer(replace(settings, mail_url="smtp://127.0.0.1:1"))("ada@example.org", "A new password", "a link")
        assert noted.wait(10)
    finally:
        logger.removeHandler(handler)
    assert told == ["a mail could not be sent: ConnectionRefusedError"]
    make_mailer(replace(settings, mail_url=url))("ada@example.org", "Again", "a link")
    assert server.arrived.wait(10)


def test_without_a_server_mail_is_printed_for_whoever_runs_this_machine(settings, capsys):
    make_mailer(settings)("ada@example.org", "A new password", "http://localhost/reset/abc")
    assert "http://localhost/reset/abc" in capsys.readouterr().out
