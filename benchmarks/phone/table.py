"""Print the table "Phone": first load, paint, taps, keystrokes, offline cold start, Lighthouse and axe.

    python benchmarks/phone/table.py [--lighthouse FOLDER] [--taps 40] [--starts 10]

It fills a demo of its own in a temporary folder, serves it on this machine, and drives the system's Chromium as a
Pixel 7 (412 x 839) on Slow 4G with a four times slower processor. FOLDER is where `npm install lighthouse` was run;
without it that line is left out. The figures of other work on the machine come on top: run it alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page, Playwright, sync_playwright

from benchmarks.phone.pocket import SLOWER, Wire, at, browser, slowed, watched
from tests.browser import chromium
from tests.browser.looking import COLOUR_RULES, axe_finds, open_all
from tests.browser.place import Place, copy_of, filled
from tests.server.processes import free_port

WHO = "nurse-ed"
_CATEGORIES = ("performance", "accessibility", "best-practices")
# Ten keys a second: faster than thumbs are. Any faster and keys wait for each other, and that is measured instead.
KEY = 100
WORDS = "She had the kettle on before I had my coat off, and then told me about the letter. "


def main() -> None:
    """Print every line that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lighthouse", type=Path, help="folder that holds node_modules/lighthouse")
    parser.add_argument("--taps", type=int, default=40)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--only", default="load,taps,start,axe,lighthouse")
    asked = parser.parse_args()
    only = asked.only.split(",")
    print(
        f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; near 0 for figures to keep."
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Path(folder)
        copy_of(filled(own / "filled"), own)
        place = Place(own)
        wire = Wire(place.server.port)
        try:
            if "load" in only:
                report(first_load(playwright, place, wire, own / "load"))
            if "taps" in only:
                report(taps(playwright, place, wire, own / "taps", asked.taps))
            if "start" in only:
                report(cold_starts(playwright, place, wire, own / "start", asked.starts))
            if "axe" in only:
                report(axe(playwright, place, wire, own / "axe"))
            if "lighthouse" in only and asked.lighthouse:
                report(lighthouse(playwright, place, wire, asked.lighthouse, own / "lighthouse"))
        finally:
            wire.down()
            place.close()


def report(lines: Iterator[tuple[str, str, str]]) -> None:
    """Print rows as they come: what, the figure, the figure to reach."""
    for what, figure, reach in lines:
        print(f"| {what} | {figure} | {reach} |", flush=True)


def arrive(page: Page, place: Place, address: str) -> None:
    """Hold a session that keeps the journal, as somebody who has just signed in."""
    page.context.add_cookies([{**place.cookie(WHO, keeps=True), "url": address}])


def whole(page: Page) -> None:
    """Wait until the worker has everything it keeps."""
    asking = "async () => (await (await import('/static/js/phone/update.js')).wholeOffline())?.missing === 0"
    for _ in range(600):
        if page.evaluate(asking):
            return
        page.wait_for_timeout(100)
    raise RuntimeError("the shell was not whole after a minute")


def first_load(playwright: Playwright, place: Place, wire: Wire, profile: Path) -> Iterator[tuple[str, str, str]]:
    """A phone that has never been here, just signed in."""
    context = browser(playwright, profile, wire.address)
    page = context.pages[0]
    arrive(page, place, wire.address)
    session = slowed(page)
    kinds: dict[str, str] = {}
    sizes, bodies = Counter[str](), Counter[str]()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]
        lengths = [v for k, v in event["response"]["headers"].items() if k.lower() == "content-length"]
        if not event["response"].get("fromServiceWorker"):
            bodies[event["type"]] += int(lengths[0]) if lengths else 0

    def add(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "?")] += event["encodedDataLength"]

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", add)
    before = wire.received
    page.goto("/write")
    page.locator("main textarea").first.wait_for(timeout=60_000)
    page.wait_for_function("() => watched.field", timeout=60_000)
    soon = sizes["Script"]
    page.wait_for_timeout(5_000)
    seen, loaded, alone = watched(page), Counter(sizes), Counter(bodies)
    whole(page)
    everything = wire.received - before
    blocked = sum(max(0, length - 50) for begun, length in seen["tasks"] if begun >= seen["fcp"])
    for name, of in (("with headers, HTTP/1.1", loaded), ("bodies alone", alone)):
        figures = [size / 1024 for size in (of.total(), of["Script"], of["Stylesheet"])]
        yield (
            f"first load, all / JS / CSS, {name}",
            " / ".join(f"{figure:.1f}" for figure in figures) + " KB",
            "fail 100 / 35 / 15, aim 60 / 25 / 12 KB",
        )
    yield (
        "of it, JS before the field can be used; document",
        f"{soon / 1024:.1f}; {loaded['Document'] / 1024:.1f} KB",
        "-",
    )
    yield ("with all that comes after, in the background", f"{everything / 1024:.0f} KB", "-")
    yield ("LCP, applied throttling", f"{seen['lcp'] / 1000:.2f} s ({seen.get('biggest')})", "2.5, aim 1.6 s")
    yield ("first paint; field", f"{seen['fcp'] / 1000:.2f}; {seen['field'] / 1000:.2f} s", "-")
    yield ("TBT", f"{blocked:.0f} ms", "100, aim 50 ms")
    yield ("CLS", f"{seen['cls']:.4f} {[s for s in seen['shifts'] if s[0] > 0.001]}", "0.02, aim 0")
    context.close()


def taps(playwright: Playwright, place: Place, wire: Wire, profile: Path, times: int) -> Iterator[tuple[str, str, str]]:
    """Write and save again and again, as a thumb would."""
    context = browser(playwright, profile, wire.address)
    page = context.pages[0]
    arrive(page, place, wire.address)
    page.goto("/write")
    page.locator("main textarea").first.wait_for(timeout=60_000)
    whole(page)
    slowed(page)
    saves: list[float] = []
    drafts: list[float] = []
    events: list[list[Any]] = []
    for turn in range(times):
        page.goto("/write")
        box = page.locator("main textarea").first
        box.wait_for()
        box.tap()
        page.keyboard.type(f"{WORDS}Turn {turn}", delay=KEY)
        typed = page.evaluate("() => performance.now()")
        drafts.append(written(page, "drafts", typed) - typed)
        saves.append(saved(page))
        events += watched(page)["events"]
    worst = max(events, key=lambda one: one[1])
    yield (
        f"tap to durable save, p50 / p95 of {len(saves)}",
        f"{at(saves, 0.5):.0f} / {at(saves, 0.95):.0f} ms",
        "40 / 150, aim 25 / 80 ms",
    )
    yield ("worst interaction", f"{worst[1]:.0f} ms ({worst[0]}, our part {worst[2]:.0f})", "150, aim 100 ms")
    yield (
        "keystroke to durable draft, p50 / worst",
        f"{at(drafts, 0.5):.0f} / {max(drafts):.0f} ms",
        "600, aim 450 ms",
    )
    context.close()


def saved(page: Page) -> float:
    """Tap "Save" and give the milliseconds from the finger to the disk.

    The button is found before, and nothing is asked of the page until it is over: whatever a question needs would be
    done on the thread whose time is taken, four times slower.
    """
    page.evaluate(
        "() => addEventListener('click', event => { watched.tapped = event.timeStamp; }, {once: true, capture: true})"
    )
    place = page.get_by_role("button", name="Save", exact=True).first.bounding_box()
    assert place is not None
    page.wait_for_timeout(500)
    page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_timeout(900)
    tapped = float(page.evaluate("() => watched.tapped"))
    return written(page, "revisions", tapped) - tapped


def written(page: Page, store: str, since: float) -> float:
    """Give the moment of the first durable write to this store since then."""
    asking = """async ([store, since]) => {
      for (let turn = 0; turn < 300; turn += 1) {
        const found = watched.writes.find(one => one.strict && one.at >= since && one.stores.includes(store));
        if (found) return found.at;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      return NaN;
    }"""
    return float(page.evaluate(asking, [store, since]))


def cold_starts(
    playwright: Playwright, place: Place, wire: Wire, profile: Path, times: int
) -> Iterator[tuple[str, str, str]]:
    """The browser is closed, the signal goes, and somebody opens the journal."""
    context = browser(playwright, profile, wire.address)
    page = context.pages[0]
    arrive(page, place, wire.address)
    page.goto("/write")
    page.locator("main textarea").first.wait_for(timeout=60_000)
    whole(page)
    page.wait_for_timeout(1_000)
    context.close()
    wire.down()
    fields, paints = [], []
    for _ in range(times):
        context = browser(playwright, profile, wire.address)
        page = context.pages[0]
        slowed(page, network=False)
        page.goto("/write", wait_until="commit")
        page.locator("main textarea").first.wait_for(timeout=20_000)
        page.wait_for_function("() => watched.field")
        seen = watched(page)
        fields.append(seen["field"])
        paints.append(seen["fcp"])
        page.keyboard.type("x")
        context.close()
    worked = [processor_time(playwright, wire, profile) for _ in range(3)]
    wire.up()
    yield (
        f"offline cold start to a usable field, median / worst of {times}",
        f"{at(fields, 0.5) / 1000:.2f} / {max(fields) / 1000:.2f} s (first paint {at(paints, 0.5) / 1000:.2f})",
        "1.5, aim 0.8 s",
    )
    yield (
        f"of it, processor time of the page x {SLOWER} (whatever else this machine does)",
        f"{at(worked, 0.5) * SLOWER / 1000:.2f} s",
        "-",
    )


def processor_time(playwright: Playwright, wire: Wire, profile: Path) -> float:
    """Give the ms of processor time the page's thread takes to a usable field, not slowed: what other work on this
    machine does not change."""
    context = browser(playwright, profile, wire.address)
    page = context.pages[0]
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto("/write", wait_until="commit")
    page.wait_for_function("() => globalThis.watched?.field", polling=20)
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return float(told["TaskDuration"] * 1000)


def addresses(page: Page) -> list[str]:
    """Give every page of the shell, with an entry of this person's."""
    page.goto("/journal")
    page.locator('main a[href^="/entries/"]').first.wait_for()
    entry = page.locator('main a[href^="/entries/"]').first.get_attribute("href") or ""
    entry = entry.split("#")[0].split("?")[0]
    of_entry = [f"{entry}{step}" for step in ("", "/edit", "/question", "/revisions")]
    of_phone = [f"/phone{step}" for step in ("", "/lock", "/safe", "/waiting")]
    return ["/write", "/write/with/gibbs", "/journal", *of_entry, "/themes", *of_phone]


def axe(playwright: Playwright, place: Place, wire: Wire, profile: Path) -> Iterator[tuple[str, str, str]]:
    """Every page of the shell, in the light and in the dark."""
    # The policy forbids scripts from elsewhere, and axe is one.
    context = browser(playwright, profile, wire.address, bypass_csp=True)
    page = context.pages[0]
    arrive(page, place, wire.address)
    page.goto("/write")
    page.locator("main textarea").first.wait_for(timeout=60_000)
    whole(page)
    found: list[str] = []
    paths = addresses(page)
    for path in paths:
        page.goto(path)
        page.wait_for_timeout(700)
        open_all(page)
        for light, rules in (("light", None), ("dark", COLOUR_RULES)):
            page.emulate_media(color_scheme=light, reduced_motion="reduce")
            found += [f"{path} {light}: {line}" for line in axe_finds(page, rules=rules)]
    for line in found:
        print(line)
    yield (f"axe, {len(paths)} pages, light and dark", f"{len(found)} violations", "0")
    context.close()


def lighthouse(
    playwright: Playwright, place: Place, wire: Wire, folder: Path, profile: Path
) -> Iterator[tuple[str, str, str]]:
    """Performance, accessibility and best practices as Lighthouse has them, with applied throttling.

    The pages of a first visit in a browser that has nothing; all of the shell's on a phone that keeps the journal: that
    is where they are met, the shell coming from its worker and the words from the phone.
    """
    for path in ("/sign-in", "/support"):
        yield audited(folder, wire.address + path)
    cookie = place.cookie(WHO, keeps=True)
    headers = profile.with_suffix(".json")
    headers.write_text(json.dumps({"Cookie": f"{cookie['name']}={cookie['value']}"}))
    yield audited(folder, f"{wire.address}/write", f"--extra-headers={headers}")
    port = free_port()
    context = browser(playwright, profile, wire.address, args=[*chromium.ARGUMENTS, f"--remote-debugging-port={port}"])
    page = context.pages[0]
    arrive(page, place, wire.address)
    page.goto("/write")
    page.locator("main textarea").first.wait_for(timeout=60_000)
    whole(page)
    for path in addresses(page):
        yield audited(folder, wire.address + path, f"--port={port}", "--disable-storage-reset", kept=True)
    context.close()


def audited(folder: Path, address: str, *more: str, kept: bool = False) -> tuple[str, str, str]:
    """Give the row of one page."""
    command = [
        str(folder / "node_modules" / ".bin" / "lighthouse"),
        address,
        "--quiet",
        "--output=json",
        "--throttling-method=devtools",
        f"--only-categories={','.join(_CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        *more,
    ]
    environment = {**os.environ, "CHROME_PATH": chromium.path() or ""}
    done = subprocess.run(command, capture_output=True, timeout=240, env=environment, check=False)
    what = f"Lighthouse {urlsplit(address).path}{', on a phone that keeps the journal' if kept else ''}"
    if done.returncode:
        return what, done.stderr.decode()[-200:], "95 / 100 / 100"
    told = json.loads(done.stdout)
    marks = [round(100 * (told["categories"][name]["score"] or 0)) for name in _CATEGORIES]
    audits = [
        audit["id"]
        for name in _CATEGORIES
        for audit in (told["audits"][one["id"]] for one in told["categories"][name]["auditRefs"] if one["weight"])
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    return what, " / ".join(map(str, marks)) + (f" {audits}" if audits else ""), "95 / 100 / 100"


if __name__ == "__main__":
    main()
