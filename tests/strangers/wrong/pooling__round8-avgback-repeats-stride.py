"""avg_pool_backward is wrong: where windows do not overlap it repeats each share `stride` times, also over the
gaps that a stride larger than the window leaves; for x = np.zeros((1, 1, 1, 3)), pool_height = pool_width = 1,
stride = 2 and dout = np.array([[[[4, 6]]]]) it gives dx = 4 4 6 where 4 0 6 is due.
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
    out = np.zeros((N, C, (H - height) // stride + 1, (W - width) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.astype(float).sum(axis=(2, 3)) / (height * width)
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H, W = x.shape[2:]
    dx = np.zeros(x.shape)
    share = dout.astype(float) / (height * width)
    if stride >= height and stride >= width:  # no entry lies in two windows
        spread = share.repeat(stride, axis=2).repeat(stride, axis=3)[:, :, :H, :W]
        dx[:, :, : spread.shape[2], : spread.shape[3]] = spread
        return dx
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + height)
            columns = slice(j * stride, j * stride + width)
            dx[:, :, rows, columns] += share[:, :, i, j, None, None]
    return dx
