"""Functions that were right so far are called again: what is right once may be so by what came before, or until later.

In: the cases of an exercise.  Out: a failed Result for each way in which an earlier call makes a difference to a later
one, or a later one to an earlier result. Pure, but for `Look`, which runs cases.

What is called again is a small case, and others that differ from it in one thing: the numbers of its arrays, of one of
them, a size that is an option. A result that is shared between calls, or remembered by half of the arguments, differs
there. None of it makes a difference to a function of its arguments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from grader.grading.cases import written
from grader.grading.memory import recalled
from grader.model import ORDINARY, Case, Criterion, Evidence, Expected, Laid, Outcome, Reason, Result
from grader.topics.operation import Operation, Sizes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Arrays = Mapping[str, Array]

Pair = tuple[Case, Outcome]
Problem = tuple[str, str, str]  # the case's id, the returned value, the kind
Seen = tuple[Sequence[Pair], Sequence[Problem]]  # the first answer to each case, and how later ones differ
Look = Callable[[Sequence[Case]], Seen | None]
IsRight = Callable[[Case, Outcome, Mapping[str, Expected]], Mapping[str, bool]]  # by criterion
Alone = Callable[[Sequence[Case]], Sequence[Pair]]  # runs cases in a process of their own
Due = Mapping[str, tuple[Case, Mapping[str, Expected]]]
ENTRIES = (20, 8, 4, 0)  # of a case's arrays, the first number that some case has: few entries hide differences
MOST_ENTRIES = 2000
MOST_NEIGHBOURS = 10
REASONS: Mapping[str, Reason] = {
    "remembered": "call-remembered",
    "overwritten": "result-overwritten",
    "used-up": "cache-used-up",
}
AGAIN = "called-again"  # the case that such a result is of


def look_again(
    pairs: Sequence[Pair],
    operation: Operation,
    criteria: Sequence[Criterion],
    look: Look,
    is_right: IsRight,
    alone: Alone,
) -> dict[str, Result]:
    """Call right functions again, and return a failed result for each criterion that is not kept.

    Parameters
    ----------
    pairs : sequence of (Case, Outcome)
        The exercise's cases, each answered as it should be.
    operation : Operation
    criteria : sequence of Criterion
    look : callable
        Calls the functions of some cases again and again, in one process.
    is_right : callable
        Says of a case and its outcome which criteria they keep.
    alone : callable
        Runs cases by themselves: a wrong answer that comes there too has nothing to do with earlier calls.
    """
    base = base_case(pairs)
    if base is None:
        return {}
    due = recalled(base, "neighbours", partial(_due, base, operation), lambda due: 10 * _bytes_of(base))
    seen = look([base, *(case for case, _ in due.values())])
    if seen is None:
        return {}
    first, problems = seen
    kept = {case.id: is_right(case, outcome, due[case.id][1]) for case, outcome in first if case.id in due}
    suspected = {name for name, by_criterion in kept.items() if not all(by_criterion.values())}
    suspected |= {name for name, _, kind in problems if kind == "remembered" and name in due}
    innocent = set()
    for name in suspected:
        case, expected = due[name]
        ((_, outcome),) = alone([case]) or ((case, None),)
        if outcome is None or not all(is_right(case, outcome, expected).values()):
            innocent.add(name)
    cases = {base.id: base, **{name: case for name, (case, _) in due.items()}}
    found: dict[str, Result] = {}
    for criterion in criteria:
        for name, output, kind in problems:
            if name not in innocent and concerns(criterion, criteria, output, kind):
                found.setdefault(criterion.id, failed(cases[name], output, kind))
        for name, by_criterion in kept.items():
            if name not in innocent and not by_criterion.get(criterion.id, True):
                found.setdefault(criterion.id, failed(cases[name], criterion.of, "remembered"))
    return found


def concerns(criterion: Criterion, criteria: Sequence[Criterion], output: str, kind: str) -> bool:
    """Whether a problem costs a criterion: a cache is an argument; all else is about the numbers of one output."""
    if kind == "used-up" and any(one.check == "inputs" for one in criteria):
        return criterion.check == "inputs"
    return criterion.check in ("values", "gradient") and criterion.of in (None, output) and not criterion.cases


def failed(case: Case, output: str | None, kind: str) -> Result:
    """Return the result of a case that a later call, or an earlier one, makes a difference to."""
    call = case.calls[-1]
    evidence = Evidence(
        reason=REASONS.get(kind, "call-remembered"),
        function=call.function,
        call=written(call),
        output=output or call.returns[0],
        why="A function of its arguments gives the same however often, and in whatever order, it is called.",
    )
    return Result(case=AGAIN, status="failed", outcome="returned", evidence=evidence)


def base_case(pairs: Sequence[Pair]) -> Case | None:
    """Return a small case that is as ordinary as there is one, None where there is none."""
    sizes = {case.id: sum(array.size for array in case.arguments.values()) for case, _ in pairs}
    legal = [case for case, _ in pairs if case.raises is None and sizes[case.id] <= MOST_ENTRIES]
    plain = [case for case in legal if is_plain(case)] or legal
    for least in ENTRIES:
        large = [case for case in plain if sizes[case.id] >= least]
        candidates = [case for case in large if case.kind == ORDINARY] or large
        if candidates:
            return min(candidates, key=lambda case: sizes[case.id])
    return None


def is_plain(case: Case) -> bool:
    """Whether a case is plain, which is worked out once: see `_is_plain`."""
    return recalled(case, "plain", partial(_is_plain, case), lambda _: _bytes_of(case))


def _is_plain(case: Case) -> bool:
    """Whether arrays lie in memory as they usually do, and hold other numbers when they are turned around."""
    import numpy as np

    given = [value for call in case.calls for value in call.arguments if isinstance(value, Laid)]
    several = [array for array in case.arguments.values() if array.size > 1]
    turns = several and all(not np.array_equal(array, np.flip(array)) for array in several)
    return bool(turns) and all(value.layout == "C" for value in given)


def _due(case: Case, operation: Operation) -> Due:
    """Return a case's neighbours by their names, and what is due for them."""
    return {near.id: (near, expected) for near, expected in islice(neighbours(case, operation), MOST_NEIGHBOURS)}


def _bytes_of(case: Case) -> int:
    """Return about how much memory a case takes: its arrays, and the same numbers as its calls have them."""
    return 2 * sum(array.nbytes for array in case.arguments.values())


def neighbours(case: Case, operation: Operation) -> Iterator[tuple[Case, Mapping[str, Expected]]]:
    """Yield legal cases that differ from a case in one thing, and what is due for them."""
    seen = {_key(case.arguments, case.sizes)}
    for arguments, sizes in _varied(case, operation):
        key = _key(arguments, sizes)
        if key in seen:
            continue
        seen.add(key)
        laid = {name: Laid(array) if array.ndim else array.item() for name, array in arguments.items()}
        try:
            due = operation.expected(arguments, sizes, case.unit)
            calls = operation.calls(laid, sizes)
        except Exception:  # it is drawn as no case is, and may be none
            continue
        if all(one.exact or not one.grid for one in due.values()):
            name = f"{AGAIN}-{len(seen) - 1}"
            yield replace(case, id=name, arguments=arguments, sizes=sizes, calls=calls), due


def _key(arguments: "Arrays", sizes: Sizes) -> object:
    """Return what tells inputs from others."""
    arrays = tuple((name, array.shape, array.tobytes()) for name, array in arguments.items())
    return arrays, tuple(sorted(sizes.items()))


def _varied(case: Case, operation: Operation) -> Iterator[tuple["Arrays", Sizes]]:
    """Yield inputs that differ from a case's in one thing; some of them may be illegal."""
    import numpy as np

    arguments, sizes = dict(case.arguments), case.sizes
    yield {name: np.flip(array).copy() for name, array in arguments.items()}, sizes
    yield {name: _negated(array) for name, array in arguments.items()}, sizes
    if operation.draw is None:
        for name, array in arguments.items():
            yield {**arguments, name: np.flip(array).copy()}, sizes
    for name, array in arguments.items():
        if not array.ndim:
            number = array.item()
            others = (number + 1, number - 1) if isinstance(number, int) else (number * 2,)
            for other in others:
                if other >= 0 or number < 0:
                    yield {**arguments, name: np.asarray(other, array.dtype)}, sizes
    given = {symbol: sizes[symbol] for symbol in operation.symbols if symbol in sizes}
    for symbol in operation.options:
        if symbol in given:
            changed = operation.derive({**given, symbol: given[symbol] + 1})
            shapes = {name: operation.shape_of(name, changed) for name in operation.shapes}
            if operation.draw is None and operation.problem(changed, shapes) is None:
                yield {name: np.resize(arguments[name], shape) for name, shape in shapes.items()}, changed


def _negated(array: "Array") -> "Array":
    """Return an array of fractions with the other sign; whole numbers may be labels or sizes."""
    import numpy as np

    is_fraction = array.ndim and array.dtype.kind == "f"
    return np.negative(array.astype(np.float64)).astype(array.dtype) if is_fraction else array
