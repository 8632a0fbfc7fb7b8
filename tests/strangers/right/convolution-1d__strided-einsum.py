"""Expected: everything it writes passes.

as_strided with a negative stride for the flip, einsum for the sums.
"""
import numpy as np
from numpy.lib.stride_tricks import as_strided

__all__ = ["box_filter", "correlate_shrink", "correlate_pad", "convolve_shrink", "correlate_backward"]


def _win(x, K):
    x = np.array(x)
    (step,) = x.strides
    return as_strided(x, (x.shape[0] - K + 1, K), (step, step))


def box_filter(x, width):
    return np.einsum("iu->i", _win(x, width), dtype=float) / width


def correlate_shrink(x, k):
    if x.shape < k.shape:
        raise ValueError("K > L")
    return np.einsum("iu,u->i", _win(x, len(k)), k)


def correlate_pad(x, k):
    K, = k.shape
    if K // 2 * 2 == K:
        raise ValueError("K is even")
    z = np.zeros(K // 2, dtype=x.dtype)
    return np.einsum("iu,u->i", _win(np.r_[z, x, z], K), k)


def convolve_shrink(x, k):
    k = np.array(k)
    turned = as_strided(k[-1:], k.shape, (-k.strides[0],))
    return np.einsum("iu,u->i", _win(x, len(k)), turned)


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    np.add.at(dx, _win(np.arange(len(x)), len(k)), np.einsum("i,u->iu", dout, k))
    return dx, np.einsum("i,iu->u", dout, _win(x, len(k)))
