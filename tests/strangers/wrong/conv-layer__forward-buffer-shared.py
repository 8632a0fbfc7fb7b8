"""Round 2. Expected: conv_forward loses points. Wrong: results of equal shape are the same memory: a second call
overwrites what the first one returned.

Shows: x = np.ones((1, 1, 2, 2)); p = {"stride": 1, "pad": 0}; first = conv_forward(x, np.ones((1, 1, 1, 1)), np.zeros(1), p)[0]; second = conv_forward(5 * x, np.ones((1, 1, 1, 1)), np.zeros(1), p)[0]; first  # right: [[[[1.0, 1.0], [1.0, 1.0]]]]; here: [[[[5.0, 5.0], [5.0, 5.0]]]]
"""

import numpy as np


_outputs = {}


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp, wf = _padded(x, pad), w.astype(float)
    f, _, hh, ww = w.shape
    shape = (x.shape[0], f, _places(x.shape[2], hh, stride, pad), _places(x.shape[3], ww, stride, pad))
    out = _outputs.setdefault(shape, np.empty(shape))
    for n, k, i, j in np.ndindex(*shape):
        block = xp[n, :, i * stride : i * stride + hh, j * stride : j * stride + ww]
        out[n, k, i, j] = np.sum(block * wf[k]) + b[k]
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
