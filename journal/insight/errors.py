"""What can go wrong with cohorts and releases, in words for the person."""

from __future__ import annotations

from journal.errors import Conflict, Invalid, NotFound


class CohortNotFound(NotFound):
    """There is no such cohort in this organisation."""


class ReleaseNotFound(NotFound):
    """There is no such release, nothing could be released, or it is of a cohort that is not this person's."""


class NameTaken(Invalid):
    """Another cohort of the organisation has this name."""

    code = "cohort_name_taken"


class TreeFixed(Conflict):
    """Something was released from this tree of cohorts, so its shape stays."""

    code = "cohorts_fixed"
    message = (
        "Something has been published from this tree of cohorts, so its shape stays as it is. "
        "People can still join and leave."
    )


class TooDeep(Conflict):
    """A cohort below the third would put its people into four."""

    code = "cohort_too_deep"
    message = "Cohorts go three deep at most, so that nobody is in more than three."


class CohortInUse(Conflict):
    """The cohort has others inside it, or people have been in it."""

    code = "cohort_in_use"
    message = "Only an empty cohort with none inside it can be removed."


class TooManyCohorts(Conflict):
    """Somebody would be in more cohorts than keep them safe."""

    code = "too_many_cohorts"
    message = (
        "Somebody here would then be in more than three cohorts, counting the larger ones around each. "
        "Too many tables about the same people could tell something about one of them. Nobody was added."
    )


class PeriodOpen(Conflict):
    """The period is not over."""

    code = "period_open"
    message = "This month or quarter is not over yet. It can be published once its last day has passed."


class AlreadyDecided(Conflict):
    """The period was published before; it never changes."""

    code = "already_published"
    message = "This has been published already. A published release never changes."


class MonthsFirst(Conflict):
    """A quarter waits for its months."""

    code = "months_first"
    message = "Please publish the months of this quarter first."


class NothingToRelease(Conflict):
    """No cohort has a release for this period."""

    code = "nothing_to_release"
    message = "No cohort was big enough for a release of this period, or it does not go by that length."
