"""Timed work. Every job may run at any time, twice or interrupted, and leaves the same behind."""
