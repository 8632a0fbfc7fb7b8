import numpy as np


def max_pool_forward(x, pool_param):
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    N, C, H, W = x.shape
    H_out, W_out = H // height, W // width
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * height : (i + 1) * height, j * width : (j + 1) * width].max(axis=(2, 3))
    return out, (x, pool_param)


def avg_pool_forward(x, pool_param):
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    N, C, H, W = x.shape
    H_out, W_out = H // height, W // width
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * height : (i + 1) * height, j * width : (j + 1) * width].mean(axis=(2, 3))
    return out, (x, pool_param)
