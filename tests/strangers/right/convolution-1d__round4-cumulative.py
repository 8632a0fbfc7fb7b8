"""Right work of a fourth round, written without sight of the cases: cumulative. Expected: everything."""

import numpy as np


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


def box_filter(x, width):
    c = np.concatenate([[0.0], np.cumsum(x, dtype=float)])
    return (c[width:] - c[:-width]) / width
def correlate_shrink(x, k):
    if k.size > x.size: raise ValueError("kernel too long")
    n = x.size - k.size + 1
    out = np.zeros(n)
    for u in range(k.size):
        out += float(k[u]) * x[u:u + n]
    return out
def correlate_backward(dout, x, k):
    x, k, dout = map(lambda a: np.array(a, dtype=np.float64), (x, k, dout))
    dk = correlate_shrink(x, dout)
    dx = correlate_shrink(np.pad(dout, len(k) - 1), np.flip(k))
    return dx, dk
def convolve_sampled(f, g, dt):
    n = len(f) + len(g) - 1
    return np.array([dt * sum(float(f[i]) * float(g[t - i]) for i in range(len(f)) if 0 <= t - i < len(g)) for t in range(n)])
