"""avg_pool_forward is wrong: it makes floats of whole numbers but sums up floats in their own type, and a sum of
float16 overflows; for x = np.full((1, 1, 1, 2), 40000, np.float16), pool_height = 1, pool_width = 2, stride = 1
it gives inf where 40000 is due.
"""

import numpy as np


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


def max_pool_forward(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - height) // stride + 1, (W - width) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + height, left : left + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    numbers = x if np.issubdtype(x.dtype, np.floating) else x.astype(float)
    out = np.zeros((N, C, (H - height) // stride + 1, (W - width) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = numbers[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.sum(axis=(2, 3)) / (height * width)
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
