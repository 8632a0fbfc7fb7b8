"""Expected: everything it writes passes.

A NumPy 1 habit: the course's own hint float(b) on an array of shape (1, 1, 1), which NumPy 2.4 refuses; square filters.
"""
import numpy as np


def conv_single_step(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W) + float(b)


def zero_pad(X, pad):
    """Pads with zeros all images of the dataset X, on the height and the width."""
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), 'constant')


def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride, pad = hparameters.get("stride"), hparameters.get("pad")
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    padded = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(m, n_H, n_W, n_C):
        vert_start, horiz_start = h * stride, w * stride
        a_slice_prev = padded[i, vert_start:vert_start + f, horiz_start:horiz_start + f, :]
        Z[i, h, w, c] = conv_single_step(a_slice_prev, W[..., c], b[..., c])
    assert Z.shape == (m, n_H, n_W, n_C)
    return Z, (A_prev, W, b, hparameters)
