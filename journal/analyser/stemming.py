"""NLTK's Snowball stemmer for English, and nothing else of NLTK.

`import nltk` runs the toolkit's own `__init__`, which imports every parser, tagger and classifier: more than a second
of start-up for one stemmer that needs none of it. While the stemmer's module is read, empty packages stand in for
`nltk`, `nltk.stem` and `nltk.corpus` (a stemmer without stop words never touches a corpus), so only the files it
uses are run. Afterwards every trace is taken out of `sys.modules`: whoever imports nltk later gets the real one.
Where nltk has been imported already it is used as it is.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol

LONGEST_WORD = 40


class _Stemmer(Protocol):
    def stem(self, token: str) -> str: ...


@lru_cache(maxsize=1 << 16)
def snowball(word: str) -> str:
    """Give the Snowball stem of a lower-case word; words over 40 letters are no words and come back as they are."""
    if len(word) > LONGEST_WORD:
        return word
    return _stemmer().stem(word)


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    if "nltk" in sys.modules:
        module = importlib.import_module("nltk.stem.snowball")
    else:
        module = _import_alone()
    stemmer: _Stemmer = module.EnglishStemmer()
    return stemmer


def _import_alone() -> ModuleType:
    spec = importlib.util.find_spec("nltk")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nltk is not installed")
    home = Path(spec.origin).parent
    for name, folder in (("nltk", home), ("nltk.stem", home / "stem"), ("nltk.corpus", home / "corpus")):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    sys.modules["nltk.corpus"].__dict__["stopwords"] = None
    try:
        return importlib.import_module("nltk.stem.snowball")
    finally:
        for name in [n for n in sys.modules if n == "nltk" or n.startswith("nltk.")]:
            del sys.modules[name]
