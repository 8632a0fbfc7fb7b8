"""Right work of a fourth round, written without sight of the cases: generators deque. Expected: everything."""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("even")
    return correlate_shrink(np.pad(x, len(k) // 2), k)


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    dk = np.zeros(len(k))
    for i, d in enumerate(np.asarray(dout, float)):
        dx[i:i + len(k)] += d * k
        dk += d * x[i:i + len(k)]
    return dx, dk


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i, v in enumerate(np.asarray(f, float)):
        out[i:i + len(g)] += v * g * dt
    return out


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


from collections import deque
def _slide(x, n):
    d = deque(maxlen=n)
    for value in x.tolist():
        d.append(value)
        if len(d) == n:
            yield list(d)
def box_filter(x, width):
    return np.fromiter((sum(s) / width for s in _slide(x, width)), float)
def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("trop long")
    return np.fromiter((sum(a * c for a, c in zip(s, k.tolist())) for s in _slide(x, len(k))), float)
