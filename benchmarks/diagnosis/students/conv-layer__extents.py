"""conv_forward: the width of the map is computed from the height of the image
conv_backward: db is summed over two axes of three
conv_single: only one axis is summed
"""

import numpy as np


def conv_single(x, w, b):
    return np.sum(x * w, axis=0) + b


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xpad = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    out_h = (H + 2 * pad - HH) // stride + 1
    out_w = (H + 2 * pad - WW) // stride + 1
    out = np.empty((N, F, out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            xs = xpad[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            for f in range(F):
                out[:, f, i, j] = np.sum(xs * w[f], axis=(1, 2, 3))
    out = out + b[None, :, None, None]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    _, _, out_h, out_w = dout.shape
    xpad = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    dxpad = np.zeros(xpad.shape)
    dw = np.zeros(w.shape)
    db = np.sum(dout, axis=(2, 3))
    for i in range(out_h):
        for j in range(out_w):
            xs = xpad[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            for f in range(F):
                dw[f] += np.sum(xs * dout[:, f, i, j][:, None, None, None], axis=0)
            for n in range(N):
                dxpad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW] += np.sum(
                    w * dout[n, :, i, j][:, None, None, None], axis=0
                )
    dx = dxpad[:, :, pad : H + pad, pad : W + pad]
    return dx, dw, db
