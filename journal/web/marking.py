"""What the plain pages give a box that is marked: the author's own choices about words."""

from __future__ import annotations

from typing import Any

from flask import Flask

from journal.http import actor, reading, runtime
from journal.reflections.word_choices import word_choices


def init_marking(app: Flask) -> None:
    """Give templates `word_choices()`: the choices of whoever is signed in, as the phone keeps them."""

    @app.template_global("word_choices")
    def choices() -> list[dict[str, Any]]:
        with reading() as session:
            kept = word_choices(session, runtime().keys, actor())
        return [
            {"id": str(one.id), "words": one.words, "choice": one.choice, "to": one.to, "at": one.at.isoformat()}
            for one in kept
        ]
