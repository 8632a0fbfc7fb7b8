"""Look at what a call did to its arguments, whatever it returned. Pure.

What it returned is judged on its numbers alone: a wrong number that follows from a modified argument is found there.
"""

from collections.abc import Mapping

from grader.grading.checks.answers import as_array, failed, shape_problem, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every array that the function is given is the same after the call."""
    problem = unanswered(case, outcome)
    if problem is not None:
        return problem
    if not any(has_axes(outcome.answers.get(name), expected[name].value.ndim) for name in outputs):
        wants = {name: expected[name].value.shape for name in outputs}
        return shape_problem(case, outcome, wants, outputs) or pass_(case, outcome)
    changed = arrays_changed(case, outcome)
    if changed:
        evidence = Evidence(reason="input-modified", function=outcome.function, detail=", ".join(changed))
        return failed(case, outcome, evidence)
    return pass_(case, outcome)


def has_axes(answer: object, ndim: int) -> bool:
    """Whether an answer looks like what is due: an array of so many axes. A function that returns 0 did nothing."""
    array = as_array(answer)
    return array is not None and array.ndim == ndim


def arrays_changed(case: Case, outcome: Outcome) -> list[str]:
    """Return the arguments that the call changed and that a caller reads again: a dictionary of options is none."""
    return [name for name in outcome.modified if name not in dictionaries(case)]


def dictionaries(case: Case) -> frozenset[str]:
    """Return the arguments of a case that are dictionaries."""
    pairs = [pair for call in case.calls for pair in zip(call.names, call.arguments, strict=True)]
    return frozenset(name for name, value in pairs if isinstance(value, Mapping))
