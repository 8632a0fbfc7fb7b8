"""Expected: everything it writes passes.

np.roll of a long enough array, stacked copies, np.average with weights, and dict dispatch on the mode.
"""
import numpy as np


def box_filter(x, width):
    copies = np.vstack([np.roll(x, -u)[: len(x) - width + 1] for u in range(width)])
    return np.mean(copies, axis=0, dtype=np.float64)


def _copies(x, n):
    return np.stack([np.roll(x, -u) for u in range(n)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError
    return np.tensordot(k, _copies(x, len(k)), 1)[: len(x) - len(k) + 1]


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError
    # room for a whole kernel, so that what rolls out on the left comes back as zeros
    roomy = np.concatenate([x, np.zeros(len(k))])
    return np.tensordot(k, np.roll(_copies(roomy, len(k)), len(k) // 2, axis=1), 1)[: len(x)]


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    roomy = np.concatenate([dout, np.zeros(len(k) - 1)])
    dx = sum(weight * np.roll(roomy, u) for u, weight in enumerate(k))
    dk = np.array([dout.dot(x[u:u + len(dout)]) for u in range(len(k))])
    return dx, dk


def convolve_sampled(f, g, dt):
    roomy = np.concatenate([f, np.zeros(len(g) - 1)])
    return sum(s * np.roll(roomy, j) for j, s in enumerate(g)) * dt
