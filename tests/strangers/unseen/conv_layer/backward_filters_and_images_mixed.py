"""dout of shape (N, F, H_out, W_out) is reshaped to (F, -1) without moving the filters to the front, so with several
images the gradients of one image's filters go to others.
"""

import numpy as np


def im2col(x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    n, c, h, w = xp.shape
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    col = np.zeros((c, kh, kw, n, oh, ow))
    for u in range(kh):
        for v in range(kw):
            part = xp[:, :, u:u + stride * oh:stride, v:v + stride * ow:stride]
            col[:, u, v] = part.transpose(1, 0, 2, 3)
    return col.reshape(c * kh * kw, -1), oh, ow


def conv2d_forward(x, w, b, stride, pad):
    f, _, kh, kw = w.shape
    col, oh, ow = im2col(x, kh, kw, stride, pad)
    out = (w.reshape(f, -1) @ col + b.reshape(f, 1)).reshape(f, x.shape[0], oh, ow).transpose(1, 0, 2, 3)
    return out, (x.shape, w, col, stride, pad)


def conv2d_backward(dout, cache):
    (n, c, h, wd), w, col, stride, pad = cache
    f, _, kh, kw = w.shape
    oh, ow = dout.shape[2:]
    dmat = dout.reshape(f, -1)
    db = dmat.sum(axis=1)
    dw = (dmat @ col.T).reshape(w.shape)
    dcol = (w.reshape(f, -1).T @ dmat).reshape(c, kh, kw, n, oh, ow)
    dxp = np.zeros((n, c, h + 2 * pad, wd + 2 * pad))
    for u in range(kh):
        for v in range(kw):
            dxp[:, :, u:u + stride * oh:stride, v:v + stride * ow:stride] += dcol[:, u, v].transpose(1, 0, 2, 3)
    dx = dxp[:, :, pad:pad + h, pad:pad + wd]
    return dx, dw, db
