"""Compare shapes with the reference. Pure."""

from collections.abc import Mapping

from grader.grading.checks.answers import passed as pass_
from grader.grading.checks.answers import shape_problem, unanswered
from grader.model import Case, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every returned array has the shape that the size formula gives."""
    wants = {output: expected[output].value.shape for output in outputs}
    problem = unanswered(case, outcome) or shape_problem(case, outcome, wants, outputs)
    return problem or pass_(case, outcome)
