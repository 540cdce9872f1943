"""Speed of the analyser in Chromium, four times slowed: `python benchmarks/analyser/page.py [--rate 4]`.

Modules and lists come from this repository. `load` is everything before the first entry can be read, with its longest
stretch (nothing else can run in one); `entry` reading 200 words of the demo's journals, each text new; `question`
choosing for such an entry after thirty others. Sizes are what is sent, gzipped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

from journal.http.data_files import data_files

ROOT = Path(__file__).resolve().parents[2]
JOURNALS = ROOT / "journal" / "demo" / "journals"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]

_RUN = """async (texts) => {
  const stretches = [];
  new PerformanceObserver(list => stretches.push(...list.getEntries().map(e => e.duration)))
    .observe({ type: "longtask" });
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const timed = work => { const began = performance.now(); work(); return performance.now() - began; };
  await pause(300);
  const began = performance.now();
  const { load } = await import("/static/js/analyser/index.js");
  const analyser = await load();
  const loaded = performance.now() - began;
  await pause(300);
  const longest = Math.max(0, ...stretches);
  const entries = [];
  for (const text of texts) { entries.push(timed(() => analyser.analyse(text))); await pause(5); }
  const history = texts.slice(0, 30).map((text, n) => ({ id: `${n}`, text }));
  const questions = texts.slice(30).map(text => timed(() => analyser.nextQuestion({ id: "now", text }, history, [])));
  return { loaded, longest, entries, questions };
}"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=4)
    options = parser.parse_args()
    data = dict(data_files())
    modules = sorted((ROOT / "static" / "js" / "analyser").glob("*.js"))
    code = sum(len(gzip.compress(path.read_bytes(), 9)) for path in modules)
    lists = sum(len(gzip.compress(content, 9)) for name, content in data.items() if name.startswith("data/analyser/"))
    print(f"sent: modules {code / 1000:.1f} KB, lists {lists / 1000:.0f} KB")

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://analyser.test/")
        name = path.removeprefix("static/")
        if name in data:
            route.fulfill(body=data[name], content_type="application/json")
        elif path.startswith("static/"):
            route.fulfill(path=ROOT / path)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("http://analyser.test/")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": options.rate})
        got = page.evaluate(_RUN, texts())
        browser.close()
    print(f"processor {options.rate:g} times slower; ms")
    print(f"load {got['loaded']:.0f}, longest stretch {got['longest']:.0f}")
    print(f"entry of 200 words {spread(got['entries'])}; the first {got['entries'][0]:.1f}")
    print(f"question {spread(got['questions'])}")


def texts() -> list[str]:
    """Give texts of 200 words each: the demo's entries run together and cut."""
    found: list[str] = []
    for path in sorted(JOURNALS.glob("*.json")):
        words = " ".join(entry["text"] for entry in json.loads(path.read_text("utf-8"))["entries"]).split(" ")
        found += [" ".join(words[at : at + 200]) for at in range(0, len(words) - 200, 200)]
    return found


def spread(times: list[float]) -> str:
    """Give the median and the slowest of twenty."""
    return f"median {statistics.median(times):.1f}, p95 {statistics.quantiles(times, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()
