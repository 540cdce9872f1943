"""Entries and their immutable revisions, sync, stored analysis, questions asked, and one person's themes.

Nothing here knows that sharing exists.
"""
