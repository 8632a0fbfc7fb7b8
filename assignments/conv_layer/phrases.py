"""How CS231n and deeplearning.ai call the layer."""

import dataclasses

from grader.model import Call, Case, Laid
from grader.topics import Phrase, renamed

from ..shared.channels_last import (
    backward_call,
    channels_first,
    channels_last,
    filters_first,
    flat_biases,
    moved,
)

NAIVE = {name: f"{name}_naive" for name in ("conv_forward", "conv_backward")}


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
    translated = dataclasses.replace(forward, arguments=given, names=names)
    return (translated, *(backward_call(call, "conv_backward") for call in case.calls[1:]))


PHRASES = {
    "cs231n": {ours: Phrase(theirs, renamed(NAIVE)) for ours, theirs in NAIVE.items()},
    "deeplearning-ai": {
        "conv_single": Phrase("conv_single_step", single_step),
        "conv_forward": Phrase("conv_forward", layer, {"out": channels_first}),
        "conv_backward": Phrase("conv_backward", layer, {"dx": channels_first, "dw": filters_first, "db": flat_biases}),
    },
}
