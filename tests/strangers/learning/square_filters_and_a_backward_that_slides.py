"""Forward, a filter is as wide as it is high; backward, both gradients slide pixel by pixel, and dx over the filter as it is."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    size = w.shape[2]
    wide = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = (wide.shape[2] - size) // stride + 1, (wide.shape[3] - size) // stride + 1
    maps = np.zeros((len(x), len(w), rows, columns))
    for n, f, row, column in np.ndindex(maps.shape):
        down, right = row * stride, column * stride
        maps[n, f, row, column] = np.sum(wide[n, :, down : down + size, right : right + size] * w[f]) + b[f]
    return maps, (x, w)


def slide(image, over):
    sums = np.zeros((image.shape[0] - over.shape[0] + 1, image.shape[1] - over.shape[1] + 1))
    for row, column in np.ndindex(sums.shape):
        sums[row, column] = np.sum(image[row : row + over.shape[0], column : column + over.shape[1]] * over)
    return sums


def conv_backward(dout, cache):
    x, w, *_ = cache
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    high, wide = w.shape[2] - 1, w.shape[3] - 1
    for n, f, c in np.ndindex(len(x), *w.shape[:2]):
        dw[f, c] += slide(x[n, c], dout[n, f])
        dx[n, c] += slide(np.pad(dout[n, f], ((high, high), (wide, wide))), w[f, c])
    return dx, dw, dout.sum(axis=(0, 2, 3))
