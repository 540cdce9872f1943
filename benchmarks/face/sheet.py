"""Picture every screen, and join the pictures into one page to look at.

    python benchmarks/face/sheet.py [--out test-output/sheet] [--only WORDS] [--language cy] [--data FOLDER]

Every page as everybody who can open it, on a phone in light and dark and on a laptop; the screens kept on a phone; what
an address alone does not show (benchmarks/face/states.py); and what is printed. It fills a demo of its own, or copies
FOLDER, a filled one's. WORDS choose some: those whose person, name or device has them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from benchmarks.face import states
from benchmarks.face.states import Scene, nothing
from tests.browser import chromium
from tests.browser.devices import KINDS
from tests.browser.pages import PEOPLE, pages_of
from tests.browser.place import Place, copy_of, filled

FACES = (("phone", "light"), ("phone", "dark"), ("laptop", "light"))
SHELL_FACES = (("phone", "light"), ("phone", "dark"))
TALLEST = 6000
A4 = {"width": 673, "height": 986}
"""What paper leaves within its margins, in CSS pixels."""


@dataclass
class Sheet:
    """The pictures in a folder, and what could not be pictured. Those of an earlier run stay until they are retaken."""

    folder: Path
    only: str
    language: str
    failed: list[str] = field(default_factory=list)

    def wants(self, part: str, name: str, face: str) -> bool:
        return all(word in f"{part} {name} {face}".lower() for word in self.only.lower().split())

    def add(self, page: Page, part: str, name: str, face: str, *, tall: bool = True) -> None:
        """Take the page in one screen as tall as it is; or as it is met, where what fits the first screen matters."""
        size = page.viewport_size or A4
        if tall:
            high = page.evaluate("() => document.documentElement.scrollHeight")
            page.set_viewport_size({"width": size["width"], "height": min(max(high, size["height"]), TALLEST)})
            page.wait_for_timeout(150)
        path = self.folder / _slug(part) / f"{_slug(name)}.{_slug(face)}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
        page.set_viewport_size(size)

    def write(self) -> Path:
        """Write the page that shows every picture."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "index.html"
        path.write_text(_page(self.folder), encoding="utf-8")
        return path


def main() -> None:
    """Take what was asked for, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("test-output") / "sheet")
    parser.add_argument("--only", default="", help="words that what is pictured must have")
    parser.add_argument("--language", default="en-GB", help="what the browser asks for, as cy (default: en-GB)")
    parser.add_argument("--data", type=Path, help="a filled demo's folder, to copy")
    asked = parser.parse_args()
    if not asked.only:
        shutil.rmtree(asked.out, ignore_errors=True)
    sheet = Sheet(asked.out, asked.only, asked.language)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Path(folder)
        copy_of(asked.data or filled(own / "filled"), own)
        place = Place(own)
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        try:
            states.small_cohort(place)
            pages(sheet, browser, place)
            kept(sheet, browser, place)
            printed(sheet, browser, place)
        finally:
            browser.close()
            place.close()
    print(*sheet.failed, sep="\n")
    print(sheet.write())


def pages(sheet: Sheet, browser: Browser, place: Place) -> None:
    """Picture every page as the server gives it, and forms it refuses."""
    refused = states.refused(place)
    for who in PEOPLE:
        for kind, light in FACES:
            scenes: list[Scene] = [(one.name, one.path, nothing) for one in pages_of(place, who)]
            scenes += refused.get(who, [])
            _scenes(sheet, browser, place, scenes, who=who, part=who, kind=kind, light=light)


def kept(sheet: Sheet, browser: Browser, place: Place) -> None:
    """Picture the screens kept on a phone: of somebody with a year of entries, and of somebody with none."""
    full = states.shell(place.entries("nurse-ed")[0].id)
    bare = [scene for scene in full if scene[0] in ("Journal", "What keeps coming up", "Me", "Waiting")]
    for who, part, scenes in (("nurse-ed", "kept on the phone", full), ("trainer", "kept, nothing written", bare)):
        for kind, light in SHELL_FACES:
            _scenes(sheet, browser, place, scenes, who=who, part=part, kind=kind, light=light, keeps=True)


def printed(sheet: Sheet, browser: Browser, place: Place) -> None:
    """Picture what paper shows, and count its pages."""
    for who, name, path in states.papers(place):
        if not sheet.wants("printed", name, "paper"):
            continue
        with _signed_in(browser, place, who, locale=sheet.language, viewport=A4) as context:
            page = context.new_page()
            page.goto(path)
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
            page.emulate_media(media="print")
            for earlier in (sheet.folder / "printed").glob(f"{_slug(name)}.*"):
                earlier.unlink()
            sheet.add(page, "printed", name, f"paper, {sheets} A4")


def _scenes(
    sheet: Sheet,
    browser: Browser,
    place: Place,
    scenes: list[Scene],
    *,
    who: str,
    part: str,
    kind: str,
    light: str,
    keeps: bool = False,
) -> None:
    face = f"{kind} {light}"
    wanted = [scene for scene in scenes if sheet.wants(part, scene[0], face)]
    if not wanted:
        return
    more = {"locale": sheet.language, "color_scheme": light, **KINDS[kind]}
    with _signed_in(browser, place, who, keeps=keeps, **more) as context:
        page = context.new_page()
        if keeps and not _whole(page):
            sheet.failed.append(f"{part}, {face}: the journal did not come whole to the phone")
            return
        for name, path, step in wanted:
            try:
                page.goto(path)
                page.locator("main :is(h1, h2, p)").first.wait_for(state="attached")
                page.wait_for_timeout(700 if keeps else 100)
                step(page)
                sheet.add(page, part, name, face, tall=name not in ("Write", "Write, begun", "write.form"))
            except Error as failed:
                sheet.failed.append(f"{part}, {name}, {face}: {str(failed).splitlines()[0]}")
            context.set_offline(False)


def _whole(page: Page) -> bool:
    """Open the box, and wait until everything the journal needs is on the phone."""
    asking = "async () => (await (await import('/static/js/phone/update.js')).wholeOffline())?.missing === 0"
    page.goto("/write")
    for _ in range(240):
        page.wait_for_timeout(500)
        if page.evaluate(asking):
            page.wait_for_timeout(3000)
            return True
    return False


@contextmanager
def _signed_in(
    browser: Browser, place: Place, who: str, *, keeps: bool = False, **more: object
) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=place.address, reduced_motion="reduce", **more)
    context.set_default_timeout(10_000)
    if who != "stranger":
        context.add_cookies([place.cookie(who, keeps=keeps)])
    try:
        yield context
    finally:
        context.close()


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _page(folder: Path) -> str:
    parts = []
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        parts.append(f"<h2>{part.name}</h2>")
        names: dict[str, list[Path]] = {}
        for path in sorted(part.glob("*.png")):
            names.setdefault(path.name.partition(".")[0], []).append(path)
        for name, paths in names.items():
            pictures = "".join(_picture(path.relative_to(folder)) for path in paths)
            parts.append(f"<h3>{name}</h3><div>{pictures}</div>")
    return f"""<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Every screen</title>
<style>
body {{ font: 16px/1.5 system-ui; margin: 2rem; background: #8b8f8c; }}
div {{ display: flex; gap: 1rem; overflow-x: auto; align-items: start; }}
figure {{ margin: 0; }} img {{ display: block; max-height: 60rem; }}
</style><h1>Every screen</h1>{"".join(parts)}</html>"""


def _picture(path: Path) -> str:
    face = path.stem.rpartition(".")[2]
    return (
        f'<figure><a href="{path}"><img loading="lazy" alt="" src="{path}"></a><figcaption>{face}</figcaption></figure>'
    )


if __name__ == "__main__":
    main()
