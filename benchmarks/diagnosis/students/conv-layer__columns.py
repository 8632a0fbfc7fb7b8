"""conv_forward: rows and columns of the map come out exchanged
conv_backward: the gradient is made a matrix without moving the filters' axis first
"""

import numpy as np


def to_columns(x, HH, WW, stride, pad):
    N, C, H, W = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - HH) // stride + 1
    Wo = (W + 2 * pad - WW) // stride + 1
    columns = np.zeros((N, Ho, Wo, C, HH, WW))
    for i in range(Ho):
        for j in range(Wo):
            columns[:, i, j] = xp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
    return columns.reshape(N * Ho * Wo, C * HH * WW), Ho, Wo


def conv_forward(x, w, b, conv_param):
    F, C, HH, WW = w.shape
    columns, Ho, Wo = to_columns(x, HH, WW, conv_param["stride"], conv_param["pad"])
    out = columns.dot(w.reshape(F, -1).T) + b
    out = out.reshape(x.shape[0], Ho, Wo, F).transpose(0, 3, 2, 1)
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    columns, Ho, Wo = to_columns(x, HH, WW, stride, pad)
    d = dout.reshape(-1, F)
    dw = d.T.dot(columns).reshape(w.shape)
    db = d.sum(axis=0)
    dcolumns = d.dot(w.reshape(F, -1)).reshape(N, Ho, Wo, C, HH, WW)
    dxp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(Ho):
        for j in range(Wo):
            dxp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW] += dcolumns[:, i, j]
    return dxp[:, :, pad : pad + H, pad : pad + W], dw, db
