"""What can go wrong with a journal, in words for the person."""

from __future__ import annotations

from journal.errors import Invalid, JournalError, NotFound, TooLarge
from journal.language import marked


class EntryNotFound(NotFound):
    """The entry is not there, was erased, or is somebody else's."""


class EntryDamaged(JournalError):
    """The entry is there, and nothing that is stored of its newest version opens."""

    status = 500
    code = "entry_damaged"
    message = marked(
        "This entry could not be opened: what is stored of it here is damaged. Your other entries are not touched. "
        "A phone that keeps your journal may still have it, and so may a backup: ask whoever runs the server."
    )


class EntryTooLarge(TooLarge):
    """More text than one entry holds."""

    code = "entry_too_large"
    message = marked(
        "This entry is longer than one entry can be (64 KB, about 10,000 words). "
        "Your text is still here: please split it into two entries."
    )


class NotKept(Invalid):
    """A revision the journal cannot take; the code is the reason's."""
