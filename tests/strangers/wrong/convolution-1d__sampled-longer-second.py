"""Round 3. Expected: convolve_sampled loses points. Wrong: when g is more than twice as long as f, g's last
sample is left out.

Shows: convolve_sampled(np.array([1.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 1.0)  # right: [1.0, 3.0, 5.0, 7.0, 9.0, 5.0]; here: [1.0, 3.0, 5.0, 7.0, 4.0, 0.0]
"""

import numpy as np


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for t in range(len(out)):
        for a in range(len(f)):
            if 0 <= t - a < len(g) - (len(g) > 2 * len(f)):
                out[t] += float(f[a]) * float(g[t - a])
    return out * dt


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
