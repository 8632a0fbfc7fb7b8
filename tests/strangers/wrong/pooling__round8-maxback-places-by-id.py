"""max_pool_backward is wrong: the places of the largest entries are kept by id(x), so pooling the same x again
with another window overwrites them; after max_pool_forward of x = np.array([[[[5, 1, 7]]]]) with windows of 1 x
2, stride 1, and then with windows of 1 x 1, stride 1, the first cache and dout = np.ones((1, 1, 1, 2)) give dx
= 1 1 0 where 1 0 1 is due.
"""

import numpy as np


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


_places = {}  # id of x -> where the largest entries lie


def max_pool_forward(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    rows, columns = np.unravel_index(flat.argmax(axis=-1), (height, width))
    rows = rows + stride * np.arange(flat.shape[2])[:, None]
    columns = columns + stride * np.arange(flat.shape[3])
    _places[id(x)] = rows, columns
    return flat.max(axis=-1).astype(float), (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    rows, columns = _places[id(x)]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, rows[n, c, i, j], columns[n, c, i, j]] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - height) // stride + 1, (W - width) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.astype(float).sum(axis=(2, 3)) / (height * width)
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    share = dout.astype(float) / (height * width)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + height)
            columns = slice(j * stride, j * stride + width)
            dx[:, :, rows, columns] += share[:, :, i, j, None, None]
    return dx
