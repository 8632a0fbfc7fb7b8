"""Round 2. Expected: conv_forward loses points. Wrong: after padding it sets conv_param['pad'] to 0 in the
caller's dict: a second call with the same dict has no padding.

Shows: p = {"stride": 1, "pad": 1}; one = conv_forward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2)), np.zeros(1), p)[0]; conv_forward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2)), np.zeros(1), p)[0]  # right: [[[[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]]]; here: [[[[4.0]]]]
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    cache = (x, w, b, dict(conv_param))
    if conv_param["pad"]:
        x = np.pad(x, ((0, 0), (0, 0)) + 2 * ((conv_param["pad"],) * 2,))
        conv_param["pad"] = 0
    stride = conv_param["stride"]
    f, _, hh, ww = w.shape
    ho, wo = _places(x.shape[2], hh, stride, 0), _places(x.shape[3], ww, stride, 0)
    out = np.zeros((x.shape[0], f, ho, wo))
    for u in range(hh):
        for v in range(ww):
            part = x[:, :, u : u + stride * ho : stride, v : v + stride * wo : stride].astype(float)
            out += np.einsum("ncij,fc->nfij", part, w[:, :, u, v].astype(float))
    return out + b[:, None, None], cache


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
