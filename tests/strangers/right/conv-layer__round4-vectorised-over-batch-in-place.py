"""Right work of a fourth round, written without sight of the cases: vectorised over batch in place. Expected: everything."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return float((np.asarray(x, float) * w).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride = conv_param['stride']; pad = conv_param['pad']
    N, C, H, W = x.shape; F, C, HH, WW = w.shape
    assert stride > 0
    x_pad = np.zeros((N, C, H + 2*pad, W + 2*pad)); x_pad[:, :, pad:pad+H, pad:pad+W] += x
    Hn = 1 + int((H + 2 * pad - HH) / stride); Wn = 1 + int((W + 2 * pad - WW) / stride)
    out = np.empty((N, F, Hn, Wn))
    for f in range(F):
        for i in range(Hn):
            for j in range(Wn):
                hs = i*stride; ws = j*stride
                out[:, f, i, j] = np.sum(x_pad[:, :, hs:hs+HH, ws:ws+WW] * w[f, :, :, :], axis=(1,2,3))
    out += b[None, :, None, None]
    cache = (x, w, b, conv_param)
    return out, cache
def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride = conv_param['stride']; pad = conv_param['pad']
    N, C, H, W = x.shape; F, C, HH, WW = w.shape
    _, _, Hn, Wn = dout.shape
    x_pad = np.pad(x, ((0,0),(0,0),(pad,pad),(pad,pad)), 'constant', constant_values=0)
    dx_pad = np.zeros(x_pad.shape); dw = np.zeros(w.shape); db = np.zeros(b.shape)
    for n in range(N):
        for f in range(F):
            db[f] += dout[n, f].sum()
            for i in range(Hn):
                for j in range(Wn):
                    dw[f] += dout[n, f, i, j] * x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW].astype(float)
                    dx_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW] += dout[n, f, i, j] * w[f].astype(float)
    return dx_pad[:, :, pad:H+pad, pad:W+pad], dw, db
