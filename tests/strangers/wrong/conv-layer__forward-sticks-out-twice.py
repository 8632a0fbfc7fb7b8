"""Round 1. Expected: conv_forward loses points. Wrong: without a padded copy: a window that sticks out of the
image at the top and at the bottom at once (filter higher than the image plus one side's padding) is clipped
at the top only, and its rows are matched with the wrong weights.

Shows: conv_forward(np.array([[[[1.0], [2.0]]]]), np.arange(1.0, 5).reshape(1, 1, 4, 1), np.zeros(1), {"stride": 1, "pad": 1})[0][:, :, :, 1:2]  # right: [[[[8.0]]]]; here: [[[[11.0]]]]
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    f, _, hh, ww = w.shape
    ho, wo = _places(h, hh, stride, pad), _places(wd, ww, stride, pad)
    wf, out = w.astype(float), np.zeros((n, f, ho, wo))
    for i in range(ho):
        top, bottom = i * stride - pad, i * stride - pad + hh
        if top < 0:
            kernel = wf[:, :, -top:]
            top = 0
        elif bottom > h:
            kernel = wf[:, :, : h - top]
            bottom = h
        else:
            kernel = wf
        for j in range(wo):
            left = j * stride - pad
            for v in range(ww):
                if 0 <= left + v < wd:
                    strip = x[:, :, max(top, 0) : max(bottom, 0), left + v].astype(float)
                    k = (
                        kernel[:, :, kernel.shape[2] - strip.shape[2] :, v]
                        if kernel.shape[2] > 0
                        else kernel[:, :, :, v]
                    )
                    out[:, :, i, j] += np.tensordot(strip[:, :, : k.shape[2]], k, ((1, 2), (1, 2)))
    return out + b.reshape(1, -1, 1, 1), (x, w, b, dict(conv_param))


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
