"""Phones and laptops: how large they are, who holds them, and what their consoles and networks said."""

from __future__ import annotations

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from journal.cli.demo import PASSWORD
from tests.browser.place import Place

KINDS = {
    "phone": {"viewport": {"width": 412, "height": 839}, "has_touch": True, "is_mobile": True},
    "laptop": {"viewport": {"width": 1280, "height": 800}},
}
# An answer that is no page is told by the browser as an error; the test that asked for it looks at it itself.
_STATUS = "Failed to load resource: the server responded with a status of"


class Device:
    """One browser of somebody's. `page` is its first tab."""

    def __init__(self, browser: Browser, place: Place, kind: str, **more: object) -> None:
        self.place = place
        self.scripts = bool(more.get("java_script_enabled", True))
        self.complaints: list[str] = []
        self.addresses: list[str] = []
        self.context = browser.new_context(base_url=place.address, locale="en-GB", **{**KINDS[kind], **more})
        self.context.set_default_timeout(15_000)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.context.on("request", self._request)
        self.page = self.tab()

    def tab(self) -> Page:
        return self.context.new_page()

    def close(self) -> None:
        self.context.close()

    def sign_in_quietly(self, name: str) -> None:
        """Hold a session of this person's without the sign-in page."""
        self.context.add_cookies([self.place.cookie(name)])

    def sign_in(self, name: str) -> None:
        """Sign in as people do on a device that is shared: its pages come from the server, and nothing is kept."""
        self.page.goto("/sign-in")
        self.page.get_by_label("Email").fill(f"{name}@wharfside.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        if self.scripts:
            self.page.get_by_label("This is a shared device").check()
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="What happened?")).to_be_visible()

    def goto(self, path: str) -> Page:
        """Open a page of ours that must be there."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status)
        return self.page

    def _console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not said.text.startswith(_STATUS):
            self.complaints.append(f"{said.type} on {said.page and said.page.url}: {said.text}")

    def _request(self, request: Request) -> None:
        self.addresses.append(request.url)
        if not request.url.startswith((self.place.address + "/", "data:", "blob:")):
            self.complaints.append(f"asked another host: {request.url}")
