"""Who may do what: the acting person as a plain value, and one table of policies. Absent means no."""

from journal.access.actor import Actor, Role
from journal.access.policy import Policy, may, requires_confirmation

__all__ = ["Actor", "Policy", "Role", "may", "requires_confirmation"]
