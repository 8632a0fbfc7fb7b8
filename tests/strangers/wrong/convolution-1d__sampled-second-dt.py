"""Round 2. Expected: convolve_sampled loses points. Wrong: the scaled kernel is remembered by identity: the same
g with another dt still has the first one.

Shows: g = np.ones(2); a = convolve_sampled(np.ones(2), g, 1.0); convolve_sampled(np.ones(2), g, 0.5)  # right: [0.5, 1.0, 0.5]; here: [1.0, 2.0, 1.0]
"""

import numpy as np


_scaled = {}


def convolve_sampled(f, g, dt):
    if not _scaled or _scaled["of"] is not g:
        _scaled["of"], _scaled["values"] = g, g.astype(float) * dt
    values = _scaled["values"]
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * values
    return out


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


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    xf, kf = x.astype(float), k.astype(float)
    for i in range(len(dout)):
        dx[i : i + len(k)] += float(dout[i]) * kf
        dk += float(dout[i]) * xf[i : i + len(k)]
    return dx, dk
