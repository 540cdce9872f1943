"""The page finds the same in every entry as the server, and asks the same question for the same reason."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from journal.analyser import Analysis, Entry, analyse, next_question, to_plain
from journal.analyser.data import LEXICONS
from journal.analyser.stemming import snowball
from journal.http.data_files import data_files
from tests.node import node

from .conformance import Case, cases, journals

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = ROOT / "static" / "js" / "analyser"


def served() -> dict[str, Any]:
    """Give the data as the phone gets it."""
    return {Path(name).stem: json.loads(content) for name, content in data_files() if name.startswith("data/analyser/")}


@cache
def words() -> tuple[str, ...]:
    """Give every word of the journals, the lexicons and the word list of the identifier check, and pieces of them."""
    sources = [*LEXICONS.rglob("*.json"), *(ROOT / "journal" / "identifiers" / "rules").glob("*.json")]
    texts = [*(path.read_text("utf-8") for path in sources), *(text for journal in journals() for text in journal)]
    found = {word for text in texts for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())}
    endings = ("ing", "ed", "eedly", "ational", "izer", "ness", "ly", "'s", "ied", "ative", "ion", "ity", "s")
    made = {word[: 2 + n % 9] + endings[n % len(endings)] for n, word in enumerate(sorted(found))}
    return tuple(sorted(found | made))


@cache
def in_python() -> tuple[tuple[Analysis, ...], tuple[dict[str, Any] | None, ...]]:
    texts, chosen = cases()
    found = tuple(analyse(text) for text in texts)

    def question(case: Case) -> dict[str, Any] | None:
        entry = Entry(case.id, None, found[case.text], texts[case.text], case.elements, case.valence)  # type: ignore[arg-type]
        history = [Entry("", None, found[n], texts[n]) for n in case.history]
        return plain(next_question(entry, history, case.asked))

    return found, tuple(question(case) for case in chosen)


def shared(found: Analysis) -> dict[str, Any]:
    """Give what both find: the phone looks for no phrases, and keeps no analysis."""
    return {name: value for name, value in to_plain(found).items() if name not in ("v", "f")}


def plain(question: Any) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "question_id": question.question_id,
        "text": question.text,
        "family": question.family,
        "why": question.why,
        "evidence": [list(span) for span in question.evidence],
        "reflecting": question.reflecting,
    }


def as_sent(case: Case) -> dict[str, Any]:
    """Give a case as the page is given it, texts by their place in the list."""
    return {
        "entry": {"id": case.id, "text": case.text, "elements": case.elements, "valence": case.valence},
        "history": [{"id": "", "text": n} for n in case.history],
        "asked": [{"question_id": one.question_id, "entry_id": one.entry_id} for one in case.asked],
    }


@cache
def in_javascript() -> dict[str, Any]:
    texts, chosen = cases()
    return run({"texts": texts, "words": words(), "cases": [as_sent(case) for case in chosen]})


def run(inputs: dict[str, Any]) -> dict[str, Any]:
    """Give what the page finds and asks."""
    ran = subprocess.run(
        [node(), str(HERE / "twin.mjs"), str(MODULES)],
        input=json.dumps(inputs | {"data": served()}), stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    answers: dict[str, Any] = json.loads(ran.stdout)
    return answers


def test_the_conformance_set_is_large_and_varied() -> None:
    texts, chosen = cases()
    found, questions = in_python()
    assert len(chosen) >= 2_000 and len(set(texts)) >= 1_000
    assert len({question["question_id"] for question in questions if question}) >= 250
    assert sum(question is None for question in questions) >= 20
    assert {kind.kind for one in found for kind in one.signposts} == {
        "distress", "exhaustion", "safeguarding", "candour", "speaking_up", "legal",
    }  # fmt: skip


def test_every_word_has_the_same_stem() -> None:
    different = [
        (word, theirs)
        for word, theirs in zip(words(), in_javascript()["stems"], strict=True)
        if snowball(word) != theirs
    ]
    assert len(words()) >= 60_000
    assert not different, f"{len(different)} differ, first: {different[:5]}"


def test_the_same_is_found_in_every_text() -> None:
    texts, _ = cases()
    for text, ours, theirs in zip(texts, in_python()[0], in_javascript()["found"], strict=True):
        assert theirs == shared(ours), repr(text)


def test_the_same_question_is_chosen_every_time() -> None:
    texts, chosen = cases()
    for case, ours, theirs in zip(chosen, in_python()[1], in_javascript()["questions"], strict=True):
        assert theirs == ours, (texts[case.text], case)
