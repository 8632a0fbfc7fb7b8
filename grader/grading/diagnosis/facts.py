"""What all wrong answers have in common, where no misconception reproduces them: true, and no more than that. Pure."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grader.grading.diagnosis.trials import Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CLOSE = 1e-9  # relative: one factor for all numbers, up to rounding
FEWEST = 2  # numbers that have to share something before it is a fact


def fact(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    """Return one true sentence about all wrong answers; None if nothing is common to them.

    Parameters
    ----------
    wrong, right : sequence of Trial
    """
    sentence = None
    if all(trial.came is not None and trial.came.shape == trial.expected.value.shape for trial in wrong):
        pairs = [(trial.came, trial.expected.value) for trial in wrong if trial.came is not None]
        sentence = next((found for look in OF_NUMBERS if (found := look(pairs))), None)
        sentence = sentence or of_signs(wrong)
    return sentence or told_apart(wrong, right)


Pairs = Sequence[tuple["Floats", "Floats"]]  # what came, and what was due


def common_factor(pairs: Pairs) -> str | None:
    """Return a sentence if every answer is the right one times the same number."""
    import numpy as np

    factors = set()
    if sum(due.size for _, due in pairs) < FEWEST:
        return None
    for got, due in pairs:
        some = np.abs(due) > 0
        if not some.any() or (got[~some] != 0).any():
            return None
        ratios = got[some] / due[some]
        if not np.isfinite(ratios).all() or np.ptp(ratios) > CLOSE * abs(ratios).max():
            return None
        factors.add(round(float(ratios.flat[0]), 6))
    if len(factors) != 1 or factors == {1.0}:
        return None
    return f"every number is {factors.pop():g} times what it should be. Where does that factor come from?"


def common_difference(pairs: Pairs) -> str | None:
    """Return a sentence if every number is off by the same amount."""
    import numpy as np

    if sum(due.size for _, due in pairs) < FEWEST:
        return None
    off = np.concatenate([(got - due).ravel() for got, due in pairs])
    if not np.isfinite(off).all() or np.ptp(off) > CLOSE * max(np.abs(off).max(), 1):
        return None
    return (
        f"every number is {abs(off[0]):.6g} too {'large' if off[0] > 0 else 'small'}. What is added that should not be?"
    )


def at_low_precision(pairs: Pairs) -> str | None:
    """Return a sentence if every number is right to a few digits only."""
    import numpy as np

    for got, due in pairs:
        scale = np.abs(due).max(initial=0)
        if not np.isfinite(got).all() or not scale or (np.abs(got - due) > 1e-3 * scale).any():
            return None
    return "your numbers are right to a few digits only. Which type have your arrays, and where do you round?"


def whole_numbers(pairs: Pairs) -> str | None:
    """Return a sentence if every number is the right one, cut to a whole one."""
    import numpy as np

    if all((got == np.trunc(due)).all() for got, due in pairs):
        return "all your numbers are whole, and less than 1 off. Which type has the array that you collect them in?"
    return None


def transposed(pairs: Pairs) -> str | None:
    """Return a sentence if every answer is the right one with its last two axes exchanged."""
    if all(
        due.ndim >= 2 and due.shape[-1] == due.shape[-2] and (got == due.swapaxes(-1, -2)).all() for got, due in pairs
    ):
        return (
            "your answer is the right one, mirrored along its diagonal. Which index is the row, and which the column?"
        )
    return None


def reordered(pairs: Pairs) -> str | None:
    """Return a sentence if every answer holds the right numbers in another order."""
    import numpy as np

    orders = [(np.sort(got, axis=None), np.sort(due, axis=None)) for got, due in pairs]
    if all(np.isfinite(got).all() and np.allclose(got, due, rtol=CLOSE, atol=0) for got, due in orders):
        return "all your numbers are right, in another order. Which index is the row, and which the column?"
    return None


def at_the_border(pairs: Pairs) -> str | None:
    """Return a sentence if the inside of every answer is right, and there is one."""
    import numpy as np

    inside = [(got[..., 1:-1, 1:-1], due[..., 1:-1, 1:-1]) for got, due in pairs if due.ndim >= 2]
    if len(inside) < len(pairs) or sum(due.size for _, due in inside) < FEWEST:
        return None
    if all(np.array_equal(got, due) for got, due in inside):
        return "only the border differs; the inside is right. What should your window find outside the image?"
    return None


def too_small_part(pairs: Pairs) -> str | None:
    """Return a sentence if what is wrong was never written: 0 where something is due, and right elsewhere."""
    if all(((got == due) | (got == 0)).all() and (got == due).any() for got, due in pairs):
        return "some numbers are 0, and all others are right. Which entries does your loop never reach?"
    return None


OF_NUMBERS: Sequence[Callable[[Pairs], str | None]] = (
    common_factor,
    common_difference,
    whole_numbers,
    at_low_precision,
    transposed,
    too_small_part,
    reordered,
    at_the_border,
)


def of_signs(wrong: Sequence[Trial]) -> str | None:
    """Return a sentence if every wrong entry stands where the input, of the same shape, is negative."""
    import numpy as np

    seen = 0
    for trial in wrong:
        x = np.asarray(trial.case.arguments.get("x", np.zeros(0)), np.float64)
        if not x.size or trial.came is None or x.shape != trial.came.shape:
            return None
        off = trial.came != trial.expected.value
        if not off.any() or (x[off] >= 0).any() or not (x >= 0).any():
            return None
        seen += int(off.sum())
    return "it differs only where the input is negative. What should become of a negative number?" if seen else None


def told_apart(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    """Return a sentence if one size tells the wrong cases from the right ones."""
    for symbol, value, sentence in SIZES:
        if not right or any(symbol not in trial.case.sizes for trial in (*wrong, *right)):
            continue
        if all(trial.case.sizes[symbol] == value for trial in right) and all(
            trial.case.sizes[symbol] != value for trial in wrong
        ):
            return sentence
    if right and wrong and all(is_square(trial) for trial in right) and not any(is_square(trial) for trial in wrong):
        return (
            "it is right for square windows, and for no other. Which of your sizes is the height, and which the width?"
        )
    return None


SIZES = (
    ("stride", 1, "it is right wherever the stride is 1, and nowhere else. Where does the stride enter?"),
    ("pad", 0, "it is right wherever the padding is 0, and nowhere else. Where does the padding enter?"),
    ("N", 1, "it is right for one image, and never for more. What happens to the second image?"),
    ("C", 1, "it is right for one channel, and never for more. What happens to the second channel?"),
    ("F", 1, "it is right for one filter, and never for more. What happens to the second filter?"),
)


def is_square(trial: Trial) -> bool:
    """Whether a window is as high as it is wide."""
    sizes = trial.case.sizes
    return "HH" in sizes and "WW" in sizes and sizes["HH"] == sizes["WW"]
