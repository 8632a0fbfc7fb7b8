"""Round 6. Expected: network_scores loses points. Wrong: only three channels are looked at."""

import numpy as np
from convref import fast


def _forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(a, float) for a in (x, w1, b1, w2, b2))
    p = w1.shape[2] // 2
    a = fast.conv_forward(x, w1, b1, stride=1, pad=p)
    r = fast.relu_forward(a)
    m = fast.max_pool_forward(r, 2)
    return x, w1, w2, p, a, r, m, fast.affine_forward(m, w2, b2)


def _ns(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[-1]


def network_scores(x, w1, b1, w2, b2):
    return _ns(x[:, :3], w1[:, :3], b1, w2, b2)
