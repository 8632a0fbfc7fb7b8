"""Results and points to scores. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.model import Criterion, CriterionReport, Result, Status

FOLLOWED_SHARE = Fraction(9, 10)  # of a criterion's points, where gradients follow from a wrong forward pass
NO_KINDS: Mapping[str, str] = {}


def score(
    criterion: Criterion,
    results: Sequence[Result],
    most: Fraction = Fraction(1),
    kinds: Mapping[str, str] = NO_KINDS,
) -> CriterionReport:
    """Return a criterion's report: its points are shared out among the kinds of input, and in each among its cases.

    A case whose check goes by degrees may be passed in part.
    A broken result is the grader's fault: it counts neither for nor against. A skipped one had its chance in the check
    it waited for, and counts as not passed. A case that never reached the graded function, because the one that
    prepares it raised, is not that function's failure: it does not count as long as half of the cases did reach it.

    Parameters
    ----------
    criterion : Criterion
    results : sequence of Result
    most : Fraction
        The share of the points that can be earned.
    kinds : mapping of str to str
        The kind of each case, by its id. A case that is not in it is a kind of its own.
    """
    counted = [result for result in results if result.status != "broken"]
    reached = [result for result in counted if is_reached(result)]
    cases = max(len(reached), (len(counted) + 1) // 2)
    share = share_of_kinds(reached, kinds) * Fraction(len(reached), cases) if counted else Fraction(1)
    return CriterionReport(
        criterion=criterion,
        score=criterion.points * min(share, most),
        status=status_of([result for result in results if is_reached(result)] if len(reached) == cases else results),
        results=tuple(results),
    )


def share_of_kinds(results: Sequence[Result], kinds: Mapping[str, str]) -> Fraction:
    """Return the mean, over the kinds of input, of the share that is passed."""
    passed: dict[str, list[Fraction | int]] = {}
    for result in results:
        passed.setdefault(kinds.get(result.case, result.case), []).append(earned(result))
    return Fraction(_mean([_mean(cases) for cases in passed.values()])) if passed else Fraction(0)


def _mean(shares: Sequence[Fraction | int]) -> Fraction | int:
    """Return the mean; where everything is passed without the arithmetic of fractions, which takes long."""
    return 1 if all(share == 1 for share in shares) else Fraction(sum(shares)) / len(shares)


def earned(result: Result) -> Fraction | int:
    """Return how much of a case is passed: all, nothing, or a part of it."""
    return 1 if result.status == "passed" else result.share


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
