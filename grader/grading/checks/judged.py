"""Let the topic say what an answer is worth, where there are many right ones. Pure."""

from typing import TYPE_CHECKING

from grader.grading.checks.answers import as_array, described, failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Outcome, Result
from grader.topics.judge import ALL, NOTHING, Judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def check(case: Case, outcome: Outcome, judge: Judge, outputs: tuple[str, ...]) -> Result:
    """What is returned does what the exercise asks of it."""
    problem = unanswered(case, outcome)
    if problem is not None:
        return problem
    arrays: dict[str, NDArray[np.generic]] = {}
    for output in outputs:
        array = as_array(outcome.answers.get(output))
        if array is None:
            got = described(outcome.answers.get(output))
            return failed(
                case, outcome, Evidence(reason="wrong-type", output=output, got=got, want="a number or an array")
            )
        arrays[output] = array
    verdict = judge(arrays, case.sizes)
    if verdict.share >= ALL:
        return pass_(case, outcome, (verdict.said,) if verdict.said else ())
    result = failed(case, outcome, Evidence(reason="judged", detail=verdict.said, want=verdict.step))
    return Result(
        case=result.case,
        status=result.status,
        outcome=result.outcome,
        evidence=result.evidence,
        share=max(NOTHING, verdict.share),
    )
