import sys

import numpy as np


def check(ok, message):
    if not ok:
        print("ERROR:", message)
        sys.exit(1)


def conv_single(x, w, b):
    check(x.shape == w.shape, "x and w have different shapes")
    return float(np.sum(x * w) + b)


def conv_map(x, w, b):
    check(x.shape[0] == w.shape[0], "x and w have different depths")
    check(w.shape[1] <= x.shape[1] and w.shape[2] <= x.shape[2], "w is larger than x")
    HH, WW = w.shape[1:]
    out = np.zeros((x.shape[1] - HH + 1, x.shape[2] - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = conv_single(x[:, i:i + HH, j:j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    # slides: "fractions are illegal"
    check((H + 2 * pad - HH) % stride == 0 and (W + 2 * pad - WW) % stride == 0, "stride does not fit")
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    for n in range(N):
        for f in range(F):
            out[n, f] = conv_map(x_pad[n], w[f], b[f])[::stride, ::stride]
    return out, (x, x_pad, w, stride, pad)


def conv_backward(dout, cache):
    x, x_pad, w, stride, pad = cache
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    dx_pad = np.zeros(x_pad.shape)
    dw = np.zeros(w.shape)
    for n in range(dout.shape[0]):
        for f in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    dw[f] += dout[n, f, i, j] * x_pad[n, :, top:top + HH, left:left + WW]
                    dx_pad[n, :, top:top + HH, left:left + WW] += dout[n, f, i, j] * w[f]
    return dx_pad[:, :, pad:pad + H, pad:pad + W], dw, dout.sum(axis=(0, 2, 3))
