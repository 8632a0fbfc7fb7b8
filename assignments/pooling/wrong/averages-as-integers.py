"""The means have the type of the image.

Fails: avg_pool_forward.values
Believes: cut-to-integers
"""

import numpy as np


def avg_pool_forward(x, pool_param):
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width].mean(
                axis=(2, 3)
            )
    return out, (x, pool_param)
