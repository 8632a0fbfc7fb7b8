"""Right work of a fourth round, written without sight of the cases: matrices. Expected: everything."""

import numpy as np


def box_filter(x, width):
    return correlate_shrink(x, np.ones(width)) / width


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("even")
    return correlate_shrink(np.pad(x, len(k) // 2), k)


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


def _band(k, L):
    m = np.zeros((L - len(k) + 1, L))
    for i in range(len(m)):
        m[i, i:i + len(k)] = k
    return m
def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError
    return _band(k, len(x)) @ x
def correlate_backward(dout, x, k):
    return _band(k, len(x)).T @ dout, np.lib.stride_tricks.sliding_window_view(x.astype(float), len(k)).T @ dout
def convolve_sampled(f, g, dt):
    return dt * (_band(np.asarray(g[::-1], float), len(f) + 2 * (len(g) - 1)) @ np.pad(np.asarray(f, float), len(g) - 1))
