"""The limits of what is sent and kept, told to people before they meet them."""

TEXT_BYTES = 64 * 1024
"""The most text one entry may hold, answers and boxes included, in bytes of UTF-8."""

BATCH_REVISIONS = 50
"""The most revisions in one sync request, each way."""

BATCH_BYTES = 256 * 1024
"""The most text in one sync request, each way. One revision larger than this cannot exist (TEXT_BYTES)."""

PARENTS = 20
ANSWERS = 50
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
