"""Compare answers with the reference. Pure: no files, clock or student code.

In: case, outcome, expected.  Out: Result.
The sum behind a wrong number is added by `grader.grading.grade`, which knows the operation.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from grader.grading.checks import shape
from grader.grading.checks.answers import as_array, failed
from grader.grading.checks.answers import passed as pass_
from grader.grading.checks.tolerance import UNIT_ROUNDOFF, elementwise, normwise
from grader.model import Case, Convention, Evidence, Expected, Outcome, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Bound = NDArray[np.float64] | float

SINGLE_PRECISION = "computes in single precision inside; accepted"
FEW_ROUNDINGS = 8  # a division of a gradient among tied cells, and its sum
ROUNDS_DIFFERENTLY = "rounds where a plain sum would be exact (as an FFT does); within the proven bound, accepted"


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every entry agrees with the reference."""
    shaped = shape.check(case, outcome, expected, outputs)
    if shaped.status != "passed":
        return shaped
    notes: list[str] = []
    for output in outputs:
        result = compare(case, outcome, expected[output], output)
        if result.status != "passed":
            return result
        notes += result.notes
    return modified(case, outcome) or pass_(case, outcome, tuple(dict.fromkeys(notes)))


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
        if keeps(array, convention):
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
    cast from float32 and so holds nothing that float32 does not hold.
    """
    import numpy as np

    given = any(getattr(value, "dtype", None) == "float32" for value in case.arguments.values())
    named = () if given else (SINGLE_PRECISION,)
    notes = named if array.dtype == np.float32 else ()
    yield elementwise(expected, "float64"), notes
    with np.errstate(over="ignore", invalid="ignore"):
        single = given or bool((array.astype(np.float32) == array).all())
    if single:
        yield elementwise(expected, "float32"), named
    yield normwise(expected, "float64"), (*notes, ROUNDS_DIFFERENTLY)
    if single:
        yield normwise(expected, "float32"), (*named, ROUNDS_DIFFERENTLY)


def keeps(array: "Array", convention: Convention) -> bool:
    """Whether an answer keeps to another convention, but for the rounding of a few operations."""
    import numpy as np

    answer = array.astype(np.float64)
    scale = np.maximum(np.abs(convention.lowest), np.abs(convention.highest))
    slack = FEW_ROUNDINGS * UNIT_ROUNDOFF["float32" if array.dtype == np.float32 else "float64"] * scale
    if not ((convention.lowest - slack <= answer) & (answer <= convention.highest + slack)).all():
        return False
    if convention.groups is None or convention.total is None:
        return True
    inside = convention.groups >= 0
    groups = convention.groups[inside]
    off = np.bincount(groups, (answer - convention.total)[inside])
    return bool((np.abs(off) <= np.bincount(groups, slack[inside])).all())


def modified(case: Case, outcome: Outcome) -> Result | None:
    """Return the result for a call that changed what it was given, else None."""
    if not outcome.modified:
        return None
    detail = ", ".join(outcome.modified)
    return failed(case, outcome, Evidence(reason="input-modified", function=outcome.function, detail=detail))
