"""Themes of a journal: subjects that keep returning over time, joined where independent sightings of them agree.

A subject is worth the more the more often and the more clearly it returns. Several entries of one week count as little
more than one; a subject of nearly every entry is the job rather than a theme; what anybody writes of (explaining)
counts less than what few do; and the scene somebody works in (nights, arrests, wounds) counts less than what happens
between people there. Two subjects seen by different means that fall on the same entries bear each other out:
both gain, and the theme takes the entries of both; but a scene bears out nothing beyond itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from journal.analyser.candidates import Candidate
from journal.analyser.data import load
from journal.analyser.english import commonness
from journal.analyser.kinship import fields_of, words_of
from journal.analyser.language import STOP, stem
from journal.analyser.results import Entry
from journal.analyser.sightings import MOST_SENTENCES, Kind, Subject, is_theme_alone, subjects, title

MOST_CONSIDERED = 60
CLEAREST = 3.0
SAME_WEEK = 0.35
ORDINARY_SHARE = 0.4
FEWEST_TO_BE_ORDINARY = 10
TOO_ORDINARY = 3
SCENERY = 0.5
RARITY = 0.2
RAREST, USUAL, COMMONEST = 20, 50, 300
TRUST: dict[Kind, float] = {"concept": 1.3, "field": 1.0, "word": 1.0}
RANK: dict[Kind, int] = {"concept": 0, "field": 1, "word": 2}
AGREE = 0.28
BACKING = 0.4
COVERS = 0.3
MOST_BACKERS = 1
SAME_ENTRIES = 0.65
OWN_WORDS = 3
SCARCE = 2
SHARED = 0.4
COMMON = 3
ENTRIES_A_THEME = 2
SETTLED = 8
NOW, BEFORE = 0.8, 1.2
FIRST_WORDINGS = 6
FEWEST_THEMES = 3


@dataclass(frozen=True, slots=True)
class _Theme:
    score: float
    members: tuple[Subject, ...]
    places: int


def choose(entries: Sequence[Entry]) -> list[Candidate]:
    """Give the themes of a journal, best first; `entries` in the order of time."""
    weeks = [_week(entry.written_at, place) for place, entry in enumerate(entries)]
    seen = subjects(entries)
    worth = {subject.key: _worth(subject, weeks) for subject in seen if is_theme_alone(subject)}
    ranked = sorted(
        (subject for subject in seen if subject.key in worth), key=lambda subject: (-worth[subject.key], subject.key)
    )[:MOST_CONSIDERED]
    known = _known(len(entries))
    themes = [_joined(subject, ranked, worth, known) for subject in ranked]
    themes.sort(key=lambda theme: (-theme.score, theme.members[0].key))
    kept: list[_Theme] = []
    for theme in themes:
        if not any(_is_same(theme, other, known) for other in kept):
            kept.append(theme)
    del kept[max(FEWEST_THEMES, len(entries) // ENTRIES_A_THEME + 1) :]
    nouns = [
        subject
        for subject in seen
        if subject.kind == "word" and not _is_scene(subject) and subject.name not in _empty()
    ]
    return _dressed(kept, nouns, known)


def _known(total: int) -> int:
    """Give how many entries decide what belongs together and in which words it is told: from sixteen on whole eights.

    So one more entry joins themes rather than reshuffling them.
    """
    return total - total % SETTLED if total >= 2 * SETTLED else total


def _is_same(theme: _Theme, other: _Theme, known: int) -> bool:
    """Say whether a theme repeats a stronger one: the same entries, or kindred subjects and many or all of its own."""
    likeness = _likeness(theme.places, other.places, known)
    if likeness >= AGREE or not theme.places & ~other.places:
        if any(are_akin(theme.members[0], member) for member in other.members if member.kind != theme.members[0].kind):
            return True
    return likeness >= SAME_ENTRIES


def _week(moment: datetime | None, place: int) -> int:
    return moment.toordinal() // 7 if moment is not None else -1 - place


def _worth(subject: Subject, weeks: Sequence[int]) -> float:
    """Give how much a subject recurs, three fifths of it as it stood at the last whole eight entries.

    So the order of the themes moves slowly, and one more entry does not reshuffle them.
    """
    total = len(weeks)
    recurring = NOW * _recurring(subject, weeks, total) + BEFORE * _recurring(subject, weeks, total - total % SETTLED)
    scene = SCENERY if _is_scene(subject) else 1.0
    return TRUST[subject.kind] * scene * _rarity(subject.kind, subject.name) * recurring


@cache
def _rarity(kind: Kind, name: str) -> float:
    """Give how much more a subject tells of this person than one that shows in every twentieth entry of anybody's."""
    if kind == "word":
        return 1.0
    rate = load("rates.json")[f"{kind}s"].get(name, RAREST)
    return float((USUAL / min(rate, COMMONEST)) ** RARITY)


def _recurring(subject: Subject, weeks: Sequence[int], total: int) -> float:
    """Give how much a subject recurs in the first `total` entries; one of nearly every entry is the job, and little."""
    by_week: dict[int, list[float]] = {}
    count = 0
    for place, strength in subject.sightings.strengths.items():
        if place < total:
            count += 1
            by_week.setdefault(weeks[place], []).append(min(strength, CLEAREST))
    if not count:
        return 0.0
    recurring = sum(max(found) + SAME_WEEK * (sum(found) - max(found)) for found in by_week.values())
    ordinary = min(1.0, ORDINARY_SHARE * total / count) if total >= FEWEST_TO_BE_ORDINARY else 1.0
    return recurring * ordinary**TOO_ORDINARY


def _is_scene(subject: Subject) -> bool:
    return subject.name in _scenery(subject.kind)


@cache
def _scenery(kind: Kind) -> frozenset[str]:
    names = load("scenery.json")[f"{kind}s"]
    return frozenset(map(stem, names) if kind == "word" else names)


@cache
def _empty() -> frozenset[str]:
    return frozenset(map(stem, load("scenery.json")["empty"]))


def _joined(subject: Subject, ranked: Sequence[Subject], worth: dict[str, float], known: int) -> _Theme:
    backers = []
    for other in ranked:
        if other.kind != subject.kind:
            likeness = _likeness(subject.places, other.places, known)
            if likeness >= AGREE and are_akin(subject, other) and (_is_scene(subject) or not _is_scene(other)):
                backers.append((likeness * worth[other.key], other.key, other))
    backers.sort(key=lambda backer: (-backer[0], backer[1]))
    del backers[MOST_BACKERS:]
    members = (subject, *(other for _, _, other in backers))
    places = 0
    for member in members:
        places |= member.places
    return _Theme(worth[subject.key] + BACKING * sum(b[0] for b in backers), members, places)


def are_akin(first: Subject, second: Subject) -> bool:
    """Say whether two subjects of different kinds speak of the same thing by the words that stand for them."""
    first, second = sorted((first, second), key=lambda subject: RANK[subject.kind])
    if second.kind == "field":
        return second.name in fields_of(first.name)
    return second.name in words_of(first.kind, first.name)


def _likeness(first: int, second: int, known: int | None = None) -> float:
    """Give the share of common entries, among the first `known` where both show there."""
    if known is not None:
        seen = (1 << known) - 1
        if first & seen and second & seen:
            first, second = first & seen, second & seen
    return (first & second).bit_count() / (first | second).bit_count()


def _dressed(themes: Sequence[_Theme], nouns: Sequence[Subject], known: int) -> list[Candidate]:
    """Give each theme the key and plain name of the member that tells most; a name is given once."""
    taken: set[str] = set()
    made = []
    for theme in themes:
        members = sorted(theme.members, key=lambda member: _telling(member, theme))
        lead = next((member for member in members if member.key not in taken), None)
        if lead is None:
            continue
        taken.add(lead.key)
        made.append(
            Candidate(
                key=lead.key,
                label=_label(lead, members, _shared(theme, nouns, known), known),
                score=theme.score,
                sentences=_sentences(members),
                concepts=tuple(member.name for member in members if member.kind == "concept"),
            )
        )
    return made


def _telling(member: Subject, theme: _Theme) -> tuple[bool, int, str]:
    """Order the members of a theme by how well they name it: a concept first, if it covers half of it."""
    covers = member is theme.members[0] or _likeness(member.places, theme.places) >= COVERS
    return not covers, RANK[member.kind], member.key


def _sentences(members: Sequence[Subject]) -> dict[int, int]:
    """Give for each entry the sentence that shows the theme best, those first that show it most clearly."""
    totals: dict[int, float] = {}
    for member in members:
        for at, weight in member.sightings.weights.items():
            totals[at] = totals.get(at, 0.0) + weight
    best: dict[int, int] = {}
    for at in sorted(totals, key=lambda at: (-totals[at], at)):
        place, sentence = divmod(at, MOST_SENTENCES)
        best.setdefault(place, sentence)
    return best


def _shared(theme: _Theme, nouns: Sequence[Subject], known: int) -> str:
    """Give the noun of the author's own that stands in most of the first entries of a theme and few others, or ""."""
    seen = (1 << known) - 1
    places = theme.places & seen
    fits = ((_likeness(noun.places & seen, places), noun.key, noun) for noun in nouns if noun.places & places)
    likeness, _, noun = max(fits, default=(0.0, "", None))
    return title(noun).lower() if noun is not None and likeness >= SHARED else ""


def _label(lead: Subject, members: Sequence[Subject], noun: str, known: int) -> str:
    """Give the plain name with the first telling words the author had for it in the first `known` entries.

    Where those are scarce, `noun` is added.
    """
    plain = title(lead)
    said: list[str] = []
    for member in (lead, *(member for member in members if member is not lead)):
        for wording in _first_wordings(member, known):
            if len(said) < OWN_WORDS and _adds(wording, [plain.lower(), *said]):
                said.append(wording)
        if said:
            break
    if noun and len(said) < SCARCE and not _repeats(noun, [plain.lower(), *said]):
        said.append(noun)
    return f"{plain}: " + ", ".join(f"“{wording}”" for wording in said) if said else plain


def _first_wordings(member: Subject, known: int) -> list[str]:
    seen = member.sightings
    return seen.wordings[: min(FIRST_WORDINGS, bisect_left(seen.said_at, known))]


def _adds(wording: str, already: Sequence[str]) -> bool:
    root = stem(wording)
    tells = " " in wording or (wording not in STOP and root not in _scenery("word") and commonness(root) <= COMMON)
    return tells and not _repeats(wording, already)


def _repeats(wording: str, already: Sequence[str]) -> bool:
    return any(wording in other or other in wording for other in already)
