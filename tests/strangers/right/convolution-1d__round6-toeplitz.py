import numpy as np


def toeplitz(k, rows):
    """rows x (rows + K - 1), the kernel on each row one place further right."""
    k = np.asarray(k, dtype=float)
    T = np.zeros((rows, rows + k.size - 1))
    for r in range(rows):
        T[r, r:r + k.size] = k
    return T


def box_filter(x, width):
    return toeplitz(np.ones(width), x.size - width + 1) @ x / width


def correlate_shrink(x, k):
    rows = x.size - k.size + 1
    if rows < 1:
        raise ValueError(rows)
    return toeplitz(k, rows) @ x


def correlate_pad(x, k):
    half, odd = divmod(k.size, 2)
    if odd == 0:
        raise ValueError("need an odd kernel")
    return toeplitz(k, x.size)[:, half:half + x.size] @ x


def convolve_shrink(x, k):
    return toeplitz(np.flip(k), x.size - k.size + 1) @ x


def correlate_backward(dout, x, k):
    return toeplitz(k, dout.size).T @ dout, toeplitz(dout, k.size) @ x


def convolve_sampled(f, g, dt):
    return toeplitz(g, f.size).T @ (f * float(dt))


def two_boxes():
    return 'B'


def two_gaussians():
    return float(np.sqrt(2) * np.sqrt(2)).__round__(6)


def flip_unseen():
    return 'A'
