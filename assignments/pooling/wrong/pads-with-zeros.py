import numpy as np


def max_pool_forward(x, pool_param):
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = -(-(H - height) // stride) + 1, -(-(W - width) // stride) + 1
    padded = np.pad(x, ((0, 0), (0, 0), (0, stride + height), (0, stride + width)))
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = padded[:, :, i * stride : i * stride + height, j * stride : j * stride + width].max(
                axis=(2, 3)
            )
    return out, (x, pool_param)
