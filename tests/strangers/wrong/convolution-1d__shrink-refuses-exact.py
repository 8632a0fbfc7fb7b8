"""Round 3. Expected: correlate_shrink loses points. Wrong: refuses a kernel as long as the signal, which fits
once.

Shows: correlate_shrink(np.array([1.0, 2.0]), np.array([3.0, 4.0]))  # right: [11.0]; here: raises ValueError
"""

import numpy as np


def correlate_shrink(x, k):
    last = len(x) - len(k)
    if last <= 0:
        raise ValueError("the kernel does not fit")
    return np.array([np.vdot(x[i : i + len(k)].astype(float), k.astype(float)) for i in range(last + 1)])


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


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


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * g.astype(float)
    return out * dt
