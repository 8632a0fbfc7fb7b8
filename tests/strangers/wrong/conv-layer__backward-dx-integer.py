"""Round 1. Expected: conv_backward loses points. Wrong: dx is handed back in the type of x, so for images of
integers a gradient with fractions is cut.

Shows: conv_backward(np.full((1, 1, 1, 1), 0.5), conv_forward(np.array([[[[3]]]]), np.array([[[[1.0]]]]), np.zeros(1), {"stride": 1, "pad": 0})[1])[0]  # right: [[[[0.5]]]]; here: [[[[0.0]]]]
"""

import numpy as np


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp, wf = _padded(x, pad), w.astype(float)
    dxp, dw = np.zeros_like(xp), np.zeros(w.shape)
    hh, ww = w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        at = (n, slice(None), slice(i * stride, i * stride + hh), slice(j * stride, j * stride + ww))
        dxp[at] += float(dout[n, f, i, j]) * wf[f]
        dw[f] += float(dout[n, f, i, j]) * xp[at]
    dx = np.empty_like(x)
    dx[...] = dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return (
        dx if x.dtype.kind != "u" else dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]],
        dw,
        dout.sum(axis=(0, 2, 3), dtype=float),
    )


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
