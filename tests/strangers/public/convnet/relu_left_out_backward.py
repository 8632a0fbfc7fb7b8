"""The way back leaves out ReLU."""

import numpy as np
from convref import fast


def network_scores(x, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    h = fast.relu_forward(fast.conv_forward(x, w1, b1, pad=pad))
    p = fast.max_pool_forward(h, 2)
    return fast.affine_forward(p.reshape(len(x), -1), w2, b2)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    a = fast.conv_forward(x, w1, b1, pad=pad)
    h = fast.relu_forward(a)
    p = fast.max_pool_forward(h, 2)
    flat = p.reshape(len(x), -1)
    s = fast.affine_forward(flat, w2, b2)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    n = len(y)
    loss = -np.log(probs[np.arange(n), y]).mean()
    ds = probs.copy()
    ds[np.arange(n), y] -= 1
    ds /= n
    dflat, dw2, db2 = fast.affine_backward(ds, flat, w2)
    dh = fast.max_pool_backward(dflat.reshape(p.shape), h, 2)
    _, dw1, db1 = fast.conv_backward(dh, x, w1, pad=pad)
    return loss, dw1, db1, dw2, db2
