"""Compare answers with the reference. Pure: no files, clock or student code.

In: case, outcome, expected.  Out: Result.
The sum behind a wrong number is added by `grader.grading.grade`, which knows the operation.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from grader.grading.checks import conventions
from grader.grading.checks.answers import as_array, failed, shape_problem, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.grading.checks.tolerance import elementwise, normwise
from grader.model import Case, Evidence, Expected, Outcome, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Bound = NDArray[np.float64] | float

SINGLE_PRECISION = "is as exact as single precision, and no more; accepted"
IN_CONTAINER = "{name} is a {kind}; its numbers count as those of an array"
CHANGED = "{name} is changed by the call; what it returns counts all the same"
EXTENDED = "{name} gains a key by the call; what it held is as it was"
WHOLE_AS_FLOAT = "gives a whole number as a float, 5.0 for 5: accepted, though range() takes an int; divide with //"
ROUNDS_DIFFERENTLY = "rounds where a plain sum would be exact (as an FFT does); within the proven bound, accepted"

ACCEPTED = "accepted"  # how a note on a number ends that is right in another way than the reference


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every entry agrees with the reference."""
    wants = {output: expected[output].value.shape for output in outputs}
    problem = unanswered(case, outcome) or shape_problem(case, outcome, wants, outputs)
    if problem is not None:
        return problem
    notes = side_notes(case, outcome, outputs)
    for output in outputs:
        result = compare(case, outcome, expected[output], output)
        if result.status != "passed":
            return result
        notes += result.notes
    return pass_(case, outcome, tuple(dict.fromkeys(notes)))


def side_notes(case: Case, outcome: Outcome, outputs: tuple[str, ...]) -> list[str]:
    """Return notes on what is accepted beside the numbers: containers, changed arguments, whole numbers as floats."""
    containers = outcome.containers
    notes = [IN_CONTAINER.format(name=name, kind=containers[name]) for name in outputs if name in containers]
    notes += [CHANGED.format(name=name) for name in outcome.modified]
    notes += [EXTENDED.format(name=name) for name in outcome.extended]
    answers = [outcome.answers.get(name) for name in outputs]
    if not case.arguments and any(is_float(answer) for answer in answers):
        notes.append(WHOLE_AS_FLOAT)
    return notes


def is_float(answer: object) -> bool:
    """Whether an answer is one number with a point."""
    return isinstance(answer, float) or (getattr(answer, "shape", None) == () and "float" in str(answer.dtype))  # type: ignore[attr-defined]


def compare(case: Case, outcome: Outcome, expected: Expected, output: str) -> Result:
    """Compare one returned array, entry by entry."""
    import numpy as np

    array = as_array(outcome.answers[output])
    assert array is not None
    answer = array.astype(np.float64)
    error = np.abs(answer - expected.value)
    widest: Bound = 0.0
    for bound, notes in allowances(case, array, expected):
        if (error <= bound).all():
            return pass_(case, outcome, notes)
        widest = np.maximum(widest, bound)
    for convention in expected.conventions:
        if conventions.keeps(array, convention):
            return pass_(case, outcome, (convention.note,))
    wrong = ~(error <= widest)  # NaN never agrees
    at = tuple(int(n) for n in np.argwhere(wrong)[0])
    evidence = Evidence(
        reason="wrong-value",
        output=output,
        at=at,
        got=float(answer[at]),
        want=float(expected.value[at]),
        wrong=int(wrong.sum()),
        entries=wrong.size,
    )
    return failed(case, outcome, evidence)


def allowances(case: Case, array: "Array", expected: Expected) -> "Iterator[tuple[Bound, tuple[str, ...]]]":
    """Yield each bound that an answer may keep to, the narrowest first, and the notes for one that needs it.

    Single precision is allowed where it was used: the inputs are float32, or the answer is, or it was
    cast from float32 and so holds nothing that float32 does not hold. Where terms round, a part of the way may have
    been in single precision, and the answer does not show it.
    """
    import numpy as np

    given = any(getattr(value, "dtype", None) == "float32" for value in case.arguments.values())
    named = () if given else (SINGLE_PRECISION,)
    notes = named if array.dtype == np.float32 else ()
    yield elementwise(expected, "float64"), notes
    with np.errstate(over="ignore", invalid="ignore"):
        single = given or not expected.grid or bool((array.astype(np.float32) == array).all())
    if single:
        yield elementwise(expected, "float32"), named
    yield normwise(expected, "float64"), (*notes, ROUNDS_DIFFERENTLY)
    if single:
        yield normwise(expected, "float32"), (*named, ROUNDS_DIFFERENTLY)
