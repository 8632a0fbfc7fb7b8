"""One size is worked out, from the height, and stands for rows and columns of the map; dx is cut at minus the padding."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    high, wide = w.shape[2:]
    out = np.zeros((len(x), len(w), (framed.shape[2] - high) // stride + 1, (framed.shape[3] - wide) // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        window = framed[n, :, i * stride : i * stride + high, j * stride : j * stride + wide]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    side = (H + 2 * pad - HH) // stride + 1
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for n in range(N):
        flat = dout[n].reshape(F, side * side)
        columns, dframed = np.zeros((C * HH * WW, side * side)), np.zeros(framed.shape[1:])
        back, at = w.reshape(F, -1).T @ flat, 0
        for top in range(0, H + 2 * pad - HH + 1, stride):
            for left in range(0, W + 2 * pad - WW + 1, stride):
                columns[:, at] = framed[n, :, top : top + HH, left : left + WW].ravel()
                dframed[:, top : top + HH, left : left + WW] += back[:, at].reshape(C, HH, WW)
                at += 1
        dw += (flat @ columns.T).reshape(w.shape)
        dx[n] = dframed[:, pad:-pad, pad:-pad]
    return dx, dw, dout.sum(axis=(0, 2, 3))
