"""The append-only record of who did what, hash-chained for each organisation, without content."""

from journal.audit.operations import record
from journal.audit.queries import broken_link, recent

__all__ = ["broken_link", "recent", "record"]
