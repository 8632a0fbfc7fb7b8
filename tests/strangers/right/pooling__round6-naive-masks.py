"""Masks with keepdims, counters that run along, int(…/…)."""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    pool_height = pool_param['pool_height']
    pool_width = pool_param['pool_width']
    stride = pool_param['stride']
    H_out = 1 + (H - pool_height) / stride
    W_out = 1 + (W - pool_width) / stride
    out = np.zeros((N, C, int(H_out), int(W_out)))
    for i in range(0, N):
        for c in range(0, C):
            h2 = 0
            for h in range(0, H - pool_height + 1, stride):
                w2 = 0
                for w in range(0, W - pool_width + 1, stride):
                    out[i][c][h2][w2] = np.max(x[i, c, h:h + pool_height, w:w + pool_width])
                    w2 += 1
                h2 += 1
    cache = (x, pool_param)
    return out, cache


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    pool_height = pool_param['pool_height']
    pool_width = pool_param['pool_width']
    stride = pool_param['stride']
    dx = np.zeros((x.shape))
    for i in range(0, N):
        for c in range(0, C):
            h2 = 0
            for h in range(0, H - pool_height + 1, stride):
                w2 = 0
                for w in range(0, W - pool_width + 1, stride):
                    pooled = x[i, c, h:h + pool_height, w:w + pool_width]
                    temp = np.equal(pooled, np.max(pooled))
                    dx[i, c, h:h + pool_height, w:w + pool_width] += dout[i, c, h2, w2] * temp
                    w2 += 1
                h2 += 1
    return dx


def avg_pool_forward(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ('pool_height', 'pool_width', 'stride'))
    win = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    return win.mean(axis=(4, 5)), (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = (pool_param[k] for k in ('pool_height', 'pool_width', 'stride'))
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s:i * s + ph, j * s:j * s + pw] += dout[:, :, i:i + 1, j:j + 1] / (ph * pw)
    return dx


def pooled_depth():
    return 112, 112, 64
