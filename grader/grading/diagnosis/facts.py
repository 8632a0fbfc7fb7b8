"""What all wrong answers have in common, where no misconception reproduces them: true, and no more than that. Pure."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grader.grading.diagnosis.facts_of_relations import relation
from grader.grading.diagnosis.facts_of_sizes import told_apart
from grader.grading.diagnosis.trials import Trial, as_called

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CLOSE = 1e-9  # relative: one factor for all numbers, up to rounding
THERE = "all its numbers are 0 there"  # says less than which cases these are
VAGUE = (  # how such facts begin
    THERE,
    "it is right wherever",
    "it is right for",
    "with arrays of floats, it is right",
    "only the border differs",
    "some numbers are 0, and all others are right",
    "all your numbers are right, in another order",
    "all your numbers are right, but some stand in the wrong image",
)
SHOWN = 70  # characters of a student's line
EXACT = 2**53  # whole numbers below it have a float each
LARGE = 2**31  # beyond it, conversions to integers differ between machines
SEEN = 1000  # numbers of an answer that are looked at
FEWEST = 2  # numbers that have to share something before it is a fact


def fact(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    """Return one true sentence about all wrong answers; None if nothing is common to them.

    Parameters
    ----------
    wrong, right : sequence of Trial
    """
    came = [trial for trial in wrong if not trial.has_raised]
    pairs = [(trial.came, trial.expected.value) for trial in came if trial.came is not None]
    sentence = None
    if pairs and len(pairs) == len(came):
        if all(got.shape == due.shape for got, due in pairs):
            sentence = next((found for look in OF_NUMBERS if (found := look(pairs))), None)
            sentence = sentence or of_signs(came) or filled_before(came) or relation(came)
            sentence = sentence or next((found for look in OF_ORDER if (found := look(pairs))), None)
            sentence = sentence or differs_at_the_border(came)
        else:
            sentence = next((found for look in OF_SHAPES if (found := look(pairs))), None) or relation(came)
    if right and not came and (refused := refusal(wrong)):
        return refused
    apart = told_apart(wrong, right)
    if sentence and apart and sentence.startswith(THERE):
        return apart
    return sentence or apart


def is_vague(sentence: str) -> bool:
    """Whether a fact says where answers are wrong, and not in what."""
    return sentence.startswith(VAGUE)


def refusal(wrong: Sequence[Trial]) -> str | None:
    """Return a sentence if every case that is wrong is one that the function refuses at one line of its own."""
    lines = {trial.meant_line for trial in wrong}
    line = lines.pop() if len(lines) == 1 else ""
    if not line:
        return None
    code = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
    return f"it is right wherever it answers, and refuses the rest: `{code}`. Does the task say that it may?"


Pairs = Sequence[tuple["Floats", "Floats"]]  # what came, and what was due


def common_factor(pairs: Pairs) -> str | None:
    """Return a sentence if every answer is the right one times the same number."""
    import numpy as np

    factors = set()
    if len({float(abs(one)) for _, due in pairs for one in due.ravel()[:SEEN] if one}) < FEWEST:
        return None  # one number is any number of times another
    for got, due in pairs:
        some = np.abs(due) > 0
        if not some.any() or (got[~some] != 0).any():
            return None
        with np.errstate(over="ignore"):
            ratios = got[some] / due[some]
        if not np.isfinite(ratios).all() or np.ptp(ratios) > CLOSE * abs(ratios).max():
            return None
        factors.add(round(float(ratios.flat[0]), 6) + 0.0)
    if len(factors) != 1 or factors & {0.0, 1.0}:
        return None
    return f"every number is {factors.pop():g} times what it should be. Where does that factor come from?"


def common_difference(pairs: Pairs) -> str | None:
    """Return a sentence if every number is off by the same amount."""
    import numpy as np

    if sum(due.size for _, due in pairs) < FEWEST:
        return None
    off = np.concatenate([(got - due).ravel() for got, due in pairs])
    scale = max(1.0, *(float(np.abs(due).max(initial=0)) for _, due in pairs))
    if not np.isfinite(off).all() or np.ptp(off) > CLOSE * scale or np.abs(off).max() <= CLOSE * scale:
        return None
    if off[0] < 0:
        return f"every number is {abs(off[0]):.6g} too small. Which term is missing, or taken away?"
    return f"every number is {off[0]:.6g} too large. What is added that should not be?"


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


def no_fractions(pairs: Pairs) -> str | None:
    """Return a sentence if every answer is whole where fractions are due."""
    import numpy as np

    if all(got.size and (got == np.trunc(got)).all() and (due != np.trunc(due)).any() for got, due in pairs):
        return "all your numbers are whole, where fractions are due. Which type has the array that you collect them in?"
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
        if any(crosses_images(got, due) for got, due in pairs):
            return (
                "all your numbers are right, but some stand in the wrong image. In which order does your reshape count?"
            )
        return "all your numbers are right, in another order. Which index is the row, and which the column?"
    return None


def crosses_images(got: "Floats", due: "Floats") -> bool:
    """Whether an answer of several images has the numbers of one in another."""
    import numpy as np

    if due.ndim != 4:
        return False
    mine, theirs = (np.sort(array.reshape(len(array), -1), axis=1) for array in (got, due))
    return not np.allclose(mine, theirs, rtol=CLOSE, atol=0)


def too_small_part(pairs: Pairs) -> str | None:
    """Return a sentence if what is wrong was never written: 0 where something is due, and right elsewhere."""
    if all(((got == due) | (got == 0)).all() and ((got == due) & (due != 0)).any() for got, due in pairs):
        return "some numbers are 0, and all others are right. Which entries does your loop never reach?"
    return None


def nothing_at_all(pairs: Pairs) -> str | None:
    """Return a sentence if every wrong answer is 0 throughout."""
    if all(got.size and (got == 0).all() for got, _ in pairs):
        return "all its numbers are 0 there. Into which array do you write, and which one do you return?"
    return None


def cut_at_zero(pairs: Pairs) -> str | None:
    """Return a sentence if 0 stands wherever a negative number is due, and all others are right."""
    import numpy as np

    if all((got == np.maximum(due, 0)).all() for got, due in pairs):
        return "you have 0 wherever a negative number is due; all others are right. What lets nothing below 0 through?"
    return None


def without_signs(pairs: Pairs) -> str | None:
    """Return a sentence if every number is right but for its sign, and none is negative."""
    import numpy as np

    if all(np.allclose(got, np.abs(due), rtol=CLOSE, atol=0) for got, due in pairs):
        return "none of your numbers is negative; but for that they are right. Which line takes the sign away?"
    return None


def wrapped(pairs: Pairs) -> str | None:
    """Return a sentence if every number is what a small type of integers makes of the right one.

    What such a type makes of a fraction, or of a very large number, differs between machines: there it has to fit in.
    """
    for bits, kind in ((8, "uint8"), (16, "uint16"), (8, "int8"), (16, "int16"), (32, "int32")):
        turn = 2**bits
        least = 0 if kind.startswith("u") else -turn // 2
        high = least + turn - 1
        if not all((got >= least).all() and (got <= high).all() and (got % 1 == 0).all() for got, _ in pairs):
            continue
        largest = EXACT if bits == 32 else LARGE
        whole = [(got, due) for got, due in pairs if (due % 1 == 0).all() and (abs(due) < largest).all()]
        count = sum(int((got != due).sum()) for got, due in whole)
        if count >= FEWEST and all(((got - due) % turn == 0).all() for got, due in whole):
            return (
                f"where whole numbers are due, yours are off by {turn} or a multiple of it, or right. An array of "
                f"{kind} holds {str(least).replace('-', '−')} to {high} and nothing else. Which type has yours?"
            )
    return None


def no_numbers(pairs: Pairs) -> str | None:
    """Return a sentence if some of every answer is no finite number."""
    import numpy as np

    lost = [~np.isfinite(got) & np.isfinite(due) for got, due in pairs]
    if not all(one.any() for one in lost):
        return None
    kinds = {"nan" if np.isnan(got[one]).any() else "inf" for (got, _), one in zip(pairs, lost, strict=True)}
    rest = all((got == due)[~one].all() for (got, due), one in zip(pairs, lost, strict=True))
    what = " or ".join(sorted(kinds, reverse=True))
    if all(got.size == 1 for got, _ in pairs):
        return (
            f"this number is {what}. "
            "Which line divides by 0, takes the logarithm of 0, or asks for the exponential of a large number?"
        )
    return (
        f"some of your numbers are {what}{'; all others are right' if rest else ''}. "
        "Which line divides by 0, takes the logarithm of 0, or asks for the exponential of a large number?"
    )


def differs_at_the_border(wrong: Sequence[Trial]) -> str | None:
    """Return a sentence if the inside of every answer is right, and there is one, where windows slide."""
    import numpy as np

    inside = []
    for trial in wrong:
        got, due = trial.came, trial.expected.value
        if got is None or due.ndim < 2 or "HH" not in trial.case.sizes:
            return None
        inside.append((got[..., 1:-1, 1:-1], due[..., 1:-1, 1:-1]))
    if sum(due.size for _, due in inside) < FEWEST or not all(np.array_equal(got, due) for got, due in inside):
        return None
    if all(trial.case.sizes.get("pad", 0) > 0 for trial in wrong):
        return "only the border differs; the inside is right. What should your window find outside the image?"
    return "only the border differs; the inside is right. Which rows and columns does your loop begin and end with?"


# ----------------------------------------------------------------------------------- shapes


def kept_axis(pairs: Pairs) -> str | None:
    """Return a sentence if the numbers are right, in an array with one axis of length 1 too many."""
    import numpy as np

    if not all(got.ndim > due.ndim and got.size == due.size for got, due in pairs):
        return None
    if not all(got.squeeze().shape == due.squeeze().shape for got, due in pairs):
        return None
    if not all(np.allclose(got.reshape(due.shape), due, rtol=CLOSE, atol=CLOSE) for got, due in pairs):
        return None
    got, due = pairs[0]
    return (
        f"your numbers are right, in an array of shape {got.shape} where {due.shape} is due. "
        "Which axis of length 1 is left over? Does a sum keep it (keepdims), or a reshape make it?"
    )


def other_order(pairs: Pairs) -> str | None:
    """Return a sentence if the numbers are right, with the axes in another order."""
    import itertools

    import numpy as np

    axes = pairs[0][1].ndim
    if axes < 2 or any(got.ndim != axes or due.ndim != axes for got, due in pairs):
        return None
    for order in itertools.permutations(range(axes)):
        if order != tuple(range(axes)) and all(
            got.transpose(order).shape == due.shape and np.allclose(got.transpose(order), due, rtol=CLOSE, atol=CLOSE)
            for got, due in pairs
        ):
            got, due = next((pair for pair in pairs if pair[0].shape != pair[1].shape), pairs[0])
            return (
                f"all your numbers are right, with the axes in another order: shape {got.shape}, where {due.shape} is "
                "due. In which order does the docstring name the axes?"
            )
    return None


OF_NUMBERS: Sequence[Callable[[Pairs], str | None]] = (
    no_numbers,
    nothing_at_all,
    whole_numbers,
    common_factor,
    wrapped,
    common_difference,
    at_low_precision,
    transposed,
    cut_at_zero,
    without_signs,
)
OF_ORDER: Sequence[Callable[[Pairs], str | None]] = (too_small_part, reordered, no_fractions)
OF_SHAPES: Sequence[Callable[[Pairs], str | None]] = (kept_axis, other_order)


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


def filled_before(wrong: Sequence[Trial]) -> str | None:
    """Return a sentence if every answer is the right one with an argument of its shape added to it."""
    import numpy as np

    names = {name for trial in wrong for name in trial.case.arguments}
    for trial in wrong:
        if trial.came is None or trial.came.size < FEWEST:
            return None
        arguments, off = trial.case.arguments, trial.came - trial.expected.value
        same = [name for name in names & arguments.keys() if arguments[name].shape == off.shape]
        names = {name for name in same if np.allclose(off, arguments[name], rtol=CLOSE, atol=CLOSE)}
    if not names:
        return None
    name = as_called(min(names), wrong)
    return f"every number is too large by the one at its place in {name}. What does your array hold at first?"
