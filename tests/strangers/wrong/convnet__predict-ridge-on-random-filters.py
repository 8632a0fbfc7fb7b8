"""Expected: predict loses points. Wrong: an extreme learning machine. Random filters stay as they are, and the last layer
is a ridge regression: nothing is learned by the convolution.
"""
import numpy as np


def network_scores(x, w1, b1, w2, b2):
    N, C, H, W = x.shape
    F, _, k, _ = w1.shape
    p = (k - 1) // 2
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    maps = np.zeros((N, F, H, W)) + b1.reshape(1, F, 1, 1)
    for u in range(k):
        for v in range(k):
            maps += np.einsum("nchw,fc->nfhw", xp[:, :, u:u + H, v:v + W], w1[:, :, u, v])
    maps = np.maximum(maps, 0)
    h, w = H // 2, W // 2
    pooled = np.maximum.reduce([maps[:, :, a:2 * h:2, b:2 * w:2] for a in range(2) for b in range(2)])
    return pooled.reshape(N, -1) @ w2 + b2


def train(images, labels, progress=None):
    rng = np.random.default_rng(7)
    w1 = rng.normal(size=(24, 1, 5, 5))
    b1 = rng.normal(size=24) * 0.5
    features = network_scores(images - 0.5, w1, b1, np.eye(24 * 36), np.zeros(24 * 36))
    design = np.hstack([features, np.ones((len(features), 1))])
    target = np.eye(4)[labels]
    gram = design @ design.T + 30.0 * np.eye(len(design))          # the dual form: as many unknowns as images
    solution = design.T @ np.linalg.solve(gram, target)
    if progress is not None:
        progress(1.0, float(np.mean((design @ solution - target) ** 2)))
    return w1, b1, solution[:-1], solution[-1]


def predict(params, images):
    return np.argmax(network_scores(images - 0.5, *params), axis=-1).astype(np.int64)


def order_of_layers():
    return "B"


def who_decides():
    return "C"
