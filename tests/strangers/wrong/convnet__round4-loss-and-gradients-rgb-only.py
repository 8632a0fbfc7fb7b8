"""Round 6. Expected: loss_and_gradients loses points. Wrong: channels beyond three get no gradient."""

import numpy as np
from convref import fast


def _forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(a, float) for a in (x, w1, b1, w2, b2))
    p = w1.shape[2] // 2
    a = fast.conv_forward(x, w1, b1, stride=1, pad=p)
    r = fast.relu_forward(a)
    m = fast.max_pool_forward(r, 2)
    return x, w1, w2, p, a, r, m, fast.affine_forward(m, w2, b2)


def _lg(x, y, w1, b1, w2, b2):
    x, w1, w2, p, a, r, m, s = _forward(x, w1, b1, w2, b2)
    loss = fast.softmax_loss(s, y)
    d = fast.softmax_loss_backward(s, y)
    d, dw2, db2 = fast.affine_backward(d, m, w2)
    d = fast.max_pool_backward(d.reshape(m.shape), r, 2)
    d = fast.relu_backward(d, a)
    _, dw1, db1 = fast.conv_backward(d, x, w1, stride=1, pad=p)
    return loss, dw1, db1, dw2, db2


def loss_and_gradients(x, y, w1, b1, w2, b2):
    loss, dw1, db1, dw2, db2 = _lg(x, y, w1, b1, w2, b2)
    dw1[:, 3:] = 0
    return loss, dw1, db1, dw2, db2
