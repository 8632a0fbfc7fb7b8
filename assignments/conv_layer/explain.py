"""The layer, written out: every output, and every entry of its gradients.

In: arrays as nested lists.  Out: one line for each number of the answer.
"""

from typing import Any

from grader.topics import Explanations

from ..shared.exact import ZERO, array, factor, pair, total
from ..shared.pictures import layer_pictures
from ..shared.sliding import Layer, dw_lines, dx_lines, forward_lines


def conv_forward(x: Any, w: Any, b: Any = None, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out every output of a layer."""
    bias = None if b is None else array(b)
    return forward_lines(Layer(array(x), array(w), bias, pair(stride), pair(pad)))


def conv_backward(dout: Any, x: Any, w: Any, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out every entry of dx, dw and db."""
    layer, gradient = Layer(array(x), array(w), None, pair(stride), pair(pad)), array(dout)
    lines = dx_lines(layer, gradient) + dw_lines(layer, gradient, "dw")
    for f in range(layer.w.shape[0]):
        terms = [gradient[index] for index in gradient.indices() if index[1] == f]
        lines.append(f"db[{f}] = {total([factor(term) for term in terms], sum(terms, ZERO))}")
    return lines


EXPLANATIONS = Explanations(
    lines={function.__name__: function for function in (conv_backward, conv_forward)},
    pictures={"conv_forward": layer_pictures},
)
