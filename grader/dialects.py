"""Other courses' names and axis order for the same exercises. Pure: cases and outcomes in, cases and outcomes out.

Work written for CS231n (``layers.py``) has our axis order and other names; the step-by-step notebook of deeplearning.ai
has its channels last, its filters square, and dictionaries of its own. A *dialect* turns the calls of a case into its
own, and what comes back into ours; what is due never changes. A case that it cannot say, such as a filter that is not
square, is left out and costs nothing.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Call, Case, Criterion, Exercise, Kept, Laid, Outcome, Submission

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

NAMES = ("native", "cs231n", "deeplearning-ai")
AUTO = "auto"
DEFINITION = re.compile(r"^def[ \t]+(\w+)[ \t]*\(([^)]{0,1000})", re.MULTILINE)

Say = Callable[[Case], tuple[Call, ...] | None]
Hear = Mapping[str, Callable[["Array"], "Array"]]  # returned value → how to give it our axis order


@dataclass(frozen=True)
class Phrase:
    """How a dialect says one exercise."""

    function: str
    say: Say
    hear: Hear = dataclasses.field(default_factory=dict)


# ---------------------------------------------------------------------------------- cs231n


def renamed(names: Mapping[str, str]) -> Say:
    """Return a way to say a case by other function names alone."""

    def say(case: Case) -> tuple[Call, ...]:
        return tuple(dataclasses.replace(call, function=names.get(call.function, call.function)) for call in case.calls)

    return say


_NAIVE = {name: f"{name}_naive" for name in ("conv_forward", "conv_backward", "max_pool_forward", "max_pool_backward")}
_SAME = ("affine_forward", "affine_backward", "relu_forward", "relu_backward", "softmax_loss")
CS231N: Mapping[str, Phrase] = {
    **{ours: Phrase(theirs, renamed(_NAIVE)) for ours, theirs in _NAIVE.items()},
    **{name: Phrase(name, renamed({})) for name in _SAME},
}

# -------------------------------------------------------------------------- deeplearning.ai


def moved(value: object, *axes: int) -> Laid:
    """Return an array argument with its axes in another order."""
    assert isinstance(value, Laid)
    return Laid(value.array.transpose(axes), value.layout)


def channels_last(value: object) -> Laid:
    """Return images or maps as (image, row, column, channel)."""
    return moved(value, 0, 2, 3, 1)


def _first(array: "Array") -> "Array":
    return array.transpose(0, 3, 1, 2) if array.ndim == 4 else array


def _filters(array: "Array") -> "Array":
    return array.transpose(3, 2, 0, 1) if array.ndim == 4 else array


def _biases(array: "Array") -> "Array":
    return array.reshape(-1) if array.shape[:-1] == (1, 1, 1) else array


def single_step(case: Case) -> tuple[Call, ...] | None:
    """``conv_single_step(a_slice_prev, W, b)``: one window, as deep as it is; illegal cases are not of that course."""
    if case.raises is not None or case.sizes["HH"] != case.sizes["WW"]:
        return None
    (call,) = case.calls
    x, w, b = call.arguments
    import numpy as np

    bias = Laid(np.full((1, 1, 1), b))
    given = (moved(x, 1, 2, 0), moved(w, 1, 2, 0), bias)
    names = ("a_slice_prev", "W", "b")
    return (dataclasses.replace(call, function="conv_single_step", arguments=given, names=names),)


def layer(case: Case) -> tuple[Call, ...] | None:
    """``conv_forward(A_prev, W, b, hparameters)``, and ``conv_backward(dZ, cache)`` behind it."""
    if case.raises is not None or case.sizes["HH"] != case.sizes["WW"]:
        return None
    forward = case.calls[0]
    x, w, b, _ = forward.arguments
    assert isinstance(b, Laid)
    bias = Laid(b.array.reshape(1, 1, 1, -1), "C")
    hparameters = {"stride": case.sizes["stride"], "pad": case.sizes["pad"]}
    given = (channels_last(x), moved(w, 2, 3, 1, 0), bias, hparameters)
    names = ("A_prev", "W", "b", "hparameters")
    said = dataclasses.replace(forward, arguments=given, names=names)
    return (said, *(_behind(call, "conv_backward") for call in case.calls[1:]))


def _behind(call: Call, function: str, *more: str) -> Call:
    """Return a backward call: the gradient with its channels last, the kept cache, and what the course adds."""
    dout, cache = call.arguments
    assert isinstance(cache, Kept)
    names = ("dZ" if function == "conv_backward" else "dA", "cache", *(["mode"] if more else []))
    return dataclasses.replace(call, function=function, arguments=(channels_last(dout), cache, *more), names=names)


def pooling(mode: str) -> Say:
    """Return ``pool_forward(A_prev, hparameters, mode)``, and ``pool_backward(dA, cache, mode)`` behind it."""

    def say(case: Case) -> tuple[Call, ...] | None:
        if case.raises is not None or case.sizes["HH"] != case.sizes["WW"]:
            return None
        forward = case.calls[0]
        hparameters = {"f": case.sizes["HH"], "stride": case.sizes["stride"]}
        given = (channels_last(forward.arguments[0]), hparameters, mode)
        names = ("A_prev", "hparameters", "mode")
        said = dataclasses.replace(forward, function="pool_forward", arguments=given, names=names)
        return (said, *(_behind(call, "pool_backward", mode) for call in case.calls[1:]))

    return say


DEEPLEARNING_AI: Mapping[str, Phrase] = {
    "conv_single": Phrase("conv_single_step", single_step),
    "conv_forward": Phrase("conv_forward", layer, {"out": _first}),
    "conv_backward": Phrase("conv_backward", layer, {"dx": _first, "dw": _filters, "db": _biases}),
    "max_pool_forward": Phrase("pool_forward", pooling("max"), {"out": _first}),
    "max_pool_backward": Phrase("pool_backward", pooling("max"), {"dx": _first}),
    "avg_pool_forward": Phrase("pool_forward", pooling("average"), {"out": _first}),
    "avg_pool_backward": Phrase("pool_backward", pooling("average"), {"dx": _first}),
}
PHRASES: Mapping[str, Mapping[str, Phrase]] = {"cs231n": CS231N, "deeplearning-ai": DEEPLEARNING_AI}

# ------------------------------------------------------------------------------ recognition


def recognised(submission: Submission) -> str:
    """Return the dialect that a submission is written in, judging by its text alone.

    ``*_naive`` names are CS231n's. deeplearning.ai's ``conv_forward`` has our name; its parameters tell.
    """
    defined = functions(submission)
    if {"A_prev", "hparameters"} & {name for names in defined.values() for name in names}:
        return "deeplearning-ai"
    if {"conv_single_step", "pool_forward", "pool_backward"} & defined.keys() and "conv_single" not in defined:
        return "deeplearning-ai"
    if set(_NAIVE.values()) & defined.keys() and not set(_NAIVE) & defined.keys():
        return "cs231n"
    return "native"


def functions(submission: Submission) -> dict[str, tuple[str, ...]]:
    """Return the words between the parentheses of every ``def`` at the start of a line, by function.

    A look at the text, not a parse: a hostile source may crash a parser, and this is the trusted side.
    """
    text = "\n".join(cell.source for module in submission.modules for cell in module.cells)
    return {name: tuple(re.findall(r"\w+", words)) for name, words in DEFINITION.findall(text)}


def exercises_of(submission: Submission) -> set[str]:
    """Return the exercises that a submission has functions for, in whatever dialect it is written."""
    defined = functions(submission).keys()
    phrases = PHRASES.get(recognised(submission), {})
    return {ours for ours, phrase in phrases.items() if phrase.function in defined} | set(defined)


# ------------------------------------------------------------------------------ translation


def translated(
    dialect: str, exercise: Exercise, cases: Sequence[Case]
) -> tuple[Exercise, tuple[Case, ...], str | None] | None:
    """Return an exercise and its cases as a dialect says them, and a note of what it cannot say.

    Returns
    -------
    (exercise, cases, note) or None
        None where the dialect does not know the exercise, or can say none of its cases.
    """
    phrase = PHRASES[dialect].get(exercise.id)
    if phrase is None:
        return None
    said = [(case, phrase.say(case)) for case in cases]
    kept = tuple(dataclasses.replace(case, calls=calls) for case, calls in said if calls is not None)
    criteria = tuple(one for one in exercise.criteria if any(_is_for(one, case) for case in kept))
    if not criteria:
        return None
    left = len(cases) - len(kept)
    note = f"{exercise.id}: {left} of {len(cases)} cases cannot be said in {dialect} and do not count" if left else None
    return dataclasses.replace(exercise, criteria=criteria), kept, note


def _is_for(criterion: Criterion, case: Case) -> bool:
    return (case.raises is not None) == (criterion.check == "raises")


def heard(dialect: str, exercise: str, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    """Yield outcomes with their answers in our axis order."""
    import numpy as np

    hear = PHRASES[dialect][exercise].hear
    for outcome in outcomes:
        answers = {
            name: hear[name](value) if name in hear and isinstance(value, np.ndarray) else value
            for name, value in outcome.answers.items()
        }
        yield dataclasses.replace(outcome, answers=answers)


def note_of(dialect: str, left_out: Sequence[str]) -> list[str]:
    """Return what a student should know of being graded in a dialect."""
    notes = [f"graded as work written for {dialect}; --dialect chooses another"]
    if dialect == "deeplearning-ai":
        notes.append(
            "places are written in the order image, channel, row, column, though your arrays end in the channel"
        )
    if left_out:
        notes.append(f"{dialect} has no {', '.join(left_out)}: left out, and not counted")
    return notes
