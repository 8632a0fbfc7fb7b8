# Style: outer product and its (anti)diagonals: np.diagonal, np.trace with offsets; lambdas; everything in comprehension
import numpy as np

products = lambda a, b: np.multiply.outer(np.asarray(a, float), np.asarray(b, float))
anti = lambda P, t: np.trace(P[:, ::-1], offset=P.shape[1] - 1 - t)


def refuse(reason):
    raise ValueError(reason)


def full(a, b):
    P = products(a, b)
    return np.array([anti(P, t) for t in range(len(a) + len(b) - 1)])


def correlate_shrink(x, k):
    len(k) <= len(x) or refuse('too long')
    P = products(k, x)
    return np.array([P.diagonal(i)[:len(k)].sum() for i in range(len(x) - len(k) + 1)])


box_filter = lambda x, width: correlate_shrink(x, np.ones(width)) / width
convolve_shrink = lambda x, k: full(x, k)[len(k) - 1:len(x)]
correlate_pad = lambda x, k: full(x, k[::-1])[len(k) // 2:][:len(x)] if len(k) % 2 else refuse('even')
correlate_backward = lambda dout, x, k: (full(dout, k), correlate_shrink(x, dout))
convolve_sampled = lambda f, g, dt: full(f, g) * dt

two_boxes = lambda: 'B'
two_gaussians = lambda: 2
flip_unseen = lambda: 'A'
