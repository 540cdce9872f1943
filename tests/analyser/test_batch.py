"""The batch commands as a researcher runs them: lines in, lines out, in order, and errors that quote nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.analyser.journals import labelled


def run(command: str, lines: list[Any]) -> subprocess.CompletedProcess[str]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    program = [sys.executable, "-m", "journal.analyser", command]
    return subprocess.run(program, input=text, capture_output=True, text=True, encoding="utf-8", check=False)


def out(command: str, lines: list[Any]) -> list[dict[str, Any]]:
    done = run(command, lines)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def given_entries(count: int) -> list[dict[str, Any]]:
    return [{key: entry[key] for key in ("id", "text", "written_at")} for entry in labelled()[:count]]


def test_entries_come_back_in_order_with_evidence_inside_the_text() -> None:
    lines = [*given_entries(12), {"id": "emoji", "text": "👩‍⚕️ I felt ashamed. שלום"}]
    answers = out("entries", lines)
    assert [answer["id"] for answer in answers] == [line["id"] for line in lines]
    for line, answer in zip(lines, answers, strict=True):
        assert set(answer) == {"id", "elements", "components", "valence", "signposts", "concepts", "version"}
        assert answer["valence"] in {"went_well", "was_hard", "mixed"}
        scores = [hit["score"] for hit in answer["elements"]]
        assert scores == sorted(scores, reverse=True)
        pieces = [*answer["elements"], *answer["components"], *answer["signposts"]]
        spans = [span for piece in pieces for span in piece["evidence"]]
        spans += [hit["span"] for hit in answer["concepts"]]
        assert all(0 <= start < end <= len(line["text"]) for start, end in spans)
    feeling = next(hit for hit in answers[-1]["components"] if hit["component"] == "feeling")
    start, end = feeling["evidence"][0]
    assert "ashamed" in lines[-1]["text"][start:end]


def test_themes_are_those_of_one_journal_at_most_twelve() -> None:
    lines = given_entries(30)
    answers = out("themes", lines)
    ids = {line["id"] for line in lines}
    assert 1 <= len(answers) <= 12
    for theme in answers:
        assert set(theme) == {"label", "entries", "trend", "elements", "valence", "evidence"}
        assert theme["trend"] in {"rising", "steady", "fading"}
        assert set(theme["entries"]) <= ids


def test_a_question_takes_history_and_what_was_asked() -> None:
    first, second = given_entries(2)
    before = out("question", [second])[0]
    after = out("question", [{**second, "history": [first], "asked": [before["question_id"]]}])[0]
    assert set(after) == {"id", "question", "question_id", "family", "why"}
    assert before["question"].count("?") == 1
    assert after["question_id"] != before["question_id"]


def test_where_nothing_is_asked_the_line_keeps_its_keys_and_says_why() -> None:
    line = {"id": "heavy", "text": "I can't go on. I keep thinking about not waking up."}
    answer = out("question", [line])[0]
    assert (answer["question"], answer["question_id"], answer["family"]) == (None, None, None)
    assert answer["why"].startswith("No question now.")


def test_sentences_have_probabilities_that_add_up() -> None:
    answers = out("sentences", [{"id": "a", "text": "I felt scared."}, {"id": "b", "text": ""}])
    assert answers[0]["components"] == ["feeling"]
    assert all(abs(sum(answer["labels"].values()) - 1) < 0.001 for answer in answers)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": "a", "text": "secret', "not valid JSON"),
        ('["secret"]', "not a JSON object"),
        ('{"text": "secret"}', '"id" is missing'),
        ('{"id": "a", "text": 7, "x": "secret"}', '"text" is missing'),
        ('{"id": "a", "text": "secret", "written_at": "secret"}', '"written_at"'),
    ],
)
@pytest.mark.parametrize("command", ["entries", "question"])
def test_a_bad_line_is_named_by_number_and_never_quoted(command: str, line: str, fault: str) -> None:
    done = run(command, [{"id": "ok", "text": "Fine."}, line])
    assert done.returncode == 2
    assert done.stderr.startswith("line 2: ")
    assert fault in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_tells_the_known_ones() -> None:
    done = run("grade", [])
    assert done.returncode == 2
    assert "entries|themes|question|sentences" in done.stderr
