"""The padding is taken for what both sides have together: each gets half of it, and so does the size."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    side = pad // 2
    wide = np.pad(x, ((0, 0), (0, 0), (side, side), (side, side)))
    rows, columns = ((size + pad - part) // stride + 1 for size, part in zip(x.shape[2:], w.shape[2:]))
    maps = np.zeros((len(x), len(w), rows, columns))
    for row, column in np.ndindex(rows, columns):
        down, right = row * stride, column * stride
        window = wide[:, :, down : down + w.shape[2], right : right + w.shape[3]]
        maps[:, :, row, column] = window.reshape(len(x), w[0].size) @ w.reshape(len(w), -1).T + b
    return maps, (x, w)
