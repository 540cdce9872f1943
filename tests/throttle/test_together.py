import threading

from journal.errors import TooMany
from journal.http import transaction
from journal.throttle import Limit, take

SLOW = Limit("slow", burst=3, seconds=30_000)


def test_tries_at_the_same_moment_are_each_counted(parts):
    """The very first tries too, which all find no bucket yet."""
    for round_number in range(4):
        together, outcomes = threading.Barrier(12), []

        def hurry(subject=str(round_number), together=together, outcomes=outcomes):
            together.wait()
            try:
                with transaction(parts) as work:
                    take(work.session, bytes(32), SLOW, subject)
                outcomes.append("in")
            except TooMany:
                outcomes.append("wait")
            except Exception as error:  # any other outcome is what this test is about
                outcomes.append(type(error).__name__)

        threads = [threading.Thread(target=hurry) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["in"] * 3 + ["wait"] * 9
