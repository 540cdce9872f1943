"""The identifier check: what in a reflection could identify somebody, offline, by rules shared with the phone."""

from journal.identifiers.checking import check
from journal.identifiers.clues import Clue, clues
from journal.identifiers.replacing import replace, with_replacement
from journal.identifiers.results import Found

__all__ = ["Clue", "Found", "check", "clues", "replace", "with_replacement"]
