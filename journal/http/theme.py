"""An organisation's own colours and logo, checked when the server starts: nobody is given words they cannot read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from journal.config import BadSettings

READABLE = 4.5
"""The least contrast of words with what lies behind them (WCAG 2.2, 1.4.3)."""

LARGEST_LOGO = 32 * 1024
_LOGOS = frozenset({".svg", ".png", ".webp"})

_TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>#[0-9a-f]{6});")
_DARK = "@media (prefers-color-scheme: dark)"
_BEHIND_WORDS = ("paper", "leaf", "wash")


def theme_sheet(tokens: str, colours: tuple[str, ...]) -> str:
    """Give the style sheet that puts an organisation's colours in place of ours, to stand after our own.

    `tokens` is our token sheet. `colours` are a colour and the colour of words on it, for light, then perhaps the same
    for dark; without the second pair dark keeps our colours. Raises BadSettings, saying which two colours are too
    close, where words would be hard to read.
    """
    light, _, dark = tokens.partition(_DARK)
    sheets = [_sheet("light", colours[0], colours[1], _colours(light), "black")]
    if len(colours) > 2:
        sheets.append(_sheet("dark", colours[2], colours[3], {**_colours(light), **_colours(dark)}, "white"))
    return f"@layer tokens {{ {' '.join(sheets)} }}\n"


def logo(path: Path) -> bytes:
    """Give an organisation's logo; raise BadSettings where it is no small SVG, PNG or WebP file."""
    if path.suffix.lower() not in _LOGOS:
        raise BadSettings("JOURNAL_LOGO must be an SVG, PNG or WebP file")
    try:
        picture = path.read_bytes()
    except OSError:
        raise BadSettings("JOURNAL_LOGO cannot be read") from None
    if len(picture) > LARGEST_LOGO:
        raise BadSettings(f"JOURNAL_LOGO is larger than {LARGEST_LOGO // 1024} KB: every first visit would wait for it")
    return picture


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours written #rrggbb, from 1 to 21, by the formula of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _sheet(scheme: str, colour: str, words: str, ours: Mapping[str, str], deepen: str) -> str:
    for name, behind in [("the words on it", words), *((f"our {name}", ours[name]) for name in _BEHIND_WORDS)]:
        found = contrast(colour, behind)
        if found < READABLE:
            raise BadSettings(
                f"JOURNAL_COLOURS: {colour} is too close to {name} ({behind}) in {scheme} mode: contrast {found:.2f},"
                f" needed {READABLE}"
            )
    deep = f"color-mix(in srgb, {colour} 75%, {deepen})"
    tokens = f"--pine: {colour}; --pine-deep: {deep}; --on-pine: {words};"
    return f"@media (prefers-color-scheme: {scheme}) {{ :root {{ {tokens} }} }}"


def _colours(sheet: str) -> dict[str, str]:
    return {found["name"]: found["value"] for found in _TOKEN.finditer(sheet)}


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
