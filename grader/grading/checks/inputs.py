"""Look at what a call did to its arguments, whatever it returned. Pure.

What it returned is judged on its numbers alone: a wrong number that follows from a modified argument is found there.
"""

from collections.abc import Mapping, Sequence

from grader.grading.checks.answers import as_array, failed, shape_problem, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Everything that the function is given is the same after the call, and is no part of what it returns."""
    problem = unanswered(case, outcome)
    if problem is not None:
        return problem
    if not any(has_axes(outcome.answers.get(name), expected[name].value.ndim) for name in outputs):
        wants = {name: expected[name].value.shape for name in outputs}
        return shape_problem(case, outcome, wants, outputs) or pass_(case, outcome)
    if outcome.modified:
        names, function = of_one_call(outcome.modified, outcome.function)
        evidence = Evidence(reason="input-modified", function=function, detail=", ".join(names))
        return failed(case, outcome, evidence)
    if outcome.shared:
        evidence = Evidence(reason="input-returned", function=outcome.function, detail=", ".join(outcome.shared))
        return failed(case, outcome, evidence)
    return pass_(case, outcome)


def has_axes(answer: object, ndim: int) -> bool:
    """Whether an answer looks like what is due: an array of so many axes. A function that returns 0 did nothing."""
    array = as_array(answer)
    return array is not None and array.ndim == ndim


def of_one_call(changed: Sequence[str], function: str) -> tuple[list[str], str]:
    """Return the arguments that the first of several calls changed, and its function: "x of train" is not its last."""
    first = changed[0].partition(" of ")[2]
    names = [name.partition(" of ")[0] for name in changed if name.partition(" of ")[2] == first]
    return names, first or function
