"""How often things may be tried, by address and by subject."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from journal.http.transaction import Work, reading, runtime, writing
from journal.throttle import Limit, check, take

ADDRESS = Limit("address", burst=60, seconds=15 * 60)
"""Tries at any door (sign-in, reset, sign-up, links) from one network address: a ward shares one."""

ACCOUNT = Limit("account", burst=10, seconds=15 * 60)
"""Tries at one account's password, right or wrong, from one network address."""

ACCOUNT_ANYWHERE = Limit("account anywhere", burst=100, seconds=60 * 60)
"""Tries at one account's password from all addresses together. Far above what one address may, so that a stranger who
knows somebody's email address cannot keep them out of their own journal."""

MAIL = Limit("mail", burst=5, seconds=60 * 60)
"""Messages asked for to one address."""

SYNC = Limit("sync", burst=600, seconds=10 * 60)
"""Sync requests of one person: far above what phones need, below what would hurt others."""

DEVICE = Limit("device", burst=60, seconds=10 * 60)
"""Times one person's browsers ask for their keys: each does at sign-in."""

PHONE = Limit("phone", burst=120, seconds=10 * 60)
"""Times one person's phones ask what keeps coming up, and the choices about it they send."""

WORDS = Limit("words", burst=120, seconds=10 * 60)
"""Times one person's phones and pages ask for all that was decided about words."""


def limit_address() -> None:
    """Count a try from this network address; raise TooMany where there were too many. Committed at once."""
    limit_subject(ADDRESS, network_of(request.remote_addr or ""))


def limit_account(email: str) -> None:
    """Count a try at an account's password, from here and from anywhere; raise TooMany. Committed at once."""
    limit_subject(ACCOUNT, f"{email}\x1f{network_of(request.remote_addr or '')}")
    limit_subject(ACCOUNT_ANYWHERE, email)


def network_of(address: str) -> str:
    """Give what counts as one network address: an IPv6 customer holds a whole /64 and can come from any part of it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def limit_subject(limit: Limit, subject: str) -> None:
    """Count a try against `limit`; raise TooMany where there were too many. Committed at once, whatever follows."""
    parts = runtime()
    with writing() as work:
        take(work.session, parts.ring.derive("throttle"), limit, subject)


def check_subject(limit: Limit, subject: str) -> None:
    """Raise TooMany where the subject has no try left against `limit`. Counts nothing: `count_within` does."""
    with reading() as session:
        check(session, runtime().ring.derive("throttle"), limit, subject)


def count_within(work: Work, limit: Limit, subject: str) -> None:
    """Count a try in the caller's own transaction: only where it commits, and without a commit of its own."""
    take(work.session, runtime().ring.derive("throttle"), limit, subject)
