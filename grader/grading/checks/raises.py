"""Compare what was raised with what the case demands. Pure.

That some legal case of the same function returned is checked by `grader.grading.grade`: a function that
always raises has not checked anything.
"""

from collections.abc import Mapping

from grader.grading.checks.answers import failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Expected, Opaque, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Arguments that do not fit together raise the error that the exercise names."""
    want = case.raises
    if outcome.status == "returned":
        evidence = Evidence(reason="no-error", function=outcome.function, want=want, detail=refusal(outcome))
        return failed(case, outcome, evidence)
    if outcome.raised is None or outcome.raised.type == "NotImplementedError":
        result = unanswered(case, outcome)
        assert result is not None
        return result
    if want in outcome.raised.bases:
        return pass_(case, outcome)
    evidence = Evidence(
        reason="wrong-error",
        function=outcome.function,
        raised=outcome.raised,
        want=want,
        detail=outcome.detail or None,
    )
    return failed(case, outcome, evidence)


def refusal(outcome: Outcome) -> str | None:
    """Return what came instead of an error where it was meant as one: an exception, or None with a word printed."""
    answers = [*outcome.answers.values()]
    handed = [one.kind for one in answers if isinstance(one, Opaque) and one.kind.endswith(("Error", "Exception"))]
    if handed:
        return f"a {handed[0]}" if handed[0][0] not in "AEIOU" else f"an {handed[0]}"
    return "None" if outcome.printed.strip() and answers and all(one is None for one in answers) else None
