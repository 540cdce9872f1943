"""The phone offers the facets the server would, in the same order, for the same marks."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

from journal.schemas import catalogue
from journal.schemas.catalogue import FACETS_FOLDER, facets, offer
from tests.phone.node import HERE, node

ELEMENTS = [row.id for row in catalogue.facet("elements").rows]
STATES = ["present", "strained", "missing"]
CATALOGUE = json.loads((FACETS_FOLDER / f"v{catalogue.latest_version()}.json").read_text())["facets"]
EMPTY: list[Any] = [{}, [], "", None]


def cases(n: int) -> list[dict[str, Any]]:
    """Make up what an author may have marked, given, emptied again and passed over."""
    chance = random.Random(20261122)
    names = [one.id for one in facets()]
    made = []
    for _ in range(n):
        marked = chance.sample(ELEMENTS, chance.randint(0, 6))
        given = chance.sample(names, chance.choice([0, 0, 1, 2, 5, len(names)]))
        made.append(
            {
                "given": {name: chance.choice([["something"], {"a": "b"}, "words", True, *EMPTY]) for name in given},
                "elements": {element: chance.choice(STATES) for element in marked},
                "valence": chance.choice(["went_well", "mixed", "was_hard", None]),
                "n": chance.choice([0, 1, 2, 2, 2, 3, 30]),
                "passedOver": chance.sample(names, chance.choice([0, 0, 2, 6, 12])),
            }
        )
    return made


def told_by_the_phone(given: list[dict[str, Any]]) -> list[list[str]]:
    run = subprocess.run(
        [node(), "--import", str(HERE / "hooks.mjs"), str(HERE / "offer.mjs")],
        input=json.dumps({"facets": CATALOGUE, "cases": given}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answers: list[list[str]] = json.loads(run.stdout)
    return answers


def told_by_the_server(one: dict[str, Any]) -> list[str]:
    offered = offer(one["given"], one["elements"], one["valence"], one["n"], passed_over=one["passedOver"])
    return [facet.id for facet in offered]


def test_the_phone_and_the_server_offer_the_same():
    made = cases(1500)
    expected = [told_by_the_server(one) for one in made]
    assert told_by_the_phone(made) == expected
    # The cases reach far: every facet that can be offered is, by itself and beside others, and sometimes none is.
    offered = {name for names in expected for name in names}
    assert offered == {one.id for one in facets() if one.offer}
    assert {len(names) for names in expected} >= {0, 1, 2, 3}


def test_another_weight_is_noticed():
    made = cases(200)
    CATALOGUE[3]["offer"]["base"] += 20
    try:
        assert told_by_the_phone(made) != [told_by_the_server(one) for one in made]
    finally:
        CATALOGUE[3]["offer"]["base"] -= 20
