"""Compare predictions with the labels, which stay on this side. Pure."""

from collections.abc import Mapping

from grader.grading.checks import shape
from grader.grading.checks.answers import as_array, failed
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Enough of the predictions are right."""
    shaped = shape.check(case, outcome, expected, outputs)
    if shaped.status != "passed":
        return shaped
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
            return failed(case, outcome, evidence)
    return pass_(case, outcome)
