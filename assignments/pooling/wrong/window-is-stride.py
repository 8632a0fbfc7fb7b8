import numpy as np


def max_pool_forward(x, pool_param):
    stride = height = width = pool_param["stride"]
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width].max(
                axis=(2, 3)
            )
    return out, (x, pool_param)


def avg_pool_forward(x, pool_param):
    stride = height = width = pool_param["stride"]
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width].mean(
                axis=(2, 3)
            )
    return out, (x, pool_param)
