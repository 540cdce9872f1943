"""The identifier check: what in a reflection could identify somebody, offline, by rules shared with the phone."""

from journal.identifiers.checking import check
from journal.identifiers.replacing import replace
from journal.identifiers.results import Found

__all__ = ["Found", "check", "replace"]
