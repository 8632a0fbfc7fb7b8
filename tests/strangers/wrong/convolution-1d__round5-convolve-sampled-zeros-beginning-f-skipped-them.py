"""Wrong: convolve_sampled. Zeros at the beginning of f are skipped, and with them the first samples of the
result. On which inputs: f that begins with 0: the result is too short. Due instead: L + K - 1 samples.
(convolve_shrink and dx rest on it, and have the same fault.)
"""
import numpy as np


def correlate_shrink(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("K > L")
    table = np.outer(k.astype(float), x.astype(float))     # k[u] x[p] belongs to output p - u
    u, p = np.indices(table.shape)
    at = p - u + K - 1
    sums = np.bincount(at.ravel(), weights=table.ravel(), minlength=L + K - 1)
    return sums[K - 1:L]


def convolve_shrink(x, k):
    full = convolve_sampled(x, k, 1)
    return full[len(k) - 1:len(x)]


def correlate_backward(dout, x, k):
    return convolve_sampled(dout, k, 1.0), correlate_shrink(x, dout)


def convolve_sampled(f, g, dt):
    f = np.trim_zeros(f, "f") if np.any(f) else f
    table = np.outer(f.astype(float), g.astype(float))
    i, j = np.ogrid[:len(f), :len(g)]
    return np.bincount((i + j).ravel(), weights=table.ravel()) * dt
