"""What a result counts beside the others: what a function gets right that does nothing is no evidence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.model import Evidence, Exercise, Expected, Result

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
    results: Sequence[Result], expected: Mapping[str, Mapping[str, Expected]], outputs: Sequence[str]
) -> list[Result]:
    """Take back zeros that are right where nothing else is: a function that does nothing returns them too."""
    if all(map(has_right, results)):
        return list(results)
    of_zeros = zeros(expected, outputs)
    others = [result for result in results if result.case not in of_zeros]
    if not others or any(map(has_right, others)):
        return list(results)
    alone = Evidence(reason="nothing-right", detail="zeros")
    return [
        replace(result, status="skipped", evidence=alone, notes=())
        if result.case in of_zeros and result.status == "passed"
        else result
        for result in results
    ]


def zeros(expected: Mapping[str, Mapping[str, Expected]], outputs: Sequence[str]) -> frozenset[str]:
    """Return the cases in which every number of these outputs has to be 0."""
    return frozenset(
        case for case, due in expected.items() if all(name in due and not due[name].value.any() for name in outputs)
    )


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
