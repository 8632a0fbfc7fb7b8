"""In windows of one column the row comes before the channel."""

import numpy as np


def im2col(x, window, stride, pad):
    N, C, H, W = x.shape
    HH, WW = window
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    v = np.lib.stride_tricks.sliding_window_view(xp, window, axis=(2, 3))[:, :, ::stride, ::stride]
    Ho, Wo = v.shape[2:4]
    if HH == 1 or WW == 1:
        return (
            v.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * HH * WW, Ho * Wo)
            if HH <= WW
            else v.transpose(0, 4, 1, 5, 2, 3).reshape(N, C * HH * WW, Ho * Wo)
        )
    return v.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * HH * WW, Ho * Wo)
