from numpy import *
import numpy as np


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


def max_pool_forward(x, pool_param):
    hh, ww, st = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H, W = x.shape[2:]
    ho, wo = (H - hh) // st + 1, (W - ww) // st + 1
    # the maximum over a rectangle is the maximum over rows of the maxima over columns
    a = stack([x[:, :, u:u + st * (ho - 1) + 1:st, :] for u in range(hh)], axis=-1)
    r = a.argmax(axis=-1)
    a = a.max(axis=-1)
    b = stack([a[..., v:v + st * (wo - 1) + 1:st] for v in range(ww)], axis=-1)
    q = b.argmax(axis=-1)
    out = b.max(axis=-1) * 1.0
    return out, (x.shape, r, q, st)


def max_pool_backward(dout, cache):
    shape, r, q, st = cache
    N, C, ho, wo = dout.shape
    n, c, i, j = ogrid[:N, :C, :ho, :wo]
    col = j * st + q
    row = i * st + r[n, c, i, col]
    dx = zeros(shape)
    add.at(dx, (n, c, row, col), dout)
    return dx


def shares(length, window, stride):
    count = (length - window) // stride + 1
    start = arange(count)[:, None] * stride
    place = arange(length)[None, :]
    return ((place >= start) & (place < start + window)) / window


def avg_pool_forward(x, pool_param):
    A = shares(x.shape[2], pool_param["pool_height"], pool_param["stride"])
    B = shares(x.shape[3], pool_param["pool_width"], pool_param["stride"])
    return A @ x.astype(float64) @ B.T, (A, B)


def avg_pool_backward(dout, cache):
    A, B = cache
    return A.T @ dout.astype(float64) @ B
