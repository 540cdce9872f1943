"""What a reflection says, found by rules and weights that can be read: pure, deterministic, versioned.

`analyse` reads one entry, `recurring` one person's journal, `next_question` chooses what to ask.
"""

from journal.analyser.coach import next_question
from journal.analyser.entry import VERSION, analyse
from journal.analyser.results import (
    COMPONENTS,
    ELEMENTS,
    VALENCES,
    Analysis,
    Asked,
    Component,
    ComponentHit,
    ConceptHit,
    Element,
    ElementHit,
    Entry,
    Evidence,
    PhraseHit,
    Question,
    Signpost,
    SignpostKind,
    Span,
    Theme,
    Trend,
    Valence,
    from_plain,
    to_plain,
)
from journal.analyser.themes import recurring

__all__ = [
    "COMPONENTS",
    "ELEMENTS",
    "VALENCES",
    "VERSION",
    "Analysis",
    "Asked",
    "Component",
    "ComponentHit",
    "ConceptHit",
    "Element",
    "ElementHit",
    "Entry",
    "Evidence",
    "PhraseHit",
    "Question",
    "Signpost",
    "SignpostKind",
    "Span",
    "Theme",
    "Trend",
    "Valence",
    "analyse",
    "from_plain",
    "next_question",
    "recurring",
    "to_plain",
]
