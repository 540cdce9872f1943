import logging
import socketserver
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
            else:
                say("250 ok")


@pytest.fixture
def server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as running:
        running.daemon_threads = True
        running.taken, running.arrived = [], threading.Event()
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
