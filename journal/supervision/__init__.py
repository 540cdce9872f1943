"""Supervisees and supervisors, and what the one shares with the other: frozen, for a time, and withdrawable."""
