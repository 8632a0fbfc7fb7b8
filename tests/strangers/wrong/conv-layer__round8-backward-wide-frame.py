"""conv_backward is wrong: it takes dx as full correlation with a border of HH - 1 - pad zeros, and where that is
negative takes 0 and cuts off the end only; for x = np.ones((1, 1, 1, 2)), w = np.array([[[[3]]]]), b =
np.zeros(1), stride 1, pad 1 and dout = np.arange(12).reshape(1, 1, 3, 4) it gives dx = 0 3 where 15 18 is due.
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("block and filter differ in shape")
    return float((x.astype(float) * w.astype(float)).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    depth, HH, WW = w.shape
    if depth != C:
        raise ValueError("image and filter differ in depth")
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i : i + HH, j : j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x_pad[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[:, :, i, j] = np.tensordot(window, w.astype(float), axes=([1, 2, 3], [1, 2, 3])) + b
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = dout.shape[2:]
    dout, w = dout.astype(float), w.astype(float)
    view = np.lib.stride_tricks.sliding_window_view

    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dw = np.einsum("ncijuv,nfij->fcuv", view(x_pad, (HH, WW), axis=(2, 3))[:, :, ::stride, ::stride], dout)

    spread = np.zeros((N, F, (H_out - 1) * stride + 1, (W_out - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dout
    above, left = max(HH - 1 - pad, 0), max(WW - 1 - pad, 0)
    below, right = above + (H + 2 * pad - HH) % stride, left + (W + 2 * pad - WW) % stride
    spread = np.pad(spread, ((0, 0), (0, 0), (above, below), (left, right)))
    dx = np.einsum("nfijuv,fcuv->ncij", view(spread, (HH, WW), axis=(2, 3)), w[:, :, ::-1, ::-1])
    return dx[:, :, :H, :W], dw, dout.sum(axis=(0, 2, 3))
