"""The themes a release may name, and which of them one entry is about.

The analyser's vocabulary has some 250 concepts: right for one person's journal, far too fine for a cohort. An author
touches about twenty of them in a month and adds three themes (R1), so hardly any single concept would ever reach ten
people. A release therefore names the groups the concepts belong to. Sensitive concepts count towards no ordinary
theme; they have groups of their own, which only the top cohort sees, by the quarter (R9).

An entry is about a theme when at least two places in it name one of its concepts: with one place enough, half of all
themes are in everybody's month and the table says little (measured on the demo journals: 9.6 themes a month with one
place, 4.9 with two).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from journal.analyser.concepts import vocabulary
from journal.insight.cells import ThemeLabel

PLACES = 2

# By group of the vocabulary (the file a concept is in).
_ORDINARY = {
    "communication": ("Talking and listening", "Listening, silence, hard conversations, how it was said."),
    "relationship": ("The relationship itself", "Trust, first meetings, endings, boundaries, small kindnesses."),
    "choice-and-risk": ("Choice and risk", "Capacity, refusing care, deciding together, doing it for themselves."),
    "honesty": ("Honesty and promises", "Plain words, promises kept or broken, saying no, consent."),
    "families": ("Families", "Families at the bedside, angry or worn-out relatives, parents and children."),
    "community": ("Being linked to others", "Loneliness, peers, linking people to each other."),
    "end-of-life": ("Dying and grief", "Being with the dying, pain, the bereaved, our own grief."),
    "harm-and-conditions": ("Illness and daily care", "Medicines, falls, eating, confusion, long illness."),
    "judgement-and-identity": ("Assumptions and dignity", "Own assumptions, culture and faith, power, dignity."),
    "time-and-staffing": ("Time and staffing", "Not enough staff, rushing, nights, being interrupted."),
    "places-and-systems": ("Places, rules and systems", "Beds, corridors, referrals, paperwork, thresholds, money."),
    "working-together": ("Working together", "Handover, meetings, rank, being heard, help from colleagues."),
    "the-worker": ("What it does to us", "Switching off, guilt, doubt, pride, coping."),
    "learning": ("Learning and teaching", "Students, feedback, first times, not knowing."),
    "what-worked": ("What worked", "Small changes, ideas from the team, preparing, another view."),
}

_SENSITIVE = {
    "abuse-and-protection": (
        "Abuse and protection",
        "Children or adults at risk, abuse at home, somebody telling us.",
        (
            "asking-abuse disclosure safeguarding-adults financial-abuse domestic-abuse child-protection removal "
            "exploitation sexual-harm"
        ),
    ),
    "hard-deaths": (
        "Deaths that stay with us",
        "Suicide and self-harm, the death of a child, dying alone, inquests.",
        "death-alone child-death suicide self-harm inquest",
    ),
    "care-gone-wrong": (
        "When care goes wrong",
        "Mistakes, being open, poor care seen, care left undone, complaints.",
        "care-harm own-mistake candour rushed-discharge missed-care complaint",
    ),
    "hurt-at-work": (
        "Hostility and trouble at work",
        "Shouting, assaults, trouble between colleagues.",
        "hostility violence-staff workplace-conflict",
    ),
    "who-we-are": (
        "Racism and being treated as different",
        "Race, accent, gender and sexuality, people without papers.",
        "second-language-worker asylum racism sexuality-gender",
    ),
    "force": ("Force and detention", "Holding, restraint, sectioning.", "restraint detention"),
    "worn-down": (
        "Worn down",
        "Worn out, own health, own past, thinking of leaving.",
        "exhaustion leaving-work own-health own-past",
    ),
}


@cache
def released_themes() -> tuple[ThemeLabel, ...]:
    """Give every theme a release may name, in the order it is shown."""
    ordinary = (ThemeLabel(theme, label, help=words) for theme, (label, words) in _ORDINARY.items())
    sensitive = (ThemeLabel(theme, label, True, help=words) for theme, (label, words, _) in _SENSITIVE.items())
    return (*ordinary, *sensitive)


def themes_of(concepts: Iterable[str]) -> frozenset[str]:
    """Give the themes an entry is about, from the concept of each place found in it (repeats count)."""
    places = Counter(theme for theme in map(_theme_of().get, concepts) if theme is not None)
    return frozenset(theme for theme, count in places.items() if count >= PLACES)


@cache
def _theme_of() -> dict[str, str]:
    found = {concept: theme for theme, (_, _, concepts) in _SENSITIVE.items() for concept in concepts.split()}
    for concept in vocabulary().values():
        # A sensitive concept that no sensitive theme names counts nowhere, rather than in an ordinary theme.
        if not concept.sensitive and concept.group in _ORDINARY:
            found.setdefault(concept.id, concept.group)
    return found
