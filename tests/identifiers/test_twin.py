"""Python and JavaScript, in Node and in Chromium, give the same spans, types, severities, replacements and clues."""

import json
import subprocess
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from journal.identifiers import check, clues, replace
from journal.identifiers.lexicon import RULES
from tests.node import node

from .conformance import cases

HERE = Path(__file__).resolve().parent
MODULES = HERE.parents[1] / "static" / "js" / "identifiers"

_ALL = """async inputs => {
  const twin = await import("/modules/index.js");
  const { answer } = await import("/tests/answer.mjs");
  const get = async address => (await fetch(address)).json();
  const checker = await new Promise(onLists => twin.load("/rules/", { onLists, get }));
  const bound = { check: checker.check.bind(checker), clues: checker.clues.bind(checker) };
  return inputs.map(one => JSON.stringify(answer(bound, twin, JSON.parse(one))));
}"""


def in_node(inputs: list[dict[str, object]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(each) + "\n" for each in inputs)
    run = subprocess.run(
        [node(), str(HERE / "twin.mjs"), str(MODULES), str(RULES)],
        input=lines, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def in_chromium(chromium: Browser, inputs: list[dict[str, object]]) -> list[dict[str, Any]]:
    """The same, by the same files, in a page that is served nothing else."""
    context = chromium.new_context()
    folders = {"modules": MODULES, "rules": RULES, "tests": HERE}

    def serve(route: Route) -> None:
        _, folder, *name = route.request.url.removeprefix("http://twin.test").split("/")
        if folder in folders:
            route.fulfill(path=folders[folder] / "/".join(name))
        else:
            route.fulfill(body="<!doctype html><title>Twin</title>", content_type="text/html")

    context.route("**/*", serve)
    page = context.new_page()
    page.goto("http://twin.test/")
    answers = page.evaluate(_ALL, [json.dumps(each) for each in inputs])
    context.close()
    return [json.loads(each) for each in answers]


@cache
def in_python() -> list[dict[str, Any]]:
    return [_answer(**case) for case in cases()]


def _answer(text: str, **options: Any) -> dict[str, Any]:
    found = check(text, **options)
    plain = [asdict(each) for each in found]
    return {
        "found": plain,
        "again": plain,
        "replaced": replace(text, found, range(len(found))),
        "clues": [asdict(each) for each in clues(text)],
    }


def differences(answers: list[dict[str, Any]]) -> list[object]:
    ours = in_python()
    assert len(answers) == len(ours) >= 2000
    return [(case, one, two) for case, one, two in zip(cases(), ours, answers, strict=True) if one != two]


def test_python_and_node_agree_on_every_text() -> None:
    different = differences(in_node(cases()))
    assert not different, f"{len(different)} differ, first: {different[0]}"


@pytest.mark.browser
def test_python_and_chromium_agree_on_every_text(chromium: Browser) -> None:
    different = differences(in_chromium(chromium, cases()))
    assert not different, f"{len(different)} differ, first: {different[0]}"
