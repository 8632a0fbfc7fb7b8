"""Expected: everything it writes passes.

The other view: dout is blown up by the stride, framed, and correlated with the turned filters by conv_forward itself.
"""
import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    HH, WW = w.shape[2:]
    H_out = (xp.shape[2] - HH) // stride + 1
    W_out = (xp.shape[3] - WW) // stride + 1
    out = np.array([[[[np.sum(img[:, i * stride:i * stride + HH, j * stride:j * stride + WW] * k)
                       for j in range(W_out)] for i in range(H_out)] for k in w] for img in xp], dtype=float)
    return out + np.reshape(b, (1, -1, 1, 1)), (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Hp, Wp = H + 2 * pad, W + 2 * pad
    # as if the stride had been 1: zeros between and behind the gradients
    dense = np.zeros((N, F, Hp - HH + 1, Wp - WW + 1))
    dense[:, :, ::stride, ::stride] = dout
    plain = {"stride": 1, "pad": 0}
    framed = np.pad(dense, ((0, 0), (0, 0), (HH - 1, HH - 1), (WW - 1, WW - 1)))
    turned = w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    dxp, _ = conv_forward(framed, turned, np.zeros(C), plain)
    # dw: images become channels
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))).transpose(1, 0, 2, 3)
    dw, _ = conv_forward(xp, dense.transpose(1, 0, 2, 3), np.zeros(F), plain)
    return dxp[:, :, pad:pad + H, pad:pad + W], dw.transpose(1, 0, 2, 3), dout.sum(axis=(0, 2, 3))
