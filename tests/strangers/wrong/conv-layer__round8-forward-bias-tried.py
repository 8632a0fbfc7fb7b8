"""conv_forward is wrong: it first tries to add the biases along the last axis, which works silently when the map
has as many columns as there are filters; for x = np.zeros((1, 1, 1, 2)), w = np.zeros((2, 1, 1, 1)), b =
np.array([1, 2]), stride 1, pad 0 it gives rows 1 2 and 1 2 where 1 1 and 2 2 are due.
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("block and filter differ in shape")
    return float((x.astype(float) * w.astype(float)).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    depth, HH, WW = w.shape
    if depth != C:
        raise ValueError("image and filter differ in depth")
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i : i + HH, j : j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, (HH, WW), axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("ncijuv,fcuv->nfij", windows, w.astype(float))
    try:
        out += b
    except ValueError:  # shapes do not fit: turn the biases into a column
        out += b.reshape(-1, 1, 1)
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    dout, w = dout.astype(float), w.astype(float)
    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros(x_pad.shape)
    dw = np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + HH)
            columns = slice(j * stride, j * stride + WW)
            d = dout[:, :, i, j]
            dw += np.tensordot(d, x_pad[:, :, rows, columns], axes=(0, 0))
            dx_pad[:, :, rows, columns] += np.tensordot(d, w, axes=(1, 0))
    return dx_pad[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))
