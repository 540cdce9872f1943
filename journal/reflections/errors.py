"""What can go wrong with a journal, in words for the person."""

from __future__ import annotations

from journal.errors import Invalid, NotFound, TooLarge


class EntryNotFound(NotFound):
    """The entry is not there, was erased, or is somebody else's."""


class EntryTooLarge(TooLarge):
    """More text than one entry holds."""

    code = "entry_too_large"
    message = (
        "This entry is longer than one entry can be (64 KB, about 10,000 words). "
        "Your text is still here: please split it into two entries."
    )


class NotKept(Invalid):
    """A revision the journal cannot take; the code is the reason's."""
