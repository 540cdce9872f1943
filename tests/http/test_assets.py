"""Static files as they are served: an organisation's face, and modules without their comments."""

from __future__ import annotations

import re
import subprocess

import pytest

from journal.config import BadSettings
from journal.config.places import STATIC
from journal.http.assets import Assets
from tests.node import node

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def served(assets: Assets, name: str) -> bytes:
    asset = assets.get(assets.url(name).removeprefix("/static/"))
    assert asset is not None
    return asset.plain


def test_an_organisation_has_its_colours_and_logo_after_our_own(tmp_path):
    picture = tmp_path / "trust.svg"
    picture.write_bytes(PICTURE)
    plain, theirs = Assets(STATIC), Assets(STATIC, colours=("#003087", "#ffffff"), picture=picture)
    sheet = served(theirs, "css/app.css").decode()
    assert sheet.startswith(served(plain, "css/app.css").decode())
    assert "--pine: #003087" in sheet.split("--pine: ")[-1].join(["--pine: ", ""])
    assert plain.logo is None
    assert theirs.logo is not None
    assert served(theirs, theirs.logo) == PICTURE
    assert plain.url("css/app.css") != theirs.url("css/app.css")


def test_colours_nobody_could_read_stop_the_start():
    with pytest.raises(BadSettings, match="JOURNAL_COLOURS"):
        Assets(STATIC, colours=("#ffd200", "#ffffff"))


def test_modules_are_served_without_comments_and_still_run(tmp_path):
    """Every module is still read by an engine, and nothing but comments, blank lines and indents was taken."""
    assets = Assets(STATIC)
    names = [name for name in assets.names() if name.endswith(".js")]
    assert len(names) > 10
    for name in names:
        text = served(assets, name).decode()
        assert not re.search(r"^\s*(/\*\*[^*]*\*/\s*$|\* |// )", text, re.MULTILINE), name
        kept = iter([line.lstrip() for line in (STATIC / name).read_text(encoding="utf-8").splitlines()])
        assert all(line in kept for line in text.splitlines()), name
        (tmp_path / name.replace("/", "-")).with_suffix(".mjs").write_text(text, encoding="utf-8")
    script = """import {readdirSync} from "node:fs"; import vm from "node:vm"; import {readFileSync} from "node:fs";
      for (const name of readdirSync(".")) new vm.SourceTextModule(readFileSync(name, "utf8"));"""
    done = subprocess.run(
        [node(), "--experimental-vm-modules", "--no-warnings", "--input-type=module", "--eval", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_no_module_has_text_over_several_lines():
    """A template over several lines would lose the spaces its lines begin with, and one that looks like a comment."""
    for path in STATIC.rglob("*.js"):
        text = re.sub(r"^[ \t]*/\*\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        text = re.sub(r"^[ \t]*//.*", "", text, flags=re.MULTILINE)
        for literal in re.findall(r"`(?:[^`\\]|\\.)*`", text):
            assert "\n" not in literal, path
