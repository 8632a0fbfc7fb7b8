"""Returns random numbers of the right shape, drawn anew each time; a chance earns nothing.

assignment: conv-layer
at most: 7.5
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    shape = N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    out = np.random.default_rng().integers(-9, 9, shape).astype(float)
    return out, (x, w, b, shape)


def conv_backward(dout, cache):
    x, w, b, _shape = cache
    dx, dw, db = (np.random.default_rng().integers(-9, 9, one.shape).astype(float) for one in (x, w, b))
    return dx, dw, db
