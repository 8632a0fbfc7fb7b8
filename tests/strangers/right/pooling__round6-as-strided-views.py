"""Views by as_strided, from numpy import *."""

from numpy import *
from numpy.lib.stride_tricks import as_strided


def view(x, h, w, s):
    n, c, H, W = x.shape
    a, b, d, e = x.strides
    return as_strided(x, shape=(n, c, (H - h) // s + 1, (W - w) // s + 1, h, w), strides=(a, b, d * s, e * s, d, e), writeable=False)


def max_pool_forward(x, pool_param):
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    return view(x, h, w, s).max(axis=(4, 5)), (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    v = view(x, h, w, s)
    flat = v.reshape(v.shape[:4] + (h * w,))
    k = argmax(flat, axis=-1)
    n, c, i, j = indices(k.shape)
    dx = zeros(x.shape)
    add.at(dx, (n, c, i * s + k // w, j * s + k % w), dout)
    return dx


def avg_pool_forward(x, pool_param):
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    return mean(view(x, h, w, s), axis=(4, 5)), (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = zeros(x.shape)
    for u in range(h):
        for v in range(w):
            dx[:, :, u:u + s * dout.shape[2]:s, v:v + s * dout.shape[3]:s] += dout / (h * w)
    return dx
