"""max_pool_backward is wrong: it shares the gradient among ties, but in an array of dout's type, which cuts the
fractions off if dout is of whole numbers; for x = np.array([[[[4, 4]]]]), pool_height = 1, pool_width = 2,
stride = 1 and dout = np.array([[[[1]]]]) it gives dx = 0 0 where shares that add up to 1 are due, here 0.5 0.5.
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
    dx = np.zeros(x.shape, dtype=dout.dtype)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + height)
        columns = slice(j * stride, j * stride + width)
        mask = x[n, c, rows, columns] == x[n, c, rows, columns].max()
        dx[n, c, rows, columns] = dx[n, c, rows, columns] + mask * dout[n, c, i, j] / mask.sum()
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
