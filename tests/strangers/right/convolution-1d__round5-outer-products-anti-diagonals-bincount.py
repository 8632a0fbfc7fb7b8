import numpy as np


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


def box_filter(x, width):
    def partial(n):
        # sum over stretches of n, of those of half the length
        if n == 1:
            return x.astype(float)
        half = partial(n // 2)
        s = half[:len(half) - n // 2] + half[n // 2:]
        return s if n % 2 == 0 else s[:len(s) - 1] + x[n - 1:]
    return partial(width) / width


def correlate_shrink(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("K > L")
    table = np.outer(k.astype(float), x.astype(float))     # k[u] x[p] belongs to output p - u
    u, p = np.indices(table.shape)
    at = p - u + K - 1
    sums = np.bincount(at.ravel(), weights=table.ravel(), minlength=L + K - 1)
    return sums[K - 1:L]


def correlate_pad(x, k):
    K = len(k)
    if K % 2 == 0:
        raise ValueError("K even")
    r = (K - 1) // 2
    out = np.zeros(len(x))
    for u in range(-r, r + 1):
        lo, hi = max(0, -u), min(len(x), len(x) - u)
        if lo < hi:
            out[lo:hi] += float(k[u + r]) * x[lo + u:hi + u]
    return out


def convolve_shrink(x, k):
    full = convolve_sampled(x, k, 1)
    return full[len(k) - 1:len(x)]


def correlate_backward(dout, x, k):
    return convolve_sampled(dout, k, 1.0), correlate_shrink(x, dout)


def convolve_sampled(f, g, dt):
    table = np.outer(f.astype(float), g.astype(float))
    i, j = np.ogrid[:len(f), :len(g)]
    return np.bincount((i + j).ravel(), weights=table.ravel()) * dt
