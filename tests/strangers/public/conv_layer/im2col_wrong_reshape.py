"""The product is reshaped to (N, F, ...) though its columns are ordered by place, then image."""

import numpy as np


def im2col_indices(x, HH, WW, pad, stride):
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - HH) // stride + 1
    out_w = (W + 2 * pad - WW) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    j0 = np.tile(np.arange(WW), HH * C)
    i1 = stride * np.repeat(np.arange(out_h), out_w)
    j1 = stride * np.tile(np.arange(out_w), out_h)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    cols = xp[:, k, i, j]
    return cols.transpose(1, 2, 0).reshape(HH * WW * C, -1)


def conv_forward(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    s, p = conv_param["stride"], conv_param["pad"]
    out_h = (H + 2 * p - HH) // s + 1
    out_w = (W + 2 * p - WW) // s + 1
    cols = im2col_indices(x, HH, WW, p, s)
    res = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    out = res.reshape(F, N, out_h, out_w).transpose(1, 0, 2, 3)
    return out, (x, w, b, conv_param, cols)
