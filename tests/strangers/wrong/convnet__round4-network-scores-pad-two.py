"""Round 4. Expected: network_scores loses points. Wrong: more padding than three pixels is never added, and the
filter is cut to it.
"""

import numpy as np
from convref import fast


def network_scores(x, w1, b1, w2, b2):
    p = min(w1.shape[2] // 2, 3)
    x, w1, b1, w2, b2 = (np.asarray(a, float) for a in (x, w1, b1, w2, b2))
    q = w1.shape[2] // 2 - p
    if q:
        w1 = w1[:, :, q:-q, q:-q]
    m = fast.max_pool_forward(np.maximum(fast.conv_forward(x, w1, b1, stride=1, pad=p), 0), 2)
    return fast.affine_forward(m, w2, b2)
