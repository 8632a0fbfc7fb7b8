"""Compare what was raised with what the case demands. Pure.

That some legal case of the same function returned is checked by `grader.grading.grade`: a function that
always raises has not checked anything.
"""

from collections.abc import Mapping

from grader.grading.checks.answers import failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Arguments that do not fit together raise the error that the exercise names."""
    want = case.raises
    if outcome.status == "returned":
        return failed(case, outcome, Evidence(reason="no-error", function=outcome.function, want=want))
    if outcome.raised is None or outcome.raised.type == "NotImplementedError":
        result = unanswered(case, outcome)
        assert result is not None
        return result
    if want in outcome.raised.bases:
        return pass_(case, outcome)
    evidence = Evidence(reason="wrong-error", function=outcome.function, raised=outcome.raised, want=want)
    return failed(case, outcome, evidence)
