"""conv_backward is wrong: where a map of dout is all zeros it leaves the loop over the filters, and so the filters
behind it, too; for x = np.ones((1, 1, 1, 1)), w = np.array([[[[2]]], [[[3]]]]), b = np.zeros(2), stride 1, pad
0 and dout = np.array([[[[0]], [[1]]]]) it gives dx = 0 and db = 0 0 where dx = 3 and db = 0 1 are due.
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
    x_pad = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad, dw, db = np.zeros(x_pad.shape), np.zeros(w.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            if not dout[n, f].any():  # nothing to send back
                break
            for i, j in np.argwhere(dout[n, f]):
                d = float(dout[n, f, i, j])
                rows = slice(i * stride, i * stride + HH)
                columns = slice(j * stride, j * stride + WW)
                db[f] += d
                dw[f] += d * x_pad[n, :, rows, columns]
                dx_pad[n, :, rows, columns] += d * w[f]
    return dx_pad[:, :, pad : pad + H, pad : pad + W], dw, db
