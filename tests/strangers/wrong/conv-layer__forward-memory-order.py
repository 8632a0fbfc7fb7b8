"""Round 2. Expected: conv_forward loses points. Wrong: reads the pixels in the order of memory, so images that
are a transposed view (W before H in memory) come out mixed up.

Shows: x = np.arange(6.0).reshape(1, 1, 3, 2).transpose(0, 1, 3, 2); conv_forward(x, np.ones((1, 1, 1, 1)), np.zeros(1), {"stride": 1, "pad": 0})[0]  # right: [[[[0.0, 2.0, 4.0], [1.0, 3.0, 5.0]]]]; here: [[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]]]
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    pixels = x.ravel(order="K").reshape(x.shape)
    xp = _padded(pixels, pad)
    f, _, hh, ww = w.shape
    views = np.lib.stride_tricks.sliding_window_view(xp, (hh, ww), axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("ncijuv,fcuv->nfij", views, w.astype(float)) + b[None, :, None, None]
    return out, (x, w, b, dict(conv_param))


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


def conv_map(x, w, b):
    c, h, wd = x.shape
    cw, hh, ww = w.shape
    if c != cw:
        raise ValueError("depths differ")
    if hh > h or ww > wd:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((h - hh + 1, wd - ww + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[:, i : i + hh, j : j + ww].astype(float) * w.astype(float)) + b
    return out


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
