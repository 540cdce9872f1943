"""An organisation's colours and logo: taken where words stay readable, refused at start-up where they would not."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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


INKS = {"light": "#232b27", "dark": "#e9e6da"}


def colours(least: int, most: int) -> st.SearchStrategy[str]:
    parts = st.integers(least, most)
    return st.tuples(parts, parts, parts).map(lambda three: "#" + "".join(f"{part:02x}" for part in three))


# Dark colours under pale words for light, the other way round for dark; a few of them are refused.
PAIRS = st.one_of(
    st.tuples(st.just("light"), colours(0, 120), colours(200, 255)),
    st.tuples(st.just("dark"), colours(130, 255), colours(0, 40)),
)


@given(PAIRS)
def test_every_figure_of_a_heat_map_can_be_read_in_any_colours_that_are_taken(pair):
    scheme, colour, words = pair
    ours = ("#1d4a40", "#fbfaf5")
    try:
        sheet = theme_sheet(TOKENS, (colour, words) if scheme == "light" else (*ours, colour, words))
    except BadSettings:
        assume(False)
    told = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet.rpartition("@media")[2]))
    assert f"--ink: {INKS[scheme]};" in TOKENS
    for name in ("heat-1", "heat-2", "heat-3", "moss-wash"):
        assert contrast(told[name], INKS[scheme]) >= READABLE, name
    for name in ("heat-4", "heat-5", "pine", "pine-deep"):
        assert contrast(told[name], told["on-heat"]) >= READABLE, name


def test_a_heat_map_goes_from_pale_to_the_organisations_colour_in_five_steps():
    sheet = theme_sheet(TOKENS, ("#003087", "#ffffff"))
    steps = re.findall(r"--heat-\d: (#[0-9a-f]{6})", sheet)
    against = [contrast(step, "#fbfaf5") for step in steps]
    assert steps[-1] == "#003087"
    assert against == sorted(against)
    assert len(set(steps)) == 5


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
