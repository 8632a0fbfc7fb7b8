"""Compare predictions with the labels, which stay on this side. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from grader.grading.checks.answers import as_array, failed, shape_problem, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.grading.checks.values import side_notes
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Enough of the predictions are right."""
    wants = {output: expected[output].value.shape for output in outputs}
    problem = unanswered(case, outcome) or shape_problem(case, outcome, wants, outputs)
    if problem is not None:
        return problem
    for output in outputs:
        due = expected[output]
        array = as_array(outcome.answers[output])
        assert array is not None
        right, entries = int((array == due.value).sum()), due.value.size
        if right < due.at_least * entries:
            evidence = Evidence(
                reason="inaccurate",
                output=output,
                got=right / entries,
                want=due.at_least,
                wrong=entries - right,
                entries=entries,
            )
            return replace(failed(case, outcome, evidence), share=share_earned(right, due))
    return pass_(case, outcome, tuple(side_notes(case, outcome, outputs)))


def share_earned(right: int, due: Expected) -> Fraction:
    """Return how far a number of right predictions lies on the way from what is worth nothing to what is due."""
    nothing, everything = (Fraction(str(share)) * due.value.size for share in (due.worth_from, due.at_least))
    return max(Fraction(0), (right - nothing) / (everything - nothing)) if nothing < everything else Fraction(0)
