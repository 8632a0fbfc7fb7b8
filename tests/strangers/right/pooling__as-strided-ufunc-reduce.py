"""Expected: everything it writes passes.

as_strided views, np.maximum.reduce and np.add.reduce; the average's backward writes into a strided view per window cell.
"""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def _strided(a, hh, ww, s):
    N, C, H, W = a.shape
    b0, b1, b2, b3 = a.strides
    return as_strided(a, shape=(hh, ww, N, C, (H - hh) // s + 1, (W - ww) // s + 1),
                      strides=(b2, b3, b0, b1, s * b2, s * b3))


def max_pool_forward(x, pool_param):
    hh, ww, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    x = np.ascontiguousarray(x) if x.flags.writeable else x.copy()
    out = np.maximum.reduce(np.maximum.reduce(_strided(x, hh, ww, s), axis=0), axis=0)
    return out, (x, out, hh, ww, s)


def max_pool_backward(dout, cache):
    x, out, hh, ww, s = cache
    dx = np.zeros(x.shape)
    src, dst = _strided(x, hh, ww, s), _strided(dx, hh, ww, s)
    still = np.ones(out.shape, dtype=bool)            # windows that have not found their maximum yet
    for u in range(hh):
        for v in range(ww):
            hit = still & (src[u, v] == out)
            dst[u, v] += hit * dout                      # one cell of all windows: no overlap within it
            still &= ~hit
    assert not still.any()
    return dx


def avg_pool_forward(x, pool_param):
    hh, ww, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    x = np.array(x, dtype=float)
    total = np.add.reduce(_strided(x, hh, ww, s), axis=(0, 1))
    return np.true_divide(total, hh * ww), (x.shape, hh, ww, s)


def avg_pool_backward(dout, cache):
    shape, hh, ww, s = cache
    dx = np.zeros(shape)
    dst = _strided(dx, hh, ww, s)
    for cell in np.ndindex(hh, ww):
        dst[cell] += dout / (hh * ww)
    return dx
