"""A few plain words for a browser, from its user agent: enough to recognise one's own, never the whole of it."""

from __future__ import annotations

_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def browser_name(agent: str) -> str:
    """Give the browser's name in plain words: "Chrome on Android"."""
    device = next((word for mark, word in _DEVICES if mark in agent), "a device")
    browser = next((word for mark, word in _BROWSERS if mark in agent), "browser")
    return f"{browser[0].upper()}{browser[1:]} on {device}"
