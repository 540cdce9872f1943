"""The words people read in facets and templates: plain, two-sided, and free of what the journal never says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from journal.analyser.results import ELEMENTS, VALENCES
from journal.schemas import catalogue

NEVER = re.compile(
    r"\b(complian\w*|scor(e|es|ed|ing)|grad(e|es|ed|ing)|levels?|submit\w*|streaks?|anonymis\w*|AI|well done|"
    r"should have|you must|why did you|have you (tried|considered)|service users?|patients?|clients?|cases?)\b",
    re.IGNORECASE,
)


def read_texts(plain: Any) -> Iterator[str]:
    """Walk every text a person would read in a data file."""
    if isinstance(plain, list):
        for inner in plain:
            yield from read_texts(inner)
    elif isinstance(plain, dict):
        for key, inner in plain.items():
            if isinstance(inner, str) and key not in {"id", "kind", "source"}:
                yield inner
            else:
                yield from read_texts(inner)


FILES = sorted([*catalogue.FACETS_FOLDER.glob("v*.json"), *catalogue.TEMPLATES_FOLDER.glob("v*.json")])
TEXTS = [text for path in FILES for text in read_texts(json.loads(path.read_text(encoding="utf-8")))]


def test_there_are_words_to_read() -> None:
    assert len(TEXTS) > 300


def test_nothing_says_what_the_journal_never_says() -> None:
    assert [text for text in TEXTS if NEVER.search(text)] == []
    assert NEVER.search("Submit your score")


def syllables(word: str) -> int:
    beats = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])e(s|d)?$", "", word.lower())))
    return max(beats, 1)


def years_of_school(texts: list[str]) -> float:
    """The Flesch-Kincaid figure: 6 is about age 11."""
    sentences = [s for text in texts for s in re.split(r"[.?!:]", text) if s.strip()]
    words = [word for s in sentences for word in re.findall(r"[A-Za-z']+", s)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_an_eleven_year_old_can_read_it() -> None:
    sentences = [text for text in TEXTS if len(text.split()) > 3]
    assert years_of_school(sentences) <= 6
    assert max(len(s.split()) for text in sentences for s in re.split(r"[.?!:]", text)) <= 25
    heavy = ["Practitioners demonstrating accountability undertake multidisciplinary consultation concerning outcomes."]
    assert years_of_school(heavy) > 12


def test_the_elements_and_valences_are_the_analysers() -> None:
    assert tuple(row.id for row in catalogue.facet("elements").rows) == ELEMENTS
    assert tuple(row.id for row in catalogue.facet("element_sides").rows) == ELEMENTS
    assert tuple(option.id for option in catalogue.facet("valence").options) == VALENCES


def test_every_element_explains_both_sides() -> None:
    for row in catalogue.facet("elements").rows:
        assert row.help and row.mine and row.theirs
        assert row.mine != row.theirs
        assert re.search(r"\bI\b", row.mine)
        assert re.search(r"\bThey\b", row.theirs)


def test_the_connection_test_shows_both_poles() -> None:
    connection = catalogue.facet("connection")
    assert all(row.better and row.worse for row in connection.rows)
    assert [option.id for option in connection.options] == ["better", "worse", "cannot_tell"]
    assert (len(connection.rows), len(connection.units)) == (3, 3)


@pytest.mark.parametrize("facet", catalogue.facets(), ids=lambda f: f.id)
def test_every_facet_asks_and_helps(facet: catalogue.Facet) -> None:
    for one in (facet, *facet.fields):
        assert one.label and one.help
        assert one.question.endswith("?") and one.question.count("?") == 1
        names = [part.id for part in one.options] + [part.id for part in one.rows] + [part.id for part in one.units]
        assert len(names) == len(set(names))
        if one.kind in {"text", "list", "template"}:
            assert one.limit


@pytest.mark.parametrize("template", catalogue.templates(), ids=lambda t: t.id)
def test_every_box_asks_one_open_question(template: catalogue.Template) -> None:
    assert template.summary and template.source
    assert len({step.id for step in template.steps}) == len(template.steps)
    for step in template.steps:
        assert re.match(r"(What|How|Which|When|Where|If)\b", step.prompt), step.id
        assert step.prompt.count("?") == 1 and step.prompt.endswith("?")
        assert len(step.prompt.split()) <= 20
        assert step.hint.endswith(".")


def test_the_templates_are_all_here_and_the_default_comes_first() -> None:
    assert [one.id for one in catalogue.templates()] == [
        "driscoll",
        "gibbs",
        "johns",
        "rolfe",
        "kolb",
        "schon",
        "atkins_murphy",
        "three_questions",
        "small_difference",
        "their_chair",
        "assumption_check",
        "activity_mechanism_context",
    ]
    assert catalogue.default_template() is catalogue.templates()[0]
    assert sum(one.default for one in catalogue.templates()) == 1
    assert catalogue.template("gibbs").steps[0].id == "description"
    with pytest.raises(KeyError):
        catalogue.template("none")
