"""Token buckets in the database: how often something may be tried."""

from journal.throttle.operations import Limit, check, take, tidy

__all__ = ["Limit", "check", "take", "tidy"]
