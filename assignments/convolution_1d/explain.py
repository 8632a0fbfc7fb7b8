"""Kernels that slide over signals, written out.

In: arrays as nested lists.  Out: one line for each number of the answer.
"""

from typing import Any

from grader.topics import Explanations

from ..shared.exact import ZERO, array, indices, product, total
from ..shared.pictures import signal_pictures, turned_pictures
from ..shared.sliding import signal, signal_backward, signal_lines, turned_around


def correlate1d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every position of a kernel that slides over a signal as it is."""
    return signal_lines(signal(x, k, boundary))


def convolve1d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every position of a kernel that is turned around before it slides."""
    return signal_lines(signal(x, turned_around(k), boundary))


def convolve_sampled(f: Any, g: Any, dt: Any) -> list[str]:
    """Write out the Riemann sum of a convolution integral: products of samples times the step."""
    step = array(dt)[()]
    layer = signal(f, turned_around(g), "full")
    lines = []
    for index in indices(layer.out_shape):
        terms = [(pixel, weight, step) for weight, pixel in layer.forward(index) if pixel]
        value = sum((a * b * c for a, b, c in terms), ZERO)
        lines.append(total([product(*term) for term in terms], value))
    return lines


def correlate1d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return signal_backward(dout, x, k, boundary, turned=False)


def convolve1d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return signal_backward(dout, x, k, boundary, turned=True)


EXPLANATIONS = Explanations(
    lines={
        function.__name__: function
        for function in (convolve1d, convolve1d_backward, convolve_sampled, correlate1d, correlate1d_backward)
    },
    pictures={"correlate1d": signal_pictures, "convolve1d": turned_pictures},
)
