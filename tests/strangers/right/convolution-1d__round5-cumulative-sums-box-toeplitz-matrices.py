import numpy as np


def two_boxes():
    return "B"


def two_gaussians():
    return 1 + 1


def flip_unseen():
    return "A"


def toeplitz(k, length):
    """(length - K + 1, length): each row holds the kernel, one step further."""
    n = length - len(k) + 1
    if n < 1:
        raise ValueError("kernel longer than signal")
    m = np.zeros((n, length + 1))
    m.ravel()[:n * (length + 1)].reshape(n, length + 1)[:, :len(k)] = k
    skew = np.zeros(n * (length + 1))
    for r in range(n):
        skew[r * (length + 1):r * (length + 1) + len(k)] = k
    return skew[:n * length].reshape(n, length)


def box_filter(x, width):
    x = x.astype(float)
    if np.all(x == np.round(x)) and np.abs(x).max() < 2**40:    # exact then
        total = np.concatenate([[0.0], np.cumsum(x)])
        return (total[width:] - total[:-width]) / width
    return toeplitz(np.ones(width), len(x)) @ x / width


def correlate_shrink(x, k):
    return toeplitz(k, len(x)) @ x.astype(float)


def correlate_pad(x, k):
    half, rest = divmod(len(k) - 1, 2)
    if rest:
        raise ValueError("K is even")
    return toeplitz(k, len(x) + 2 * half)[:, half:half + len(x)] @ x.astype(float)


def convolve_shrink(x, k):
    return toeplitz(np.flipud(k), len(x)) @ x.astype(float)


def correlate_backward(dout, x, k):
    d = dout.astype(float)
    return toeplitz(k, len(x)).T @ d, toeplitz(d, len(x)) @ x.astype(float)


def convolve_sampled(f, g, dt):
    return dt * (f.astype(float) @ toeplitz(g, len(g) + len(f) - 1)) if len(f) > 1 else dt * float(f[0]) * g
