"""What can go wrong with accounts, in words for the person."""

from __future__ import annotations

from journal.errors import Conflict, Forbidden, Invalid, JournalError, NotFound
from journal.language import marked


class KeyGone(RuntimeError):
    """There is no key for this person: the account was closed, or the key store is not the one that belongs here."""


class WrongPassword(JournalError):
    """The address and the password do not fit together; which of them is wrong is never said."""

    status = 401
    code = "wrong_password"
    message = marked("That email address and password do not match. Please try again, or ask for a new password.")


class LinkEnded(NotFound):
    """A one-time link that was used, has expired, or never was."""

    code = "link_ended"
    message = marked("This link has been used or has expired. Please ask for a new one.")


class AddressTaken(Conflict):
    """Only ever said to somebody who holds a one-time link for that very address."""

    code = "address_taken"
    message = marked("If you have an account with this address, sign in first. Then open the link again.")


class WeakPassword(Invalid):
    """A password that is too short, too long, or among the first that anyone would try."""

    code = "weak_password"


class LastAdministrator(Conflict):
    """Nobody would be left to look after the organisation's accounts."""

    code = "last_administrator"
    message = marked("You are the only administrator. Give somebody else the role first.")


class DeviceRevoked(Forbidden):
    """The key of this device was taken away by its person. Nothing on the device is changed by that."""

    code = "device_revoked"
    message = marked("This device can no longer keep your journal. You can allow it again under Me, on the web page.")


class TooManyDevices(Conflict):
    """No room for one more device that keeps a journal."""

    code = "too_many_devices"
    message = marked(
        "Twenty phones and browsers keep your journal already. Open Me and take the key of one you do not use away, "
        "then come back."
    )
