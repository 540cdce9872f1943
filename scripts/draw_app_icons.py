"""Draw the app's icons as PNG from `static/icons/app.svg`, with the Chromium of the tests.

Run by hand after the drawing changes: `python scripts/draw_app_icons.py`. The drawing keeps its flower inside the
middle four fifths, so the same picture serves as a maskable icon.
"""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
SIZES = (192, 512)


def draw(size: int, drawing: bytes, page: Page) -> None:
    """Write `app-<size>.png`, exactly `size` pixels square."""
    source = base64.b64encode(drawing).decode()
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f'<body style="margin:0"><img width="{size}" height="{size}" src="data:image/svg+xml;base64,{source}">'
    )
    page.screenshot(path=ICONS / f"app-{size}.png")


def main() -> None:
    """Draw every size."""
    drawing = (ICONS / "app.svg").read_bytes()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for size in SIZES:
            draw(size, drawing, page)
        browser.close()


if __name__ == "__main__":
    main()
