"""What keeps coming up in the acting person's journal, for the page and for the phone."""

from __future__ import annotations

from journal.http.acting import actor
from journal.http.transaction import reading, runtime, writing
from journal.reflections import operations, queries
from journal.reflections.queries import Choice
from journal.reflections.recurring import Recurring


def found_themes() -> Recurring:
    """Give what is kept for the journal as it stands; find and keep it where the journal has moved on.

    It is found outside the write transaction: with a long journal that takes a moment.
    """
    keys, acting = runtime().keys, actor()
    with reading() as session:
        kept = queries.kept_themes(session, keys, acting)
        if kept is not None:
            return kept
        through, found = queries.find_themes(session, keys, acting)
    with writing() as work:
        operations.keep_themes(work.session, keys, acting, through, found)
    return found


def choose_theme(key: str, *, label: str | None = None, hidden: bool | None = None, into: str | None = None) -> bool:
    """Remember the author's own name for a theme, whether it is one, which it belongs to; leave what is None as it was.

    Gives False, and remembers nothing, where the key is no theme of the journal as it stands, or `into` no other one.
    A name is at most 80 letters, in one line; an empty one goes back to the name that was found. An empty `into` makes
    a merged theme one of its own again.
    """
    keys, acting = runtime().keys, actor()
    themes = found_themes().themes
    standing = {theme.key for theme in themes}
    known = standing.union(merged for theme in themes for merged, _ in theme.merged)
    if key not in known or (into and into not in standing - {key}):
        return False
    with writing() as work:
        before = queries.theme_choices(work.session, keys, acting).get(key, Choice())
        operations.choose_theme(
            work.session,
            keys,
            acting,
            key,
            label=before.label if label is None else " ".join(label.split())[:80],
            hidden=before.hidden if hidden is None else hidden,
            into=before.into if into is None else into,
        )
    return True
