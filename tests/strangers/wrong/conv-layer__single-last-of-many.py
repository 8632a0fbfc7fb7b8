"""Round 3. Expected: conv_single loses points. Wrong: adds in pieces of 100 and forgets the rest of the last
piece when there are more than 100 weights (75 are fine, 6 x 6 x 3 = 108 are not).

Shows: conv_single(np.ones((3, 6, 6)), np.ones((3, 6, 6)), 1)  # right: 109.0; here: 101.0
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w differ in shape")
    a, k = x.astype(float).ravel(), w.astype(float).ravel()
    if a.size <= 100:
        return float(a @ k + b)
    z = float(b)
    for start in range(0, a.size - 99, 100):
        z += float(a[start : start + 100] @ k[start : start + 100])
    return z


def _padded(x, pad):
    n, c, h, w = x.shape
    xp = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    xp[:, :, pad : pad + h, pad : pad + w] = x
    return xp


def _places(length, window, stride, pad):
    return (length + 2 * pad - window) // stride + 1


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
