"""Round 6. Expected: network_scores loses points. Wrong: where there are as many images as classes, the axes are
exchanged.
"""

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
    s = _ns(x, w1, b1, w2, b2)
    return s.T if s.shape[0] == s.shape[1] and s.shape[0] > 3 else s
