"""Which facets to offer next, decided by plain addition.

Each facet that can be offered carries weights in its data (`offer`): a base, and extra for an element that is marked,
for an element being in a state, for how it went, and for another facet that was already given. The sum decides, and
the order of the file decides between equals, so the phone and the server always offer the same and the reason can be
read from the data. The rule looks at nothing but marks: it works with no signal and before any analysis.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from journal.schemas.catalogue_types import Facet


def choose(
    facets: Sequence[Facet],
    facets_given: Mapping[str, object],
    elements: Mapping[str, str],
    valence: str | None,
    *,
    n: int,
    passed_over: Collection[str],
) -> tuple[Facet, ...]:
    """Give at most `n` facets, best first, none already given or passed over.

    At most one of them asks for writing: two boxes at once is work, and this comes after the writing is done.
    """
    given = {name for name, value in facets_given.items() if value not in ({}, [], "", None)}
    open_ones = [f for f in facets if f.offer is not None and f.id not in given and f.id not in passed_over]
    ranked = sorted(open_ones, key=lambda facet: -_weight(facet, given, elements, valence))
    chosen: list[Facet] = []
    for facet in ranked:
        if len(chosen) >= n:
            break
        if _asks_for_writing(facet) and any(_asks_for_writing(other) for other in chosen):
            continue
        if _weight(facet, given, elements, valence) > 0:
            chosen.append(facet)
    return tuple(chosen)


def _weight(facet: Facet, given: Collection[str], elements: Mapping[str, str], valence: str | None) -> int:
    if facet.offer is None:
        return 0
    offer = facet.offer
    return (
        offer.base
        + sum(offer.elements.get(element, 0) for element in elements)
        + sum(offer.states.get(state, 0) for state in set(elements.values()))
        + (offer.valences.get(valence, 0) if valence else 0)
        + sum(offer.given.get(name, 0) for name in given)
    )


def _asks_for_writing(facet: Facet) -> bool:
    return facet.kind in ("text", "record", "list")
