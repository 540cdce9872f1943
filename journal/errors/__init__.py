"""The errors a caller can meet, each with a stable code and a sentence that may be shown to the person.

Domain packages derive their own from these; `journal.http` turns each family into one status, one JSON shape and one
page. A message never carries what somebody wrote. It is in the language spoken when the error is raised.
"""

from __future__ import annotations

from journal.language import gettext, marked


class JournalError(Exception):
    """Something a person can be told. `code` is for programs, `message` for people."""

    status = 400
    code = "not_possible"
    message = marked("That did not work.")

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        self.message = message or gettext(self.message)
        self.code = code or self.code
        super().__init__(self.code)


class NotFound(JournalError):
    """There is no such thing, or it is not for this person: the two are never told apart."""

    status = 404
    code = "not_found"
    message = marked("We could not find that page. It may have been removed, or it may not be shared with you.")


class Forbidden(JournalError):
    """The page is for another role. Never used for anything that names a person's reflection: that is NotFound."""

    status = 403
    code = "not_your_role"
    message = marked("That page is for people with another role.")


class SignInNeeded(JournalError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    code = "sign_in_needed"
    message = marked("Please sign in to go on.")


class Asleep(SignInNeeded):
    """The journal on this phone is locked: its session opens nothing until the lock is opened, or a new sign-in."""

    code = "asleep"
    message = marked("Your journal is locked on this phone. Open the lock, or sign in again.")


class ConfirmNeeded(JournalError):
    """The person must enter their password again before this step."""

    status = 401
    code = "confirm_needed"
    message = marked("Please enter your password again to do this.")


class Invalid(JournalError):
    """What was sent cannot be used. `fields` tells which part and why, in plain words."""

    status = 422
    code = "not_valid"
    message = marked("Something needs another look.")

    def __init__(self, message: str | None = None, *, code: str | None = None, **fields: str) -> None:
        self.fields = fields
        super().__init__(message, code=code)


class Conflict(JournalError):
    """It clashes with what is there already."""

    status = 409
    code = "conflict"
    message = marked("Something changed in the meantime. Please look again.")


class TooMany(JournalError):
    """Too many tries in a short time. `seconds` tells how long to wait."""

    status = 429
    code = "too_many_tries"
    message = marked("There were too many tries. Please wait a little and try again.")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__()


class TooLarge(JournalError):
    """More than can be taken in one go."""

    status = 413
    code = "too_large"
    message = marked("That is more than we can take at once. Your text is still on your device.")
