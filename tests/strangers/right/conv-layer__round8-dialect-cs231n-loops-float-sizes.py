# Style: CS231n names (conv_forward_naive ...), sizes by int(1 + ... / stride), cache as in the course, prints commented out,
# helpers of their own between; conv_single and conv_map come by our names.
from builtins import range
import numpy as np


def _pad_by_hand(x, pad):
    N, C, H, W = x.shape
    x_pad = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=float)
    for h in range(H):
        x_pad[:, :, h + pad, pad:W + pad] = x[:, :, h, :]
    return x_pad


def conv_forward_naive(x, w, b, conv_param):
    out = None
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    stride, pad = conv_param.get('stride', 1), conv_param.get('pad', 0)
    assert (H + 2 * pad - HH) >= 0, 'filter too high'
    assert (W + 2 * pad - WW) >= 0, 'filter too wide'
    H_prime = int(1 + (H + 2 * pad - HH) / stride)
    W_prime = int(1 + (W + 2 * pad - WW) / stride)
    x_pad = _pad_by_hand(x, pad)
    w_row = w.reshape(F, -1).astype(float)
    out = np.zeros((N, F, H_prime, W_prime))
    for n in range(N):
        for i in range(H_prime):
            for j in range(W_prime):
                # print(n, i, j)
                window = x_pad[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
                out[n, :, i, j] = w_row.dot(window.flatten()) + b
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward_naive(dout, cache):
    dx, dw, db = None, None, None
    x, w, b, conv_param = cache
    stride, pad = conv_param.get('stride', 1), conv_param.get('pad', 0)
    F, C, HH, WW = w.shape
    H, W = x.shape[2], x.shape[3]
    x_pad = _pad_by_hand(x, pad)
    dx_pad = np.zeros(x_pad.shape)
    dw = np.zeros((F, C, HH, WW))
    db = np.sum(dout, axis=(0, 2, 3), dtype=float)
    for n in range(dout.shape[0]):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    hs, ws = i * stride, j * stride
                    upstream = float(dout[n, f, i, j])
                    dw[f] = dw[f] + upstream * x_pad[n, :, hs:hs + HH, ws:ws + WW]
                    dx_pad[n, :, hs:hs + HH, ws:ws + WW] += upstream * w[f]
    dx = dx_pad[:, :, pad:H + pad, pad:W + pad]
    return dx, dw, db


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError('x %s, w %s' % (x.shape, w.shape))
    out, _ = conv_forward_naive(x[np.newaxis], w[np.newaxis], np.array([b]), {'stride': 1, 'pad': 0})
    return out[0, 0, 0, 0]


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError('depth')
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError('filter larger than image')
    out, _ = conv_forward_naive(x[np.newaxis], w[np.newaxis], np.array([b]), {'stride': 1, 'pad': 0})
    return out[0, 0]
