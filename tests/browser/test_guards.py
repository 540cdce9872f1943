"""The guards themselves: each sees a fault that is planted before it."""

from __future__ import annotations

import pytest

from tests.browser.devices import Device
from tests.browser.looking import COLOUR_RULES, axe_finds, runs_off


@pytest.fixture
def page(chromium, place):
    made = Device(chromium, place, "phone")
    yield made.goto("/sign-in")
    made.close()


def test_axe_sees_a_field_without_a_label_and_words_too_pale_to_read(page):
    assert axe_finds(page) == []
    page.evaluate("() => document.querySelector('label').remove()")
    assert any(line.startswith("label:") for line in axe_finds(page))
    page.evaluate("() => { document.querySelector('h1').style.color = '#e0e0e0'; }")
    assert any(line.startswith("color-contrast:") for line in axe_finds(page, rules=COLOUR_RULES))


def test_what_runs_off_sideways_and_a_button_under_something_are_seen(page):
    assert runs_off(page) == []
    page.evaluate("() => { document.querySelector('h1').style.whiteSpace = 'nowrap'; }")
    page.evaluate("() => { document.querySelector('h1').textContent = 'on and on '.repeat(40); }")
    assert any("<h1" in line for line in runs_off(page))
    page.reload()
    page.evaluate("() => { document.querySelector('.top').style.cssText = 'position: fixed; inset: 0; z-index: 9'; }")
    assert any("lies under" in line for line in runs_off(page))


def test_a_script_that_fails_a_refusal_of_the_policy_and_another_host_are_heard(chromium, place):
    made = Device(chromium, place, "phone")
    page = made.goto("/sign-in")
    assert made.complaints == []
    page.evaluate("() => { setTimeout(() => { throw new Error('planted'); }); }")
    page.evaluate("() => document.head.append(Object.assign(document.createElement('style'), {textContent: 'b {}'}))")
    page.evaluate("() => { new Image().src = 'http://127.0.0.1:9/pixel'; }")
    wanted = ("planted", "Content Security Policy", "127.0.0.1:9")
    for _ in range(150):
        heard = " ".join(made.complaints)
        if all(words in heard for words in wanted):
            break
        page.wait_for_timeout(100)
    assert [words for words in wanted if words not in heard] == []
    made.close()
