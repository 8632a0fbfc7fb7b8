"""max_pool_forward is wrong: it sorts each window flattened, and a window of one row (or of whole rows) is a view,
so that x itself is sorted; for x = np.array([[[[3, 1, 2]]]]), pool_height = 1, pool_width = 2, stride = 1 it
leaves x changed to 1 2 3 and gives 3 3 where x has to stay 3 1 2 and 3 2 is due.
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
    for n, c, i, j in np.ndindex(out.shape):
        numbers = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width].reshape(-1)
        numbers.sort()
        out[n, c, i, j] = numbers[-1]
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
