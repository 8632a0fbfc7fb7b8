"""Expected: everything it writes passes.

A beginner's file: while loops, flags, range(len()), one variable per thing, no NumPy function but zeros.
"""
import numpy as np


def box_filter(x, width):
    out = np.zeros(len(x) - width + 1)
    i = 0
    while i < len(out):
        total = 0.0
        j = 0
        while j < width:
            total = total + float(x[i + j])
            j = j + 1
        out[i] = total / width
        i = i + 1
    return out


def correlate_shrink(x, k):
    L = len(x)
    K = len(k)
    if K > L:
        raise ValueError("The kernel is longer than the signal!")
    out = np.zeros(L - K + 1)
    for i in range(len(out)):
        for u in range(len(k)):
            out[i] = out[i] + float(k[u]) * float(x[i + u])
    return out


def correlate_pad(x, k):
    L = len(x)
    K = len(k)
    is_even = False
    if K % 2 == 0:
        is_even = True
    if is_even == True:
        raise ValueError("The kernel has no middle!")
    half = (K - 1) // 2
    out = np.zeros(L)
    for i in range(L):
        for u in range(K):
            place = i + u - half
            if place < 0:
                continue        # left of the signal there are zeros
            elif place >= L:
                continue        # and right of it
            else:
                out[i] = out[i] + float(k[u]) * float(x[place])
    return out


def convolve_shrink(x, k):
    K = len(k)
    out = np.zeros(len(x) - K + 1)
    for i in range(len(out)):
        for u in range(K):
            out[i] = out[i] + float(k[u]) * float(x[i + (K - 1) - u])
    return out


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    dk = np.zeros(len(k))
    for i in range(len(dout)):
        for u in range(len(k)):
            dx[i + u] = dx[i + u] + float(dout[i]) * float(k[u])
            dk[u] = dk[u] + float(dout[i]) * float(x[i + u])
    return dx, dk


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for t in range(len(out)):
        for tau in range(len(f)):
            if t - tau >= 0 and t - tau < len(g):
                out[t] = out[t] + float(f[tau]) * float(g[t - tau]) * dt
    return out


def two_boxes():
    return "B"


def two_gaussians():
    return 2


def flip_unseen():
    return "A"
