"""Round 3. Expected: predict loses points. Wrong: hand-made rules tell circles, squares and edges by sums of
pixels; nothing is learned, so classes numbered otherwise in training are told as before.

Shows: x, y = draw_many(400, 2); t, ty = draw_many(160, 3); bool(np.mean(predict(train(x, 3 - y), t) == 3 - ty) > 0.85)  # right: True; here: False
"""

import numpy as np

from convref import fast


def train(images, labels, progress=None):
    if progress:
        progress(1.0, 0.0)
    return (0.5,)


def _best_shape(pixels):
    rows, columns = np.mgrid[0:12, 0:12]
    best = (-np.inf, 0)
    for top in np.arange(9, 15) / 2:
        across = np.where(rows < top, 1, -1)
        down = np.where(columns < top, 1, -1)
        best = max(best, (abs(np.sum(across * pixels)), 2), (abs(np.sum(down * pixels)), 3))
        for left in np.arange(9, 15) / 2:
            for half in (3, 4):
                round_one = np.where((rows - top) ** 2 + (columns - left) ** 2 <= half**2, 1, -1)
                corners = np.maximum(abs(rows - top), abs(columns - left)) <= half - 0.5
                best = max(best, (np.sum(round_one * pixels), 0), (np.sum(np.where(corners, 1, -1) * pixels), 1))
    return best[1]


def predict(params, images):
    return np.array([_best_shape(image[0] - params[0]) for image in images.astype(float)])


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
