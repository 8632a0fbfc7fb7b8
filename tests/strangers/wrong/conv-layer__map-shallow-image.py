"""Round 2. Expected: conv_map loses points. Wrong: an image of depth 1 is accepted for filters of any depth and
stretched over their channels.

Shows: conv_map(np.ones((1, 2, 2)), np.ones((3, 1, 1)), 0)  # right: raises ValueError; here: [[3.0, 3.0], [3.0, 3.0]]
"""

import numpy as np


def conv_map(x, w, b):
    if x.shape[0] not in (1, w.shape[0]):
        raise ValueError("x and w differ in depth")
    ho, wo = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    if ho < 1 or wo < 1:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((ho, wo)) + b
    for i in range(ho):
        for j in range(wo):
            out[i, j] += (x[:, i : i + w.shape[1], j : j + w.shape[2]].astype(float) * w).sum()
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
