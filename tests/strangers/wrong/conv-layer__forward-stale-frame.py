"""Round 2. Expected: conv_forward loses points. Wrong: the padded copy is kept for the next call with the same
padded size: after a larger image without padding, the frame of a smaller one with padding holds old pixels
instead of zeros.

Shows: w = np.ones((1, 1, 3, 3)); big = conv_forward(np.full((1, 1, 5, 5), 7.0), w, np.zeros(1), {"stride": 1, "pad": 0}); conv_forward(np.ones((1, 1, 3, 3)), w, np.zeros(1), {"stride": 1, "pad": 1})[0]  # right: [[[[4.0, 6.0, 4.0], [6.0, 9.0, 6.0], [4.0, 6.0, 4.0]]]]; here: [[[[39.0, 27.0, 39.0], [27.0, 9.0, 27.0], [39.0, 27.0, 39.0]]]]
"""

import numpy as np


_frames = {}


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    size = (n, c, h + 2 * pad, wd + 2 * pad)
    if size not in _frames:
        _frames[size] = np.zeros(size)
    xp = _frames[size]
    xp[:, :, pad : pad + h, pad : pad + wd] = x
    f, _, hh, ww = w.shape
    ho, wo = _places(h, hh, stride, pad), _places(wd, ww, stride, pad)
    columns = np.empty((n, ho, wo, c * hh * ww))
    for i in range(ho):
        for j in range(wo):
            columns[:, i, j] = xp[:, :, i * stride : i * stride + hh, j * stride : j * stride + ww].reshape(n, -1)
    out = columns @ w.reshape(f, -1).astype(float).T + b
    return out.transpose(0, 3, 1, 2), (x, w, b, dict(conv_param))


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
