"""Round 2. Expected: correlate_backward loses points. Wrong: dx of equally long signals is the same memory in
every call.

Shows: a = correlate_backward(np.array([1.0]), np.ones(2), np.array([1.0, 2.0]))[0]; b = correlate_backward(np.array([2.0]), np.ones(2), np.array([1.0, 2.0]))[0]; (a, b)  # right: ([1.0, 2.0], [2.0, 4.0]); here: ([2.0, 4.0], [2.0, 4.0])
"""

import numpy as np


_dx = {}


def correlate_backward(dout, x, k):
    dx = _dx.setdefault(len(x), np.zeros(len(x)))
    dx.fill(0)
    for i, d in enumerate(dout):
        dx[i : i + len(k)] += float(d) * k.astype(float)
    dk = np.array([np.dot(dout.astype(float), x[u : u + len(dout)].astype(float)) for u in range(len(k))])
    return dx, dk


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    return _slide(x, k)


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    frame = np.zeros(len(k) // 2)
    return _slide(np.concatenate([frame, x.astype(float), frame]), k)


def convolve_shrink(x, k):
    return _slide(x, k[::-1])


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * g.astype(float)
    return out * dt
