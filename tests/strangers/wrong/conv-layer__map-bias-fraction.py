"""Round 1. Expected: conv_map loses points. Wrong: out has the common type of x and w, so a bias with a fraction
is cut when image and filter hold integers.

Shows: conv_map(np.arange(9).reshape(1, 3, 3), np.ones((1, 2, 2), int), 0.5)  # right: [[8.5, 12.5], [20.5, 24.5]]; here: [[8.0, 12.0], [20.0, 24.0]]
"""

import numpy as np


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth")
    hh, ww = w.shape[1:]
    if hh > x.shape[1] or ww > x.shape[2]:
        raise ValueError("too large")
    out = np.empty((x.shape[1] - hh + 1, x.shape[2] - ww + 1), dtype=np.result_type(x, w, np.int64))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(x[:, i : i + hh, j : j + ww].astype(float) * w.astype(float)) + b
    return out


def _padded(x, pad):
    n, c, h, w = x.shape
    xp = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    xp[:, :, pad : pad + h, pad : pad + w] = x
    return xp


def _places(length, window, stride, pad):
    return (length + 2 * pad - window) // stride + 1


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w differ in shape")
    return float(np.sum(x.astype(float) * w.astype(float)) + b)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp, wf = _padded(x, pad), w.astype(float)
    f, _, hh, ww = w.shape
    ho, wo = _places(x.shape[2], hh, stride, pad), _places(x.shape[3], ww, stride, pad)
    out = np.zeros((x.shape[0], f, ho, wo))
    for i in range(ho):
        for j in range(wo):
            block = xp[:, :, i * stride : i * stride + hh, j * stride : j * stride + ww]
            out[:, :, i, j] = np.tensordot(block, wf, ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, dict(conv_param))


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp, wf, d = _padded(x, pad), w.astype(float), dout.astype(float)
    f, _, hh, ww = w.shape
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), d.sum(axis=(0, 2, 3))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, cols = slice(i * stride, i * stride + hh), slice(j * stride, j * stride + ww)
            dw += np.tensordot(d[:, :, i, j], xp[:, :, rows, cols], (0, 0))
            dxp[:, :, rows, cols] += np.tensordot(d[:, :, i, j], wf, (1, 0))
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db
