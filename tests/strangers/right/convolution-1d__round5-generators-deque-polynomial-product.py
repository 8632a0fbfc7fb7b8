from collections import deque
from math import fsum
import numpy as np


two_boxes = lambda: "B"


two_gaussians = lambda: 1 + 1


flip_unseen = lambda: "A"


def stretches(x, n):
    window = deque(maxlen=n)
    for value in x.tolist():
        window.append(value)
        if len(window) == n:
            yield tuple(window)


def box_filter(x, width):
    return np.fromiter((fsum(w) / width for w in stretches(x, width)), dtype=float)


def correlate_shrink(x, k):
    if k.shape[0] > x.shape[0]:
        raise ValueError("kernel longer than the signal")
    k = k.tolist()
    return np.fromiter((fsum(map(lambda a, b: a * b, w, k)) for w in stretches(x, len(k))), dtype=float)


def correlate_pad(x, k):
    K = k.shape[0]
    if K % 2 != 1:
        raise ValueError("kernel must be odd")
    wide = np.zeros(x.shape[0] + K - 1, dtype=float)
    wide[K // 2:K // 2 + x.shape[0]] = x
    return correlate_shrink(wide, k)


def convolve_shrink(x, k):
    return correlate_shrink(x[::-1], k)[::-1]


def correlate_backward(dout, x, k):
    d, xs, ks = dout.tolist(), x.tolist(), k.tolist()
    dx = [fsum(d[i] * ks[p - i] for i in range(len(d)) if 0 <= p - i < len(ks)) for p in range(len(xs))]
    dk = [fsum(d[i] * xs[i + u] for i in range(len(d))) for u in range(len(ks))]
    return np.array(dx, dtype=float), np.array(dk, dtype=float)


def convolve_sampled(f, g, dt):
    """Multiply two polynomials, by Horner's way: shift and add."""
    total = np.zeros(len(f) + len(g) - 1)
    g = g.astype(float)
    for coefficient in f.tolist()[::-1]:
        total[1:] = total[:-1].copy()
        total[0] = 0
        total[:len(g)] += coefficient * g
    return total * dt
