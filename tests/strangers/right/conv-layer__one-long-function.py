"""Expected: everything it writes passes.

Two very long functions with a branch for every case (pad or none, 1 x 1 filters, stride 1, the rest) and copied code in each.
"""
import numpy as np


def conv_forward(x, w, b, conv_param):
    N = x.shape[0]
    C = x.shape[1]
    H = x.shape[2]
    W = x.shape[3]
    F = w.shape[0]
    HH = w.shape[2]
    WW = w.shape[3]
    stride = conv_param['stride']
    pad = conv_param['pad']
    if pad == 0:
        # nothing to pad
        x_padded = x.astype(float)
        H_padded = H
        W_padded = W
    else:
        # rows of zeros above and below
        zeros_rows = np.zeros((N, C, pad, W))
        x_padded = np.concatenate((zeros_rows, x, zeros_rows), axis=2)
        # columns of zeros left and right
        zeros_cols = np.zeros((N, C, H + 2 * pad, pad))
        x_padded = np.concatenate((zeros_cols, x_padded, zeros_cols), axis=3)
        H_padded = H + 2 * pad
        W_padded = W + 2 * pad
    H_out = (H_padded - HH) // stride + 1
    W_out = (W_padded - WW) // stride + 1
    out = np.zeros((N, F, H_out, W_out))
    if HH == 1 and WW == 1:
        # a fully connected layer at every pixel
        if stride == 1:
            seen = x_padded
        else:
            seen = x_padded[:, :, ::stride, ::stride]
        for n in range(N):
            for f in range(F):
                for c in range(C):
                    out[n, f] = out[n, f] + seen[n, c] * w[f, c, 0, 0]
                out[n, f] = out[n, f] + b[f]
    elif stride == 1:
        # shift the whole image
        for n in range(N):
            for f in range(F):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            out[n, f] = out[n, f] + x_padded[n, c, u:u + H_out, v:v + W_out] * w[f, c, u, v]
                out[n, f] = out[n, f] + b[f]
    elif stride >= HH and stride >= WW:
        # windows do not overlap
        for i in range(H_out):
            for j in range(W_out):
                window = x_padded[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
                window = window.reshape(N, C * HH * WW)
                out[:, :, i, j] = np.dot(window, w.reshape(F, C * HH * WW).T) + b
    else:
        # the general case
        for n in range(N):
            for f in range(F):
                for i in range(H_out):
                    for j in range(W_out):
                        row = i * stride
                        col = j * stride
                        window = x_padded[n, :, row:row + HH, col:col + WW]
                        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    cache = (x, x_padded, w, b, stride, pad)
    return out, cache


def conv_backward(dout, cache):
    x, x_padded, w, b, stride, pad = cache
    N = x.shape[0]
    C = x.shape[1]
    H = x.shape[2]
    W = x.shape[3]
    F = w.shape[0]
    HH = w.shape[2]
    WW = w.shape[3]
    H_out = dout.shape[2]
    W_out = dout.shape[3]
    dx_padded = np.zeros(x_padded.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    # the bias
    for f in range(F):
        for n in range(N):
            db[f] = db[f] + np.sum(dout[n, f])
    if HH == 1 and WW == 1:
        seen = x_padded[:, :, :(H_out - 1) * stride + 1:stride, :(W_out - 1) * stride + 1:stride]
        for n in range(N):
            for f in range(F):
                for c in range(C):
                    dw[f, c, 0, 0] = dw[f, c, 0, 0] + np.sum(dout[n, f] * seen[n, c])
                    dx_padded[n, c, :(H_out - 1) * stride + 1:stride, :(W_out - 1) * stride + 1:stride] += dout[n, f] * w[f, c, 0, 0]
    elif stride == 1:
        for n in range(N):
            for f in range(F):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            dw[f, c, u, v] += np.sum(dout[n, f] * x_padded[n, c, u:u + H_out, v:v + W_out])
                            dx_padded[n, c, u:u + H_out, v:v + W_out] += dout[n, f] * w[f, c, u, v]
    else:
        for n in range(N):
            for f in range(F):
                for i in range(H_out):
                    for j in range(W_out):
                        row = i * stride
                        col = j * stride
                        dw[f] += dout[n, f, i, j] * x_padded[n, :, row:row + HH, col:col + WW]
                        dx_padded[n, :, row:row + HH, col:col + WW] += dout[n, f, i, j] * w[f]
    if pad == 0:
        dx = dx_padded
    else:
        dx = dx_padded[:, :, pad:-pad, pad:-pad]
    return dx, dw, db
