"""Filters that slide over an image, written out.

In: arrays as nested lists.  Out: one line for each number of the answer.
"""

from typing import Any

from grader.topics import Explanations

from ..shared.pictures import signal_pictures, turned_pictures
from ..shared.sliding import forward_lines, signal, signal_backward, turned_around


def correlate2d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every output of a kernel that slides over an image as it is."""
    return forward_lines(signal(x, k, boundary))


def convolve2d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every output of a kernel that is turned around before it slides."""
    return forward_lines(signal(x, turned_around(k), boundary))


def correlate2d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return signal_backward(dout, x, k, boundary, turned=False)


def convolve2d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return signal_backward(dout, x, k, boundary, turned=True)


EXPLANATIONS = Explanations(
    lines={
        function.__name__: function for function in (convolve2d, convolve2d_backward, correlate2d, correlate2d_backward)
    },
    pictures={"correlate2d": signal_pictures, "convolve2d": turned_pictures},
)
