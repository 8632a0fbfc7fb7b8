"""Expected: everything it writes passes.

Backwards through a layer: put stride - 1 zeros between the numbers, then a running sum of `window`, as a difference of cumsums.
"""
import numpy as np


def receptive_field(layers):
    lo, hi, step = 0, 0, 1          # the interval that output 0 sees
    for w, s in layers:
        hi += (w - 1) * step
        step *= s
    return hi - lo + 1, step


def _back(g, w, s, n):
    dilated = np.zeros(n + w)
    dilated[w:w + len(g) * s:s][:len(g)] = g            # shifted right by one window
    c = np.cumsum(dilated)
    return c[w:] - c[:-w]


def gradient_of_ones(layers, length, at):
    history = []
    n = length
    for w, s in layers:
        history.append((w, s, n))
        n = (n - w) // s + 1
    g = np.eye(n)[at]
    for w, s, n in reversed(history):
        g = _back(g, int(w), int(s), int(n))
    return g
