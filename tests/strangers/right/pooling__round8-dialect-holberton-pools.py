#!/usr/bin/env python3
"""Style: Holberton names: pool_forward(A_prev, kernel_shape, stride=(1, 1), mode='max') with mode 'avg', and pool_backward(dA, A_prev, kernel_shape, ...)."""
import numpy as np


def pool_forward(A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """Forward propagation over a pooling layer"""
    m, h_prev, w_prev, c_prev = A_prev.shape
    kh, kw = kernel_shape
    sh, sw = stride
    oh = (h_prev - kh) // sh + 1
    ow = (w_prev - kw) // sw + 1
    out = np.zeros((m, oh, ow, c_prev))
    pool = np.max if mode == 'max' else np.mean
    A = np.array(A_prev, dtype=float)
    for y in range(oh):
        for x in range(ow):
            out[:, y, x] = pool(A[:, y * sh:y * sh + kh, x * sw:x * sw + kw], axis=(1, 2))
    return out


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode='max'):
    """Back propagation over a pooling layer"""
    m, oh, ow, c = dA.shape
    kh, kw = kernel_shape
    sh, sw = stride
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for y in range(oh):
            for x in range(ow):
                for k in range(c):
                    window = A_prev[i, y * sh:y * sh + kh, x * sw:x * sw + kw, k]
                    if mode == 'max':
                        place = np.unravel_index(np.argmax(window), window.shape)
                        dA_prev[i, y * sh + place[0], x * sw + place[1], k] += dA[i, y, x, k]
                    if mode == 'avg':
                        dA_prev[i, y * sh:y * sh + kh, x * sw:x * sw + kw, k] += dA[i, y, x, k] / float(kh * kw)
    return dA_prev


def pooled_depth():
    """Width, height, depth"""
    return 112, 112, 64


def pooling_parameters():
    """None are learned"""
    return 0
