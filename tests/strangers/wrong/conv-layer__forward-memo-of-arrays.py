"""Round 2. Expected: conv_forward loses points. Wrong: remembers results by the identity of the arrays: change
an entry of the same array and call again, and the old result comes back.

Shows: x, w, b, p = np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1)), np.zeros(1), {"stride": 1, "pad": 0}; one = conv_forward(x, w, b, p)[0]; x[0, 0, 0, 0] = 9; conv_forward(x, w, b, p)[0]  # right: [[[[9.0, 1.0], [1.0, 1.0]]]]; here: [[[[1.0, 1.0], [1.0, 1.0]]]]
"""

import numpy as np


_memo = []


def conv_forward(x, w, b, conv_param):
    for a, k, c, param, out in _memo:
        if a is x and k is w and c is b and param == conv_param:
            return out.copy(), (x, w, b, dict(conv_param))
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = _padded(x, pad)
    f, _, hh, ww = w.shape
    ho, wo = _places(x.shape[2], hh, stride, pad), _places(x.shape[3], ww, stride, pad)
    out = np.zeros((x.shape[0], f, ho, wo))
    for i in range(ho):
        for j in range(wo):
            block = xp[:, :, i * stride : i * stride + hh, j * stride : j * stride + ww]
            out[:, :, i, j] = np.tensordot(block, w.astype(float), ((1, 2, 3), (1, 2, 3))) + b
    _memo.append((x, w, b, dict(conv_param), out.copy()))
    del _memo[:-4]
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
