"""Compare shapes with the reference. Pure."""

from collections.abc import Mapping

from grader.grading.checks.answers import failed, shape_problem, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every returned array has the shape that the size formula gives."""
    wants = {output: expected[output].value.shape for output in outputs}
    problem = unanswered(case, outcome) or shape_problem(case, outcome, wants, outputs)
    return problem or container_problem(case, outcome, wants, outputs) or pass_(case, outcome)


def container_problem(
    case: Case, outcome: Outcome, wants: Mapping[str, tuple[int, ...]], outputs: tuple[str, ...]
) -> Result | None:
    """Return the result for the first output of the right shape that is no array but a list, else None."""
    for output in outputs:
        if output in outcome.containers:
            want = f"an array of shape {wants[output]}"
            evidence = Evidence(reason="wrong-type", output=output, got=outcome.containers[output], want=want)
            return failed(case, outcome, evidence)
    return None
