"""What can go wrong with reminders, in words for the person."""

from __future__ import annotations

from journal.errors import Conflict, Invalid, NotFound
from journal.language import marked


class ActionNotFound(NotFound):
    """The action is not there, or is somebody else's."""


class TimeNotFound(NotFound):
    """There is no such time in the person's plan."""


class ChangeNotFound(NotFound):
    """The entry holds no small change, is not there, or is somebody else's."""


class UnknownDevice(Conflict):
    """A notification can only go to a device that keeps the person's journal and was not taken off."""

    code = "unknown_device"
    message = marked(
        "This browser does not keep your journal, so reminders cannot reach it. Sign in again to change that."
    )


class NotAPushService(Invalid):
    """The address is not one of the push services that browsers use."""

    code = "not_a_push_service"
    message = marked("Your browser sends its messages through a service we do not know, so they stay off here.")


class BadPushKeys(Invalid):
    """The browser's keys cannot be used."""

    code = "bad_push_keys"
    message = marked("Your browser gave us something we could not use. Please try again.")
