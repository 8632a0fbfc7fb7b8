"""How CS231n and deeplearning.ai call pooling."""

import dataclasses

from grader.model import Call, Case
from grader.topics import Phrase, renamed
from grader.topics.dialect import Translate

from ..shared.channels_last import backward_call, channels_first, channels_last

NAIVE = {name: f"{name}_naive" for name in ("max_pool_forward", "max_pool_backward")}


def pooling(mode: str) -> Translate:
    """Return ``pool_forward(A_prev, hparameters, mode)``, and ``pool_backward(dA, cache, mode)`` behind it."""

    def translate(case: Case) -> tuple[Call, ...] | None:
        if case.raises is not None or case.sizes["HH"] != case.sizes["WW"]:
            return None
        forward = case.calls[0]
        hparameters = {"f": case.sizes["HH"], "stride": case.sizes["stride"]}
        given = (channels_last(forward.arguments[0]), hparameters, mode)
        names = ("A_prev", "hparameters", "mode")
        translated = dataclasses.replace(forward, function="pool_forward", arguments=given, names=names)
        return (translated, *(backward_call(call, "pool_backward", mode) for call in case.calls[1:]))

    return translate


PHRASES = {
    "cs231n": {ours: Phrase(theirs, renamed(NAIVE)) for ours, theirs in NAIVE.items()},
    "deeplearning-ai": {
        "max_pool_forward": Phrase("pool_forward", pooling("max"), {"out": channels_first}),
        "max_pool_backward": Phrase("pool_backward", pooling("max"), {"dx": channels_first}),
        "avg_pool_forward": Phrase("pool_forward", pooling("average"), {"out": channels_first}),
        "avg_pool_backward": Phrase("pool_backward", pooling("average"), {"dx": channels_first}),
    },
}
