"""Round 3. Expected: correlate_backward loses points. Wrong: dx as a full correlation whose frame is at most as
long as dout: wrong when the kernel is longer than dout + 1.

Shows: correlate_backward(np.array([1.0]), np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0]))[0]  # right: [1.0, 2.0, 3.0]; here: [2.0, 3.0, 0.0]
"""

import numpy as np


def correlate_backward(dout, x, k):
    d = dout.astype(float)
    frame = np.zeros(min(len(k) - 1, len(dout)))
    wide = np.concatenate([frame, d, frame])
    wide = np.resize(np.concatenate([wide, np.zeros(len(x) + len(k))]), len(x) + len(k) - 1)
    dx = _slide(wide, k[::-1])
    dk = np.array([np.sum(d * x[u : u + len(d)].astype(float)) for u in range(len(k))])
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
