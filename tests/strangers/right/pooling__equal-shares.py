"""Expected: everything it writes passes.

At ties every largest entry gets an equal share: the mask is divided by its sum; windows may overlap.
"""
import numpy as np


def pooled_depth():
    W, H, D, F, S = 224, 224, 64, 2, 2
    return ((W - F) // S + 1, (H - F) // S + 1, D)


def pooling_parameters():
    return 0


def max_pool_forward(x, pool_param):
    hh = pool_param['pool_height']
    ww = pool_param['pool_width']
    s = pool_param['stride']
    N, C, H, W = x.shape
    h2 = 1 + (H - hh) // s
    w2 = 1 + (W - ww) // s
    out = np.zeros((N, C, h2, w2))
    for i in range(h2):
        for j in range(w2):
            out[:, :, i, j] = x[:, :, i*s:i*s+hh, j*s:j*s+ww].max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    hh = pool_param['pool_height']
    ww = pool_param['pool_width']
    s = pool_param['stride']
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            win = x[:, :, i*s:i*s+hh, j*s:j*s+ww]
            mask = (win == win.max(axis=(2, 3), keepdims=True)).astype(float)
            mask /= mask.sum(axis=(2, 3), keepdims=True)
            dx[:, :, i*s:i*s+hh, j*s:j*s+ww] += mask * dout[:, :, i, j][:, :, None, None]
    return dx


def avg_pool_forward(x, pool_param):
    hh = pool_param['pool_height']
    ww = pool_param['pool_width']
    s = pool_param['stride']
    N, C, H, W = x.shape
    h2 = 1 + (H - hh) // s
    w2 = 1 + (W - ww) // s
    out = np.zeros((N, C, h2, w2))
    for i in range(h2):
        for j in range(w2):
            out[:, :, i, j] = x[:, :, i*s:i*s+hh, j*s:j*s+ww].mean(axis=(2, 3), dtype=np.float64)
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    hh = pool_param['pool_height']
    ww = pool_param['pool_width']
    s = pool_param['stride']
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i*s:i*s+hh, j*s:j*s+ww] += dout[:, :, i, j, None, None] / hh / ww
    return dx
