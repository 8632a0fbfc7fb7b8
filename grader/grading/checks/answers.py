"""From an outcome to arrays, or to the result that says why there is none. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from grader.model import Case, Evidence, Opaque, Outcome, OutcomeStatus, Reason, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STOPPED: Mapping[OutcomeStatus, Reason] = {"timed-out": "timed-out", "killed": "killed", "refused": "refused"}


def failed(case: Case, outcome: Outcome, evidence: Evidence) -> Result:
    """Return a failed result."""
    return Result(case=case.id, status="failed", outcome=outcome.status, evidence=evidence)


def passed(case: Case, outcome: Outcome, notes: tuple[str, ...] = ()) -> Result:
    """Return a passed result."""
    return Result(case=case.id, status="passed", outcome=outcome.status, notes=notes)


def unanswered(case: Case, outcome: Outcome) -> Result | None:
    """Return the result for an outcome that holds no answer to look at, else None.

    A call that raised, hung, died or was refused; a preparing call or the graded one that returned
    the wrong number of values.
    """
    function = outcome.function
    if not outcome.tried:
        return Result(case=case.id, status="skipped", outcome=None, evidence=Evidence(reason="time-outs"))
    if outcome.limit is not None:
        evidence = Evidence(reason=outcome.limit, function=function, raised=outcome.raised, detail=outcome.detail)
        return failed(case, outcome, evidence)
    if outcome.raised is not None:
        named: dict[str, Reason] = {"NotImplementedError": "not-written", "ForbiddenCall": "forbidden"}
        reason = named.get(outcome.raised.type, "raised") if not outcome.detail else "raised"
        evidence = Evidence(reason=reason, function=function, raised=outcome.raised, detail=outcome.detail or None)
        return failed(case, outcome, evidence)
    if outcome.status in STOPPED:
        reason = STOPPED[outcome.status]
        return failed(case, outcome, Evidence(reason=reason, function=function, detail=outcome.detail))
    call = next(call for call in case.calls if call.function == function)
    if outcome.returned != len(call.returns):
        want = "(" + ", ".join(call.returns) + ")"
        single = described(next(iter(outcome.answers.values()), None)) if outcome.returned == 1 else None
        evidence = Evidence(reason="wrong-count", function=function, got=outcome.returned, want=want, detail=single)
        return failed(case, outcome, evidence)
    return None


def as_array(answer: object) -> "NDArray[np.generic] | None":
    """Return an answer as an array; None for what is neither array nor number."""
    import numpy as np

    if isinstance(answer, np.ndarray):
        return answer
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return np.asarray(answer)
    return None


def described(answer: object) -> str:
    """Return what an answer is, in a word or two."""
    if isinstance(answer, Opaque):
        return answer.kind
    return "None" if answer is None else type(answer).__name__


def shape_problem(
    case: Case, outcome: Outcome, wants: Mapping[str, tuple[int, ...]], outputs: tuple[str, ...]
) -> Result | None:
    """Return the result for the first of `outputs` that is no array of the right shape, else None."""
    for output in outputs:
        answer = outcome.answers.get(output)
        array = as_array(answer)
        want = wants[output]
        if array is None:
            what = f"an array of shape {want}" if want else "a number"
            too_large = isinstance(answer, Opaque) and "more than the" in answer.kind
            reason: Reason = "too-large" if too_large else "wrong-type"
            alone = "alone" if outcome.returned == 1 and answer is None else None
            evidence = Evidence(reason=reason, output=output, got=described(answer), want=what, detail=alone)
            return failed(case, outcome, evidence)
        if array.shape != want:
            evidence = Evidence(reason="wrong-shape", output=output, got=array.shape, want=want)
            return failed(case, outcome, evidence)
    return None
