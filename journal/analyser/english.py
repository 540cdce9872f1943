"""How common a stem is in everyday English, and whether it is a noun: learned from an open treebank.

Source, licence and the script that learned it are in `lexicons/ENGLISH.md`. Names of people are not in it.
"""

from __future__ import annotations

from functools import cache

from journal.analyser.data import load

RARE_NOUN = 3


def commonness(stem: str) -> int:
    """Give the rounded natural logarithm of how often a stem occurs in 200,000 words; 0 where it is unknown."""
    return _sizes().get(stem, 0)


def is_known(stem: str) -> bool:
    """Say whether a stem is an English word, which the name of a person is not."""
    return stem in _sizes()


def is_noun(stem: str) -> bool:
    """Say whether a stem is a noun more often than not."""
    return stem in _nouns()


def is_telling_noun(stem: str) -> bool:
    """Say whether a stem is a noun and rare enough to tell one subject from another."""
    return stem in _telling_nouns()


@cache
def _sizes() -> dict[str, int]:
    kinds = load("english.json").values()
    return {word: int(size) for sizes in kinds for size, words in sizes.items() for word in words.split()}


@cache
def _nouns() -> frozenset[str]:
    return frozenset(word for words in load("english.json")["noun"].values() for word in words.split())


@cache
def _telling_nouns() -> frozenset[str]:
    nouns: dict[str, str] = load("english.json")["noun"]
    return frozenset(word for size, words in nouns.items() if int(size) <= RARE_NOUN for word in words.split())
