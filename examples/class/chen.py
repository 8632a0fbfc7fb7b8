# Convolution layer via im2col: one big matrix product instead of loops over the pixels.
import numpy as np


def get_im2col_indices(x_shape, HH, WW, pad, stride):
    N, C, H, W = x_shape
    out_height = (H + 2 * pad - HH) // stride + 1
    out_width = (W + 2 * pad - WW) // stride + 1
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    i1 = stride * np.repeat(np.arange(out_height), out_width)
    j0 = np.tile(np.arange(WW), HH * C)
    j1 = stride * np.tile(np.arange(out_width), out_height)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    return k, i, j, out_height, out_width


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    F, _, HH, WW = w.shape
    N = x.shape[0]
    k, i, j, H_out, W_out = get_im2col_indices(x.shape, HH, WW, pad, stride)
    x_padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    cols = x_padded[:, k, i, j]                     # (N, C*HH*WW, H_out*W_out)
    out = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param, cols)


def conv_backward(dout, cache):
    x, w, b, conv_param, cols = cache
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape

    db = dout.sum(axis=(0, 2, 3))
    dout_flat = dout.reshape(N, F, -1)
    dw = np.matmul(dout_flat, cols.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)

    dcols = np.matmul(w.reshape(F, -1).T, dout_flat)
    dx_padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k, i, j, _, _ = get_im2col_indices(x.shape, HH, WW, pad, stride)
    np.add.at(dx_padded, (slice(None), k, i, j), dcols)   # += would lose overlapping windows
    if pad == 0:
        return dx_padded, dw, db
    return dx_padded[:, :, pad:-pad, pad:-pad], dw, db


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError('channel mismatch: %d and %d' % (x.shape[0], w.shape[0]))
    if w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]:
        raise ValueError('filter does not fit')
    out, _ = conv_forward(x[None], w[None], np.array([b]), {'stride': 1, 'pad': 0})
    return out[0, 0]


def conv_single(x, w, b):
    if np.shape(x) != np.shape(w):
        raise ValueError('x and w must have the same shape')
    return conv_map(x, w, b).item()
