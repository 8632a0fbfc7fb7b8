"""Round 2. Expected: conv_backward loses points. Wrong: the arrays for the gradients live in the cache and are
never cleared: a second backward with the same cache adds to the first.

Shows: cache = conv_forward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1)), np.zeros(1), {"stride": 1, "pad": 0})[1]; one = conv_backward(np.ones((1, 1, 2, 2)), cache); conv_backward(np.ones((1, 1, 2, 2)), cache)  # right: ([[[[1.0, 1.0], [1.0, 1.0]]]], [[[[4.0]]]], [4.0]); here: ([[[[2.0, 2.0], [2.0, 2.0]]]], [[[[8.0]]]], [8.0])
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = _padded(x, pad)
    f, _, hh, ww = w.shape
    ho, wo = _places(x.shape[2], hh, stride, pad), _places(x.shape[3], ww, stride, pad)
    out = np.zeros((x.shape[0], f, ho, wo))
    for i in range(ho):
        for j in range(wo):
            block = xp[:, :, i * stride : i * stride + hh, j * stride : j * stride + ww]
            out[:, :, i, j] = np.tensordot(block, w.astype(float), ((1, 2, 3), (1, 2, 3))) + b
    return out, (xp, w, stride, pad, np.zeros(xp.shape), np.zeros(w.shape), np.zeros(f))


def conv_backward(dout, cache):
    xp, w, stride, pad, dxp, dw, db = cache
    hh, ww = w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        g = float(dout[n, f, i, j])
        r, q = slice(i * stride, i * stride + hh), slice(j * stride, j * stride + ww)
        dxp[n, :, r, q] += g * w[f].astype(float)
        dw[f] += g * xp[n, :, r, q]
        db[f] += g
    return dxp[:, :, pad : xp.shape[2] - pad, pad : xp.shape[3] - pad].copy(), dw.copy(), db.copy()


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
