"""A function whose parameters stand in another order than they are given in. Pure.

In: an exercise's report, its cases and the submission's text.  Out: the report, in which an exception has the line that
is due as its next step: whatever it says of shapes is about numbers that were given to the wrong name.
"""

from collections.abc import Sequence
from dataclasses import replace

from grader.model import Case, ExerciseReport, Result
from grader.submissions.text import Text


def with_order(report: ExerciseReport, cases: Sequence[Case], text: Text) -> ExerciseReport:
    """Return a report that names the order that is due, where the same parameters stand in another one."""
    function = report.exercise.function_name
    due = next((tuple(call.names) for case in cases for call in case.calls if call.function == function), ())
    own = tuple(text.parameters_of_function(function))
    if own == due or sorted(own) != sorted(due):
        return report
    step = f"{function} takes {', '.join(own)}; the order that is due is def {function}({', '.join(due)}):"

    def told(result: Result) -> Result:
        evidence = result.evidence
        if evidence is None or evidence.reason != "raised" or evidence.function != function:
            return result
        return replace(result, evidence=replace(evidence, detail=step))

    criteria = tuple(replace(one, results=tuple(map(told, one.results))) for one in report.criteria)
    return replace(report, criteria=criteria)
