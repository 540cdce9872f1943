"""What the choice of a question looks at: drawn once from the entry, the history and what was asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from journal.analyser import bank
from journal.analyser.bank import ALWAYS, DEED, Item, Words
from journal.analyser.reflecting import deed_line, slot_words
from journal.analyser.results import Asked, Component, Entry, Span, Valence

CYCLE = ("feeling", "perspective", "analysis", "learning", "plan")
_PARTS = frozenset(CYCLE)
_GRAVE = frozenset({"safeguarding", "candour", "legal", "speaking_up", "exhaustion"})
_SOMEBODY = frozenset({"person", "pronoun", "family", "child"})
_LOOK_BACK = 30
_FEW = 25
_BRIEF, _LONG = 35, 80


@dataclass(frozen=True, slots=True)
class Situation:
    """One entry as the choice sees it.

    `groups` are the cue groups that show, `told` how often each is spoken of; `repeated` those that came up before,
    `pressing` those of them spoken of twice or more here. `missing` are the parts of a reflection not in the entry.
    `plain`: it only tells what happened, and touches no element (in `_FEW` words what is suggested is not enough);
    `ordinary`: and of nobody in the writer's care, nothing `grave`, and it went neither well nor badly. `tender`: it is
    grave, or was hard. `valence` is None where neither the author nor the analyser is sure; what is heavy counts as
    hard then. `stage` is how used to this the person is, `turn` how many were asked, `first` that this is the first of
    all. `deed` is something the writer did, in their own words. `kinds` names what kind of entry it is, for
    `Item.sits`: ALWAYS, how it went, whether it is grave, plain, short or long, and the parts of a reflection in it.
    """

    entry: Entry
    words: Words
    groups: frozenset[str]
    told: Mapping[str, int]
    concepts: frozenset[str]
    repeated: frozenset[str]
    pressing: frozenset[str]
    plain: bool
    ordinary: bool
    missing: frozenset[str]
    valence: Valence | None
    problem: bool
    grave: bool
    tender: bool
    exhausted: bool
    stage: int
    turn: int
    shown: tuple[Item, ...]
    strength_due: bool
    first: bool
    slot: str
    slot_span: Span | None
    deed: str
    deed_span: Span | None
    kinds: frozenset[str]


def situation_of(entry: Entry, history: Sequence[Entry], asked: Sequence[Asked]) -> Situation:
    """Draw the situation of an entry; history and asked as in `next_question`."""
    words = Words(entry.text)
    deed, deed_span = deed_line(entry.text)
    groups = bank.groups_in(words) | ({DEED} if deed else frozenset())
    shown = questions_shown(asked)
    earlier = history[-_LOOK_BACK:]
    told = {name: bank.mentions(words, name) for name in groups}
    repeated = _repeated_topics(groups, earlier)
    slot, span = slot_words(entry.text)
    experience = max(len(history), len(asked))
    signposts = {signpost.kind for signpost in entry.analysis.signposts}
    present = {hit.component for hit in entry.analysis.components}
    concepts = frozenset(hit.concept for hit in entry.analysis.concepts)
    grave = (
        not groups.isdisjoint(("dying", "heavy"))
        or not bank.named("grave_concepts").isdisjoint(concepts)
        or not _GRAVE.isdisjoint(signposts)
    )
    touched = entry.elements or (entry.analysis.elements and len(words.lower) >= _FEW)
    plain = not (touched or present - {"description"})
    guessed = entry.analysis.valence if entry.analysis.valence_sure else "was_hard" if "heavy" in groups else None
    valence = entry.valence or guessed
    return Situation(
        entry=entry,
        words=words,
        groups=groups,
        told=told,
        concepts=concepts,
        repeated=repeated,
        pressing=frozenset(name for name in repeated if told[name] >= 2),
        plain=plain,
        ordinary=plain and not grave and groups.isdisjoint(_SOMEBODY) and valence not in ("went_well", "was_hard"),
        missing=frozenset(part for part in CYCLE if part not in present),
        valence=valence,
        problem=not groups.isdisjoint(bank.named("burdens")),
        grave=grave,
        tender=grave or valence == "was_hard",
        exhausted="exhaustion" in signposts,
        stage=1 if experience < 6 else 2 if experience < 24 else 3,
        turn=len(asked),
        shown=shown,
        strength_due=is_strength_due(shown),
        first=not (history or asked),
        slot=slot,
        slot_span=span,
        deed=deed,
        deed_span=deed_span,
        kinds=_kinds(valence, present, len(words.lower), grave=grave, plain=plain),
    )


def _kinds(valence: Valence | None, present: Set[Component], size: int, *, grave: bool, plain: bool) -> frozenset[str]:
    length = "short" if size < _BRIEF else "long" if size >= _LONG else ""
    so = (ALWAYS, valence, "grave" if grave else "", "plain" if plain else "", length, *(present & _PARTS))
    return frozenset(name for name in so if name)


def questions_shown(asked: Sequence[Asked]) -> tuple[Item, ...]:
    """Give the questions that were shown, oldest first; ids no longer in the bank are passed over."""
    known = bank.by_id()
    return tuple(known[one.question_id] for one in asked if one.question_id in known)


def is_strength_due(shown: Sequence[Item]) -> bool:
    """Say whether the next must ask about strength, so that of any three in a row at least one does."""
    return len(shown) >= 2 and not any(item.strength for item in shown[-2:])


def _repeated_topics(groups: frozenset[str], earlier: Sequence[Entry]) -> frozenset[str]:
    """Give the topics of this entry that at least two earlier entries were about as well."""
    topics = [cue for cue in bank.cues().values() if cue.recur and cue.id in groups]
    if not topics:
        return frozenset()
    counts = dict.fromkeys((cue.id for cue in topics), 0)
    for entry in earlier:
        words = Words(entry.text)
        names = {part for hit in entry.analysis.concepts for part in hit.concept.replace("_", "-").split("-")}
        for cue in topics:
            if any(phrase in words for phrase in cue.found) or not cue.concepts.isdisjoint(names):
                counts[cue.id] += 1
    return frozenset(name for name, count in counts.items() if count >= 2)
