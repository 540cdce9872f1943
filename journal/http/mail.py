"""Send mail through the configured server, or print it on the console where there is none."""

from __future__ import annotations

import smtplib
import ssl
import sys
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from journal.config import Settings


class Mailer(Protocol):
    """Sends one plain message."""

    def __call__(self, to: str, subject: str, text: str) -> None:
        """Send the message, or raise OSError."""


def make_mailer(settings: Settings) -> Mailer:
    """Give a mailer for the settings."""
    if not settings.mail_url:
        return _print_mail
    return _SmtpMailer(settings)


def _print_mail(to: str, subject: str, text: str) -> None:
    """Show the message to whoever runs the server: on a machine without mail they hand the link on."""
    sys.stdout.write(f"\n--- mail to {to}: {subject}\n{text}\n---\n")
    sys.stdout.flush()


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
            if parts.scheme == "smtp" and client.has_extn("starttls"):
                client.starttls(context=context)
            if parts.username:
                client.login(unquote(parts.username), unquote(parts.password or ""))
            client.send_message(message)
