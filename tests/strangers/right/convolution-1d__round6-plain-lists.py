"""Loops and lists, np.array at the end."""

import numpy as np


def box_filter(x, width):
    out = []
    for i in range(len(x) - width + 1):
        s = 0.0
        for j in range(width):
            s += x[i + j]
        out.append(s / width)
    return np.array(out)


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError('kernel longer than signal')
    return np.array([float(sum(float(a) * float(b) for a, b in zip(x[i:], k))) for i in range(len(x) - len(k) + 1)])


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError('even kernel')
    p = len(k) // 2
    return correlate_shrink([0] * p + list(x) + [0] * p, k)


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        for j in range(len(k)):
            dx[i + j] += float(dout[i]) * k[j]
            dk[j] += float(dout[i]) * x[i + j]
    return dx, dk


def convolve_sampled(f, g, dt):
    out = [0.0] * (len(f) + len(g) - 1)
    for i, a in enumerate(f):
        for j, b in enumerate(g):
            out[i + j] += float(a) * float(b) * dt
    return np.array(out)


def two_boxes():
    return 'B'
