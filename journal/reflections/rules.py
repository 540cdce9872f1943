"""Pure decisions about revisions: which are heads, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from journal.language import marked
from journal.reflections.content import Answer, Content, Draft
from journal.schemas import limits
from journal.schemas.facet_join import join_facets, join_texts


class Refusal(StrEnum):
    """Why a revision was not taken. The phone keeps it and shows the reason; nothing is lost."""

    MALFORMED = "malformed"
    UNKNOWN_SCHEMA = "unknown_schema"
    UNKNOWN_FACET = "unknown_facet"
    TOO_LARGE = "too_large"
    BAD_DATE = "bad_date"
    OWN_PARENT = "own_parent"
    CHANGED = "changed"
    ERASED = "erased"
    NOT_POSSIBLE = "not_possible"


WHY = {
    Refusal.MALFORMED: marked("This entry is not in a form we can read. It is still on your device."),
    Refusal.UNKNOWN_SCHEMA: marked(
        "This entry was written by a newer version. It stays on your device until we catch up."
    ),
    Refusal.UNKNOWN_FACET: marked(
        "This entry has a mark we do not know yet. It stays on your device until we catch up."
    ),
    Refusal.TOO_LARGE: marked("This entry is longer than one entry can be (64 KB). Please split it in two."),
    Refusal.BAD_DATE: marked("The date on this entry cannot be right. Please check the date on your device."),
    Refusal.OWN_PARENT: marked("This entry is not in a form we can read. It is still on your device."),
    Refusal.CHANGED: marked("A different text was kept under this number before. Please save yours as a new change."),
    Refusal.ERASED: marked("You erased this entry for good, so it was not put back."),
    Refusal.NOT_POSSIBLE: marked("We could not take this entry. It is still on your device."),
}


def heads(revisions: Iterable[tuple[UUID, Sequence[UUID]]]) -> list[UUID]:
    """Give the ids no other revision of the entry follows, in order of id; never empty for a non-empty entry.

    Parents that have not arrived, or lie in another entry, change nothing. Should a broken client have made a ring in
    which each follows another, all of the ring are heads: nothing somebody wrote is ever hidden.
    """
    by_id = dict(revisions)
    followed = {p for i, parents in by_id.items() for p in parents if p != i}
    free = [i for i in by_id if i not in followed]
    seen, waiting = set(free), list(free)
    while waiting:
        for parent in by_id[waiting.pop()]:
            if parent in by_id and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return sorted([*free, *(i for i in by_id if i not in seen)])


def refusal(draft: Draft) -> Refusal | None:
    """Give the reason a draft cannot be taken whatever the journal holds, or None."""
    if draft.content.size() > limits.TEXT_BYTES:
        return Refusal.TOO_LARGE
    if not possible_date(draft.written_at):
        return Refusal.BAD_DATE
    if draft.id in draft.parents:
        return Refusal.OWN_PARENT
    return None


def possible_date(moment: datetime) -> bool:
    """Tell whether the moment can be kept: a phone's clock may be years off, but not centuries."""
    return limits.EARLIEST_YEAR <= moment.year <= limits.LATEST_YEAR


def joined(contents: Iterable[Content]) -> Content:
    """Give one content that loses nothing of several, the oldest first: what two phones wrote, laid together.

    Different texts follow one another; of two marks in the same place the later one stands.
    """
    body = ""
    answers: list[Answer] = []
    facets: dict[str, Any] = {}
    for content in contents:
        body = join_texts(body, content.body)
        answers += [answer for answer in content.answers if answer not in answers]
        facets = join_facets(facets, content.facets)
    return Content(body, tuple(answers), facets)
