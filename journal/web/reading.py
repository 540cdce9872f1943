"""How an entry reads back to its author: what is here, what is not here yet, and the sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass

from journal.analyser import Analysis
from journal.analyser.results import COMPONENTS, Signpost
from journal.language import gettext, marked
from journal.reflections.content import Content

WORDS = {
    "description": marked("what happened"),
    "feeling": marked("how it felt"),
    "perspective": marked("how others may have seen it"),
    "analysis": marked("what you make of it"),
    "learning": marked("what you take from it"),
    "plan": marked("what comes next"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is here, each with a sentence of the author's, and what is not here yet. Never a measure of anything."""

    here: tuple[tuple[str, str], ...]
    not_yet: tuple[str, ...]
    suggested: tuple[tuple[str, str], ...]
    signposts: tuple[Signpost, ...]


def reading_of(content: Content, analysis: Analysis) -> Reading:
    """Give the entry as it reads back. Suggested elements leave out those the author marked."""
    text = content.full_text()
    found = {hit.component: hit.evidence for hit in analysis.components}
    marked = content.facets.get("elements", {})
    return Reading(
        here=tuple((gettext(WORDS[c]), quoted(text, found[c])) for c in COMPONENTS if c in found),
        not_yet=tuple(gettext(WORDS[c]) for c in COMPONENTS if c not in found),
        suggested=tuple(
            (hit.element, quoted(text, hit.evidence)) for hit in analysis.elements if hit.element not in marked
        ),
        signposts=analysis.signposts,
    )


def quoted(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Give the first of the spans' words, at most a line or two long."""
    if not spans:
        return ""
    start, end = spans[0]
    words = " ".join(text[start:end].split())
    return words if len(words) <= 160 else words[:157].rsplit(" ", 1)[0] + " ..."
