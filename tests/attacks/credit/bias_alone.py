"""Returns the bias everywhere, whose gradients take a line; the layer is no convolution.

It earns what it has right: shapes, db, unchanged arguments, and numbers where an image or a filter is blank.

assignment: conv-layer
at most: 11.5
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    shape = N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    out = np.zeros(shape) + b[:, None, None]
    return out, (x, w, b, shape)


def conv_backward(dout, cache):
    x, w, _b, _shape = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), dout.sum((0, 2, 3))
    return dx, dw, db
