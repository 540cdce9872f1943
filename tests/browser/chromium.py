"""The Chromium that drives the browser tests."""

from __future__ import annotations

import shutil

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path() -> str | None:
    """Give the path of the system's Chromium, or nothing where Playwright's own must do."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)
