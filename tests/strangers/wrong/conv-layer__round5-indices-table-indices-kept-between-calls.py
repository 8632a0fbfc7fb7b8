"""Wrong: indices. The table of indices is kept between calls under a key that holds the number of weights
instead of the filter's height and width. On which inputs: a second call (conv_forward, or its backward) on
equal output cells with a filter of the same count but another form, such as 2 x 3 after 3 x 2 on a square
image, in one process. Due instead: indices of the filter at hand. The function at fault is indices, used by
conv_forward and conv_backward.
"""
from __future__ import annotations
from dataclasses import dataclass
import numpy as np


@dataclass(frozen=True)
class Memo:
    cols: np.ndarray
    flat: np.ndarray
    x_shape: tuple
    w_shape: tuple
    stride: int
    pad: int


_tables = {}


def indices(C: int, HH: int, WW: int, ho: int, wo: int, stride: int):
    key = C, HH * WW, ho * wo, stride
    if key not in _tables:
        c, u, v = (a.reshape(-1, 1) for a in np.indices((C, HH, WW)))
        i, j = (a.reshape(1, -1) for a in np.indices((ho, wo)))
        _tables[key] = c, u + stride * i, v + stride * j
    return _tables[key]


def conv_map(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    if x.shape[0] != w.shape[0] or any(k > m for k, m in zip(w.shape[1:], x.shape[1:])):
        raise ValueError("the filter does not fit")
    out, _ = conv_forward(x[None], w[None], np.array([b]), dict(stride=1, pad=0))
    return out[0, 0]


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    ho, wo = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    big[:, :, pad:pad + H, pad:pad + W] = x
    c, r, q = indices(C, HH, WW, ho, wo, stride)
    cols = big[:, c, r, q]                      # (N, C*HH*WW, ho*wo)
    flat = w.reshape(F, -1).astype(float)
    out = flat @ cols + np.asarray(b, dtype=float)[:, None]
    return out.reshape(N, F, ho, wo), (Memo(cols, flat, x.shape, w.shape, stride, pad),)


def conv_backward(dout, cache):
    m, = cache
    N, C, H, W = m.x_shape
    F, _, HH, WW = m.w_shape
    ho, wo = dout.shape[2:]
    d = dout.reshape(N, F, -1).astype(float)
    db = d.sum(axis=(0, 2))
    dw = np.matmul(d, m.cols.transpose(0, 2, 1)).sum(axis=0).reshape(m.w_shape)
    dcols = m.flat.T @ d
    big = np.zeros((N, C, H + 2 * m.pad, W + 2 * m.pad))
    c, r, q = indices(C, HH, WW, ho, wo, m.stride)
    np.add.at(big, (slice(None), c, r, q), dcols)
    return big[:, :, m.pad:m.pad + H, m.pad:m.pad + W].copy(), dw, db
