"""Everything found in one entry."""

from __future__ import annotations

from journal.analyser import components, cues, elements, phrases, valence, wording
from journal.analyser.concepts import concept_hits
from journal.analyser.language import read
from journal.analyser.results import Analysis
from journal.analyser.signals import signals
from journal.analyser.signposts import signposts
from journal.analyser.told import weigh

# Raised whenever a rule, a cue list, a weight or the vocabulary changes what is found, so that stored analyses of
# another version are never mixed with new ones.
VERSION = "1.6"


def analyse(text: str) -> Analysis:
    """Give everything found in a text, with spans (code points) into it.

    Pure and deterministic; takes any text, the empty one too, in time linear in its length.
    """
    document = read(text)
    found = cues.find(document)
    gathered = elements.evidence(document, found)
    measured = {**signals(document), **wording.families(document.lowers)}
    cued = components.cues_by_sentence(document, found)
    leaning, tells = weigh(document, cued)
    went, sure = valence.how_it_went(document, found, gathered, measured, leaning, tells)
    return Analysis(
        version=VERSION,
        sentences=tuple(document.sentences),
        elements=elements.suggested(document, gathered, measured, leaning),
        components=components.present(document, cued, measured, leaning, tells),
        valence=went,
        valence_sure=sure,
        signposts=signposts(document, found),
        concepts=concept_hits(document, found),
        phrases=phrases.find(document),
    )
