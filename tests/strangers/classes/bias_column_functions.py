"""Home-made functions conv2d with a bias of shape (F, 1) and im2col."""

import numpy as np


def get_indices(X_shape, HF, WF, stride, pad):
    m, n_C, n_H, n_W = X_shape
    out_h = int((n_H + 2 * pad - HF) / stride) + 1
    out_w = int((n_W + 2 * pad - WF) / stride) + 1
    level1 = np.tile(np.repeat(np.arange(HF), WF), n_C)
    every1 = stride * np.repeat(np.arange(out_h), out_w)
    i = level1.reshape(-1, 1) + every1.reshape(1, -1)
    slide1 = np.tile(np.tile(np.arange(WF), HF), n_C)
    every2 = stride * np.tile(np.arange(out_w), out_h)
    j = slide1.reshape(-1, 1) + every2.reshape(1, -1)
    d = np.repeat(np.arange(n_C), HF * WF).reshape(-1, 1)
    return i, j, d


def im2col(X, HF, WF, stride, pad):
    X_padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    i, j, d = get_indices(X.shape, HF, WF, stride, pad)
    cols = X_padded[:, d, i, j]
    return np.concatenate(cols, axis=-1)


def conv2d_forward(X, W, b, stride=1, padding=0):
    n_filters, d_filter, h_filter, w_filter = W.shape
    n_x, d_x, h_x, w_x = X.shape
    h_out = int((h_x - h_filter + 2 * padding) / stride + 1)
    w_out = int((w_x - w_filter + 2 * padding) / stride + 1)
    X_col = im2col(X, h_filter, w_filter, stride, padding)
    W_col = W.reshape(n_filters, -1)
    out = W_col @ X_col + b
    out = np.array(np.hsplit(out, n_x)).reshape(n_x, n_filters, h_out, w_out)
    cache = (X, W, b, stride, padding, X_col)
    return out, cache


def conv2d_backward(dout, cache):
    X, W, b, stride, padding, X_col = cache
    n_filter, c, h_filter, w_filter = W.shape
    db = np.sum(dout, axis=(0, 2, 3)).reshape(n_filter, -1)
    N, C, H, Wd = X.shape
    d = dout.reshape(N, n_filter, -1)
    d = np.concatenate(d, axis=-1)
    dW = (d @ X_col.T).reshape(W.shape)
    dX_col = W.reshape(n_filter, -1).T @ d
    i, j, k = get_indices(X.shape, h_filter, w_filter, stride, padding)
    dX_pad = np.zeros((N, C, H + 2 * padding, Wd + 2 * padding))
    np.add.at(dX_pad, (slice(None), k, i, j), np.array(np.hsplit(dX_col, N)))
    if padding == 0:
        return dX_pad, dW, db
    return dX_pad[:, :, padding:-padding, padding:-padding], dW, db
