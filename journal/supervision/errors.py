"""What can go wrong with supervision, in words for the person."""

from __future__ import annotations

from journal.errors import Conflict, Invalid, NotFound
from journal.language import gettext, marked


class ShareNotFound(NotFound):
    """There is no such share, it has ended, or it is between other people: never told apart."""


class AgreementNotFound(NotFound):
    """There is no such agreement, or it is between other people."""


class NotYourSupervisor(Invalid):
    """Somebody the author has no agreement with."""

    code = "not_your_supervisor"

    def __init__(self) -> None:
        super().__init__(
            gettext("Please choose who to share with."), supervisor=gettext("Choose one of your supervisors.")
        )


class NothingChosen(Invalid):
    """A share of nothing."""

    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(gettext("Please choose what to share."), section=gettext("Choose at least one part."))


class NotDecided(Invalid):
    """Words that could tell who somebody is were not decided about, or the question about them not thought of."""

    code = "not_decided"
    message = marked("Please decide about the words we found first. Nothing has been shared.")


class LookAgain(Conflict):
    """What would leave is not what the author was shown."""

    code = "look_again"
    message = marked(
        "The entry has changed since you looked. Please look again at what would leave. Nothing has been shared."
    )


class RecipientGone(Conflict):
    """The supervisor's account was closed, so nothing can be sealed for them."""

    code = "recipient_gone"
    message = marked(
        "This supervisor's account has been closed, so nothing can be shared with them. Nothing has been shared."
    )
