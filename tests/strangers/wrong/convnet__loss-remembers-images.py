"""Round 2. Expected: loss_and_gradients loses points. Wrong: the convolution of the last array of images is
remembered by identity; the same images with other filters still see the old ones.

Shows: x, y, b1, w2, b2 = np.ones((1, 1, 2, 2)), np.array([0]), np.zeros(1), np.array([[1.0, -1.0]]), np.zeros(2); a = loss_and_gradients(x, y, np.ones((1, 1, 1, 1)), b1, w2, b2); loss_and_gradients(x, y, np.full((1, 1, 1, 1), 3.0), b1, w2, b2)[0]  # right: 0.002475685; here: 0.126928011
"""

import numpy as np

from convref import fast


_convolved = {"x": None}


def loss_and_gradients(x, y, w1, b1, w2, b2):
    a, w1, b1, w2, b2 = (v.astype(float) for v in (x, w1, b1, w2, b2))
    pad = w1.shape[2] // 2
    if _convolved["x"] is not x or _convolved["shape"] != w1.shape:
        _convolved.update(x=x, shape=w1.shape, h=fast.conv_forward(a, w1, b1, pad=pad))
    h = _convolved["h"]
    r = fast.relu_forward(h)
    p = fast.max_pool_forward(r, 2)
    s = fast.affine_forward(p, w2, b2)
    dp, dw2, db2 = fast.affine_backward(fast.softmax_loss_backward(s, y), p, w2)
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    _, dw1, db1 = fast.conv_backward(dh, a, w1, pad=pad)
    return float(fast.softmax_loss(s, y)), dw1, db1, dw2, db2


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def sgd_step(w, dw, rate):
    return w - rate * dw
