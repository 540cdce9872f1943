"""What every request passes through: who is acting, the transaction block, policies, errors, headers, limits."""

from journal.http.acting import (
    actor,
    begin_browser_session,
    browser_keeps,
    browser_owner,
    end_browser_session,
    maybe_actor,
    session_has_ended,
    sleeper,
)
from journal.http.policy import policy
from journal.http.runtime import Runtime, open_runtime
from journal.http.throttling import limit_account, limit_address, limit_subject
from journal.http.transaction import Work, reading, runtime, transaction, writing

__all__ = [
    "Runtime",
    "Work",
    "actor",
    "begin_browser_session",
    "browser_keeps",
    "browser_owner",
    "end_browser_session",
    "limit_account",
    "limit_address",
    "limit_subject",
    "maybe_actor",
    "open_runtime",
    "policy",
    "reading",
    "runtime",
    "session_has_ended",
    "sleeper",
    "transaction",
    "writing",
]
