"""Time one release: how long counting and deciding a month takes for a cohort on real, sealed rows.

    python benchmarks/insight/release.py [people] [entries each] [postgresql]

Every entry has 160 words, is in the month, and its analysis is stored. Beside it, in the same run, the cost of only
fetching and opening the same rows, so that the figure can be read on a machine that swings.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import select

from journal.config import Settings
from journal.crypto import Place
from journal.http import Runtime, open_runtime
from journal.reflections.models import Revision, StoredAnalysis
from tests.databases import Postgres
from tests.insight.population import WORDS, founded

FACETS = {
    "elements": {"time": "missing", "communication": "present", "understanding": "strained"},
    "valence": "was_hard",
    "conditions": {"continuity_time": "hindered"},
}


def measure(parts: Runtime, people: int, entries: int) -> None:
    """Fill a database and print the times."""
    parts.migrate()
    population = founded(parts)
    everybody = population.people(people)
    population.cohort("Everybody", everybody)
    population.consent(everybody)
    days = [date(2026, 1, 1) + timedelta(days=number % 31) for number in range(entries)]
    started = time.perf_counter()
    population.write_many(everybody, lambda number: FACETS, days=days, text=" ".join([WORDS] * 3))
    print(f"filled in {time.perf_counter() - started:.1f} s: {people} people, {people * entries} entries")
    bare = _bare(parts)
    started = time.perf_counter()
    decided = population.decide("2026-01")
    taken = time.perf_counter() - started
    print(f"decided: {taken:.2f} s; rows fetched and opened only: {bare:.2f} s; {taken / bare:.1f} times")
    print(f"cohorts with figures: {sum(one.figures is not None for one in decided.decisions)}")


def _bare(parts: Runtime) -> float:
    started = time.perf_counter()
    with parts.database.read() as session:
        for table, row_id in ((Revision, Revision.id), (StoredAnalysis, StoredAnalysis.revision_id)):
            schema = Revision.schema if table is Revision else 1
            columns = (table.owner_id, row_id, table.sealed) + ((schema,) if table is Revision else ())
            for row in session.execute(select(*columns).execution_options(yield_per=500)):
                version = row[3] if table is Revision else 1
                parts.keys.open(row[2], Place(table.__tablename__, "sealed", row[0], row[1], version))
    return time.perf_counter() - started


def main() -> None:
    people, entries = (int(word) for word in (sys.argv[1:3] or ("500", "100")))
    with tempfile.TemporaryDirectory() as name:
        if "postgresql" in sys.argv:
            server = Postgres(Path(name))
            with server.fresh(Path(name)) as settings:
                parts = open_runtime(settings)
                measure(parts, people, entries)
                parts.close()
            server.close()
        else:
            parts = open_runtime(Settings(data_dir=Path(name), password_memory_mib=1, testing=True))
            measure(parts, people, entries)
            parts.close()


if __name__ == "__main__":
    main()
