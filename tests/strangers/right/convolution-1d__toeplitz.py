"""Expected: everything it writes passes.

Each filter is a band matrix, a sum of shifted identities; the backward pass is its transpose.
"""
import numpy as np


def band(k, length):
    rows = length - len(k) + 1
    if rows < 1:
        raise ValueError(f"a kernel of {len(k)} does not fit into {length}")
    return sum(weight * np.eye(rows, length, u) for u, weight in enumerate(k))


def box_filter(x, width):
    return band(np.ones(width), len(x)) @ x / width


def correlate_shrink(x, k):
    return band(k, len(x)) @ x


def correlate_pad(x, k):
    if len(k) & 1 == 0:
        raise ValueError("even kernel")
    p = len(k) >> 1
    return band(k, len(x) + 2 * p)[:, p:p + len(x)] @ x


def convolve_shrink(x, k):
    return band(np.flip(k), len(x)) @ x


def correlate_backward(dout, x, k):
    dx = band(k, len(x)).T @ dout
    dk = np.array([np.trace(np.outer(dout, x), offset=u) if u <= len(x) - len(dout) else 0 for u in range(len(k))])
    return dx, dk


def convolve_sampled(f, g, dt):
    return dt * band(g, len(f) + len(g) - 1).T @ f
