"""An organisation's colours and logo: taken where words stay readable, refused at start-up where they would not."""

import pytest

from journal.config import BadSettings
from journal.config.places import STATIC
from journal.http.theme import LARGEST_LOGO, READABLE, contrast, logo, theme_sheet

TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1d4a40", "#1d4a40") == 1


def test_our_own_colours_would_pass_their_own_check():
    sheet = theme_sheet(TOKENS, ("#1d4a40", "#fbfaf5", "#a5d3bf", "#10231d"))
    assert "--pine: #1d4a40" in sheet
    assert "(prefers-color-scheme: dark)" in sheet


def test_one_pair_leaves_dark_as_it_is():
    sheet = theme_sheet(TOKENS, ("#003087", "#ffffff"))
    assert "prefers-color-scheme: light" in sheet
    assert "dark" not in sheet


@pytest.mark.parametrize(
    ("colours", "named"),
    [
        (("#ffd200", "#ffffff"), "the words on it"),
        (("#6f7d86", "#ffffff"), "the words on it"),
        (("#757575", "#ffffff"), "our paper"),
        (("#003087", "#ffffff", "#003087", "#ffffff"), "dark mode"),
    ],
)
def test_colours_too_close_to_read_stop_the_start(colours, named):
    with pytest.raises(BadSettings, match=named) as refused:
        theme_sheet(TOKENS, colours)
    assert str(READABLE) in str(refused.value)


def test_a_logo_is_a_small_picture(tmp_path):
    picture = tmp_path / "trust.svg"
    picture.write_text("<svg/>")
    assert logo(picture) == b"<svg/>"
    for name, content in (("trust.gif", b"GIF89a"), ("large.png", b"x" * (LARGEST_LOGO + 1))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadSettings, match="JOURNAL_LOGO"):
            logo(tmp_path / name)
    with pytest.raises(BadSettings, match="cannot be read"):
        logo(tmp_path / "nowhere.png")
