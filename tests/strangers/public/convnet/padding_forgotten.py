"""The convolution has no padding, so w2 has too many rows for the maps: every case ends in an error but those of 1 x 1."""

import numpy as np
from convref import fast


def network_scores(x, w1, b1, w2, b2):
    a1 = fast.relu_forward(fast.conv_forward(x, w1, b1))
    p1 = fast.max_pool_forward(a1, 2)
    flat = p1.reshape(p1.shape[0], -1)
    return np.dot(flat, w2) + b2
