"""Everything found in one entry."""

from __future__ import annotations

from journal.analyser import components, cues, elements, phrases, valence
from journal.analyser.concepts import concept_hits
from journal.analyser.language import read
from journal.analyser.results import Analysis
from journal.analyser.signals import signals
from journal.analyser.signposts import signposts

# Raised whenever a rule, a cue list, a weight or the vocabulary changes what is found, so that stored analyses of
# another version are never mixed with new ones.
VERSION = "1.2"


def analyse(text: str) -> Analysis:
    """Give everything found in a text, with spans (code points) into it.

    Pure and deterministic; takes any text, the empty one too, in time linear in its length.
    """
    document = read(text)
    found = cues.find(document)
    gathered = elements.evidence(document, found)
    return Analysis(
        version=VERSION,
        sentences=tuple(document.sentences),
        elements=elements.suggested(gathered),
        components=components.present(document, found, signals(document)),
        valence=valence.how_it_went(document, found, gathered),
        signposts=signposts(document, found),
        concepts=concept_hits(document, found),
        phrases=phrases.find(document),
    )
