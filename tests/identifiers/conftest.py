"""Devices of the demo's people, as the browser tests have them."""

from tests.browser.conftest import device

__all__ = ["device"]
