"""The filter moves on by one pixel, whatever the stride.

Fails: conv_forward.values
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    height, width = (1 + (padded.shape[axis] - w.shape[axis]) // stride for axis in (2, 3))
    out = np.zeros((x.shape[0], w.shape[0], height, width))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.sum(padded[n, :, i : i + w.shape[2], j : j + w.shape[3]] * w[f]) + b[f]
    return out, None
