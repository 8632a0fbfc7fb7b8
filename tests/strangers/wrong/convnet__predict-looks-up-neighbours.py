"""Round 3. Expected: predict loses points. Wrong: keeps all training images and returns the class of the nearest
ones, no network at all.

Shows: x, y = draw_many(80, 2); np.shape(train(x, y)[0])[0] == 80  # right: False; here: True
"""

import numpy as np

from convref import fast


def train(images, labels, progress=None):
    if progress:
        progress(1.0, 0.0)
    return images.reshape(len(images), -1).copy(), labels.copy()


def predict(params, images):
    known, classes = params
    out = []
    for row in images.reshape(len(images), -1):
        near = np.argsort(((known - row) ** 2).sum(axis=1))[:3]
        out.append(np.bincount(classes[near], minlength=4).argmax())
    return np.array(out)


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def loss_and_gradients(x, y, w1, b1, w2, b2):
    a, w1, b1, w2, b2 = (v.astype(float) for v in (x, w1, b1, w2, b2))
    pad = w1.shape[2] // 2
    h = fast.conv_forward(a, w1, b1, stride=1, pad=pad)
    r = fast.relu_forward(h)
    p = fast.max_pool_forward(r, 2)
    scores = fast.affine_forward(p, w2, b2)
    dp, dw2, db2 = fast.affine_backward(fast.softmax_loss_backward(scores, y), p, w2)
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    _, dw1, db1 = fast.conv_backward(dh, a, w1, stride=1, pad=pad)
    return float(fast.softmax_loss(scores, y)), dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * dw
