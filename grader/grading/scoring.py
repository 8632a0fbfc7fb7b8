"""Results and points to scores. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from grader.model import Criterion, CriterionReport, Result, Status


def score(criterion: Criterion, results: Sequence[Result]) -> CriterionReport:
    """Return a criterion's report: points times cases passed over cases.

    A broken result is the grader's fault: it counts neither for nor against. A skipped one had
    its chance in the check it waited for, and counts as not passed.
    """
    counted = [result for result in results if result.status != "broken"]
    passed = sum(result.status == "passed" for result in counted)
    share = Fraction(passed, len(counted)) if counted else Fraction(1)
    return CriterionReport(
        criterion=criterion,
        score=criterion.points * share,
        status=status_of(results),
        results=tuple(results),
    )


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
