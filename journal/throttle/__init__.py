"""Token buckets in the database: how often something may be tried."""

from journal.throttle.operations import Limit, take, tidy

__all__ = ["Limit", "take", "tidy"]
