"""Round 3. Expected: loss_and_gradients loses points. Wrong: with as many filters as channels (more than one)
dw1 has the two axes exchanged.

Shows: loss_and_gradients(np.arange(8.0).reshape(1, 2, 2, 2), np.array([0]), np.array([[1.0, 0.5], [0.25, 2.0]]).reshape(2, 2, 1, 1), np.zeros(2), np.array([[0.1, -0.2], [0.3, 0.1]]), np.zeros(2))[1]  # right: [[[[-0.006652387]], [[-0.015522237]]], [[[-0.004434925]], [[-0.010348158]]]]; here: [[[[-0.006652387]], [[-0.004434925]]], [[[-0.015522237]], [[-0.010348158]]]]
"""

import numpy as np

from convref import fast


def loss_and_gradients(x, y, w1, b1, w2, b2):
    a, w1, b1, w2, b2 = (v.astype(float) for v in (x, w1, b1, w2, b2))
    k = w1.shape[2]
    pad = k // 2
    h = fast.conv_forward(a, w1, b1, pad=pad)
    r = fast.relu_forward(h)
    p = fast.max_pool_forward(r, 2)
    s = fast.affine_forward(p, w2, b2)
    dp, dw2, db2 = fast.affine_backward(fast.softmax_loss_backward(s, y), p, w2)
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    wide = np.pad(a, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dw1 = np.zeros((w1.shape[1], w1.shape[0], k, k))
    for u in range(k):
        for v in range(k):
            dw1[:, :, u, v] = np.einsum("ncij,nfij->cf", wide[:, :, u : u + h.shape[2], v : v + h.shape[3]], dh)
    if dw1.shape != w1.shape:
        dw1 = dw1.transpose(1, 0, 2, 3)
    return float(fast.softmax_loss(s, y)), dw1, dh.sum(axis=(0, 2, 3)), dw2, db2


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def sgd_step(w, dw, rate):
    return w - rate * dw
