"""What a result counts beside the others: what a function gets right that does nothing is no evidence. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from numpy import array_equal

from grader.grading.checks.values import ACCEPTED
from grader.model import Case, CriterionReport, Evidence, Exercise, Expected, Result

NUMBERS = ("values", "gradient", "accuracy", "judged")  # checks of what a function computes


def after_shape(result: Result, shape: Result | None) -> Result:
    """Skip a check of values whose array already failed the check of shapes."""
    if shape is None or shape.status == "passed" or result.status != "failed" or result.evidence is None:
        return result
    if result.evidence.reason in ("wrong-value", "input-modified", "not-reached"):
        return result  # this array has its shape; another one has not
    return replace(result, status="skipped", evidence=Evidence(reason="shape-first"))


def beside_a_legal_case(result: Result, some_legal_returned: bool) -> Result:
    """Take back an error that was raised as it should be by a function that never returns."""
    if result.status != "passed" or some_legal_returned:
        return result
    return replace(result, status="failed", evidence=Evidence(reason="no-legal-case"))


def beside_other_numbers(
    results: Sequence[Result],
    cases: Iterable[Case],
    expected: Mapping[str, Mapping[str, Expected]],
    outputs: Sequence[str],
) -> list[Result]:
    """Take back zeros, and inputs that come back, where they are right and nothing else is: that is no work at all."""
    if all(map(has_right, results)):
        return list(results)
    idle = idle_cases(cases, expected, outputs)
    others = [result for result in results if result.case not in idle]
    if not others or any(map(has_right, others)):
        return list(results)
    return [
        replace(result, status="skipped", evidence=Evidence(reason="nothing-right", detail=idle[result.case]), notes=())
        if result.case in idle and result.status == "passed"
        else result
        for result in results
    ]


def idle_cases(
    cases: Iterable[Case], expected: Mapping[str, Mapping[str, Expected]], outputs: Sequence[str]
) -> dict[str, str]:
    """Return the cases in which each of these outputs has to be 0, or the same as an input; and which of the two."""
    found = {}
    for case in cases:
        due = [expected.get(case.id, {}).get(name) for name in outputs]
        arrays = [value for value in case.arguments.values() if getattr(value, "ndim", 0)]
        if all(one is not None and not one.value.any() for one in due):
            found[case.id] = "zeros"
        elif all(one is not None and any(array_equal(one.value, array) for array in arrays) for one in due):
            found[case.id] = "inputs"
    return found


def beside_a_right_number(result: Result) -> Result:
    """Take back that arguments are unchanged: a function that does nothing leaves them so."""
    if result.status != "passed":
        return result
    return replace(result, status="skipped", evidence=Evidence(reason="nothing-right"))


def is_something_right(exercise: Exercise, results: Mapping[str, Sequence[Result]]) -> bool:
    """Whether some number of an exercise is right, in part at least; or none of them is looked at."""
    numbers = [one for one in exercise.criteria if one.check in NUMBERS]
    return not numbers or any(has_right(result) for one in numbers for result in results[one.id])


def has_right(result: Result) -> bool:
    """Whether a result has something right, in part at least, as far as we could see."""
    return result.status in ("passed", "broken") or bool(result.share)


def notes_of(report: CriterionReport) -> list[str]:
    """Return the notes of a criterion; that an unusual number is accepted, only where no number is plainly wrong."""
    wrong = any(one.evidence.reason == "wrong-value" for one in report.results if one.evidence is not None)
    notes = [note for result in report.results for note in result.notes]
    return [note for note in notes if not (wrong and note.endswith(ACCEPTED))]
