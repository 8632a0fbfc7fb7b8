"""Expected: everything it writes passes.

Scores and gradients with loops over every output, which is slow; there is no training in this file.
"""
import math

import numpy as np


def _run(x, w1, b1, w2, b2):
    N, C, H, W = x.shape
    F, _, K, _ = w1.shape
    p = (K - 1) // 2
    a = np.zeros((N, F, H, W))
    for n in range(N):
        for f in range(F):
            for i in range(H):
                for j in range(W):
                    s = b1[f]
                    for u in range(max(0, p - i), min(K, H + p - i)):
                        for v in range(max(0, p - j), min(K, W + p - j)):
                            s += x[n, :, i + u - p, j + v - p] @ w1[f, :, u, v]
                    a[n, f, i, j] = s
    best = np.zeros((N, F, H // 2, W // 2))
    where = {}
    for n, f, i, j in np.ndindex(best.shape):
        options = [(2 * i + u, 2 * j + v) for u in (0, 1) for v in (0, 1)]
        r, q = max(options, key=lambda rq: max(a[(n, f) + rq], 0))
        where[n, f, i, j] = r, q
        best[n, f, i, j] = max(a[n, f, r, q], 0.0)
    scores = np.array([[float(best[n].ravel() @ w2[:, k] + b2[k]) for k in range(len(b2))] for n in range(N)])
    return a, best, where, scores


def network_scores(x, w1, b1, w2, b2):
    return _run(x, w1, b1, w2, b2)[3]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    N, C, H, W = x.shape
    K = w1.shape[2]
    p = (K - 1) // 2
    a, best, where, scores = _run(x, w1, b1, w2, b2)
    loss = 0.0
    dw1, db1, dw2, db2 = (np.zeros(q.shape) for q in (w1, b1, w2, b2))
    for n in range(N):
        top = max(scores[n])
        z = sum(math.exp(s - top) for s in scores[n])
        loss += (math.log(z) + top - scores[n, y[n]]) / N
        ds = np.array([math.exp(s - top) / z for s in scores[n]])
        ds[y[n]] -= 1
        ds /= N
        db2 += ds
        dw2 += np.outer(best[n].ravel(), ds)
        dbest = (w2 @ ds).reshape(best.shape[1:])
        for (f, i, j), g in np.ndenumerate(dbest):
            r, q = where[n, f, i, j]
            if a[n, f, r, q] <= 0:
                continue
            db1[f] += g
            for u in range(K):
                for v in range(K):
                    if 0 <= r + u - p < H and 0 <= q + v - p < W:
                        dw1[f, :, u, v] += g * x[n, :, r + u - p, q + v - p]
    return loss, dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return np.array([a - rate * d for a, d in zip(w.ravel(), dw.ravel())]).reshape(w.shape)


def first_filters():
    return "A"
