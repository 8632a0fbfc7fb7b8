"""A backward pass behind a forward pass that raises, tried with a plain cache: the forward pass's own arguments. Pure.

Nearly every forward pass keeps its arguments for the backward pass, in their order. Where the student's does, the
backward pass can be tried without it. Whether it does is seen at a case where the forward pass returned: both ways
give the same there. Where no case returned, a backward pass that returns has read its cache as it is written here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.grading.checks.answers import as_array
from grader.model import Case, Kept, Laid, Outcome

Pair = tuple[Case, Outcome]
Run = Callable[[Sequence[Case]], Sequence[Pair]]  # of cases as they are, with their answers in our order of axes
NOTE = "was called with the arguments of {forward} as its cache, because {forward} gave none"


def never_reached(case: Case, outcome: Outcome) -> bool:
    """Whether a case ended before the graded function, and so says nothing of it.

    The function that prepares it raised, or returned another number of values than is due, so there is no cache.
    """
    if case.raises is not None or not case.calls or outcome.status not in ("raised", "returned"):
        return False
    if outcome.status == "raised":
        return outcome.function != case.calls[-1].function
    earlier = next((call for call in case.calls[:-1] if call.function == outcome.function), None)
    is_last = earlier is None or outcome.function == case.calls[-1].function
    return not is_last and outcome.returned != len(earlier.returns if earlier is not None else ())


def plain(case: Case) -> Case | None:
    """Return a case whose one call has a plain cache; None where its last call has no cache of the first one's."""
    if len(case.calls) != 2:
        return None
    forward, backward = case.calls
    given = tuple(value.array if isinstance(value, Laid) else value for value in forward.arguments)
    cache = given if len(given) > 1 else given[0]
    arguments = tuple(cache if isinstance(value, Kept) else value for value in backward.arguments)
    return replace(case, id=f"plain-{case.id}", calls=(replace(backward, arguments=arguments),))


def try_plain(pairs: Sequence[Pair], run: Run) -> dict[str, Outcome]:
    """Return the outcomes with a plain cache, by case, of those that never reached the graded function.

    Parameters
    ----------
    pairs : sequence of (Case, Outcome)
        All of an exercise.
    run : callable

    Returns
    -------
    mapping
        Empty where the student's cache is another one.
    """
    waiting = {case.id: case for case, outcome in pairs if never_reached(case, outcome)}
    if not waiting:
        return {}
    first = min(waiting.values(), key=lambda case: sum(array.size for array in case.arguments.values()))
    came = [pair for pair in pairs if pair[0].id not in waiting]
    known = [(case, outcome) for case, outcome in came if case.raises is None and outcome.status == "returned"][:1]
    tried = _tried([first, *(case for case, _ in known)], run)
    if not all(case.id in tried and is_same(outcome, tried[case.id]) for case, outcome in known):
        return {}
    if first.id not in tried or not (known or tried[first.id].status == "returned"):
        return {}
    rest = _tried([case for case in waiting.values() if case is not first], run)
    return {first.id: tried[first.id], **rest}


def _tried(cases: Sequence[Case], run: Run) -> dict[str, Outcome]:
    """Return the outcomes of cases with a plain cache, those that returned or raised."""
    plains = {one.id: case.id for case in cases if (one := plain(case)) is not None}
    came = run([one for case in cases if (one := plain(case)) is not None])
    return {plains[case.id]: outcome for case, outcome in came if outcome.status in ("returned", "raised")}


def is_same(outcome: Outcome, other: Outcome) -> bool:
    """Whether two outcomes hold the same numbers."""
    import numpy as np

    if outcome.returned != other.returned or other.status != "returned":
        return False
    for name, answer in outcome.answers.items():
        one, two = as_array(answer), as_array(other.answers.get(name))
        if one is None or two is None or not np.array_equal(one, two, equal_nan=True):
            return False
    return True
