"""All patterns of the vocabulary and the cue lists in one matcher, so that a text is walked once."""

from __future__ import annotations

from functools import cache

from journal.analyser import concepts
from journal.analyser.data import read
from journal.analyser.language import Document
from journal.analyser.patterns import Found, Matcher

STRONG = 1.0
SOME = 0.5
LISTS = ("elements", "components", "valence", "signposts")
_OTHERS_VIEW = "perspective"


def find(document: Document) -> list[Found]:
    """Give every pattern found: kind "concept" with a concept's id, or one of `LISTS` with the name it speaks for."""
    return matcher().find(document)


@cache
def matcher() -> Matcher:
    """Give the compiled patterns; made on first use, a tenth of a second's work."""
    made = Matcher(read("classes.json"))
    for concept in concepts.vocabulary().values():
        for pattern in concept.patterns:
            made.add(pattern, concepts.KIND, concept.id, own=_is_own(pattern, concepts.KIND, concept.id))
    for kind in LISTS:
        for name, patterns in read(f"cues/{kind}.json").items():
            if isinstance(patterns, list):
                patterns = {"strong": patterns}
            for strength, weight in (("strong", STRONG), ("some", SOME)):
                for line in patterns.get(strength, ()):
                    made.add(line, kind, name, weight, own=_is_own(line, kind, name))
    return made


def _is_own(pattern: str, kind: str, name: str) -> bool:
    """Say whether a pattern counts in the writer's words alone.

    Parts of a reflection do, but for another's view; so does what speaks of the writer. Signposts do not: dictation
    seldom tells whose words they are, and a miss costs most there.
    """
    if kind == "components":
        return name != _OTHERS_VIEW
    return kind != "signposts" and "me:" in pattern.split()
