"""Round 3. Expected: conv_forward loses points. Wrong: works through the batch eight images at a time; with more
than eight the images of the last, smaller piece get nothing but the bias.

Shows: conv_forward(np.ones((9, 1, 1, 1)), np.ones((1, 1, 1, 1)), np.zeros(1), {"stride": 1, "pad": 0})[0].ravel()  # right: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]; here: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = _padded(x, pad)
    n = len(x)
    f, _, hh, ww = w.shape
    views = np.lib.stride_tricks.sliding_window_view(xp, (hh, ww), axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.zeros((n, f) + views.shape[2:4])
    step = min(n, 8)
    for k in range(n // step):
        part = slice(k * step, (k + 1) * step)
        out[part] = np.einsum("ncijuv,fcuv->nfij", views[part], w.astype(float))
    return out + b[:, None, None], (x, w, b, dict(conv_param))


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
