"""Expected: everything it writes passes.

The hyperparameter dictionary gains keys on the way (the output size, and the padded image as a cache);
no array that it is given changes.
"""
import numpy as np


def conv_forward(x, w, b, conv_param):
    pad = conv_param.setdefault('pad', 0)
    stride = conv_param.setdefault('stride', 1)
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    conv_param['H_out'] = int(np.floor((H + 2 * pad - HH) / stride)) + 1
    conv_param['W_out'] = int(np.floor((W + 2 * pad - WW) / stride)) + 1
    out = np.zeros((N, F, conv_param['H_out'], conv_param['W_out']))
    xp = np.lib.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], 'constant') if hasattr(np.lib, 'pad') else \
        np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], 'constant')
    for i in range(conv_param['H_out']):
        for j in range(conv_param['W_out']):
            window = xp[:, None, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
            out[:, :, i, j] = (window * w).sum(axis=(2, 3, 4)) + b
    cache = (xp, w, b, dict(conv_param))
    return out, cache


def conv_backward(dout, cache):
    xp, w, b, conv_param = cache
    pad, stride = conv_param['pad'], conv_param['stride']
    HH, WW = w.shape[2:]
    dx = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for i in range(conv_param['H_out']):
        for j in range(conv_param['W_out']):
            sl = np.s_[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
            d = dout[:, :, i, j]
            dw += (d[:, :, None, None, None] * xp[sl][:, None]).sum(0)
            dx[sl] += (d[:, :, None, None, None] * w).sum(1)
    db = dout.sum(3).sum(2).sum(0)
    if pad > 0:
        dx = dx[:, :, pad:-pad, pad:-pad]
    return dx, dw, db
