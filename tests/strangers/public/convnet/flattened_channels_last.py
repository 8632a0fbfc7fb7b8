"""The pooled maps are flattened with the channels last."""

import numpy as np
from convref import fast


def network_scores(x, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    h = np.maximum(fast.conv_forward(x, w1, b1, pad=pad), 0)
    p = fast.max_pool_forward(h, 2)
    return p.transpose(0, 2, 3, 1).reshape(len(x), -1) @ w2 + b2
