"""Results and points to scores. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from grader.model import Criterion, CriterionReport, Result, Status

FOLLOWED_SHARE = Fraction(9, 10)  # of a criterion's points, where gradients follow from a wrong forward pass


def score(criterion: Criterion, results: Sequence[Result], most: Fraction = Fraction(1)) -> CriterionReport:
    """Return a criterion's report: points times cases passed over cases.

    A broken result is the grader's fault: it counts neither for nor against. A skipped one had its chance in the check
    it waited for, and counts as not passed. A case that never reached the graded function, because the one that
    prepares it raised, is not that function's failure: it does not count as long as half of the cases did reach it.

    Parameters
    ----------
    criterion : Criterion
    results : sequence of Result
    most : Fraction
        The share of the points that can be earned.
    """
    counted = [result for result in results if result.status != "broken"]
    reached = [result for result in counted if is_reached(result)]
    passed = sum(result.status == "passed" for result in counted)
    cases = max(len(reached), (len(counted) + 1) // 2)
    share = Fraction(passed, cases) if counted else Fraction(1)
    return CriterionReport(
        criterion=criterion,
        score=criterion.points * min(share, most),
        status=status_of([result for result in results if is_reached(result)] if len(reached) == cases else results),
        results=tuple(results),
    )


def is_reached(result: Result) -> bool:
    """Whether a case got as far as the graded function."""
    return result.evidence is None or result.evidence.reason != "not-reached"


def status_of(results: Sequence[Result]) -> Status:
    """Return passed where nothing is missing, skipped where nothing was tried, else failed.

    Broken only where nothing but broken results stands in the way of passed.
    """
    statuses = {result.status for result in results}
    if statuses <= {"passed"}:
        return "passed"
    if statuses == {"skipped"}:
        return "skipped"
    return "broken" if statuses <= {"passed", "broken"} else "failed"
