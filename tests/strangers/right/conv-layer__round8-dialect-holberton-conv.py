#!/usr/bin/env python3
"""Style: Holberton names: conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)) and conv_backward(dZ, A_prev, W, b, ...); channels last, a stride for each axis, padding by name. Our conv_single and conv_map besides."""
import numpy as np


def paddings(A_prev, W, padding, stride):
    """zeros above (and below), left (and right)"""
    if padding == 'valid':
        return 0, 0
    _, h, w, _ = A_prev.shape
    kh, kw, _, _ = W.shape
    sh, sw = stride
    return int(np.ceil(((h - 1) * sh + kh - h) / 2)), int(np.ceil(((w - 1) * sw + kw - w) / 2))


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """Forward propagation over a convolutional layer"""
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw, _, c_new = W.shape
    sh, sw = stride
    ph, pw = paddings(A_prev, W, padding, stride)
    oh = (h_prev + 2 * ph - kh) // sh + 1
    ow = (w_prev + 2 * pw - kw) // sw + 1
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)), 'constant').astype(float)
    Z = np.zeros((m, oh, ow, c_new))
    for y in range(oh):
        for x in range(ow):
            piece = padded[:, y * sh:y * sh + kh, x * sw:x * sw + kw]
            for k in range(c_new):
                Z[:, y, x, k] = (piece * W[..., k]).sum(axis=(1, 2, 3))
    return activation(Z + b)


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    """Back propagation over a convolutional layer"""
    m, oh, ow, c_new = dZ.shape
    kh, kw, _, _ = W.shape
    sh, sw = stride
    ph, pw = paddings(A_prev, W, padding, stride)
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)), 'constant').astype(float)
    dpadded = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    db = dZ.sum(axis=(0, 1, 2), keepdims=True, dtype=float)
    for i in range(m):
        for y in range(oh):
            for x in range(ow):
                rows, cols = slice(y * sh, y * sh + kh), slice(x * sw, x * sw + kw)
                for k in range(c_new):
                    d = float(dZ[i, y, x, k])
                    dpadded[i, rows, cols] += d * W[..., k].astype(float)
                    dW[..., k] += d * padded[i, rows, cols]
    return dpadded[:, ph:ph + A_prev.shape[1], pw:pw + A_prev.shape[2]], dW, db


def conv_single(x, w, b):
    """One number"""
    if x.shape != w.shape:
        raise ValueError("block and filter must have one shape")
    return float((x.astype(float) * w).sum()) + b


def conv_map(x, w, b):
    """One map, by the layer"""
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filter and image")
    A = np.moveaxis(x, 0, -1)[None]
    W = np.moveaxis(w, 0, -1)[..., None]
    return conv_forward(A, W, b, lambda Z: Z, padding="valid")[0, :, :, 0]
