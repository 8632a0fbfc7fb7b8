"""conv_single is wrong (and conv_map through it): it flattens both arrays in their order in memory; for x =
np.array([[[1, 2], [3, 4]]]).transpose(0, 2, 1), a turned view that holds 1 3, 2 4, and w = np.array([[[0, 1],
[0, 0]]]), b = 0 it returns 2.0 where 3.0 is due.
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("block and filter differ in shape")
    return float(x.ravel("K").astype(float) @ w.ravel("K").astype(float) + b)


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
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x_pad[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[:, :, i, j] = np.tensordot(window, w.astype(float), axes=([1, 2, 3], [1, 2, 3])) + b
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
