"""Fast version: all windows at once, without copying, with as_strided."""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w must agree in shape")
    return float(np.dot(x.ravel(), w.ravel()) + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C:
        raise ValueError("x and w must agree in depth")
    _, HH, WW = w.shape
    if HH > H or WW > W:
        raise ValueError("w must fit into x")
    # strides = where in memory the next window starts
    start = x.__array_interface__["data"][0]
    s_c, s_h, s_w = x.strides
    windows = as_strided(x, (H - HH + 1, W - WW + 1, C, HH, WW), (start + s_h, start + s_w, s_c, s_h, s_w))
    return np.tensordot(windows, w, axes=3) + b


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    s_n, s_c, s_h, s_w = x.strides
    windows = as_strided(x, (N, H_out, W_out, C, HH, WW), (s_n, s_h * stride, s_w * stride, s_c, s_h, s_w))
    out = np.tensordot(windows, w, axes=([3, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2) + b[:, None, None]
    return out, (x, windows, w, stride, pad)


def conv_backward(dout, cache):
    x, windows, w, stride, pad = cache
    HH, WW = w.shape[2:]
    db = dout.sum((0, 2, 3))
    dw = np.tensordot(dout, windows, axes=([0, 2, 3], [0, 1, 2]))
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW] += np.tensordot(dout[:, :, i, j], w, axes=1)
    H, W = x.shape[2:]
    return dx[:, :, pad:H - pad, pad:W - pad], dw, db
