"""Expected: everything it writes passes.

A window's maximum and mean by recursion: it is split in halves, the longer side first, until one entry is left.
"""
import numpy as np


def _best(m, r0, r1, c0, c1):
    """(value, row, column) of the largest entry; of equal ones, the right or lower."""
    if r1 - r0 == 1 and c1 - c0 == 1:
        return m[r0, c0], r0, c0
    if r1 - r0 >= c1 - c0:
        mid = (r0 + r1) // 2
        one, two = _best(m, r0, mid, c0, c1), _best(m, mid, r1, c0, c1)
    else:
        mid = (c0 + c1) // 2
        one, two = _best(m, r0, r1, c0, mid), _best(m, r0, r1, mid, c1)
    return one if one[0] > two[0] else two


def _total(m):
    if m.size == 1:
        return float(m[0, 0])
    axis = int(m.shape[1] > m.shape[0])
    a, b = np.array_split(m, 2, axis=axis)
    return _total(a) + _total(b)


def max_pool_forward(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    found = [[[[_best(m, i, i + hh, j, j + ww) for j in range(0, x.shape[3] - ww + 1, s)]
               for i in range(0, x.shape[2] - hh + 1, s)] for m in image] for image in x]
    table = np.array(found, dtype=float)
    return table[..., 0], (table[..., 1:].astype(int), x.shape)


def max_pool_backward(dout, cache):
    places, shape = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        dx[(n, c, *places[n, c, i, j])] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = [[[[_total(m[i:i + hh, j:j + ww]) / hh / ww for j in range(0, x.shape[3] - ww + 1, s)]
             for i in range(0, x.shape[2] - hh + 1, s)] for m in image] for image in x]
    return np.array(out), (x.shape, hh, ww, s)
