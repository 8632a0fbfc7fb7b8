"""Expected: everything it writes passes.

One place after the other by recursion, with the recursion limit kept away by halving for long axes.
"""
import numpy as np


def _places(room, stride):
    """How many steps of `stride` fit into `room` pixels, plus the first place."""
    if room < 0:
        return 0
    if room < stride:
        return 1
    if room > 64 * stride:
        half = room // (2 * stride)
        return half + _places(room - half * stride, stride)
    return 1 + _places(room - stride, stride)


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride")
    n = _places(length + pad + pad - window, stride)
    if n == 0:
        raise ValueError("the window does not fit")
    return n


def output_size_strict(length, window, stride):
    n = output_size(length, window, stride, 0)
    if (n - 1) * stride + window < length:
        raise ValueError("a remainder is left")
    return n


def network_sizes(length, layers):
    layers = list(layers)
    if not layers:
        return np.zeros(0, dtype=int)
    first = output_size(length, *layers[0])
    return np.concatenate(([first], network_sizes(first, layers[1:])))


def same_padding(window):
    def search(low, high):
        """Look for the pad with 2 pad = window - 1 from low to high - 1."""
        if low >= high:
            raise ValueError("no padding keeps the size")
        middle = (low + high) // 2
        if 2 * middle == window - 1:
            return middle
        return search(low, middle) if 2 * middle > window - 1 else search(middle + 1, high)
    return search(0, window)
