"""Send mail through the configured server, or print it on the console where there is none."""

from __future__ import annotations

import logging
import queue
import smtplib
import ssl
import sys
import threading
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from journal.config import Settings
from journal.config.settings import LOCAL_HOSTS

_log = logging.getLogger("journal")


class Mailer(Protocol):
    """Sends one plain message."""

    def __call__(self, to: str, subject: str, text: str) -> None:
        """Send the message, now or soon. Never raises because a mail server is away: people can ask again."""


def make_mailer(settings: Settings) -> Mailer:
    """Give a mailer for the settings."""
    if not settings.mail_url:
        return _print_mail
    return _Later(_SmtpMailer(settings))


def _print_mail(to: str, subject: str, text: str) -> None:
    """Show the message to whoever runs the server: on a machine without mail they hand the link on."""
    sys.stdout.write(f"\n--- mail to {to}: {subject}\n{text}\n---\n")
    sys.stdout.flush()


class _Later:
    """Sends from a thread of its own: nobody waits for a mail server, and how long a page takes never tells whether
    somebody has an account."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer
        self._waiting: queue.Queue[tuple[str, str, str]] = queue.Queue(maxsize=1000)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, to: str, subject: str, text: str) -> None:
        with self._lock:
            # Started with the first message, so that it lives in the process that serves.
            if self._thread is None:
                self._thread = threading.Thread(target=self._send_all, name="mail", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait((to, subject, text))
        except queue.Full:
            _log.error("a mail was dropped: a thousand are waiting for the mail server")

    def _send_all(self) -> None:
        while True:
            message = self._waiting.get()
            try:
                self._mailer(*message)
            except Exception as error:  # one message that cannot be sent must not end the thread that sends the others
                _log.error("a mail could not be sent: %s", type(error).__name__)


def _encrypt(client: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
    """Go on encrypted; raise SMTPNotSupportedError where a server on another machine does not offer it.

    A link for a new password in the clear would be anybody's on the way.
    """
    client.ehlo()  # what a server offers is known only once it was greeted
    if host not in LOCAL_HOSTS or client.has_extn("starttls"):
        client.starttls(context=context)


class _SmtpMailer:
    def __init__(self, settings: Settings) -> None:
        self._parts = urlsplit(settings.mail_url)
        self._sender = settings.mail_from

    def __call__(self, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message.set_content(text)
        parts, host = self._parts, self._parts.hostname or "localhost"
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=10, context=context)
        else:
            client = smtplib.SMTP(host, parts.port or 587, timeout=10)
        with client:
            if parts.scheme == "smtp":
                _encrypt(client, host, context)
            if parts.username:
                client.login(unquote(parts.username), unquote(parts.password or ""))
            client.send_message(message)
