"""An organisation's own colours and logo, checked when the server starts: nobody is given words they cannot read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from journal.config import BadSettings

READABLE = 4.5
"""The least contrast of words with what lies behind them (WCAG 2.2, 1.4.3)."""

LARGEST_LOGO = 32 * 1024
_LOGOS = frozenset({".svg", ".png", ".webp"})

_TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>#[0-9a-f]{6});")
_DARK = "@media (prefers-color-scheme: dark)"
_BEHIND_WORDS = ("paper", "leaf", "wash")

_PALE = (0.14, 0.28, 0.42)
"""How much of the colour is in each of the three pale steps of a heat map, where our ink stays readable on it."""

_PRESENT = 0.16


def theme_sheet(tokens: str, colours: tuple[str, ...]) -> str:
    """Give the style sheet that puts an organisation's colours in place of ours, to stand after our own.

    `tokens` is our token sheet. `colours` are a colour and the colour of words on it, for light, then perhaps the same
    for dark; without the second pair dark keeps our colours. The steps of a heat map and the ground of what is present
    are made of the colour, so that every figure on them can be read too. Raises BadSettings, saying which two colours
    are too close, where words would be hard to read.
    """
    light, _, dark = tokens.partition(_DARK)
    sheets = [_sheet("light", colours[0], colours[1], _colours(light), "0")]
    if len(colours) > 2:
        sheets.append(_sheet("dark", colours[2], colours[3], {**_colours(light), **_colours(dark)}, "f"))
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
    tokens = {"pine": colour, "pine-deep": _mix(colour, f"#{deepen * 6}", 0.75), "on-pine": words}
    tokens |= _heat(colour, words, ours)
    tokens["moss-wash"] = _until(lambda part: (_mix(colour, ours["leaf"], part), ours["ink"]), _PRESENT, 0.0)
    told = " ".join(f"--{name}: {value};" for name, value in tokens.items())
    return f"@media (prefers-color-scheme: {scheme}) {{ :root {{ {told} }} }}"


def _heat(colour: str, words: str, ours: Mapping[str, str]) -> dict[str, str]:
    """Give the five steps: three of our paper with more and more of the colour, for our ink; two for words on it.

    A step that its words could not be read on gives way towards where they can: the pale ones to the paper, the fourth
    to the colour itself.
    """
    pale = [_until(lambda part: (_mix(colour, ours["leaf"], part), ours["ink"]), part, 0.0) for part in _PALE]
    fourth = _until(lambda part: (_mix(colour, ours["leaf"], part), words), 0.78, 1.0)
    steps = [*pale, fourth, colour]
    return {f"heat-{step}": shade for step, shade in enumerate(steps, 1)} | {"on-heat": words}


def _until(made: Callable[[float], tuple[str, str]], start: float, end: float) -> str:
    """Give the first colour from one part to another on which its words can be read; the last where none is."""
    for turn in range(20):
        behind, words = made(start + (end - start) * turn / 20)
        if contrast(behind, words) >= READABLE:
            return behind
    return made(end)[0]


def _mix(one: str, other: str, part: float) -> str:
    """Give a colour with this part of the one in the other, as `color-mix(in srgb, ...)` would."""
    return "#" + "".join(
        f"{round(x * part + y * (1 - part)):02x}" for x, y in zip(_parts(one), _parts(other), strict=True)
    )


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _colours(sheet: str) -> dict[str, str]:
    return {found["name"]: found["value"] for found in _TOKEN.finditer(sheet)}


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
