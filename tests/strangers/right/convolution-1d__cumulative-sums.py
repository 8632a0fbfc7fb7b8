"""Expected: everything it writes passes.

The box by differences of a cumulative sum; all else by sliding_window_view and the @ operator.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def box_filter(x, width):
    c = np.concatenate([[0.0], np.cumsum(x, dtype=float)])
    return (c[width:] - c[:-width]) / width


def correlate_shrink(x, k):
    if k.size > x.size:
        raise ValueError("kernel longer than signal")
    return sliding_window_view(x, k.size) @ k


def correlate_pad(x, k):
    half, odd = divmod(k.size, 2)
    if not odd:
        raise ValueError("kernel of even length")
    return sliding_window_view(np.pad(x, half), k.size) @ k


def convolve_shrink(x, k):
    return sliding_window_view(x, k.size) @ k[::-1]


def correlate_backward(dout, x, k):
    dk = dout @ sliding_window_view(x, k.size)
    framed = np.pad(dout, k.size - 1)
    return sliding_window_view(framed, k.size) @ k[::-1], dk


def convolve_sampled(f, g, dt):
    return dt * (sliding_window_view(np.pad(f, g.size - 1), g.size) @ g[::-1])


two_gaussians = lambda: np.float64(1) + 1
