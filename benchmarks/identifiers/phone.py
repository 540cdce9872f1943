"""Speed of marking in Chromium with a processor four times slower: `python benchmarks/identifiers/phone.py [--rate 4]`.

The page holds the box and the templates of the real one; lists and modules come from the files of this folder's
repository. Times are of one run: `check` is what a pause in typing costs, with the words drawn; `key` what each key
costs; `lists` what reading the lists costs in all and in its longest stretch (nothing else can run in one).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

from flask import Flask, render_template
from playwright.sync_api import Page, Route, sync_playwright
from texts import DEMO, ROOT, journals

sys.path.insert(0, str(ROOT))

from journal.config import Settings
from journal.http.language import init_language

RULES = ROOT / "journal" / "identifiers" / "rules"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]

_RUN = """async ({text, rounds}) => {
  const longest = [];
  new PerformanceObserver(list => longest.push(...list.getEntries().map(e => e.duration)))
    .observe({type: "longtask", buffered: true});
  const { load } = await import("/static/js/identifiers/index.js");
  const { markIdentifiers } = await import("/static/js/components/marks.js");
  const fetched = {};
  const get = async address => fetched[address] ??= await (await fetch(address)).text();
  for (const name of ["patterns", "cues", "places", "scores", "replacements", "allow", "names", "words", "clues"])
    await get(`/static/data/identifiers/${name}.json`);
  const pause = ms => new Promise(done => setTimeout(done, ms));
  await pause(300);
  longest.length = 0;
  const began = performance.now();
  const checker = await new Promise(onLists => load("/static/data/identifiers/", {
    onLists, get: async address => JSON.parse(await get(address)) }));
  const lists = performance.now() - began;
  await pause(300);
  const stretch = Math.max(0, ...longest);
  const box = document.querySelector("textarea");
  box.value = text;
  box.offsetHeight;
  const bare = [];
  const press = letter => {
    const began = performance.now();
    box.setRangeText(letter, box.value.length >> 1, box.value.length >> 1, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    box.offsetHeight;
    return performance.now() - began;
  };
  for (let round = 0; round < rounds; round += 1) {
    await pause(30);
    bare.push(press("she said ".charAt(round % 9)));
  }
  box.value = text;
  let at = performance.now();
  const marking = markIdentifiers(box, { checker });
  marking.check();
  box.offsetHeight;
  const first = performance.now() - at;
  const keys = [], checks = [];
  for (let round = 0; round < rounds; round += 1) {
    await pause(30);
    keys.push(press("she said ".charAt(round % 9)));
    await pause(5);
    at = performance.now();
    marking.check();
    box.offsetHeight;
    checks.push(performance.now() - at);
  }
  const found = marking.found().length;
  marking.stop();
  return { lists, stretch, first, bare, keys, checks, found };
}"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    labelled = [text for texts in journals(DEMO).values() for text in texts]
    labelled.sort(key=lambda text: -len(text.wanted))
    entries = [text.text.replace("\n", " ") for text in labelled]
    words = " ".join(entries).split()
    texts = {
        "200 words, one line": " ".join(words[:200]),
        "200 words, four lines": "\n".join(" ".join(words[at : at + 50]) for at in range(0, 200, 50)),
        "1,000 words, ten lines": "\n".join(" ".join(words[at : at + 100]) for at in range(0, 1000, 100)),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        print(f"phone, processor {options.rate:g} times slower; ms (load of this machine {os.getloadavg()[0]:.1f})")
        for name, text in texts.items():
            page = opened(browser.new_page(viewport={"width": 412, "height": 839}), options.rate)
            got = page.evaluate(_RUN, {"text": text, "rounds": options.rounds})
            print(f"{name:24} check {spread(got['checks'])}; key {spread(got['keys'])}", end="")
            print(f", without marks {spread(got['bare'])}; first time {got['first']:.0f}", end="")
            print(f"; lists {got['lists']:.0f}, longest {got['stretch']:.0f}; {got['found']} marked")
            page.close()
        browser.close()


def opened(page: Page, rate: float) -> Page:
    """Give a page with the box, served from this repository alone, on a slowed processor."""
    app = Flask("marks", template_folder=str(ROOT / "templates"))
    init_language(app, Settings())
    with app.test_request_context():
        marks = render_template("components/marks.html", static_url=str)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://marks.test")
        if path.startswith("/static/data/identifiers/"):
            route.fulfill(body=json.dumps(json.loads((RULES / Path(path).name).read_text("utf-8"))))
        elif path.startswith("/static/"):
            route.fulfill(path=ROOT / path[1:])
        else:
            body = f'<!doctype html><form><div><textarea rows="12"></textarea></div></form>{marks}'
            route.fulfill(body=body, content_type="text/html")

    page.route("**/*", serve)
    page.goto("http://marks.test/")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page


def spread(times: list[float]) -> str:
    """Give the middle and the worst but two of a hundred."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.1f} (p95 {ordered[int(len(ordered) * 0.95)]:.1f})"


if __name__ == "__main__":
    main()
