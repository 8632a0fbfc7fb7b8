"""The gradient of the filters is collected in an array that has the shape of dout."""

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
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    high, wide = w.shape[2:]
    dframed = np.zeros(framed.shape)
    dw = np.zeros(dout.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        dw[f] += framed[n, :, top : top + high, left : left + wide] * dout[n, f, i, j]
        dframed[n, :, top : top + high, left : left + wide] += w[f] * dout[n, f, i, j]
    dx = dframed[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))
