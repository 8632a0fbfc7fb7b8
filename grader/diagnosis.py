"""From the outcomes of all cases of an exercise to the belief that reproduces them. Pure: no clock, no files.

In: cases, outcomes, what is due.  Out: a Diagnosis for each returned value that is wrong, or none.
Single knobs are tried first, then pairs, on the smallest wrong case first; one that fails a single case is dropped. An
explanation has to reproduce *every* outcome of the exercise, right ones too: so it may be incomplete, never refuted.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.checks.answers import as_array
from grader.misconceptions import FAMILIES, Family, Misconception
from grader.model import Case, Diagnosis, Expected, Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

MAX_RUNS = 1200  # of a model: some 0.1 s, most of it for pairs
CLOSE = 1e-6  # relative to the largest number of an answer
FEWEST = 2  # numbers that have to share a factor before it is one
Trial = tuple[Case, Outcome]


def diagnose(
    exercise: str, trials: Sequence[Trial], expected: Mapping[str, Mapping[str, Expected]], slide: str
) -> tuple[Diagnosis, ...]:
    """Return the simplest explanation of each returned value that is wrong.

    Parameters
    ----------
    exercise : str
    trials : sequence of (Case, Outcome)
        The legal cases of the exercise that were run.
    expected : mapping
        What is due, by case and returned value.
    slide : str
        Of the exercise, for facts that no misconception explains.
    """
    found = []
    for output in dict.fromkeys(name for due in expected.values() for name in due):
        clear = [trial for trial in trials if has_one_answer(trial[0], expected, output)]
        wrong = [trial for trial in clear if is_wrong(trial, expected, output)]
        if not wrong or not any(trial[1].status == "returned" for trial in wrong):
            continue
        family = FAMILIES.get(exercise)
        diagnosis = explained(family, exercise, clear, wrong, output) if family is not None else None
        diagnosis = diagnosis or fact(wrong, clear, expected, output, slide)
        if diagnosis is not None:
            found.append(diagnosis)
    return tuple(dict.fromkeys(found))


def has_one_answer(case: Case, expected: Mapping[str, Mapping[str, Expected]], output: str) -> bool:
    """Whether one answer only is right: at a tie a program may do what it likes, and shows no belief."""
    return case.id in expected and not expected[case.id][output].conventions


def is_wrong(trial: Trial, expected: Mapping[str, Mapping[str, Expected]], output: str) -> bool:
    """Whether a case was not answered as it should have been."""
    case, outcome = trial
    return not is_same(outcome, expected[case.id][output].value, output)


def is_same(outcome: Outcome, value: "Array | None", output: str) -> bool:
    """Whether an outcome is the one that a model gives; None stands for a model that raises."""
    import numpy as np

    if outcome.status == "raised" or value is None:
        return outcome.status == "raised" and value is None
    got = as_array(outcome.answers.get(output))
    if got is None or got.shape != value.shape:
        return False
    came, due = got.astype(np.float64), value.astype(np.float64)
    finite = np.isfinite(due)
    if not (np.isfinite(came) == finite).all():  # what overflowed need not have done so in the same way
        return False
    scale = float(np.abs(due[finite]).max(initial=1.0))
    return bool((np.abs(came[finite] - due[finite]) <= CLOSE * scale).all())


# ------------------------------------------------------------------------------ explanations


def explained(
    family: Family, exercise: str, trials: Sequence[Trial], wrong: Sequence[Trial], output: str
) -> Diagnosis | None:
    """Return the simplest misconceptions that reproduce every outcome; None if there are none within the budget."""
    known = [one for one in family.misconceptions if output in one.outputs]
    ordered = sorted(wrong, key=size) + [trial for trial in trials if trial not in wrong]
    runs = itertools.count()
    for together in (1, 2):
        fitting = list(combinations(family, exercise, known, together, ordered, output, runs))
        if fitting:
            first, *others = fitting
            equivalent = tuple("+".join(one.id for one in some) for some in others)
            return Diagnosis(
                misconceptions=tuple(one.id for one in first),
                equivalent=equivalent,
                hint=first[0].hint,
                slide=first[0].slide,
            )
    return None


def combinations(
    family: Family,
    exercise: str,
    known: Sequence[Misconception],
    together: int,
    trials: Sequence[Trial],
    output: str,
    runs: "itertools.count[int]",
) -> Iterator[tuple[Misconception, ...]]:
    """Yield every set of so many misconceptions that reproduces every outcome, the common ones first."""
    for some in itertools.combinations(known, together):
        knobs = frozenset(one.id for one in some)
        for case, outcome in trials:
            if next(runs) > MAX_RUNS:
                return
            if not is_same(outcome, run(family, exercise, case, output, knobs), output):
                break
        else:
            yield some


def run(family: Family, exercise: str, case: Case, output: str, knobs: frozenset[str]) -> "Array | None":
    """Return what a model gives for a case, None where it raises."""
    try:
        return family.model(exercise, case.arguments, case.sizes, output, knobs)
    except (ValueError, IndexError):
        return None


def size(trial: Trial) -> int:
    """Return how many numbers a case has."""
    return sum(array.size for array in trial[0].arguments.values())


# -------------------------------------------------------------------------------------- facts


def fact(
    wrong: Sequence[Trial],
    trials: Sequence[Trial],
    expected: Mapping[str, Mapping[str, Expected]],
    output: str,
    slide: str,
) -> Diagnosis | None:
    """Return what all wrong answers have in common, where no misconception explains them; None if nothing does."""
    pairs = [(case, as_array(outcome.answers.get(output)), expected[case.id][output].value) for case, outcome in wrong]
    shaped = [(case, got, due) for case, got, due in pairs if got is not None and got.shape == due.shape]
    right = [
        case for case, outcome in trials if not is_wrong((case, outcome), expected, output) and case.id in expected
    ]
    hint = None
    if len(shaped) == len(pairs):
        hint = common_factor([(got, due) for _, got, due in shaped]) or reordered([(g, d) for _, g, d in shaped])
    hint = hint or told_apart([case for case, _ in wrong], right)
    return Diagnosis(misconceptions=(), equivalent=(), hint=hint, slide=slide) if hint else None


def common_factor(pairs: Sequence[tuple["Array", "Array"]]) -> str | None:
    """Return a sentence if every answer is the right one times the same number."""
    import numpy as np

    factors = set()
    if sum(due.size for _, due in pairs) < FEWEST:
        return None
    for got, due in pairs:
        some = np.abs(due) > 0
        if not some.any() or (got[~some] != 0).any():
            return None
        ratios = got[some].astype(np.float64) / due[some].astype(np.float64)
        if not np.isfinite(ratios).all() or np.ptp(ratios) > CLOSE * abs(ratios).max():
            return None
        factors.add(round(float(ratios.flat[0]), 6))
    if len(factors) != 1 or factors == {1.0}:
        return None
    return f"every number is {factors.pop():g} times what it should be. Where does that factor come from?"


def reordered(pairs: Sequence[tuple["Array", "Array"]]) -> str | None:
    """Return a sentence if every answer holds the right numbers in another order."""
    import numpy as np

    orders = [(np.sort(got, axis=None), np.sort(due, axis=None)) for got, due in pairs]
    if all(np.isfinite(got).all() and np.allclose(got, due, rtol=1e-9, atol=0) for got, due in orders):
        return "all your numbers are right, in another order. Which index is the row, and which the column?"
    return None


def told_apart(wrong: Sequence[Case], right: Sequence[Case]) -> str | None:
    """Return a sentence if one size tells the wrong cases from the right ones."""
    sentences = {
        "stride": ("stride", 1, "it is right wherever the stride is 1, and nowhere else. Where does the stride enter?"),
        "pad": ("pad", 0, "it is right wherever the padding is 0, and nowhere else. Where does the padding enter?"),
        "N": ("N", 1, "it is right for one image, and never for more. What happens to the second image?"),
        "C": ("C", 1, "it is right for one channel, and never for more. What happens to the second channel?"),
    }
    for symbol, value, sentence in sentences.values():
        if not right or any(symbol not in case.sizes for case in (*wrong, *right)):
            continue
        if all(case.sizes[symbol] == value for case in right) and all(case.sizes[symbol] != value for case in wrong):
            return sentence
    return None
