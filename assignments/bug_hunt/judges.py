"""What a test is worth: whether it exposes a box, and how small it is."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.judge import ALL, NOTHING, Verdict
from grader.topics.written import number

from .boxes import LAYER, OUTPUTS, Box
from .everything import missed, possible
from .trials import NoTest, Trial, belief_of, is_told_apart, read_trial, right_answers, wrong_answer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Floats = NDArray[np.float64]
    Given = Mapping[str, "Array"]
    Sizes = Mapping[str, int]

ENOUGH = 200  # numbers of a test that tells a right layer from all that is believed of it
NAMED = 3  # beliefs that a report names; the others are counted
SHRINK = "take a row, a column, a channel or an image away, or use padding in place of pixels, and check again."
SHRINK_MAP = "take a row, a column, a channel or an image away, and check again."  # max pooling has no padding


# ----------------------------------------------------------------------------------------- one box


def exposes(box: Box, given: "Given", sizes: "Sizes") -> Verdict:
    """Say whether a box and a right layer give different numbers."""
    try:
        _, shown = tried(box, given)
    except NoTest as problem:
        return refused(problem)
    if shown is None:
        said = f"{box.name} and a right layer give the same numbers for your test: it tells nothing."
        return Verdict(share=NOTHING, said=said, step=box.hint)
    belief = belief_of(box.layer, box.belief).belief
    return Verdict(share=ALL, said=f"{box.name} is exposed: {shown}. Its author believes: {belief}")


def is_small(box: Box, given: "Given", sizes: "Sizes") -> Verdict:
    """Say how small a test is that exposes a box; another one has no size worth talking of."""
    try:
        trial, shown = tried(box, given)
    except NoTest as problem:
        return refused(problem)
    if shown is None:
        return Verdict(
            share=NOTHING, said="The size of a test counts once it exposes the box.", step="expose it first."
        )
    if trial.size <= box.least:
        return Verdict(share=ALL)
    earned = f"{box.least}/{trial.size}"
    said = f"Your test of {box.name} holds {numbers(trial.size)}; {box.least} can be enough. It earns {earned} of this."
    return Verdict(share=Fraction(box.least, trial.size), said=said, step=SHRINK if "pad" in given else SHRINK_MAP)


def tried(box: Box, given: "Given") -> tuple[Trial, str | None]:
    """Return a student's test of a box, and where the box shows that it is wrong; None where it does not."""
    trial, belief = read_trial(box.layer, given), belief_of(box.layer, box.belief)
    right, on = right_answers(trial), box.way or belief.settings[0]
    for output in OUTPUTS[box.layer]:
        if output in belief.outputs:
            wrong = wrong_answer(trial, output, on)
            if is_told_apart(right[output], wrong):
                return trial, difference(output, right[output], wrong)
    return trial, None


def difference(output: str, right: "Floats", wrong: "Floats | None") -> str:
    """Return how a wrong answer differs from the right one."""
    if wrong is None:
        return f"it ends in an error, where {output} of shape {right.shape} is due"
    if wrong.shape != right.shape:
        return f"it gives {output} of shape {wrong.shape}, where {right.shape} is due"
    at = tuple(int(place) for place in np.argwhere(wrong != right)[0])
    where = f"{output}[{', '.join(map(str, at))}]"
    return f"at {where} it gives {number(float(wrong[at]))}, where {number(float(right[at]))} is due"


# --------------------------------------------------------------------------- one test for all beliefs


def tells_all(given: "Given", sizes: "Sizes") -> Verdict:
    """Say from how many beliefs a test tells a right layer. Whoever misses two in five earns nothing."""
    try:
        kept, total, names = told(given, sizes)
    except NoTest as problem:
        return refused(problem)
    if kept == total:
        return Verdict(share=ALL, said=f"With padding {sizes['pad']}, your test tells a right layer from all {total}.")
    named = [f"“{name}”" for name in names[:NAMED]]
    if len(names) > NAMED:
        named.append("And another one." if len(names) == NAMED + 1 else f"And {len(names) - NAMED} others.")
    said = (
        f"Your test tells a right layer from {kept} of {total} wrong ones. "
        f"It cannot tell it from one whose author believes: {' '.join(named)}"
    )
    step = "begin with the first: in which test would that make a difference?"
    step = step if len(names) > 1 else "in which test would that make a difference?"
    return Verdict(share=share_told(kept, total), said=said, step=step)


def is_small_for_all(given: "Given", sizes: "Sizes") -> Verdict:
    """Say how small a test of everything is; its size counts as far as it tells anything."""
    try:
        kept, total, _ = told(given, sizes)
    except NoTest as problem:
        return refused(problem)
    size = sum(given[name].size for name in ("x", "w", "b"))
    share = share_told(kept, total) * min(ALL, Fraction(ENOUGH, size))
    if share >= ALL:
        return Verdict(share=ALL)
    if size <= ENOUGH:
        said = f"{numbers(size)} are few enough. They count as far as they tell layers apart."
        return Verdict(share=share, said=said, step="tell more layers apart, with as few numbers.")
    return Verdict(share=share, said=f"Your test holds {numbers(size)}; {ENOUGH} are enough.", step=SHRINK)


def told(given: "Given", sizes: "Sizes") -> tuple[int, int, list[str]]:
    """Return from how many beliefs of how many a test tells a right layer, and the others in a sentence each."""
    trial = read_trial(LAYER, {**given, "pad": np.asarray(sizes["pad"])})
    among = possible(sizes["pad"])
    left = missed(trial, right_answers(trial)["out"], among)
    left.sort(key=lambda one: one.is_slip)
    return len(among) - len(left), len(among), list(dict.fromkeys(one.belief for one in left))


def share_told(kept: int, total: int) -> Fraction:
    """Return what it is worth to tell so many apart: all for all, and nothing where two in five are missed."""
    return max(NOTHING, 1 - Fraction(5 * (total - kept), 2 * total))


def numbers(count: int) -> str:
    """Return a count of numbers in words."""
    return "1 number" if count == 1 else f"{count} numbers"


def refused(problem: NoTest) -> Verdict:
    """Return what is said of inputs that are no legal test."""
    said, step = problem.args
    return Verdict(share=NOTHING, said=said, step=step)
