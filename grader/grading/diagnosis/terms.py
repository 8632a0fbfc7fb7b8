"""The sum behind a student's number, out of the model that explains it. Pure."""

from typing import TYPE_CHECKING

from grader.topics.written import number, product

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.grading.diagnosis.search import Explanation, Model
    from grader.model import Case

MAX_NUMBERS = 40  # of an argument that is taken apart
EXPANDED = ("dout", "x", "f")  # the argument that a sum is written in, the first that there is
CONSTANT = 1e-9


def own_terms(model: "Model", explanation: "Explanation", case: "Case", at: tuple[int, ...]) -> tuple[str, ...]:
    """Return the sum that gives the student's number, a weight and a pixel a term; () where it is no sum.

    The model is tried on one number of the argument at a time. If what it gives adds up to what it gives for all of
    them, the number is a sum, and these are its terms.
    """
    import numpy as np

    name = next((name for name in EXPANDED if name in case.arguments), None)
    if name is None or case.arguments[name].size > MAX_NUMBERS:
        return ()
    whole = case.arguments[name].astype(np.float64)

    def entry(array: "NDArray[np.float64]") -> float | None:
        changed = _with(case, name, array)
        value = model.value(changed, explanation.knobs)
        return None if value is None or value.ndim != len(at) else float(value[at])

    total, constant = entry(whole), entry(np.zeros(whole.shape))
    if total is None or constant is None:
        return ()
    terms, added = [], constant
    for place in np.ndindex(whole.shape):
        one = np.zeros(whole.shape)
        one[place] = 1
        weight = entry(one)
        if weight is None:
            return ()
        if weight != constant:
            terms.append(product(weight - constant, whole[place]))
            added += (weight - constant) * float(whole[place])
    if abs(added - total) > CONSTANT * max(abs(total), 1.0):
        return ()
    return (*terms, number(constant)) if constant or not terms else tuple(terms)


def _with(case: "Case", name: str, array: "NDArray[np.float64]") -> "Case":
    from dataclasses import replace

    return replace(case, arguments={**case.arguments, name: array})
