"""Templates: nothing inline that the content policy forbids, every icon and every file there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\b(src=|type="importmap"))""")
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_inline_or_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not ELSEWHERE.search(text)


def test_the_inline_guard_can_fail():
    for bad in ('<p style="x">', "<style>", '<a onclick="x">', "<script>x", "<script type=module>"):
        assert INLINE.search(bad), bad
    assert not INLINE.search('<script type="module" src="/x.js"></script>')


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'id="([a-z-]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    named = set()
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'\bicon="([a-z-]+)"', text)) | set(re.findall(r"\bicon\('([a-z-]+)'\)", text))
    assert named - drawn == set()
    assert len(named) > 10


def test_no_script_or_style_is_fetched_from_elsewhere():
    for path in [*(ROOT / "static").rglob("*.js"), *(ROOT / "static").rglob("*.css")]:
        assert not re.search(r"""(import|url\(|fetch\()\s*["']?(https?:)?//""", path.read_text(encoding="utf-8")), path
