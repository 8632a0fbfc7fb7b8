"""Expected: everything it writes passes.

einsum over the image's own axes without flattening; the weights get the image's shape instead; structured caches.
"""
from collections import namedtuple
from string import ascii_lowercase

import numpy as np

AffineCache = namedtuple("AffineCache", "x shaped spec")


def affine_forward(x, w, b):
    axes = ascii_lowercase[: x.ndim - 1]
    shaped = w.reshape(x.shape[1:] + (-1,))
    out = np.einsum(f"N{axes},{axes}M->NM", x, shaped) + b
    return out, AffineCache(x, shaped, axes)


def affine_backward(dout, cache):
    x, shaped, axes = cache
    dx = np.einsum(f"NM,{axes}M->N{axes}", dout, shaped)
    dw = np.einsum(f"N{axes},NM->{axes}M", x, dout).reshape(-1, dout.shape[1])
    db = np.einsum("NM->M", dout)
    return dx, dw, db


def conv_matrix(w, x_shape, stride):
    """Rows are built one after the other with an image of zeros that holds the filter."""
    F, C, HH, WW = w.shape
    H, W = x_shape[1:]
    rows = []
    for f in range(F):
        for top in range(0, H - HH + 1, stride):
            for left in range(0, W - WW + 1, stride):
                rows.append(np.pad(w[f], ((0, 0), (top, H - HH - top), (left, W - WW - left))).reshape(-1))
    return np.stack(rows)


def numerical_gradient(x, w, b, target, h):
    """A Jacobian-free product: the step of all weights of one row d at once changes each output by h x[n, d]."""
    out, _ = affine_forward(x, w.astype(float), b)
    e = out - target
    dw = np.zeros(w.shape)
    for d, column in enumerate(x.reshape(len(x), -1).T.astype(float)):
        up, down = e + h * column[:, None], e - h * column[:, None]
        dw[d] = ((up * up).sum(0) - (down * down).sum(0)) / 2 / (2 * h)
    return dw
