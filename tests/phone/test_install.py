"""Installing: the manifest a phone reads, icons that survive any mask, and the page that says whether it is safe."""

from __future__ import annotations

import json
import struct
import zlib

import pytest
from playwright.sync_api import expect

from journal.app import create_app
from journal.config import Settings
from tests.phone.pocket import Answer, eventually
from tests.phone.test_screens import whole


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("manifest"), product_name='Ward "7" </journal>'))
    yield app.test_client()
    app.extensions["journal"].close()


def test_the_manifest_has_what_installing_asks_for(server):
    answer = server.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.text)
    assert told["name"] == told["short_name"] == 'Ward "7" </journal>'
    assert told["display"] == "standalone"
    assert told["start_url"].startswith(told["scope"])
    assert {shortcut["name"] for shortcut in told["shortcuts"]} >= {"Write"}
    purposes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert purposes >= {(f"{size}x{size}", use) for size in (192, 512) for use in ("any", "maskable")}
    target = told["share_target"]
    assert (target["action"], target["method"]) == (
        "/write/shared",
        "POST",
    )  # never GET: words would stand in an address


def test_every_icon_is_there_as_large_as_it_says(server):
    for icon in json.loads(server.get("/manifest.webmanifest").text)["icons"]:
        answer = server.get(icon["src"])
        assert answer.mimetype == icon["type"]
        if icon["type"] == "image/png":
            wide, high, _ = pixels(answer.data)
            assert icon["sizes"] == f"{wide}x{high}"


@pytest.mark.parametrize("size", [192, 512])
def test_no_mask_cuts_the_drawing(size, server):
    """A phone may cut anything outside a circle of four fifths of the width: there is only ground out there."""
    icon = next(
        icon
        for icon in json.loads(server.get("/manifest.webmanifest").text)["icons"]
        if icon["purpose"] == "maskable" and icon["sizes"] == f"{size}x{size}"
    )
    wide, high, rows = pixels(server.get(icon["src"]).data)
    ground = rows[0][:3]
    drawn = [(x, y) for y in range(high) for x in range(wide) if differs(rows[y][4 * x : 4 * x + 3], ground)]
    assert len(drawn) > wide * high / 20, "there is no drawing"
    furthest = max(((x + 0.5 - wide / 2) ** 2 + (y + 0.5 - high / 2) ** 2) ** 0.5 for x, y in drawn)
    assert furthest <= 0.4 * wide
    assert all(row[4 * x + 3] == 255 for row in rows for x in range(wide)), "an icon must not be seen through"


def differs(one: bytes, other: bytes) -> bool:
    return any(abs(a - b) > 8 for a, b in zip(one, other, strict=True))


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Give width, height and rows of RGBA of an 8-bit PNG with or without transparency."""
    at, packed, header = 8, b"", b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        at += length + 12
    wide, high, depth, colour = struct.unpack(">IIBB", header[:10])
    assert depth == 8
    assert colour in (2, 6)
    step = 4 if colour == 6 else 3
    data, rows, before = zlib.decompress(packed), [], bytes(wide * step)
    for y in range(high):
        start = y * (wide * step + 1)
        row = bytearray(data[start + 1 : start + 1 + wide * step])
        for i in range(len(row)):
            left = row[i - step] if i >= step else 0
            row[i] = (row[i] + _guess(data[start], left, before[i], before[i - step] if i >= step else 0)) & 255
        before = bytes(row)
        rows.append(before if step == 4 else b"".join(before[i : i + 3] + b"\xff" for i in range(0, len(before), 3)))
    return wide, high, rows


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        sums = [(abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)]
        return min(sums)[2]
    return (0, left, up, (left + up) // 2)[kind]


def test_a_phone_offers_to_install_under_me_and_nowhere_while_writing(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    prompt = """() => dispatchEvent(Object.assign(new Event("beforeinstallprompt", {cancelable: true}), {
      prompt: async () => { globalThis.asked = (globalThis.asked ?? 0) + 1; return {outcome: "dismissed"}; },
    }))"""
    page.evaluate(prompt)
    expect(page.get_by_role("button", name="Install")).to_have_count(0)
    # The browser's own offer may come at any moment, and would take the place of this one.
    theirs = "e => e.isTrusted && e.stopImmediatePropagation()"
    page.add_init_script(f"addEventListener('beforeinstallprompt', {theirs}, true);")
    page.goto("/phone")
    page.locator("#view h1").wait_for()
    page.evaluate(prompt)
    page.get_by_role("button", name="Install").tap()
    eventually(page, "globalThis.asked")
    assert page.evaluate("() => globalThis.asked") == 1
    expect(page.get_by_role("button", name="Install")).to_have_count(0)


def test_an_iphone_is_told_how(pocket):
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
    page = pocket("nurse-ed", user_agent=agent).keep_the_journal()
    page.add_init_script("addEventListener('beforeinstallprompt', event => event.stopImmediatePropagation(), true);")
    page.goto("/phone/safe")
    expect(page.get_by_text("Choose Add to Home Screen, then Add.")).to_be_visible()


def found(page) -> dict[str, str]:
    """Give what the page says of each thing it looked at."""
    page.locator("[data-verdict]").wait_for()
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#view [data-check]")].map(row =>
          [row.dataset.check, [...row.querySelectorAll("[data-when]")].map(line => line.dataset.when).join()]))"""
    )


def test_the_page_says_what_holds_on_this_phone(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    whole(page)
    page.goto("/phone/safe")
    said = found(page)
    assert said["keeps"] == said["opens"] == said["room"] == said["clock"] == said["synced"] == "good"
    assert said["installed"] == said["lock"] == "note"
    assert all("," not in one and one for one in said.values()), "one sentence each"
    between.down()
    page.get_by_role("button", name="Look again").tap()
    expect(page.locator('[data-check="clock"] [data-when="note"]')).to_be_visible()


AMISS = (
    ("IDBObjectStore.prototype.put = () => {};", "keeps", "bad"),
    ("IDBFactory.prototype.open = () => { throw new DOMException('', 'InvalidStateError'); };", "keeps", "bad"),
    ("StorageManager.prototype.estimate = async () => ({quota: 4e8, usage: 3.9e8});", "room", "care"),
    ("StorageManager.prototype.estimate = async () => ({quota: 4e8, usage: 0});", "private", "care"),
    ("StorageManager.prototype.persisted = async () => false;", "lasts", "care"),
    ("const now = Date.now; Date.now = () => now() + 600_000;", "clock", "care"),
    ("navigator.serviceWorker.getRegistration = async () => undefined;", "opens", "bad"),
)
SAID = {"bad": "No, not as it is now", "care": "Yes, with care"}


def test_what_is_amiss_is_found_and_named(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    page.goto("/phone/safe")
    for broken, check, when in AMISS:
        page.locator("[data-verdict]").wait_for()
        page.evaluate(f"() => {{ {broken} }}")
        page.evaluate("() => document.querySelector('[data-verdict]').remove()")
        page.get_by_role("button", name="Look again").tap()
        assert found(page)[check] == when, broken
        expect(page.get_by_text(SAID[when], exact=True)).to_be_visible()
        page.reload()


def test_a_phone_without_the_worker_is_not_called_safe(pocket, between):
    holder = pocket("nurse-ed")
    between.forge = lambda method, path: Answer(404) if path == "/sw.js" else None
    page = holder.page
    page.goto("/phone/safe")
    assert found(page)["opens"] == "bad"
    expect(page.get_by_text("No, not as it is now", exact=True)).to_be_visible()
